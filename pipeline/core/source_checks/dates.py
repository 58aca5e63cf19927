"""Dates that cannot be right: weekdays, days no month has, ends before beginnings, what is past and announced."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pipeline.core.languages import long_date, month_name, weekday_name
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.source_checks.dated import Dated, dated, day_of, is_range
from pipeline.core.source_checks.model import Circumstances, EnglishPage, Passage, SourceFinding

_DAY_NAMES: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY_BEFORE: Final = re.compile(rf"\b({_DAY_NAMES})[,\s]{{1,2}}(?:the\s)?$", re.IGNORECASE)
_WEEKDAY_AFTER: Final = re.compile(rf"(?:\s?,?\s?\d{{4}})?\s?\(({_DAY_NAMES})\)", re.IGNORECASE)
_SEVERAL: Final = re.compile(rf"(?:{_DAY_NAMES}s?|every|each|weekly)\W*(?:to|and|or|till|until)?\W*$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?:\b[A-Z][\w-]*|[Nn]os?\.?|#|\d|[Vv]ol\.?|[Pp]p?\.)\s*$")
_LEADING: Final = frozenset("On By Until Before From The To Since Till After And Deadline".split())
_EXAMPLE: Final = re.compile(r"\b(?:example|invalid|such as|like|no such|e\.g|error|impossible)\b", re.IGNORECASE)
_AFTER_DAY: Final = re.compile(r"\s*(?:$|[\n.,;:!?)(\u2013\u2014-]|\d{4}\b|(?:at|from|to|until|and|or)\b)")
_MOVED: Final = re.compile(
    r"\b(?:moved?|changed?|brought|postponed|rescheduled|instead|shift(?:ed)?|corrected|overnight|night|next day"
    r"|following)\b",
    re.IGNORECASE,
)
_COMING: Final = re.compile(
    r"\b(?:will (?:\w+ ){0,2}?(?:take place|be held|happen|begin|start|open|meet|gather|run)"
    r"|registration (?:is|remains) open|register (?:\w+ ){0,2}?(?:by|before|until)"
    r"|sign up (?:\w+ ){0,2}?(?:by|before|until)|join us|save the date)\b(?P<gap>[^.;!?\n]{0,60})$",
    re.IGNORECASE,
)
_LOOKING_BACK: Final = re.compile(
    r"\b(?:since|launched|published|adopted|announced|signed|held|agreed|said|if|whether|like|unlike|as on"
    r"|following)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 300  # characters before a date that are looked at
_MORNING: Final = 13 * 60  # minutes: an hour below may be meant by the twelve-hour clock
_EVENING: Final = 18 * 60  # from then on an end in the morning is the next day's


def check_weekday(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A weekday beside a date is the one that the date has in every year that may be meant, and in at least one.

    The year is the one in the text; else that of the same day and month in the page's ``<time>`` or structured data;
    else any from the year before the page's own date to the year after it, or one that the page names.
    """
    for timed in page.timed:
        passage = timed[0]
        for date in dated(timed, page, known.today):
            words = _weekday(passage.text, date)
            days = date.days()
            if words and days and weekday_number(words[0]) not in {day.weekday() for day in days}:
                yield page.found_in("weekday", passage, words[1], _wrong_weekday(words, date, days))


def weekday_number(name: str) -> int:
    """Monday 0."""
    return next(number for number in range(7) if weekday_name(number, "en").casefold() == name.casefold())


def _weekday(text: str, date: Dated) -> tuple[str, str] | None:
    """The weekday beside a date, and both as they stand; None where it stands for several days."""
    before = _WEEKDAY_BEFORE.search(text, max(0, date.start - 20), date.start)
    if before:
        is_one = not _SEVERAL.search(text[max(0, before.start() - 20) : before.start()])
        return (before.group(1), text[before.start() : date.end]) if is_one else None
    after = _WEEKDAY_AFTER.match(text, date.end)
    return (after.group(1), text[date.start : after.end()]) if after else None


def _wrong_weekday(words: tuple[str, str], date: Dated, days: list[datetime.date]) -> str:
    right = {day.year: weekday_name(day.weekday(), "en") for day in days}
    shown = " ".join(words[1].split())
    if len(right) == 1:
        name = next(iter(right.values()))
        return f'"{shown}": {long_date(days[0], "en")} is a {name}; write "{name}" if the date is right'
    each = ", ".join(f"{name} in {year}" for year, name in list(right.items())[-3:])
    day = f"{date.day} {month_name(date.month, 'en')}"
    return f'"{shown}": {day} is a {each}; write the weekday of the year you mean'


def check_impossible_date(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A month has the day: no 31 June, no 29 February in a year of 365 days."""
    for timed in page.timed:
        passage = timed[0]
        for date in dated(timed, page, known.today):
            if not _is_possible(date) and _is_said(passage.text, date):
                shown = passage.text[date.start : date.end].strip()
                year = next(iter(date.years)) if len(date.years) == 1 else 2000
                last, month = monthrange(year, date.month)[1], month_name(date.month, "en")
                when = f" {year}" if date.month == 2 and last == 28 else ""
                message = f'"{shown}": {month}{when} has {last} days; write the day you mean'
                yield page.found_in("impossible-date", passage, shown, message)


def _is_possible(date: Dated) -> bool:
    if date.is_sure and len(date.years) == 1:
        return bool(date.days())
    return day_of(2000, date.month, date.day) is not None


def _is_said(text: str, date: Dated) -> bool:
    """Whether it is meant as a date: not a number before a month, a month before a number, or an example of a fault."""
    if _EXAMPLE.search(text):
        return False
    shown = text[date.start : date.end]
    if shown[:1].isalpha():
        return bool(_AFTER_DAY.match(text, date.end))
    before = _NUMBERED.search(text[max(0, date.start - 30) : date.start])
    return before is None or before.group().strip() in _LEADING or before.group().strip().lower().endswith("day")


def check_order(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """What begins does not end before: times, days of one month, dates with a year each, events in structured data."""
    for timed in page.timed:
        passage, found = timed
        text = passage.text
        if not _MOVED.search(text):
            dates = dated(timed, page, known.today)
            for first, last in [*_times(found, text), *_days(dates, text)]:
                shown = text[first:last].strip()
                message = f'"{shown}" ends before it begins; write the earlier one first, or mend it'
                yield page.found_in("order", passage, shown, message)
    for event in page.events:
        if _is_before(event.end, event.start):
            message = f"the structured data says that the event begins {event.start} and ends {event.end}; mend one"
            yield page.found("order", event.place, message)


def _times(found: tuple[Quantity, ...], text: str) -> Iterator[tuple[int, int]]:
    """Spans from a time to an earlier one on the same day, by whatever clock they are told."""
    if sum(quantity.sort in (Sort.DATE, Sort.WEEKDAY) for quantity in found) > 2:
        return
    if sum(quantity.sort is Sort.DATE for quantity in found) > 1:
        return
    for first, last in pairwise(found):
        if first.sort is last.sort is Sort.TIME and is_range(text[first.end : last.start]):
            both = _half(text, first), _half(text, last)
            is_told = both[0] == both[1] != "" or (both == ("", "") and last.value >= _MORNING)
            if last.value < first.value < _EVENING and is_told:
                yield first.start, last.end


def _half(text: str, time: Quantity) -> str:
    """``a`` or ``p`` for a time that says am or pm."""
    found = re.search(r"([ap])\.?\s?m\b", text[time.start : time.end], re.IGNORECASE)
    return found.group(1).lower() if found else ""


def _days(dates: list[Dated], text: str) -> Iterator[tuple[int, int]]:
    for first, last in pairwise(dates):
        gap = text[first.end : last.start]
        if is_range(re.sub(r",?\s*(?:19|20)\d\d\b", "", gap)):
            in_one_month = first.month == last.month and first.years == last.years and first.day > last.day
            is_sure = first.is_sure and last.is_sure and re.search(r"\d{4}", gap)
            if in_one_month or (is_sure and min(first.days(), default=datetime.date.min) > _latest(last)):
                yield first.start, last.end


def _latest(date: Dated) -> datetime.date:
    return max(date.days(), default=datetime.date.max)


def _is_before(end: str, start: str) -> bool:
    """Whether one ISO 8601 time is before another; not where only one of them says its zone, or either is no time."""
    try:
        first, last = datetime.datetime.fromisoformat(start), datetime.datetime.fromisoformat(end)
    except ValueError:
        return False
    if len(start) == 10 or len(end) == 10 or (first.tzinfo is None) != (last.tzinfo is None):
        return last.date() < first.date()
    return last < first


def check_past(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """What is announced ("will take place on", "register by", "join us on") is not past already.

    Only where the year is sure and every date of the sentence is past.
    """
    for timed in page.timed:
        passage, dates = timed[0], dated(timed, page, known.today)
        for date in dates:
            words = _announced(passage, date)
            if words is not None and all(_is_past(other, known.today) for other in dates):
                shown = " ".join(passage.text[words : date.end].split())
                day = long_date(date.days()[-1], "en")
                message = f'"{shown}": {day} is past; write what happened, or mend the date'
                yield page.found_in("past-date", passage, passage.text[date.start : date.end], message)
                break


def _announced(passage: Passage, date: Dated) -> int | None:
    """Where the words that announce a date begin, if any do."""
    first = max(0, date.start - _BEFORE)
    head = passage.text[first : date.start]
    found = _COMING.search(head)
    if found is None or _LOOKING_BACK.search(found.group("gap")):
        return None
    sentence = re.split(r"[.;!?\n]", head[: found.start()])[-1]
    return None if _LOOKING_BACK.search(sentence) else first + found.start()


def _is_past(date: Dated, today: datetime.date) -> bool:
    days = date.days()
    return date.is_sure and bool(days) and max(days) < today
