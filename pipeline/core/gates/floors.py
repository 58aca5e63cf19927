"""Whether coverage is high enough: a floor for the site or for each page, and exceptions that end on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.formats.model import Located, Row, percent_of
from pipeline.core.model import Severity

CHECK: Final = "coverage"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A page of which less (or more) is asked, up to and with a day, and why."""

    page: str
    floor: int
    until: datetime.date
    because: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a percentage of all pages together, or of each (``per_page``).

    ``place`` is the file in which that stands, for findings about the whole.
    """

    floor: int
    place: str
    per_page: bool = False
    exemptions: tuple[Exemption, ...] = ()


def judge(rows: Iterable[Row], asked: Asked, today: datetime.date) -> tuple[tuple[Row, ...], tuple[Located, ...]]:
    """The rows with the floor asked of each alone, and a finding for everything that is below its floor.

    A page with an exception is held to its own floor and left out of the sum. An exception that has ended is a
    finding, and the page counts as every other.
    """
    valid = {item.page: item for item in asked.exemptions if today <= item.until}
    judged = tuple([_asked(row, asked, valid.get(row.name)) for row in rows])
    named = {row.name for row in judged}
    ended = [item for item in asked.exemptions if item.page in named and item.page not in valid]
    found = [*map(_too_low, filter(_is_low, judged)), *_sum(judged, asked), *_ended(ended, asked.place)]
    return judged, tuple(found)


def _asked(row: Row, asked: Asked, exemption: Exemption | None) -> Row:
    if exemption is not None:
        return replace(row, floor=exemption.floor, until=exemption.until.isoformat())
    return replace(row, floor=asked.floor) if asked.per_page else row


def _is_low(row: Row) -> bool:
    return row.floor is not None and row.percent < row.floor


def _too_low(row: Row) -> Located:
    exception = f" by its exception until {row.until}" if row.until else ""
    message = f"{_counted(row.percent, [row])}, {row.floor} % asked for{exception}"
    return Located(
        row.file, 1, CHECK, Severity.ERROR, f"{row.name} [{row.locale}]: {message}", page=row.name, locale=row.locale
    )


def _sum(rows: Sequence[Row], asked: Asked) -> Iterator[Located]:
    together = [row for row in rows if row.floor is None]
    percent = percent_of(together)
    if together and percent < asked.floor:
        left = "" if len(together) == len(rows) else f" ({len(rows) - len(together)} with an exception left out)"
        message = f"{_counted(percent, together)}, {asked.floor} % asked for{left}"
        yield Located(asked.place, 1, CHECK, Severity.ERROR, message)


def _counted(percent: int, rows: Sequence[Row]) -> str:
    return f"{percent} % {'reviewed' if all(row.proven for row in rows) else 'translated'}"


def _ended(exemptions: Iterable[Exemption], place: str) -> Iterator[Located]:
    for item in exemptions:
        message = (
            f"the exception for {item.page} ended on {item.until.isoformat()} ({item.because}); "
            "take it out, or give it another day"
        )
        yield Located(place, 1, CHECK, Severity.ERROR, message)
