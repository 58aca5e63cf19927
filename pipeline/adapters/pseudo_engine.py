"""Text that looks foreign and runs long, to try a layout before there are translations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.core.engines.engine import PSEUDO, Answer, Question, Usage
from pipeline.core.text import ADDRESS, CODE, FIGURE, is_translatable

# One accent each, so that nothing is lost; q has no accented form in Unicode.
_LETTERS: Final = "abcdefghijklmnoprstuvwxyz"
_ACCENTED: Final = "áḃćďéḟǵĥíĵķĺḿńóṕŕśťúṽẃẋýź"
_ACCENTS: Final = str.maketrans(_LETTERS + _LETTERS.upper(), _ACCENTED + _ACCENTED.upper())
_LITERAL: Final = r"&lt;/?[a-z]+[0-9]+/?>|&amp;(?:amp|lt);|&(?:amp|lt);"
_KEPT: Final = re.compile(f"{_LITERAL}|{ADDRESS.pattern}|{FIGURE.pattern}")
_GROWTH: Final = 0.3  # French runs 15 to 30 % longer than English; a layout should bear the worst


class PseudoEngine:
    """Accents every letter, lengthens each piece of text by 30 % and brackets it: ``⟦Óṕéń ~~⟧``.

    Codes, e-mail addresses, URLs and figures stay. The same text always gives the same answer.
    """

    name: Final = PSEUDO
    sends: Final = False
    batch_size: Final = 1000
    options: Final = "accents"

    def usage(self) -> Usage | None:
        """Nobody counts."""
        return None

    def prepare(self, source: str, target: str) -> None:
        """Nothing to do."""

    def unfit(self, question: Question) -> str:  # noqa: ARG002
        """Any text can be asked for."""
        return ""

    def first_request(self, questions: Sequence[Question]) -> int:
        """All there are, as many as a batch holds."""
        return min(len(questions), self.batch_size)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:  # noqa: ARG002
        """One pseudo-translation for each question, whatever the languages."""
        return [Answer(_pseudo(question.text)) for question in questions]


def _pseudo(text: str) -> str:
    result: list[str] = []
    position = 0
    for match in CODE.finditer(text):
        result += (_dressed(text[position : match.start()]), match.group())
        position = match.end()
    return "".join((*result, _dressed(text[position:])))


def _dressed(part: str) -> str:
    """One piece of plain text in brackets; white space around it stays outside, where it separates words."""
    if not is_translatable(part):
        return part
    body = part.strip()
    before, _, after = part.partition(body)
    return f"{before}⟦{_accented(body)}{_padding(len(body))}⟧{after}"


def _accented(text: str) -> str:
    result: list[str] = []
    position = 0
    for match in _KEPT.finditer(text):
        result += (text[position : match.start()].translate(_ACCENTS), match.group())
        position = match.end()
    return "".join((*result, text[position:].translate(_ACCENTS)))


def _padding(length: int) -> str:
    """Begins with a space, so that an address before it does not grow, and breaks every six characters like words."""
    wanted = max(2, round(_GROWTH * length))
    return (" ~~~~~" * wanted)[: wanted - 1] + "~"
