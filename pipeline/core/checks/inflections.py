"""The forms in which a glossary's words may stand in a text: plural, feminine, and for French verbs a few more."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

_GAP: Final = r"[\s\u00a0\u202f'-]+"
_SHORT: Final = 3  # letters up to which a word has one form, but for an English plural
_IRREGULAR: Final = {
    "child": "child(?:ren)?", "person": "(?:persons?|people)", "man": "m[ae]n", "woman": "wom[ae]n",
    "foot": "f(?:oo|ee)t",
    "oeil": "(?:oeil|yeux)", "travail": "trava(?:il|ux)", "medium": "medi(?:um|a)", "criterion": "criteri(?:on|a)",
}  # fmt: skip
_FRENCH_ENDINGS: Final = (
    ("eaux", "(?:eaux?|elles?)"), ("eau", "(?:eaux?|elles?)"), ("aux", "(?:aux?|al|ales?|ail)"),
    ("al", "(?:als?|aux|ales?)"), ("eux", "eu(?:x|ses?)"), ("euse", "eu(?:x|r|rs|ses?)"),
    ("rice", "(?:eurs?|rices?)"), ("eur", "(?:eure?s?|euses?|rices?)"), ("ère", "(?:ers?|ères?)"),
    ("ive", "i(?:fs?|ves?)"), ("if", "i(?:fs?|ves?)"), ("ienne", "ien(?:s|nes?)?"), ("elle", "el(?:s|les?)?"),
    ("onne", "on(?:s|nes?)?"), ("el", "el(?:s|les?)?"), ("en", "en(?:s|nes?)?"), ("on", "on(?:s|nes?)?"),
    ("et", "et(?:s|tes?)?"), ("er", "(?:ers?|ères?)"), ("c", "(?:cs?|ques?|ches?)"), ("ique", "ic?(?:ques?|s)?"),
    ("e", "e?s?"),
)  # fmt: skip
_CONJUGATED: Final = "(?:er|ers|ères?|es?|ent|ez|ons|ée?s?|ant|ait|aient|era|eront)"


def folded(text: str) -> str:
    """A text as its words are compared: small letters, plain apostrophes."""
    return _plain(text).casefold()


@functools.lru_cache(maxsize=8192)
def french(term: str, *, exact: bool, verbs: bool) -> re.Pattern[str]:
    """A French term in its forms; elision before it (l’, d’, qu’) needs nothing. ``exact`` minds capitals."""
    return _compiled(term, exact, lambda word: _french(word, verbs))


@functools.lru_cache(maxsize=8192)
def english(term: str, *, exact: bool, plural: bool = True) -> re.Pattern[str]:
    """A term of the source in its forms."""
    return _compiled(term, exact, _english if plural else re.escape)


def _compiled(term: str, exact: bool, form: object) -> re.Pattern[str]:
    words = re.split(_GAP, _plain(term) if exact else folded(term))
    pattern = _GAP.join(form(word) for word in words if word)  # type: ignore[operator]
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def plain(text: str) -> str:
    """A text as exact terms are compared: only apostrophes and accents made alike."""
    return _plain(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("œ", "oe").replace("Œ", "Oe")


def _english(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.isupper() or len(word) <= _SHORT:
        return re.escape(word) + "s?"
    if word.endswith("ies"):
        return re.escape(word[:-3]) + "(?:y|ies)"
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("y"):
        return re.escape(word[:-1]) + "(?:ys?|ies)"
    if word.endswith(("f", "fe")):
        return re.escape(word.removesuffix("e")[:-1]) + "(?:fe?s?|ves)"
    return re.escape(word) + ("(?:es)?" if word.endswith(("s", "x", "ch", "sh")) else "s?")


def _french(word: str, verbs: bool) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.isupper() or len(word) <= _SHORT:
        return re.escape(word)
    base = word[:-1] if word[-1] == "s" and len(word) > _SHORT + 1 else word
    if verbs and base.endswith("er"):
        return re.escape(base[:-2]) + _CONJUGATED
    for ending, forms in _FRENCH_ENDINGS:
        if base.endswith(ending):
            return re.escape(base.removesuffix(ending)) + forms
    return re.escape(base) + "(?:e?s?|x)"
