"""When what a page announces takes place, as far as its texts say: what is soon is translated first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.reading import read

_AHEAD: Final = 3  # years; what is farther away is a plan, no event


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
    """The first day from today on that texts name, or None.

    A date without a year counts in the year named last before it. Years long before the latest one that the texts
    name are history ("In 2022 the Forum set up…") and no day's.
    """
    known = list(texts)
    named = [year for text in known for year in _years(read(text, locale)) if year <= today.year + _AHEAD]
    first = max(named, default=today.year) - 1
    return min((date for date in _dates(known, today.year, locale, first) if date >= today), default=None)


def _years(found: Iterable[Quantity]) -> list[int]:
    return [int(quantity.value) for quantity in found if quantity.sort is Sort.NUMBER and 1990 <= quantity.value < 2100]


def _dates(texts: Iterable[str], year: int, locale: str, first: int = 0) -> Iterator[datetime.date]:
    for text in texts:
        found = read(text, locale)
        years = [named for named in _years(found) if named >= first]
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
