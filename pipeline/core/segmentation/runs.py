"""A run is what stands between two block tags. Here it is cut into sentences and freed of its outer markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.core.segmentation.elements import ARROWS, WORD_LIKE
from pipeline.core.segmentation.marks import CLOSE, OPEN, REFERENCE, TEXT, VOID, Mark

_UNSEEN: Final = "\u00ad\u034f\u200b\u200c\u200d\u2007\u202f\u2060\ufeff"  # what mail tools pad lines with

LEAD: Final = " \t\n\r\f\u00a0" + _UNSEEN + "".join(sorted(ARROWS))
"""Characters that are left out at the start of a sentence: white space and ornaments."""

TAIL: Final = LEAD.replace(">", "")
"""The same for its end, where ``>`` may belong to the sentence."""

_QUOTED_TAIL: Final = TAIL.replace("»", "")


def tail(text: str) -> str:
    """The characters to leave out at the end of a sentence: its own closing quotation mark is none of them."""
    return _QUOTED_TAIL if "«" in text else TAIL


class Run(NamedTuple):
    """Tokens ``first`` up to ``stop``: token ``i`` means ``marks[i]`` and spans ``bounds[i]`` to ``bounds[i + 1]``
    of ``text``, the whole page's.
    """

    text: str
    marks: Sequence[Mark]
    bounds: Sequence[int]
    first: int
    stop: int

    def shown(self, index: int) -> str:
        """The text of a token as readers see it; none for a tag."""
        mark = self.marks[index]
        return self.text[self.bounds[index] : self.bounds[index + 1]] if mark.part == TEXT else mark.shown


class Window(NamedTuple):
    """The sentence in a run: tokens ``first`` to ``last``, characters ``start`` to ``end`` of the page."""

    run: Run
    first: int
    last: int
    start: int
    end: int


def cut(run: Run, raw: str) -> Iterator[Run]:
    """The run, whose text on the page is ``raw``, cut where a reader sees a new paragraph or list item.

    That is at ``<br><br>``, and at a single ``<br>`` after which the line starts with an arrow or bullet.
    """
    text, marks, bounds, first, stop = run
    breaks = range(first, stop) if "<b" in raw or "<B" in raw or "\n" in raw or "\r" in raw else ()
    for index in breaks:
        if marks[index].element != "br":
            continue
        if _starts_anew(run, index + 1):
            yield Run(text, marks, bounds, first, index)
            first = index + 1
    yield Run(text, marks, bounds, first, stop)


def trim(run: Run) -> Window | None:
    """What of a run a translator should see; None if that is nothing.

    Outer white space, arrows, breaks, images, empty elements and wrapping pairs of tags are left out.
    """
    text, marks, bounds, begin, stop = run
    first = begin
    while first < stop and not _is_content(run, first, LEAD):
        first += 1
    if first == stop or (first == stop - 1 and marks[first].part == VOID):
        return None
    ornaments = _tail(run)
    last = stop - 1
    while last > first and not _is_content(run, last, ornaments):
        last -= 1
    start, end = bounds[first], bounds[last + 1]
    if marks[first].part == TEXT:
        raw = text[start : bounds[first + 1]]
        start += len(raw) - len(raw.lstrip(LEAD))
    if marks[last].part == TEXT:
        raw = text[max(start, bounds[last]) : end]
        end -= len(raw) - len(raw.rstrip(ornaments))
    if first < last and (first > begin or last < stop - 1) and ("<" in text[start:end] or "[" in text[start:end]):
        return _widened(run, first, last, start, end)
    return Window(run, first, last, start, end)


def _is_content(run: Run, index: int, ornaments: str) -> bool:
    """Whether a token is more than white space, ornaments and markup."""
    mark = run.marks[index]
    part = mark.part
    if part == TEXT:
        return run.text[run.bounds[index] : run.bounds[index + 1]].strip(ornaments) != ""
    if part == REFERENCE:  # one that is not closed would take in what is written after it
        return mark.shown.strip(ornaments) != "" or run.text[run.bounds[index + 1] - 1] != ";"
    return part == VOID and mark.element in WORD_LIKE


def _tail(run: Run) -> str:
    """The ornaments to leave out at the end of a run."""
    raw = run.text[run.bounds[run.first] : run.bounds[run.stop]]
    if "»" in raw or "&" in raw:
        return tail("".join([run.shown(index) for index in range(run.first, run.stop)]))
    return TAIL


def _widened(run: Run, first: int, last: int, start: int, end: int) -> Window:
    """The window with the other half of each tag in it, where the run has one."""
    partners = _partners(run)
    low, high = first, last
    pending = [(first, last)] if partners else []
    while pending:
        begin, end_of_part = pending.pop()
        for index in range(begin, end_of_part + 1):
            partner = partners.get(index, index)
            if partner < low:
                pending.append((partner, low - 1))
                low = partner
            elif partner > high:
                pending.append((high + 1, partner))
                high = partner
    start = start if low == first else run.bounds[low]
    return Window(run, low, high, start, end if high == last else run.bounds[high + 1])


def _starts_anew(run: Run, index: int) -> bool:
    """Whether from ``index`` on there is a second break or an arrow before any word."""
    for position in range(index, run.stop):
        mark = run.marks[position]
        if mark.part == VOID:
            return mark.element == "br"
        text = run.shown(position).strip()
        if text:
            return text[0] in ARROWS
    return False


def _partners(run: Run) -> dict[int, int]:
    """Start ↔ end tags that belong together, both ways; those without a partner are left out."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    waiting: dict[str, int] = {}
    marks = run.marks
    for index in range(run.first, run.stop):
        mark = marks[index]
        if mark.part == OPEN:
            opened.append(index)
            waiting[mark.element] = waiting.get(mark.element, 0) + 1
        elif mark.part == CLOSE and opened and _closes(mark, marks[opened[-1]]):
            waiting[mark.element] -= 1
            partners[index] = opened[-1]
            partners[opened.pop()] = index
        elif mark.part == CLOSE and waiting.get(mark.element, 0) > 0:
            opened.append(index)  # misnested: nothing outside it may be paired across it
    return partners


def _closes(mark: Mark, opening: Mark) -> bool:
    return opening.part == OPEN and opening.element == mark.element
