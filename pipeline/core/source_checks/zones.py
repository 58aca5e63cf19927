"""Time zones that no clock shows on the date beside them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.core.languages import month_name
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.source_checks.dated import Dated, dated
from pipeline.core.source_checks.model import Circumstances, EnglishPage, Passage, SourceFinding


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with summer time: its abbreviations, one place in it by its IANA name and as people call it.

    ``also`` are places that use the winter abbreviation all year, or mean something else by it.
    """

    winter: str
    summer: str
    iana: str
    place: str
    also: str = "(?!)"


ZONES: Final = (
    Zone("CET", "CEST", "Europe/Paris", "Paris", "Algeria|Algiers|Oran|Tunisia|Tunis"),
    Zone("WET", "WEST", "Europe/Lisbon", "Lisbon", "Western Sahara|Morocco"),
    Zone("EET", "EEST", "Europe/Athens", "Athens", "Libya|Tripoli|Kaliningrad|Egypt|Cairo|Lebanon|Beirut|Moldova"),
    Zone("GMT", "BST", "Europe/London", "London", "Bangladesh|Dhaka|Bougainville"),
    Zone(
        "EST", "EDT", "America/New_York", "New York",
        "Panama|Jamaica|Kingston|Canc[uú]n|Cayman|Quintana Roo|Australia|Sydney|Melbourne|Brisbane|Canberra|Queensland",
    ),
    Zone("PST", "PDT", "America/Los_Angeles", "Los Angeles", "Philippines?|Manila|Pakistan|Karachi|Islamabad|Pitcairn"),
    Zone("NZST", "NZDT", "Pacific/Auckland", "Auckland"),
)  # fmt: skip
"""Zones whose abbreviations mean little else. CST, MST, IST and AEST mean too much, or are right all year somewhere."""

_ZONES: Final = {name: zone for zone in ZONES for name in (zone.winter, zone.summer)}
_AFTER_TIME: Final = re.compile(
    rf"[\s\u00a0]*(?:[A-Z]\w+ time\s?)?[(,]?\s?(?P<zone>{'|'.join(_ZONES)})\b(?!\s?[/+\u2212-])"
)
_WORDS: Final = "|".join(
    (
        "from|at|to|until|till|between|and|or|on|the|of|starts?|starting|begins?|beginning|time|noon|midday|st|nd|rd|th",
        r"\d{4}|\d{1,2}(?:[:.h]\d\d)?(?:\s?[ap]\.?m\.?)?|[A-Z]\w+ time|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
        "|".join(month_name(month, "en") for month in range(1, 13)),
    )
)
_SINCE_DATE: Final = re.compile(rf"(?:[\s\u00a0,()|/\u00b7:\u2013\u2014-]|\b(?:{_WORDS})(?![^\W\d]))*", re.IGNORECASE)
"""What may stand between a date and the zone of its time: the time, other dates and times, and words that join them."""

_TO_DATE: Final = re.compile(r"[\s\u00a0,()]*(?:on\s)?(?:the\s)?(?:[a-z]{3,6}day,?\s)?", re.IGNORECASE)
_OFFSET: Final = re.compile(
    r"\b(?:UTC|Z\b)|[+\u2212-]\s?\d{1,2}(?::?\d\d)?\s?(?:h\b|\))|\bsummer\b|\bwinter\b|\blocal\b"
)
_IN_LONDON: Final = re.compile(
    r"GMT\b(?![+\u2212-])\s*[(,/]?\s*(?:London|UK|British)\b"
    r"|\b(?:London|UK|British)\b(?: time)?\s*[(,]?\s*GMT\b(?![+\u2212-])"
)
_AROUND: Final = (-1, 0, 1, 2)  # years tried where nothing says which


def check_time_zone(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A zone behind a time is the one that clocks show on the dates of that passage, in every year that may be meant.

    GMT is right all year, except where it is said to be London's time.
    """
    for timed in page.timed:
        dates = dated(timed, page, known.today)
        if dates and not _OFFSET.search(timed[0].text):
            yield from _zones(timed, dates, page, known)


def _zones(
    timed: tuple[Passage, tuple[Quantity, ...]], dates: list[Dated], page: EnglishPage, known: Circumstances
) -> Iterator[SourceFinding]:
    passage, found = timed
    told: set[str] = set()
    for time in found:
        behind = _AFTER_TIME.match(passage.text, time.end) if time.sort is Sort.TIME else None
        name = behind.group("zone") if behind else ""
        if not name or name in told or _is_meant_so(name, passage, page):
            continue
        told.add(name)
        own = [date for date in dates if _belongs(date, passage.text, time.end, behind.end() if behind else 0)]
        right = {word for date in own for word in _shown(date, time, _ZONES[name], known)}
        if len(right) == 1 and name not in right and right <= {_ZONES[name].winter, _ZONES[name].summer}:
            yield page.found_in("time-zone", passage, name, _wrong(name, own, _ZONES[name], right.pop()))


def _belongs(date: Dated, text: str, time: int, zone: int) -> bool:
    """Whether a date is that of the time that ends at one character, with its zone ending at another."""
    if date.end <= time:
        return _SINCE_DATE.fullmatch(text, date.end, time) is not None
    return _TO_DATE.fullmatch(text, zone, date.start) is not None


def _is_meant_so(name: str, passage: Passage, page: EnglishPage) -> bool:
    """Whether the abbreviation may be right all the same: both halves of the year are named, or a place of its own."""
    zone = _ZONES[name]
    other = zone.summer if name == zone.winter else zone.winter
    if re.search(rf"\b{other}\b", passage.text) or (name == "GMT" and not _IN_LONDON.search(passage.text)):
        return True
    return re.search(rf"\b(?:{zone.also})\b", page.text) is not None


def _shown(date: Dated, time: Quantity, zone: Zone, known: Circumstances) -> Iterator[str]:
    """What clocks in the zone show on a date, in each year that may be meant."""
    years = date.years or frozenset(known.today.year + step for step in _AROUND)
    for day in date._replace(years=years).days():
        yield known.zone_name(zone.iana, datetime.datetime(day.year, day.month, day.day) + _since_midnight(time))


def _since_midnight(time: Quantity) -> datetime.timedelta:
    return datetime.timedelta(minutes=int(time.value))


def _wrong(name: str, dates: list[Dated], zone: Zone, right: str) -> str:
    day = f"{dates[0].day} {month_name(dates[0].month, 'en')}"
    time = "summer" if right == zone.summer else "winter"
    return f'"{name}" is wrong on {day}: {zone.place} has {time} time then; write "{right}", or "{zone.place} time"'
