"""What never goes to an engine: addresses, configured names and fixed wordings stand as empty codes in what is sent.

Here an address is anything that could be one: e-mail in every usual spelling, a URL of any scheme, a bare domain, an IP
number. To hold back a word too many costs an answer some quality, to hold back one too few cannot be undone. The checks
of translations go by ``text.ADDRESS``, which is sure.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from pipeline.core.sentences import split
from pipeline.core.text import CODE, same_form

_STEM: Final = "x"
_SPACE: Final = r"[ \u00a0\u202f]"
_TAIL: Final = r"[^\s<>\"']*[^\s<>\"'.,;:!?)\]\u00bb\u201d\u2019]"
_LOCAL: Final = r"(?<![\w.+-])[\w.+%-]+"
_OPEN: Final = rf"{_SPACE}*[(\[{{]{_SPACE}*"
_CLOSE: Final = rf"{_SPACE}*[)\]}}]{_SPACE}*"
_PATH: Final = rf"(?::\d+)?(?:[/?#](?:{_TAIL})?)?"
_LABEL: Final = (
    r"(?=[\w.-]*?(?=[\w-]*[^\W\d_])[\w-]{2,63}\.)"  # one label has two characters and a letter: no "e.g.the"
)
_KNOWN_ENDINGS: Final = r"(?i:com|org|net|int|info|edu|gov|eu|fr|uk|co|example|test|invalid|local|localhost)"
_FORMS: Final = (
    rf"(?i:[a-z][a-z0-9+.-]{{1,20}}://|www\.){_TAIL}",
    rf"(?:(?i:mailto|xmpp|sips?):)?{_LOCAL}[@\uff20](?:[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])(?:\?{_TAIL})?",
    rf"{_LOCAL}{_SPACE}?[@\uff20]{_SPACE}?[\w-]+(?:\.[\w-]+)+",
    rf"{_LOCAL}{_OPEN}(?i:at|arobase|@){_CLOSE}[\w-]+(?:(?:\.|{_OPEN}(?i:dot|point|\.){_CLOSE})[\w-]+)*",
    rf"{_LOCAL}{_SPACE}(?i:at){_SPACE}[\w-]+(?:{_SPACE}(?i:dot){_SPACE}[\w-]+)+",
    rf"(?<![\w@.-]){_LABEL}(?:[\w-]{{1,63}}\.)+(?:[^\W\d_A-Z]{{2,24}}|(?i:xn--)[\w-]+)(?![\w-]){_PATH}",
    rf"(?<![\w@.-]){_LABEL}(?:[A-Z0-9-]{{1,63}}\.)+[A-Z]{{2,24}}(?![\w-]){_PATH}",
    rf"(?<![\w@.-])(?:[\w-]{{1,63}}\.)+{_KNOWN_ENDINGS}(?![\w-]){_PATH}",
    rf"(?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?!\.?\d){_PATH}",
    r"(?<![\w:])(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]{1,4}:){7})(?=:*[0-9A-Fa-f])[0-9A-Fa-f:]{3,39}(?![\w:])",
    rf"(?<![\w.-])(?i:localhost)(?![\w-]){_PATH}",
)
_ADDRESS: Final = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_CURLED: Final = str.maketrans({"\u2019": "'", "\u2018": "'"})
_KEPT: Final = 20_000  # texts whose masks are remembered: the context of every request is the whole page

Hidden = dict[str, str]
"""Each code that stands for something kept back → what stands there in the translation."""


def mask(text: str, names: Collection[str], wordings: Mapping[str, str] | None = None) -> tuple[str, Hidden]:
    """The text with ``<x1/>``, ``<x2/>`` for what is kept back, and what each stands for.

    A name counts as a whole word in exactly its own spelling, with any white space between its words, and also where
    codes cut it up: then each piece has a code of its own. ``wordings`` are approved translations by ``same_form`` of
    the text; a sentence of that form stands for them. The codes are the text's own from here on: an answer must hold
    each once.
    """
    number = _numbers(text)
    approved: Hidden = {}
    for sentence in split(text) if wordings else ():
        target = (wordings or {}).get(same_form(sentence))
        if target is not None and not CODE.search(sentence):
            code = f"<{_STEM}{next(number)}/>"
            text, approved[code] = text.replace(sentence, code, 1), target
    masked, hidden = _masked(text, frozenset(names))
    return masked, approved | dict(hidden)


def unmask(text: str, hidden: Mapping[str, str]) -> str:
    """The text with what was kept back in its place again."""
    for code, shown in hidden.items():
        text = text.replace(code, shown)
    return text


def is_private(text: str, names: Collection[str]) -> bool:
    """Whether a text holds something that is not to be sent."""
    return bool(_masked(text, frozenset(names))[1])


@functools.lru_cache(_KEPT)
def _masked(text: str, names: frozenset[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    number = _numbers(text)
    result: list[str] = []
    hidden: list[tuple[str, str]] = []
    position = 0
    for start, end in _pieces(text, names):
        code = f"<{_STEM}{next(number)}/>"
        hidden.append((code, text[start:end]))
        result += (text[position:start], code)
        position = end
    return "".join((*result, text[position:])), tuple(hidden)


def _numbers(text: str) -> Iterator[int]:
    """Numbers for codes that the text does not use itself."""
    used = {code.group(2) for code in CODE.finditer(text)}
    return (number for number in itertools.count(1) if f"{_STEM}{number}" not in used)


def _pieces(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The spans to hide, in order, none of them over a code."""
    spans = sorted(_spans(text, names))
    if not spans:
        return
    codes = [(code.start(), code.end()) for code in CODE.finditer(text)]
    for start, end in _united(spans):
        position = start
        for code_start, code_end in (*codes, (end, end)):
            if code_end < position or code_start > end:
                continue
            piece = text[position : max(position, code_start)]
            if piece.strip():
                first = position + len(piece) - len(piece.lstrip())
                yield first, first + len(piece.strip())
            position = max(position, code_end)


def _spans(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where something private stands, both as the text reads with its codes for nothing, and for spaces."""
    pattern = _names_pattern(names)
    readings = [_read(text, joined=True), _read(text, joined=False)] if "<" in text else [_read(text, joined=True)]
    for plain, places in readings:
        straight = plain.translate(_CURLED)
        for found in (_ADDRESS.finditer(straight), pattern.finditer(straight) if pattern else ()):
            yield from ((places[match.start()], places[match.end() - 1] + 1) for match in found)


def _united(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = -1, -1
    for first, last in spans:
        if first > end:
            if end > start:
                yield start, end
            start, end = first, last
        end = max(end, last)
    if end > start:
        yield start, end


def _read(text: str, *, joined: bool) -> tuple[str, list[int]]:
    """The text without codes and unseen characters, and where each character stands.

    A line break is a space. ``joined`` leaves nothing in the place of any other code, else each is a space.
    """
    shown: list[str] = []
    places: list[int] = []
    position = 0
    for start, end, gap in (*_gaps(text, joined=joined), (len(text), len(text), "")):
        for place in range(position, start):
            if text[place] not in _UNSEEN:
                shown.append(text[place])
                places.append(place)
        if gap:
            shown.append(gap)
            places.append(start)
        position = end
    return "".join(shown), places


def _gaps(text: str, *, joined: bool) -> Iterator[tuple[int, int, str]]:
    for code in CODE.finditer(text):
        is_joint = joined and not code.group(2).startswith("br")
        yield code.start(), code.end(), "" if is_joint else " "


@functools.lru_cache(16)
def _names_pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    """Whole names, the longest first, in both Unicode forms of their letters."""
    wanted = {form for name in names for form in (name, *(unicodedata.normalize(f, name) for f in ("NFC", "NFD")))}
    known = sorted({tuple(name.translate(_CURLED).split()) for name in wanted if name.strip()}, key=_longest_first)
    if not known:
        return None
    shown = "|".join(r"\s*".join(map(re.escape, words)) for words in known)
    return re.compile(rf"(?<!\w)(?:{shown})(?!\w)")


def _longest_first(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return -sum(map(len, words)), words
