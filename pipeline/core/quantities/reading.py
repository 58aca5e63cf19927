"""Which quantities a text holds, by value. Each kind is looked for in turn, in what the kinds before it left.

Dates come before times and times before numbers, so that the 5 of "5 May" and the 14 of "14:00" are no numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.figures import FIGURE, figure, roman
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.patterns import (
    DAY,
    ISO,
    PHONE,
    PLACEHOLDER,
    SHORT_SCALE,
    SHORT_YEAR,
    SLASHED,
    YEAR_MONTH,
    Patterns,
    patterns,
)  # fmt: skip
from pipeline.core.quantities.vocabulary import Vocabulary, either, vocabulary
from pipeline.core.text import ADDRESS, CODE

_TAKEN: Final = "\ufffc"  # stands for characters that are read already: neither a space nor part of a word
_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = "1"
_NAMES: Final = "a"
_SHORT_SCALES: Final = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9}


def read(text: str, locale: str) -> tuple[Quantity, ...]:
    """The quantities of a segment in the order in which they stand; inline codes and addresses hold none."""
    has_digit = _DIGIT.search(text) is not None
    has_name = _words(locale).search(text) is not None
    if not (has_digit or has_name):
        return ()
    reader = _Reader(text, vocabulary(locale), patterns(locale))
    return tuple(sorted(reader.all(has_digit, has_name), key=lambda found: found.start))


@functools.cache
def _words(locale: str) -> re.Pattern[str]:
    known = vocabulary(locale)
    names = either({**known.months, **known.weekdays, **known.short_days, **known.clock_words}) or "(?!)"
    return re.compile(rf"\b(?:{names})s?\b|\b[IVXLC]{{1,6}}[eè\x1a<r]", re.IGNORECASE)


class _Reader:
    """Reads one text. ``rest`` is the text with what is read already blanked out, of the same length."""

    def __init__(self, text: str, known: Vocabulary, patterns: Patterns) -> None:
        rest = CODE.sub(lambda code: "\x1a" * len(code.group()), text) if "<" in text else text
        rest = PLACEHOLDER.sub(self._blank, rest) if any(mark in rest for mark in "%&{") else rest
        is_addressed = "@" in rest or "/" in rest or "www." in rest
        self.rest = ADDRESS.sub(self._blank, rest) if is_addressed else rest
        self.known = known
        self.patterns = patterns

    def all(self, has_digit: bool, has_name: bool) -> Iterator[Quantity]:
        """Everything in turn; what needs a figure or a name only where there is one."""
        for needs, pattern, make in self._steps():
            if (has_digit or _DIGITS not in needs) and (has_name or _NAMES not in needs):
                yield from self._each(pattern, make)

    def _steps(self) -> tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Iterator[Quantity]]], ...]:
        known = self.patterns
        return (
            (_DIGITS, PHONE, self._phone),
            (_DIGITS, ISO, self._iso),
            (_DIGITS, SLASHED, self._slashed),
            (_DIGITS + _NAMES, known.days_month, self._days_month),
            (_DIGITS + _NAMES, known.month_days, self._month_days),
            (_DIGITS, known.half_day, self._half_day),
            (_DIGITS, known.clock, self._clock),
            (_DIGITS, known.hours, self._hours),
            (_NAMES, known.word_clock, self._word_clock),
            (_NAMES, known.month, self._month),
            (_NAMES, known.weekday, self._weekday),
            (_NAMES, known.short_day, self._short_day),
            (_DIGITS, SHORT_YEAR, self._years),
            (_DIGITS, YEAR_MONTH, self._year_month),
            ("", known.ordinal, self._ordinal),
            (_DIGITS, FIGURE, self._number),
        )

    def _each(
        self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Iterator[Quantity]]
    ) -> Iterator[Quantity]:
        used: list[re.Match[str]] = []
        for match in pattern.finditer(self.rest):
            found = list(make(match))
            if found:
                used.append(match)
                yield from found
        for match in used:
            start, end = match.span()
            self.rest = self.rest[:start] + _TAKEN * (end - start) + self.rest[end:]

    @staticmethod
    def _blank(match: re.Match[str]) -> str:
        return _TAKEN * len(match.group())

    def _phone(self, match: re.Match[str]) -> Iterator[Quantity]:
        digits = re.sub(r"\D", "", match.group().replace("(0)", ""))
        if len(digits) >= 8:
            yield Quantity(Sort.PHONE, Fraction(0), *match.span(), label=digits)

    def _iso(self, match: re.Match[str]) -> Iterator[Quantity]:
        yield Quantity(Sort.NUMBER, Fraction(match.group(1)), *match.span(1))
        yield Quantity(Sort.DATE, _date(int(match.group(2)), int(match.group(3))), match.start(2), match.end())

    def _slashed(self, match: re.Match[str]) -> Iterator[Quantity]:
        """Day before month, as Europe writes them, unless that is no date; both languages are read alike."""
        one, two, last = (1, 2, 3) if match.group(1) else (4, 6, 7)
        first, second, year = int(match.group(one)), int(match.group(two)), match.group(last)
        day, month = (first, second) if second <= 12 else (second, first)
        if month <= 12 and 1 <= day <= 31 and month:
            yield Quantity(Sort.DATE, _date(month, day), match.start(one), match.end(two))
            yield Quantity(Sort.NUMBER, Fraction(year if len(year) == 4 else f"20{year}"), *match.span(last))

    def _days_month(self, match: re.Match[str]) -> Iterator[Quantity]:
        if self._is_verb(match.group("month")):
            return
        month = self.known.months[match.group("month").casefold()]
        days = list(re.finditer(DAY, match.group("days")))
        for number, day in enumerate(days):
            is_last = number == len(days) - 1
            start, end = match.start("days") + day.start(), match.start("days") + day.end()
            end = match.end() if is_last else end + len(self._day_mark(match.group("days")[day.end() :]))
            yield Quantity(Sort.DATE, _date(month, int(day.group())), start, end, full=is_last)

    def _month_days(self, match: re.Match[str]) -> Iterator[Quantity]:
        if self._is_verb(match.group("month")):
            return
        month = self.known.months[match.group("month").casefold()]
        for number, day in enumerate(re.finditer(DAY, match.group("days"))):
            start, end = match.start("days") + day.start(), match.start("days") + day.end()
            end += len(self._day_mark(match.group("days")[day.end() :]))
            value = _date(month, int(day.group()))
            yield Quantity(Sort.DATE, value, start if number else match.start(), end, full=number == 0)

    def _is_verb(self, name: str) -> bool:
        """Whether "version 3 may fail": in English a month has a capital, where its name is a word too."""
        return bool(self.known.alone) and name in ("may", "march", "mar", "sept", "dec", "jan")

    def _day_mark(self, after: str) -> str:
        found = re.match(r"(?:st|nd|rd|th|er)\b", after)
        return found.group() if found else ""

    def _month(self, match: re.Match[str]) -> Iterator[Quantity]:
        name = match.group("month")
        if not self._is_month(name, match):
            return
        yield Quantity(Sort.MONTH, Fraction(self.known.months[name.casefold()]), match.start(), match.end("dotted"))
        if match.group("year"):
            yield Quantity(Sort.NUMBER, Fraction(match.group("year")), *match.span("year"))

    def _is_month(self, name: str, match: re.Match[str]) -> bool:
        """Whether a name without a day is meant as a month: "sept" is also seven, "May" and "March" are words.

        An abbreviation needs its full stop or a year; an English name a capital, and a doubtful one a year or "in".
        """
        is_abbreviation = name.casefold() not in self.known.full_months
        if is_abbreviation and name.isupper():  # a code, as in a list of them
            return False
        if is_abbreviation and match.end("dotted") == match.end("month") and not match.group("year"):
            return False
        if not self.known.alone:
            return True
        if not is_abbreviation and name.casefold() not in ("may", "march"):
            return name[0].isupper() or bool(match.group("year"))
        before = self.rest[: match.start()]
        is_alone = match.group().strip() == self.rest.strip()
        return name[0].isupper() and bool(
            match.group("year") or is_alone or re.search(self.known.alone, before, re.IGNORECASE)
        )

    def _weekday(self, match: re.Match[str]) -> Iterator[Quantity]:
        day = self.known.weekdays[match.group(1).casefold()]
        yield Quantity(Sort.WEEKDAY, Fraction(day), *match.span(1))

    def _short_day(self, match: re.Match[str]) -> Iterator[Quantity]:
        """A short name only beside a date, a time or another one, or alone: "sat" and "mer" are words."""
        is_alone = self.rest.strip() == match.group() and bool(match.group("dot"))
        is_near = self.patterns.near_day.match(self.rest, match.end()) is not None
        is_after = self.patterns.days_before.search(self.rest[max(0, match.start() - 12) : match.start()]) is not None
        is_name = match.group("short")[0].isupper() or bool(match.group("dot"))
        counts = is_name and (is_near or is_after or is_alone)
        if not counts and (self.known.alone or not is_near):
            return
        yield Quantity(Sort.WEEKDAY, Fraction(self.known.short_days[match.group("short").casefold()]), *match.span())

    def _half_day(self, match: re.Match[str]) -> Iterator[Quantity]:
        offset = 720 if match.group("half").lower() == "p" else 0
        end = int(match.group("hour")) % 12 * 60 + offset + int(match.group("minute") or 0)
        if match.group("from"):
            start = int(match.group("from")) % 12 * 60 + offset + int(match.group("from_minute") or 0)
            start -= 720 if start > end and offset else 0  # "11-1 pm" begins in the morning
            last = match.end("from_minute") if match.group("from_minute") else match.end("from")
            yield Quantity(Sort.TIME, Fraction(start), match.start("from"), last, full=False)
        yield Quantity(Sort.TIME, Fraction(end), match.start("hour"), match.end())

    def _clock(self, match: re.Match[str]) -> Iterator[Quantity]:
        yield Quantity(Sort.TIME, _minutes(match.group(1), match.group(2)), *match.span())

    def _hours(self, match: re.Match[str]) -> Iterator[Quantity]:
        if match.group("first"):
            yield Quantity(Sort.TIME, _minutes(match.group("first"), ""), *match.span("first"), full=False)
        yield Quantity(
            Sort.TIME, _minutes(match.group("hour"), match.group("minute")), match.start("hour"), match.end()
        )

    def _word_clock(self, match: re.Match[str]) -> Iterator[Quantity]:
        if match.group().isupper():  # MIDI is a standard
            return
        yield Quantity(Sort.TIME, Fraction(self.known.clock_words[match.group().casefold()]), *match.span())

    def _years(self, match: re.Match[str]) -> Iterator[Quantity]:
        if int(match.group(3)) > int(match.group(2)):
            yield Quantity(Sort.NUMBER, Fraction(match.group(1)), *match.span(1))
            yield Quantity(Sort.NUMBER, Fraction(match.group(1)[:2] + match.group(3)), *match.span(3), full=False)

    def _year_month(self, match: re.Match[str]) -> Iterator[Quantity]:
        yield Quantity(Sort.NUMBER, Fraction(match.group(1)), *match.span(1))
        yield Quantity(Sort.MONTH, Fraction(match.group(2)), *match.span(2))

    def _ordinal(self, match: re.Match[str]) -> Iterator[Quantity]:
        name = "figure" if match.group("figure") else "roman"
        number = int(match.group(name)) if name == "figure" else roman(match.group(name))
        if number:
            yield Quantity(Sort.ORDINAL, Fraction(number), *match.span(name))

    def _number(self, match: re.Match[str]) -> Iterator[Quantity]:
        shown = match.group()
        value = figure(shown, self.known)
        if value is None:
            return
        start, end = match.span()
        after = self.rest[end:]
        scaled = self.patterns.scale.match(after)
        scale = self.known.scales[scaled.group("scale").casefold()] if scaled else 1
        rest = after[scaled.end() :] if scaled else after
        if self.patterns.percent.match(rest):
            yield Quantity(Sort.PERCENT, value * scale, start, end, scale=scale)
            return
        after_figure = self.patterns.currency_after.match(rest)
        money = after_figure or self.patterns.currency_before.search(self.rest[max(0, start - 24) : start])
        if money is None:
            yield Quantity(Sort.NUMBER, value * scale, start, end, scale=scale)
            return
        sign = money.group("currency").casefold()
        short = SHORT_SCALE.match(after) if scaled is None and not after_figure else None
        scale *= _SHORT_SCALES[short.group().casefold()] if short else 1
        scale *= {"k€": 1000, "m€": 10**6, "md€": 10**9}.get(sign, 1) if after_figure else 1
        yield Quantity(Sort.MONEY, value * scale, start, end, self.known.currencies[sign], scale)


def _date(month: int, day: int) -> Fraction:
    return Fraction(100 * month + day)


def _minutes(hour: str, minute: str | None) -> Fraction:
    return Fraction(int(hour) % 24 * 60 + int(minute or 0))
