"""Whether a machine's answer is in a wrong script or language, also where it is only a word or two.

Function words prove nothing about a title. What does: letters of another script; English that came back unchanged, by
words that French does not have; letters, endings and small words that French does not have, in a text without any
French one. Whatever stands in the source too (names above all) proves nothing, nor do words that both languages have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.core.language_guess import FUNCTION_WORDS, is_other_language
from pipeline.core.languages import english_name, script
from pipeline.core.text import ADDRESS, without_codes

_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTED: Final = re.compile(r"\u00ab[^\u00bb]*\u00bb|\u201c[^\u201d]*\u201d")
_SCRIPTS: Final[Mapping[str, str]] = {
    "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Armn": "ARMENIAN", "Hebr": "HEBREW", "Arab": "ARABIC",
    "Geor": "GEORGIAN", "Deva": "DEVANAGARI", "Thai": "THAI",
}  # fmt: skip
_FRENCH_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ")
_STEM: Final = 3  # letters that a name has in common in two languages: Košický kraj, Košice
_ENDINGS: Final = re.compile(
    r"\w{3,}(?:ungen|keiten|heiten|schaften|zeiten)|\w{4,}(?:keit|heit|schaft|ung)|\w{4,}(?:heden|tijden)|"
    r"\w{3,}(?:zione|zioni)"
)
_NOT_FRENCH: Final = frozenset(
    # German, Spanish, Italian, Dutch and Portuguese words that are no word in French, not even a rare one
    "und das ist für auf nicht von bei auch wird werden wir oder über zur zum mit eine einer einem einen unser unsere "
    "durch zwischen nach los del una para como este esta más gli della delle degli dei nella nel che sono più di "
    "het een van zijn voor niet ook wordt naar uma são não em com da ao".split()
)
_ENGLISH_ONLY: Final = frozenset(
    # common English words that are neither French nor at home in it
    "about above access according across address again against agreement all almost along already also although "
    "always among another any apply around ask available away background become before behind being below better "
    "between both bring build building buy child children choose cities citizens city come community countries "
    "country create daily develop development download each early easy every everyone everything families family few "
    "find first follow following food free friends funding further get give good great grow growth guidelines half "
    "health help here high history home hours house how improve increase including join keep know knowledge language "
    "languages last late latest launch launched law leaders learn learning less like looking made make making many "
    "meet meetings members membership more most must need needs neighbourhood neighbourhoods network networks new "
    "news next night now number only opening our out over own partners partnership partnerships past people please "
    "poor previous privacy project projects provide publish published read reading ready reduce register registration "
    "relationship research results rights river road room safe safer safety same save school schools search see seek "
    "send share shared should skills small some soon speakers speech step steps still stories story street streets "
    "strong students study subscribe summary summer sustainable take talk teaching tell terms thank thanks thing "
    "things think through today together tomorrow tools topics towards town towns translate trust understand until "
    "upcoming updated use used useful using vacancies very visitors volunteer volunteers want water way ways website "
    "week weekly weeks welcome what when where which while who why winter within women work worked workers "
    "works world writing written year years yesterday young youth".split()
)
_OTHERS: Final = frozenset().union(*(known for language, known in FUNCTION_WORDS.items() if language != "fr"))
_FRENCH_ONLY: Final = frozenset(word for word in FUNCTION_WORDS["fr"] - _OTHERS if len(word) > 1)


def foreign(answer: str, source: str, source_locale: str, target_locale: str) -> str:
    """What is wrong with the language of an answer to ``source``, as the end of a sentence, or nothing."""
    letters = _strange_letters(answer, source, target_locale)
    if letters:
        return f"is in another script ({letters[:10]})"
    other = is_other_language(answer, target_locale)
    if other is not None:
        return f"is in {english_name(other)}"
    if _language(target_locale) != "fr":
        return ""
    if _language(source_locale) == "en" and _is_english(answer, source):
        return "is in English"
    words = _not_french(answer, source)
    return f"is not in French ({', '.join(words[:3])})" if words else ""


def _strange_letters(answer: str, source: str, locale: str) -> str:
    """Letters of neither the locale's script nor Latin nor the source; none where the script is unknown."""
    own = _SCRIPTS.get(script(locale))
    known = {*_letters(source), *_lone_greek(answer)}
    return (
        ""
        if own is None
        else "".join(
            letter
            for letter in _letters(answer)
            if letter not in known and not unicodedata.name(letter, "LATIN").startswith((own, "LATIN"))
        )
    )


def _lone_greek(text: str) -> Iterator[str]:
    """Greek letters by themselves, which are symbols."""
    return (word for word in _words(text) if len(word) == 1 and unicodedata.name(word, "").startswith("GREEK"))


def _letters(text: str) -> Iterator[str]:
    """Letters in their plain forms; the micro sign is a unit, and modifiers are marks."""
    plain = unicodedata.normalize("NFKC", without_codes(text, " ").replace("\u00b5", ""))
    return (letter for letter in plain if letter.isalpha() and unicodedata.category(letter) != "Lm")


def _is_english(answer: str, source: str) -> bool:
    """Whether an answer is English: nothing but English words, or the source unchanged with one in small letters.

    A name is neither: it has words of its own, and its common ones are in capitals.
    """
    words = _words(answer)
    folded = [word.casefold() for word in words]
    told = [word for word in words if word.casefold() in _ENGLISH_ONLY]
    if told and all(word in _ENGLISH_ONLY or word in FUNCTION_WORDS["en"] for word in folded):
        return True
    return any(map(str.islower, told)) and folded == [word.casefold() for word in _words(source)]


def _not_french(answer: str, source: str) -> list[str]:
    """Words that French cannot have, in a text without a word that only French has."""
    words = _words(_QUOTED.sub(" ", answer))
    if any(word.casefold() in _FRENCH_ONLY for word in words):
        return []
    known = {_bare(word) for word in _words(source)}
    stems = {_bare(word)[:_STEM] for word in _words(source) if not _FRENCH_LETTERS.issuperset(word.casefold())}
    return [
        word
        for word in words
        if _is_strange(word.casefold()) and _bare(word) not in known and _bare(word)[:_STEM] not in stems
    ]


def _is_strange(word: str) -> bool:
    return len(word) > 1 and (
        not _FRENCH_LETTERS.issuperset(word) or word in _NOT_FRENCH or _ENDINGS.fullmatch(word) is not None
    )


def _words(text: str) -> list[str]:
    found = _WORD.findall(unicodedata.normalize("NFKC", ADDRESS.sub(" ", without_codes(text, " "))))
    return [word for word in found if word.isalpha()]


def _bare(word: str) -> str:
    """A word without accents and capitals: Malmö is Malmo."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(letter)
    )


def _language(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].casefold()
