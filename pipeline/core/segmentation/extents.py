"""Where an element ends, read from its tags alone: its end tag, or the tag that ends it unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pipeline.core.segmentation.elements import IMPLIED_ENDS
from pipeline.core.segmentation.marks import CLOSE, OPEN, VOID, Mark


class Extents:
    """Answers for one page. The work is linear in the page however its tags are nested or left open."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks

    def last(self, index: int) -> int | None:
        """The number of the last token of the element that starts at ``index``.

        None for an inline element that is not closed where it stands; a block that is not closed goes to the end.
        """
        mark = self._marks[index]
        if mark.part == VOID:
            return index
        if mark.element == "p":
            return self._paragraph(index)
        if mark.element in IMPLIED_ENDS:
            return self._implied(index)
        end = self._closed(index)
        return len(self._marks) - 1 if end is None and mark.is_block else end

    def _paragraph(self, index: int) -> int:
        """A paragraph ends with its end tag or before any block (HTML standard, 13.1.2.4)."""
        for position in range(index + 1, len(self._marks)):
            mark = self._marks[position]
            if mark.is_block:
                return position if mark.element == "p" and mark.part == CLOSE else position - 1
        return len(self._marks) - 1

    def _implied(self, index: int) -> int:
        element = self._marks[index].element
        starts, parents = IMPLIED_ENDS[element]
        depth = 0
        for position in range(index + 1, len(self._marks)):
            mark = self._marks[position]
            if mark.element in parents:
                depth += 1 if mark.part == OPEN else -1
                if depth < 0:
                    return position - 1
            elif depth == 0 and mark.element == element and mark.part == CLOSE:
                return position
            elif depth == 0 and mark.element in starts and mark.part == OPEN:
                return position - 1
        return len(self._marks) - 1

    def _closed(self, index: int) -> int | None:
        """The end tag of the same name, counting those between; none beyond the block an inline element is in."""
        end = self._ends.get(index)
        if end is None or self._marks[index].is_block:
            return end
        leaves = self._leaves.get(index)
        return end if leaves is None or end < leaves else None

    @cached_property
    def _leaves(self) -> dict[int, int]:
        """Inline element → the end tag of the block that it stands in."""
        found: dict[int, int] = {}
        waiting: list[list[int]] = [[]]
        for position, mark in enumerate(self._marks):
            if mark.part == OPEN and mark.is_block:
                waiting.append([])
            elif mark.part == OPEN:
                waiting[-1].append(position)
            elif mark.part == CLOSE and mark.is_block:
                found.update(dict.fromkeys(waiting.pop(), position))
                waiting = waiting or [[]]
        return found

    @cached_property
    def _ends(self) -> dict[int, int]:
        """Start tag → end tag of the same name."""
        found: dict[int, int] = {}
        opened: dict[str, list[int]] = {}
        for position, mark in enumerate(self._marks):
            if mark.part == OPEN:
                opened.setdefault(mark.element, []).append(position)
            elif mark.part == CLOSE and opened.get(mark.element):
                found[opened[mark.element].pop()] = position
        return found
