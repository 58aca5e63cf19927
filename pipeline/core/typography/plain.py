"""A text as a reader sees it: without inline codes, and with what is no French text hidden letter by letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.text import ADDRESS, CODE

WORDLIKE: Final = "\ue000"
"""Stands for each letter of what is read as a word: a placeholder, a code that shows something."""

CODELIKE: Final = "\ue001"
"""Stands for each letter of what a machine reads: addresses, commands, ratios."""

_WORDLIKE: Final = re.compile(
    r"%(?:\d+\$)?[-+#0']*\d*(?:\.(?:\d+|\*))?(?:hh?|ll?|[qjzt])?[a-zA-Z][A-Z]?(?![a-z])"
    r"|%\(\w+\)[a-z]|%\{[^{}\s]*\}|\$?\{+[^{}\n]*\}+|\$\w+|\ue000+"
)
_CODELIKE: Final = re.compile(
    rf"{ADDRESS.pattern}"
    r"|\b[a-z][a-z0-9+.-]*:(?://|\\\\)\S*|\bmailto:\S+|\b[A-Za-z]:\\\S*"
    r"|`[^`'\n]+[`']|<[^<>\s][^<>\n]*>|&#?\w+;|%%"
    r"|(?<!\w)--?[A-Za-z][\w-]*(?:=\S*)?|(?<!\S)\S*?(?:\w_\w|\w=|=\w|::|\\|!=)\S*"
    r"|(?<![\w;])\w+(?:;\w+)+;?|\b\w+\([^()\s]*\)|(?<![\w:]):[a-z+-][\w+-]*:(?![\w:])"
    r"|(?<![\w.])~?/[\w.~-][\w./~*-]*|\b[\w-]+\.(?:html?|php|py|po|toml|txt|org|com|fr|eu|example)\b"
    r"|(?:(?<=\s)|^)[:;=]['-]?[)(DPpOo|/*<>\]\[](?!\w)"
    r"|(?<![\w:.,])\d+ : ?\d+(?![\w:])"
    r"|\b[A-Z]\w*(?:-[A-Z]\w*)+:(?=\s)|\b(?:Re|RE|Fwd|TR|Cc|Bcc):(?=\s)|\b(?:Yahoo|Joomla|Jeopardy)!"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` for reading; ``places`` has for each of its characters where it stands in the original ``whole``.

    The places are None where both are the same.
    """

    text: str
    whole: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where characters ``start`` to ``end`` stand in the original; None where a code stands between them.

        An empty span lies behind closing codes and before opening ones: a space before ``?`` is no part of a link.
        """
        if self.places is None:
            return start, end
        if start < end:
            first, last = self.places[start], self.places[end - 1] + 1
            return (first, last) if last - first == end - start else None
        place = self.places[start - 1] + 1 if start else 0
        while (code := CODE.match(self.whole, place)) and code.group(1):
            place = code.end()
        return place, place


def plain(whole: str) -> Plain:
    """What a reader sees of a target. A break is a line end; any other code alone shows something."""
    text, places = _without_codes(whole) if "<" in whole and CODE.search(whole) else (whole, None)
    return Plain(_CODELIKE.sub(_hidden, _WORDLIKE.sub(_as_word, text)), whole, places)


def _without_codes(whole: str) -> tuple[str, list[int]]:
    shown: list[str] = []
    places: list[int] = []
    start = 0
    for code in CODE.finditer(whole):
        shown.append(whole[start : code.start()])
        places.extend(range(start, code.start()))
        if code.group(3):
            shown.append("\n" if code.group(2).startswith("br") else WORDLIKE)
            places.append(code.end() - 1)  # what is put behind it stands behind it
        start = code.end()
    shown.append(whole[start:])
    places.extend(range(start, len(whole)))
    return "".join(shown), places


def _hidden(match: re.Match[str]) -> str:
    return CODELIKE * len(match.group())


def _as_word(match: re.Match[str]) -> str:
    return WORDLIKE * len(match.group())
