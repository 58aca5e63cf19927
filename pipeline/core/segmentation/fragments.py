"""Text tokens taken apart further: at islands, and in WordPress source at line ends and blank lines.

WordPress source has no ``<p>`` and no ``<br>``: a blank line ends a paragraph and a line's end breaks the line, as
WordPress's own ``wpautop`` reads it. It leaves posts made of blocks alone.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core import inline
from pipeline.core.model import Place
from pipeline.core.segmentation.islands import Island, shortcode_attributes
from pipeline.core.segmentation.marks import (
    CLOSE,
    INSIDE,
    ISLAND,
    LINE_BREAK,
    OPEN,
    PARAGRAPH,
    PLAIN_TEXT,
    SPECIAL,
    VOID,
    AttributeText,
    Mark,
)
from pipeline.core.segmentation.markup import Scanned
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import UNREADABLE, collapse, is_translatable, unreferenced

_LINE_END: Final = re.compile(r"\n(?P<blank>[ \t]*\n\s*)?[ \t]*")
_BLOCKS: Final = "<!-- wp:"

Fragment = tuple[int, int, Mark]


def fragments(scanned: Scanned, source: str, flat: str, islands: Sequence[Island], rules: Rules) -> Scanned:
    """The same tokens with every text cut at its islands, and at its line ends if WordPress would read them."""
    cutter = _Cutter(source, flat, islands, rules)
    marks: list[Mark] = []
    bounds, events = array("I", scanned.bounds[:1]), array("I")
    for index, mark in enumerate(scanned.marks):
        start, end = scanned.bounds[index], scanned.bounds[index + 1]
        parts: Iterator[Fragment] = iter(((start, end, mark),))
        if mark is PLAIN_TEXT:
            after_break = bool(marks) and marks[-1].element == "br"
            parts = cutter.cut(start, end, after_break=after_break)
        for _, stop, part in parts:
            if part.event:
                events.append(len(marks))
            marks.append(part)
            bounds.append(stop)
    return Scanned(marks, bounds, events)


class _Cutter:
    """Cuts the texts of one page."""

    def __init__(self, source: str, flat: str, islands: Sequence[Island], rules: Rules) -> None:
        self.source = source
        self.flat = flat
        self.islands = islands
        self.starts = [island.start for island in islands]
        self.rules = rules
        self.has_lines = rules.wordpress and _BLOCKS not in flat

    def cut(self, start: int, end: int, *, after_break: bool) -> Iterator[Fragment]:
        """The parts of one text, in order; ``after_break`` says that a ``<br>`` stands before it."""
        position = start
        for first, last, mark in self._islands(start, end):
            yield from self._lines(position, first, after_break=after_break and position == start)
            yield first, last, mark
            position = last
        yield from self._lines(position, end, after_break=after_break and position == start)

    def _islands(self, start: int, end: int) -> Iterator[Fragment]:
        for number in range(bisect_left(self.starts, start), len(self.islands)):
            island = self.islands[number]
            if island.end > end:
                return
            yield island.start, island.end, self._mark(island)

    def _lines(self, start: int, end: int, *, after_break: bool) -> Iterator[Fragment]:
        position = start
        for match in _LINE_END.finditer(self.flat, start, end) if self.has_lines else ():
            if match["blank"] is None and after_break and not self.flat[start : match.start()].strip():
                continue
            if match.start() > position:
                yield position, match.start(), PLAIN_TEXT
            yield match.start(), match.end(), LINE_BREAK if match["blank"] is None else PARAGRAPH
            position = match.end()
        if position < end:
            yield position, end, PLAIN_TEXT

    def _mark(self, island: Island) -> Mark:
        if not island.shortcode:
            return ISLAND
        part = OPEN if island.opens else CLOSE if island.closes else VOID
        texts = tuple(self._texts(island))
        return Mark(part, "shortcode", SPECIAL if texts else INSIDE, attributes=texts)

    def _texts(self, shortcode: Island) -> Iterator[AttributeText]:
        for name, start, end in shortcode_attributes(self.source, shortcode):
            value = unreferenced(self.source[start:end])
            shown = inline.escape(collapse(value).strip())
            if name in self.rules.shortcode_attributes and is_translatable(shown) and not UNREADABLE.search(value):
                place = Place.SINGLE_QUOTED if self.source[end] == "'" else Place.DOUBLE_QUOTED
                role = f"{shortcode.shortcode} {name}"
                yield AttributeText(start - shortcode.start, end - shortcode.start, shown, role, place)
