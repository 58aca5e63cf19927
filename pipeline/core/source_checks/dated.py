"""The dates in a passage, each with the years that may be meant. What is not sure is left open, so that checks can say
only what holds in every year that may be meant.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.source_checks.model import EnglishPage, Passage

_STALE: Final = 300  # days after which an undated change to a page has to be reckoned with
_RANGE: Final = frozenset(("-", "\u2013", "\u2014", "to", "until", "till", "through"))
_SHORT_YEAR: Final = re.compile(r"[\s\u00a0,]*['\u2019]\d\d\b")
_BEFORE_YEAR: Final = re.compile(r"(?:,|\s|of|in)*")
_AFTER_YEAR: Final = re.compile(
    r"\s*(?:$|[\n.,;:!?)\]\u2013\u2014-]|(?:at|from|to|until|till|and|or|in|on|by|for|with|was|is|will)\b)"
)
_LISTED: Final = re.compile(r"[\s\u00a0]*(?:,|and|or|&|, and|, or)[\s\u00a0]*(?:on\s|the\s)*")
_WEEKDAYS: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
ANNOUNCING: Final = re.compile(
    r"\b(?:will|join us|register|registration|upcoming|save the date|sign up|coming)\b", re.IGNORECASE
)
"""Words by which a passage speaks of what is to come."""


class Dated(NamedTuple):
    """A date at characters ``start`` to ``end`` of a passage, and the years that may be meant, none where unknown.

    ``is_sure`` says that the year stands in the text, or with the same day and month in the page's markup.
    """

    month: int
    day: int
    start: int
    end: int
    years: frozenset[int]
    is_sure: bool = False

    def days(self) -> list[datetime.date]:
        """Every day that may be meant; a day that a year does not have is left out."""
        found = [day_of(year, self.month, self.day) for year in sorted(self.years)]
        return [day for day in found if day is not None]


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """The date, or None where there is none."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def dated(timed: tuple[Passage, tuple[Quantity, ...]], page: EnglishPage, today: datetime.date) -> list[Dated]:
    """The dates of a passage, in order; not those in figures only, which may be day and month or month and day."""
    passage, found = timed
    written = _written(found, passage.text)
    likely = _Likely(passage, page, today)
    return [
        _dated(number, found, written[number], likely)
        for number, quantity in enumerate(found)
        if _is_date(quantity, passage.text)
    ]


def is_range(gap: str) -> bool:
    """Whether what stands between two dates or times makes them beginning and end."""
    return _WEEKDAYS.sub("", gap).strip().casefold() in _RANGE


def _is_date(quantity: Quantity, text: str) -> bool:
    if quantity.sort is not Sort.DATE:
        return False
    is_slashed = "/" in text[max(0, quantity.start - 1) : quantity.end + 1]
    return not is_slashed


class _Likely:
    """The years that a passage leaves open: those its page is about, and those around the page's own dates."""

    def __init__(self, passage: Passage, page: EnglishPage, today: datetime.date) -> None:
        self.text = passage.text
        self.page = page
        self.anchors = list(page.own)
        if self.anchors and (today - self.anchors[-1]).days > _STALE:
            self.anchors.append(today)
        self.is_announced = ANNOUNCING.search(passage.text) is not None

    def years(self, month: int, day: int) -> frozenset[int]:
        """Those that may be meant by a date without one; none where nothing says when the page was made."""
        if not self.anchors:
            return frozenset()
        if self.is_announced:
            coming = {_next(anchor, month, day) for anchor in self.anchors}
            return frozenset(coming | {year for year in self.page.years if year >= self.anchors[0].year})
        return frozenset({anchor.year + step for anchor in self.anchors for step in (-1, 0, 1)} | self.page.years)


def _dated(number: int, found: Sequence[Quantity], written: frozenset[int], likely: _Likely) -> Dated:
    quantity = found[number]
    month, day = divmod(int(quantity.value), 100)
    plain = Dated(month, day, quantity.start, quantity.end, frozenset())
    if written:
        return plain._replace(years=written, is_sure=len(written) == 1)
    if _has_odd_year(number, found, likely.text):
        return plain
    known = {date.year for date in likely.page.others if (date.month, date.day) == (month, day)}
    if known:
        return plain._replace(years=frozenset(known), is_sure=len(known) == 1 and likely.page.years <= known)
    return plain._replace(years=likely.years(month, day))


def _written(found: Sequence[Quantity], text: str) -> list[frozenset[int]]:
    """The year that the text gives each date, or the two that may be meant where only a later date has one."""
    years: list[frozenset[int]] = [frozenset()] * (len(found) + 1)
    for number in reversed(range(len(found))):
        if found[number].sort is Sort.DATE:
            years[number] = _year_of(number, found, years, text)
    return years


def _year_of(number: int, found: Sequence[Quantity], years: list[frozenset[int]], text: str) -> frozenset[int]:
    quantity = found[number]
    before = found[number - 1] if number else None
    if before is not None and before.sort is Sort.NUMBER and text[before.end : quantity.start] == "-":
        return frozenset((int(before.value),))
    next_one = number + 1
    if next_one < len(found) and found[next_one].sort is Sort.WEEKDAY:
        next_one += is_range(text[quantity.end : found[next_one].start])
    if next_one >= len(found):
        return frozenset()
    after = found[next_one]
    gap = text[quantity.end : after.start]
    if after.sort is Sort.DATE and (is_range(gap) or _LISTED.fullmatch(_WEEKDAYS.sub("", gap))):
        is_same_month = quantity.value // 100 == after.value // 100
        return years[next_one] | (frozenset() if is_same_month else {year - 1 for year in years[next_one]})
    if after.sort is Sort.NUMBER and _is_year(after, text) and _BEFORE_YEAR.fullmatch(gap):
        is_year = "," not in gap or _AFTER_YEAR.match(text, after.end)
        return frozenset((int(after.value),)) if is_year else frozenset()
    return frozenset()


def _has_odd_year(number: int, found: Sequence[Quantity], text: str) -> bool:
    """Whether a number follows at once that may be a year all the same: "5 May 1492", "5 May '26"."""
    end = found[number].end
    if _SHORT_YEAR.match(text, end):
        return True
    after = found[number + 1] if number + 1 < len(found) else None
    return after is not None and after.sort is Sort.NUMBER and not text[end : after.start].strip(" \u00a0,")


def _is_year(quantity: Quantity, text: str) -> bool:
    shown = text[quantity.start : quantity.end]
    return len(shown) == 4 and shown.isdecimal() and 1900 <= quantity.value < 2100


def _next(anchor: datetime.date, month: int, day: int) -> int:
    """The year in which a day comes next, the anchor's own day included."""
    return anchor.year if (month, day) >= (anchor.month, anchor.day) else anchor.year + 1
