"""One place of a text where another space or quote belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.text import without_codes
from pipeline.core.typography.plain import Plain
from pipeline.core.typography.policy import GAPS, French

_EDGE: Final = re.compile(r"[ \t\n]")
_SHOWN: Final = 24  # letters on either side of a change that a message shows


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Characters ``start`` to ``end`` of a target become ``new``; ``check`` is the name of the check that says so."""

    start: int
    end: int
    new: str
    check: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A text that is read for changes by a project's wishes, where that French is written."""

    plain: Plain
    french: French
    locale: str

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.plain.text

    def gap(self, start: int, end: int, mark: str, check: str) -> Iterator[Change]:
        """The change of the gap at ``start`` to ``end`` beside a mark, if it is not as wished."""
        if self.french.is_right(self.text[start:end], mark, self.locale):
            return
        yield from self.change(start, end, self.french.gap(mark, self.locale), check)

    def change(self, start: int, end: int, new: str, check: str) -> Iterator[Change]:
        """A change of what a reader sees, in the original; none where a code stands in between."""
        span = self.plain.span(start, end)
        if span is not None and self.plain.whole[span[0] : span[1]] != new:
            yield Change(*span, new, check)

    def before(self, end: int) -> int:
        """Where the gap begins that ends at ``end``."""
        while end and self.text[end - 1] in GAPS:
            end -= 1
        return end

    def behind(self, start: int) -> int:
        """Where the gap ends that begins at ``start``."""
        while start < len(self.text) and self.text[start] in GAPS:
            start += 1
        return start


def apply(text: str, changes: Iterable[Change]) -> str:
    """The text with all changes; of two that overlap the first alone."""
    parts: list[str] = []
    done = 0
    for change in sorted(changes):
        if change.start < done or (change.start == done and parts and change.start == change.end):
            continue
        parts += (text[done : change.start], change.new)
        done = change.end
    return "".join((*parts, text[done:]))


def around(text: str, changes: Sequence[Change], wanted: Change) -> str:
    """The word around one change as it should be, without codes."""
    start, end = max(0, wanted.start - _SHOWN), wanted.end + _SHOWN
    near = [
        Change(c.start - start, c.end - start, c.new, "")
        for c in changes
        if c != wanted and start <= c.start and c.end <= end
    ]
    left = without_codes(apply(text[start : wanted.start], [c for c in near if c.end <= wanted.start - start]))
    shift = wanted.end - start
    behind = [Change(c.start - shift, c.end - shift, c.new, "") for c in near if c.start > shift]
    right = without_codes(apply(text[wanted.end : end], behind))
    return f"{_EDGE.split(left)[-1]}{wanted.new}{_EDGE.split(right)[0]}"
