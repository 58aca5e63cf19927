"""One page on its way to being taken apart: its text in the forms the segmenter needs, and what was found so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from pipeline.core.model import Remark, Slot
from pipeline.core.segmentation import front_matter, islands
from pipeline.core.segmentation.fragments import fragments
from pipeline.core.segmentation.marks import SPECIAL
from pipeline.core.segmentation.markup import Scanned, flatten, scan, select
from pipeline.core.segmentation.reading import Reading, reading
from pipeline.core.segmentation.rules import Rules
from pipeline.core.segmentation.scope import Scope, scope
from pipeline.core.text import UNREADABLE, is_translatable

_NAMED: Final = re.compile(r"^[ \t]*\"?(title|description|lang|language)\"?[ \t]*:", re.MULTILINE)


class Page:
    """What is known of one page, and what was found in it so far."""

    def __init__(self, text: str, rules: Rules) -> None:
        masked = islands.mask(text, wordpress=rules.wordpress)
        self.text = text
        self.flat = flatten(masked.text)
        self.starts = [island.start for island in masked.islands]
        self.islands = masked.islands
        self.rules = rules
        self.reading = Reading(rules, masked.filler) if masked.filler else reading(rules)
        self.slots: list[Slot] = list(front_matter.texts(text, rules.front_matter))
        self.remarks: list[tuple[int, str]] = list(_not_offered(text, {slot.role for slot in self.slots}))
        self.scanned = self.scan(0, len(text))
        self.scope: Scope = scope(text, self.scanned, rules)
        if "noscript" not in self.flat and "NOSCRIPT" not in self.flat:
            self.flat = ""  # nothing else is scanned again, and it may be as large as the page
        for selector in rules.switchers:
            for start, _ in select(text, selector):
                self._hide(start)

    def scan(self, start: int, end: int) -> Scanned:
        """The tokens of a stretch of the page."""
        scanned = scan(self.flat[start:end], self.reading, start)
        if not self.islands and not self.rules.wordpress:
            return scanned
        return fragments(scanned, self.text, self.flat, self.islands, self.rules)

    def _hide(self, start: int) -> None:
        """Make the element that starts at a character one that is not offered."""
        marks, bounds, events = self.scanned.marks, self.scanned.bounds, self.scanned.events
        index = bisect_left(bounds, start)
        marks[index] = replace(marks[index], event=SPECIAL, hidden="no")
        place = bisect_left(events, index)
        if place == len(events) or events[place] != index:
            events.insert(place, index)

    def offer(self, slot: Slot) -> None:
        """Keep a slot that is text for people and holds no island."""
        island = bisect_left(self.starts, slot.start)
        is_whole = island == len(self.starts) or self.starts[island] >= slot.end
        if is_whole and is_translatable(slot.text) and not UNREADABLE.search(slot.text):
            self.slots.append(slot)

    def located_remarks(self) -> Iterator[Remark]:
        """The remarks in order with the 1-based lines they are about."""
        line, position = 1, 0
        for place, message in sorted(self.remarks):
            line += self.text.count("\n", position, place)
            position = place
            yield Remark(line, message)


def _not_offered(text: str, offered: Collection[str]) -> Iterator[tuple[int, str]]:
    """A remark where words for people stand before the page in a form that is left as it is."""
    end = front_matter.length(text)
    named = sorted({found.group(1) for found in _NAMED.finditer(text, 0, end)} - set(offered))
    if named:
        yield 0, f"the front matter is not offered and stays English in the translation: {', '.join(named)}"
