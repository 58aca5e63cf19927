"""When what a page announces takes place, as far as its texts say: what is soon is translated first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from pipeline.core.quantities.model import Sort
from pipeline.core.quantities.reading import read


def urgency(texts: Iterable[str], today: datetime.date, locale: str = "en") -> tuple[int, int]:
    """A key to sort pages by: first those with a date to come, the soonest first, then the latest past ones.

    A date without a year counts in the year that the texts name last before it, else in this one.
    """
    days = [(date - today).days for date in _dates(texts, today.year, locale)]
    future = [day for day in days if day >= 0]
    if future:
        return 0, min(future)
    return (1, -max(days)) if days else (2, 0)


def coming(texts: Iterable[str], today: datetime.date, locale: str = "en") -> datetime.date | None:
    """The first day from today on that texts name, or None. Years as in ``urgency``."""
    return min((date for date in _dates(texts, today.year, locale) if date >= today), default=None)


def _dates(texts: Iterable[str], year: int, locale: str) -> Iterator[datetime.date]:
    for text in texts:
        found = read(text, locale)
        years = [int(q.value) for q in found if q.sort is Sort.NUMBER and 1990 <= q.value < 2100]
        year = years[0] if years else year
        for quantity in found:
            if quantity.sort is Sort.DATE:
                month, day = divmod(int(quantity.value), 100)
                yield from _valid(year, month, day)


def _valid(year: int, month: int, day: int) -> Iterator[datetime.date]:
    try:
        yield datetime.date(year, month, day)
    except ValueError:
        return
