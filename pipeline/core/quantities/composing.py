"""A text that is nothing but a date and times, put into French from its parts (decision 7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.core.languages import weekday_name
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.writing import NBSP, day_and_month, day_number, hours

_GAPS: Final = frozenset(("", ",", "-", "\u2013", "\u2014", "to", "until", "from", "at", "on", ", from", ", at", "and"))
_BEFORE: Final = frozenset(("", ",", "at", "on", ", at"))
_RANGE: Final = frozenset(("-", "\u2013", "\u2014", "to", "until"))
_ZONE: Final = re.compile(r"[\s\u00a0]*\(?(CET|CEST|UTC|GMT)\)?")


def compose(text: str, source: str, target: str) -> str | None:
    """The French of an English date with its times, such as "Tuesday 5 May 2026, 14:00 – 15:00 CET".

    None for any other text, and where the order of the parts leaves a doubt.
    """
    if not (source.startswith("en") and target.startswith("fr")) or "<" in text:
        return None
    found = read(text, source)
    if not found:
        return None
    zone = _ZONE.fullmatch(text[found[-1].end :])
    tail = "" if zone is None else f" ({zone.group(1)})"
    gaps = _gaps(text, found)
    is_single = sum(quantity.sort is Sort.TIME for quantity in found) == 1
    is_other = gaps[0] not in _BEFORE or (is_single and gaps[-1] not in _BEFORE)  # "until 14:00" is not "at 14:00"
    if is_other or (text[found[-1].end :].strip() and zone is None) or not _GAPS.issuperset(gaps):
        return None
    sorts = " ".join(quantity.sort for quantity in found)
    if not re.fullmatch(r"(?:weekday )?(?:date ){0,2}(?:number )?(?:time ?){0,2}", sorts + " "):
        return None
    days = _days([quantity for quantity in found if quantity.sort is not Sort.TIME], gaps)
    times = _times([quantity for quantity in found if quantity.sort is Sort.TIME], gaps[-1])
    if days is None or times is None:
        return None
    joined = f"{days}, {times}" if days and times.startswith("de ") else f"{days} {times}".strip()
    return (joined[0].upper() + joined[1:] if text[0].isupper() and found[0].sort is Sort.WEEKDAY else joined) + tail


def _gaps(text: str, found: Sequence[Quantity]) -> list[str]:
    """What stands before each quantity."""
    ends = [0, *(quantity.end for quantity in found)]
    return [text[end : quantity.start].strip().casefold() for end, quantity in zip(ends, found, strict=False)]


def _days(found: Sequence[Quantity], gaps: Sequence[str]) -> str | None:
    """``mardi 5 mai 2026``, ``du 5 au 7 mai``; None for two dates that are no range."""
    dates = [quantity for quantity in found if quantity.sort is Sort.DATE]
    year = next((f" {int(quantity.value)}" for quantity in found if quantity.sort is Sort.NUMBER), "")
    weekday = next((weekday_name(int(quantity.value), "fr") for quantity in found if quantity.sort is Sort.WEEKDAY), "")
    if not dates:
        return None if year or weekday else ""
    if year and (len(year) != 5 or found[-1].sort is not Sort.NUMBER):
        return None
    last = day_and_month(dates[-1].value, "fr")
    if len(dates) == 1:
        return f"{weekday} {last}{year}".strip()
    if weekday or gaps[1] not in _RANGE:
        return None
    first = int(dates[0].value)
    is_same_month = first // 100 == int(dates[1].value) // 100
    return (
        f"du {day_number(first % 100, 'fr') if is_same_month else day_and_month(dates[0].value, 'fr')} au {last}{year}"
    )


def _times(found: Sequence[Quantity], gap: str) -> str | None:
    """``à 14 h``, ``de 14 h à 15 h 30``; None for two times that are no range."""
    if not found:
        return ""
    if len(found) == 1:
        return f"à {hours(found[0].value)}"
    return f"de {hours(found[0].value, NBSP)} à {hours(found[1].value, NBSP)}" if gap in _RANGE else None
