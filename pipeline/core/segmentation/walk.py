"""The walk over a page's tokens that finds every slot. It goes from event to event; what is between two is a run."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.core import inline
from pipeline.core.model import Place, Slot
from pipeline.core.segmentation import runs
from pipeline.core.segmentation.blocks import block_texts
from pipeline.core.segmentation.elements import OPAQUE, SPOKEN
from pipeline.core.segmentation.extents import Extents
from pipeline.core.segmentation.marks import CLOSE, OPEN, PLAIN_TEXT, SPECIAL, VOID, Mark
from pipeline.core.segmentation.markup import Scanned
from pipeline.core.segmentation.page import Page
from pipeline.core.segmentation.reading import HEAD_TEXTS
from pipeline.core.segmentation.structured_data import reader_texts
from pipeline.core.segmentation.switchers import is_switcher
from pipeline.core.text import UNREADABLE, collapse, is_translatable

_BROKEN: Final = "markup that does not nest; the block is left as it is"
_REACH: Final = 64  # open blocks among which an end tag looks for its own
_LINK_REACH: Final = 8  # tokens before a foreign word in which a link makes it a switcher's


def read(page: Page) -> None:
    """Put every slot of a page, and every remark on it, into the page."""
    _Walker(page, page.scanned).walk(0, len(page.scanned.marks))


class _Walker:
    """One walk over tokens, from event to event; what stands between two events is a run."""

    def __init__(self, page: Page, scanned: Scanned) -> None:
        self.page = page
        self.text = page.text
        self.marks, self.bounds, self.events = scanned.marks, scanned.bounds, scanned.events
        self.extents = Extents(scanned.marks)
        whole = page.rules.whole_page
        self.first = 0 if whole else bisect_left(self.bounds, page.scope.start)
        self.stop = len(self.marks) if whole else bisect_left(self.bounds, page.scope.end)
        self.blocks: list[str] = []
        self.begin = self.resume = 0
        self.language_link = False
        self.is_broken = False

    def walk(self, first: int, stop: int) -> None:
        """Read the tokens from ``first`` up to ``stop``."""
        self.begin = self.resume = first
        for index in self.events[bisect_left(self.events, first) : bisect_left(self.events, stop)]:
            if index >= self.resume:
                mark = self.marks[index]
                if mark.event == SPECIAL:
                    self._special(index, mark)
                else:
                    self._boundary(index, mark)
        self._flush(stop)

    def _boundary(self, index: int, mark: Mark) -> None:
        """End the running sentence at a block's tag."""
        begin = self.begin
        if index > begin and not (index == begin + 1 and self._is_space(begin)):
            self._flush(index)
        self.begin = index + 1
        blocks = self.blocks
        if mark.part == OPEN:
            blocks.append(mark.element)
        elif mark.part == CLOSE and blocks:
            if blocks[-1] == mark.element:
                blocks.pop()
            elif mark.element in blocks[-_REACH:]:
                while blocks.pop() != mark.element:
                    pass

    def _is_space(self, index: int) -> bool:
        """Whether a token is but the white space that stands between most blocks."""
        return self.marks[index] is PLAIN_TEXT and self.text[self.bounds[index] : self.bounds[index + 1]].isspace()

    def _special(self, index: int, mark: Mark) -> None:
        if mark.element in HEAD_TEXTS and mark.hidden in ("", "kept"):
            self._head_text(index, mark)
        elif mark.element == "translate:off":
            self._pass_over(index, self._after("translate:on", index))
        elif mark.element == "block":
            self._boundary(index, mark)
            self._block_texts(self.bounds[index], self.bounds[index + 1])
        elif mark.hidden:
            self._hide(index, mark)
        else:
            self._attributes(index, mark)
            self.language_link = self.language_link or mark.switches_language
            if mark.is_block:
                self._boundary(index, mark)

    def _hide(self, index: int, mark: Mark) -> None:
        """An element that is not offered: one code inside a sentence, a boundary elsewhere."""
        last = self.extents.last(index)
        if last is None:
            self.is_broken = True
            return
        if mark.hidden == "kept" and (mark.attributes or mark.remarks or mark.element in OPAQUE):
            self._inner_attributes(index, last)
        elif mark.hidden == "foreign":
            near = self.marks[max(self.begin, index - _LINK_REACH) : index + 1]
            self.language_link = self.language_link or any(m.element == "a" and m.part == OPEN for m in near)
        if mark.is_block:
            self._pass_over(index, last + 1)
            if mark.hidden == "no":
                self._reveal(index + 1, last)
        else:
            self._fold(index, last)
            self.resume = last + 1

    def _fold(self, index: int, last: int) -> None:
        """Make the tokens of an element one: the first spans it all, those after it are empty."""
        mark = self.marks[index]
        is_own = mark.hidden == "kept" or mark.part == VOID
        self.marks[index] = _stand_in(mark.element if is_own else "x")
        for position in range(index + 1, last + 1):
            self.marks[position] = PLAIN_TEXT
            self.bounds[position] = self.bounds[last + 1]

    def _inner_attributes(self, index: int, last: int) -> None:
        """The texts in the tags of an element that stands as one code, and in a noscript's own markup."""
        for position in range(index, last + 1):
            mark = self.marks[position]
            if mark.attributes or mark.remarks:
                self._attributes(position, mark)
            if mark.element in SPOKEN and mark.part == OPEN and position + 1 < last and self._in_scope(position):
                self._spoken(position + 1)
        if self.marks[index].element == "noscript" and last > index + 1 and self._in_scope(index):
            scanned = self.page.scan(self.bounds[index + 1], self.bounds[last])
            _Walker(self.page, scanned).walk(0, len(scanned.marks))

    def _spoken(self, index: int) -> None:
        """What a screen reader says of a drawing: the text of its title or description."""
        raw = self.text[self.bounds[index] : self.bounds[index + 1]]
        if self.marks[index] is PLAIN_TEXT and "&" not in raw:
            start = self.bounds[index] + len(raw) - len(raw.lstrip())
            shown = collapse(raw).strip()
            self.page.offer(Slot(start, start + len(raw.strip()), shown, f"svg {self.marks[index - 1].element}"))

    def _block_texts(self, start: int, end: int) -> None:
        """The texts in a block comment's JSON; rich text is read as the page that it is."""
        page = self.page
        if not page.scope.start <= start < page.scope.end:
            return
        for found in block_texts(page.text[start:end], page.rules.block_fields):
            places = [start + place for place in found.places]
            if not found.is_markup:
                text = inline.escape(collapse(found.value).strip())
                page.offer(Slot(places[0], places[-1], text, found.role, Place.JSON))
                continue
            inner = Page(found.value, replace(page.rules, selectors=(), whole_page=True))
            read(inner)
            for slot in inner.slots:
                tags = tuple([places[tag] for tag in slot.tags])
                page.offer(Slot(places[slot.start], places[slot.end], slot.text, found.role, Place.JSON_MARKUP, tags))

    def _reveal(self, first: int, stop: int) -> None:
        """Read what is marked as translatable inside a block that is not (ITS 2.0, section 8.1)."""
        begin, resume = self.begin, self.resume
        position = first
        while position < stop:
            if self.marks[position].revealed:
                last = self.extents.last(position)
                end = stop if last is None else min(last, stop)
                self.walk(position + 1, end)
                position = end
            position += 1
        self.begin, self.resume = begin, resume

    def _pass_over(self, index: int, after: int) -> None:
        """End the running sentence and go on with the token ``after``."""
        self._flush(index)
        self.begin = self.resume = after

    def _after(self, element: str, index: int) -> int:
        """The number of the token after the next mark of that name; all tokens where there is none."""
        for number in range(bisect_right(self.events, index), len(self.events)):
            if self.marks[self.events[number]].element == element:
                return self.events[number] + 1
        return len(self.marks)

    def _in_scope(self, index: int) -> bool:
        return self.first <= index < self.stop

    def _flush(self, stop: int) -> None:
        """Turn the tokens gathered up to ``stop`` into slots."""
        first = self.begin
        if first < self.first or stop > self.stop:
            first, stop = max(first, self.first), min(stop, self.stop)
        if self.is_broken and first < stop:
            self.page.remarks.append((self.bounds[first], _BROKEN))
        elif first + 1 == stop and self.marks[first] is PLAIN_TEXT:
            self._offer_text(self.bounds[first], self.bounds[stop])
        elif first < stop:
            self._offer_run(first, stop)
        self.language_link = self.is_broken = False

    def _offer_text(self, start: int, end: int) -> None:
        """A run that is nothing but text: what most runs are."""
        raw = self.text[start:end]
        led = raw.lstrip(runs.LEAD)
        if not led:
            return
        shown = led.rstrip(runs.tail(led))
        if is_translatable(shown):
            start += len(raw) - len(led)
            self._keep(start, start + len(shown), inline.escape(collapse(shown)), ())

    def _offer_run(self, first: int, stop: int) -> None:
        run = runs.Run(self.text, self.marks, self.bounds, first, stop)
        if self.language_link and is_switcher(run):
            return
        for part in runs.cut(run, self.text[self.bounds[first] : self.bounds[stop]]):
            window = runs.trim(part)
            if window is None:
                continue
            if window.first == window.last and run.marks[window.first] is PLAIN_TEXT:
                self._offer_text(window.start, window.end)
            else:
                self._offer_window(window)

    def _offer_window(self, window: runs.Window) -> None:
        encoded = inline.encode(window)
        if encoded is not None:
            shown, tags = encoded
            if _begins_with_words(shown) or is_translatable(shown):
                self._keep(window.start, window.end, shown, tags)
        elif any(is_translatable(window.run.shown(i)) for i in range(window.first, window.last + 1)):
            self.page.remarks.append((window.start, _BROKEN))

    def _keep(self, start: int, end: int, shown: str, tags: Sequence[int]) -> None:
        if not shown.isprintable() and UNREADABLE.search(shown):
            self.page.remarks.append((start, "characters that cannot be read; the block is left as it is"))
            return
        role = self.blocks[-1] if self.blocks else "p" if self.page.rules.wordpress else "body"
        self.page.slots.append(Slot(start, end, shown, role, Place.TEXT, tags))

    def _attributes(self, index: int, mark: Mark) -> None:
        if mark.element != "meta" and not self._in_scope(index):
            return
        start = self.bounds[index]
        for text in mark.attributes:
            self.page.slots.append(Slot(start + text.start, start + text.end, text.text, text.role, text.place))
        for offset, message in mark.remarks:
            self.page.remarks.append((start + offset, message))

    def _head_text(self, index: int, mark: Mark) -> None:
        """The title, the texts of a JSON-LD script, the content of a meta element."""
        if mark.element == "meta":
            self._attributes(index, mark)
            return self._boundary(index, mark)
        last = self.extents.last(index)
        last = len(self.marks) - 1 if last is None else last
        start, stop = self.bounds[index + 1], self.bounds[last]
        if mark.element == "title":
            self._title(index + 1, last)
        elif "ld+json" in self.text[self.bounds[index] : start].lower():
            for found in reader_texts(self.text[start:stop], self.page.rules.fields):
                text = inline.escape(found.text)
                self.page.offer(Slot(start + found.start, start + found.end, text, found.role, Place.JSON))
        return self._pass_over(index, last + 1)

    def _title(self, first: int, last: int) -> None:
        run = runs.Run(self.text, self.marks, self.bounds, first, last)
        shown = "".join([run.shown(index) for index in range(first, last)])
        start, stop = self.bounds[first], self.bounds[last]
        raw = self.text[start:stop]
        start, stop = start + len(raw) - len(raw.lstrip()), stop - len(raw) + len(raw.rstrip())
        self.page.offer(Slot(start, stop, inline.escape(collapse(shown).strip()), "title", Place.TITLE))


@functools.lru_cache(maxsize=256)
def _stand_in(element: str) -> Mark:
    return Mark(VOID, element)


def _begins_with_words(shown: str) -> bool:
    """A quick look that spares most sentences the thorough one: an address holds one of the three marks."""
    head = shown.partition("<")[0]
    return head[:1].isalpha() and "@" not in head and "/" not in head and "." not in head
