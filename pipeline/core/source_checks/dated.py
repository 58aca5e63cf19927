"""The dates in a passage, each with the years that may be meant. What is not sure is left open, so that checks can say
only what holds in every year that may be meant.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.source_checks.model import EnglishPage, Passage, years_in

_STALE: Final = 300  # days after which an undated change to a page has to be reckoned with
_RANGE: Final = frozenset(("-", "\u2013", "\u2014", "to", "until", "till", "through"))
_BEFORE_YEAR: Final = re.compile(r"(?:,|\s|of|in)*")
_AFTER_YEAR: Final = re.compile(
    r"\s*(?:$|[\n.,;:!?)\]\u2013\u2014-]|(?:at|from|to|until|till|and|or|in|on|by|for|with|was|is|will)\b)"
)
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
    dates = [number for number, quantity in enumerate(found) if _is_date(quantity, passage.text)]
    return [_dated(number, found, passage, page, today) for number in dates]


def is_range(gap: str) -> bool:
    """Whether what stands between two dates or times makes them beginning and end."""
    return _WEEKDAYS.sub("", gap).strip().casefold() in _RANGE


def _is_date(quantity: Quantity, text: str) -> bool:
    if quantity.sort is not Sort.DATE:
        return False
    is_slashed = "/" in text[max(0, quantity.start - 1) : quantity.end + 1]
    return not is_slashed


def _dated(number: int, found: Sequence[Quantity], passage: Passage, page: EnglishPage, today: datetime.date) -> Dated:
    quantity = found[number]
    month, day = divmod(int(quantity.value), 100)
    plain = Dated(month, day, quantity.start, quantity.end, frozenset())
    written = _written(number, found, passage.text)
    if written:
        return plain._replace(years=written, is_sure=len(written) == 1)
    known = {date.year for date in page.others if (date.month, date.day) == (month, day)}
    mentioned = page.years | years_in(passage.text)
    if known:
        return plain._replace(years=frozenset(known), is_sure=len(known) == 1 and mentioned <= known)
    return plain._replace(years=_likely(month, day, passage, page, today))


def _written(number: int, found: Sequence[Quantity], text: str) -> frozenset[int]:
    """The year that the text gives a date, or the two that may be meant where only the next date has one."""
    quantity = found[number]
    before = found[number - 1] if number else None
    if before is not None and before.sort is Sort.NUMBER and text[before.end : quantity.start] == "-":
        return frozenset((int(before.value),))
    after = found[number + 1] if number + 1 < len(found) else None
    if after is not None and after.sort is Sort.WEEKDAY and is_range(text[quantity.end : after.start]):
        after = found[number + 2] if number + 2 < len(found) else None
    if after is None:
        return frozenset()
    if after.sort is Sort.NUMBER and _is_year(after, text) and _BEFORE_YEAR.fullmatch(text[quantity.end : after.start]):
        is_loose = "," in text[quantity.end : after.start]
        return frozenset((int(after.value),)) if not is_loose or _AFTER_YEAR.match(text, after.end) else frozenset()
    if after.sort is Sort.DATE and "." not in text[quantity.end : after.start]:
        return _inherited(quantity, after, _written(found.index(after), found, text))
    return frozenset()


def _inherited(quantity: Quantity, after: Quantity, years: frozenset[int]) -> frozenset[int]:
    if quantity.value // 100 == after.value // 100:
        return years
    return years | {year - 1 for year in years}


def _is_year(quantity: Quantity, text: str) -> bool:
    shown = text[quantity.start : quantity.end]
    return len(shown) == 4 and shown.isdecimal() and 1900 <= quantity.value < 2100


def _likely(month: int, day: int, passage: Passage, page: EnglishPage, today: datetime.date) -> frozenset[int]:
    """The years that may be meant by a date without one, by the dates on which the page was published and changed."""
    if not page.own:
        return frozenset()
    anchors = list(page.own)
    if (today - anchors[-1]).days > _STALE:
        anchors.append(today)
    mentioned = page.years | years_in(passage.text)
    if ANNOUNCING.search(passage.text):
        coming = {_next(anchor, month, day) for anchor in anchors}
        return frozenset(coming | {year for year in mentioned if year >= anchors[0].year})
    around = {anchor.year + step for anchor in anchors for step in (-1, 0, 1)}
    return frozenset(around | mentioned)


def _next(anchor: datetime.date, month: int, day: int) -> int:
    """The year in which a day comes next, the anchor's own day included."""
    return anchor.year if (month, day) >= (anchor.month, anchor.day) else anchor.year + 1
