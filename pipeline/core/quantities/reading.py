"""Which quantities a text holds, by value. Each kind is looked for in turn, in what the kinds before it left.

Dates come before times and times before numbers, so that the 5 of "5 May" and the 14 of "14:00" are no numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.figures import FIGURE, figure, roman
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.vocabulary import SPACE, Vocabulary, either, vocabulary
from pipeline.core.text import ADDRESS, CODE

_TAKEN: Final = "\ufffc"  # stands for characters that are read already: neither a space nor part of a word
_GAP: Final = rf"(?:{SPACE}|\x1a)"  # a space, or an inline code
_PLACEHOLDER: Final = re.compile(
    r"(?<!\d)%(?:\d+\$)?[-+#0]*(?:\d+|\*(?:\d+\$)?)?(?:\.(?:\d+|\*(?:\d+\$)?))?[hlLqjzt]*[a-zA-Z]|&#x?[\da-fA-F]+;|\{\w*\}"
)
"""What a program fills in later, and characters by number: their figures are nobody's."""
_PHONE: Final = re.compile(r"(?<![\w.,+])(?:\+\d[\d \u00a0\u202f().-]{6,18}\d|0\d(?:[ \u00a0\u202f.]\d\d){4})(?![\w])")
_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_SLASHED: Final = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_SHORT_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)(\d\d))[-\u2013/](\d\d)(?![\d:.,]\d|\d|[-\u2013/])")
_SHORT_SCALE: Final = re.compile(r"(?:k|m|mn|bn)\b", re.IGNORECASE)
_SHORT_SCALES: Final = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9}
_DAY: Final = r"(?<![\d:.,/])(?:[12]\d|3[01]|0?[1-9])(?![\d:])"
_CLOCK: Final = r"(?:[01]?\d|2[0-4])"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled patterns of one language."""

    days_month: re.Pattern[str]
    month_days: re.Pattern[str]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    half_day: re.Pattern[str]
    clock: re.Pattern[str]
    hours: re.Pattern[str]
    word_clock: re.Pattern[str]
    ordinal: re.Pattern[str]
    scale: re.Pattern[str]
    percent: re.Pattern[str]
    currency_after: re.Pattern[str]
    currency_before: re.Pattern[str]


def read(text: str, locale: str) -> tuple[Quantity, ...]:
    """The quantities of a segment in the order in which they stand; inline codes and addresses hold none."""
    if not _is_worth_reading(text, locale):
        return ()
    reader = _Reader(text, vocabulary(locale), _patterns(locale))
    return tuple(sorted(reader.all(), key=lambda found: found.start))


def _is_worth_reading(text: str, locale: str) -> bool:
    return any(map(str.isdigit, text)) or bool(_words(locale).search(text))


@functools.cache
def _words(locale: str) -> re.Pattern[str]:
    known = vocabulary(locale)
    names = either({**known.months, **known.weekdays, **known.clock_words})
    return re.compile(rf"\b(?:{names})|\b[IVXLC]{{1,6}}e", re.IGNORECASE)


class _Reader:
    """Reads one text. ``rest`` is the text with what is read already blanked out, of the same length."""

    def __init__(self, text: str, known: Vocabulary, patterns: _Patterns) -> None:
        blank = _PLACEHOLDER.sub(self._blank, CODE.sub(lambda code: "\x1a" * len(code.group()), text))
        self.rest = ADDRESS.sub(self._blank, blank)
        self.known = known
        self.patterns = patterns

    def all(self) -> Iterator[Quantity]:
        for pattern, make in (
            (_PHONE, self._phone),
            (_ISO, self._iso),
            (_SLASHED, self._slashed),
            (self.patterns.days_month, self._days_month),
            (self.patterns.month_days, self._month_days),
            (self.patterns.half_day, self._half_day),
            (self.patterns.clock, self._clock),
            (self.patterns.hours, self._hours),
            (self.patterns.word_clock, self._word_clock),
            (self.patterns.month, self._month),
            (self.patterns.weekday, self._weekday),
            (_SHORT_YEAR, self._years),
            (self.patterns.ordinal, self._ordinal),
            (FIGURE, self._number),
        ):
            yield from self._each(pattern, make)

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
        first, second = int(match.group(1)), int(match.group(2))
        day, month = (first, second) if second <= 12 else (second, first)
        if month <= 12 and 1 <= day <= 31 and month:
            yield Quantity(Sort.DATE, _date(month, day), match.start(1), match.end(2))
            yield Quantity(Sort.NUMBER, Fraction(match.group(3)), *match.span(3))

    def _days_month(self, match: re.Match[str]) -> Iterator[Quantity]:
        month = self.known.months[match.group("month").casefold()]
        days = list(re.finditer(_DAY, match.group("days")))
        for number, day in enumerate(days):
            is_last = number == len(days) - 1
            start, end = match.start("days") + day.start(), match.start("days") + day.end()
            end = match.end() if is_last else end + len(self._day_mark(match.group("days")[day.end() :]))
            yield Quantity(Sort.DATE, _date(month, int(day.group())), start, end, full=is_last)

    def _month_days(self, match: re.Match[str]) -> Iterator[Quantity]:
        month = self.known.months[match.group("month").casefold()]
        for number, day in enumerate(re.finditer(_DAY, match.group("days"))):
            start, end = match.start("days") + day.start(), match.start("days") + day.end()
            end += len(self._day_mark(match.group("days")[day.end() :]))
            value = _date(month, int(day.group()))
            yield Quantity(Sort.DATE, value, start if number else match.start(), end, full=number == 0)

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
            return name[0].isupper()
        before = self.rest[: match.start()]
        is_alone = match.group().strip() == self.rest.strip()
        return name[0].isupper() and bool(
            match.group("year") or is_alone or re.search(self.known.alone, before, re.IGNORECASE)
        )

    def _weekday(self, match: re.Match[str]) -> Iterator[Quantity]:
        day = self.known.weekdays[match.group(1).casefold()]
        yield Quantity(Sort.WEEKDAY, Fraction(day), *match.span(1))

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
        money = after_figure or self.patterns.currency_before.search(self.rest[:start])
        if money is None:
            yield Quantity(Sort.NUMBER, value * scale, start, end, scale=scale)
            return
        sign = money.group("currency").casefold()
        short = _SHORT_SCALE.match(after) if scaled is None and not after_figure else None
        scale *= _SHORT_SCALES[short.group().casefold()] if short else 1
        scale *= {"k€": 1000, "m€": 10**6, "md€": 10**9}.get(sign, 1) if after_figure else 1
        yield Quantity(Sort.MONEY, value * scale, start, end, self.known.currencies[sign], scale)


def _date(month: int, day: int) -> Fraction:
    return Fraction(100 * month + day)


def _minutes(hour: str, minute: str | None) -> Fraction:
    return Fraction(int(hour) % 24 * 60 + int(minute or 0))


@functools.cache
def _patterns(locale: str) -> _Patterns:
    known = vocabulary(locale)
    month = rf"(?P<month>{either(known.months)})" if known.months else r"(?P<month>(?!))"
    written_out = "".join(f"(?<!{re.escape(name)})" for name in sorted(known.full_months))
    dotted = rf"(?P<dotted>{month}\b(?:{written_out}\.)?)"  # the full stop of an abbreviation
    day = rf"{_DAY}{known.day_mark}"
    days = rf"(?P<days>{_DAY}{known.day_mark}(?:(?:{known.joiners}){day})*)"
    flags = re.IGNORECASE
    till = rf"{SPACE}*(?:[-\u2013\u2014]|to|and|until|till){SPACE}*"
    currency = f"(?P<currency>{either(known.currencies)})"
    scale = either(known.scales) or "(?!)"
    half = (
        rf"(?<![\d:.,])(?:(?P<from>1[0-2]|0?[1-9])(?:[:.](?P<from_minute>[0-5]\d))?{till})?"
        rf"(?P<hour>1[0-2]|0?[0-9])(?:[:.](?P<minute>[0-5]\d))?{SPACE}*(?P<half>[ap])\.?{SPACE}?m\b\.?"
    )
    return _Patterns(
        days_month=re.compile(rf"{days}(?:{_GAP}+|-){dotted}(?!\w)", flags),
        month_days=re.compile(
            rf"\b{dotted}{_GAP}+(?:the{SPACE}+)?{days}(?!\d|[:.]\d)" if known.month_first else "(?!)", flags
        ),
        month=re.compile(rf"(?<![\w]){dotted}(?![\w])(?:{_GAP}+(?P<year>(?:19|20)\d\d)(?!\d))?", flags),
        weekday=re.compile(rf"(?<!\w)({either(known.weekdays) or '(?!)'})s?(?!\w)", flags),
        half_day=re.compile(half if known.half_days else "(?!)", flags),
        clock=re.compile(rf"(?<![\d:.,])({_CLOCK}):([0-5]\d)(?![\d:])"),
        hours=re.compile(
            rf"(?<![\d:.,])(?:(?P<first>{_CLOCK}){SPACE}*(?:à|[-\u2013/]|et){SPACE}*)?"
            rf"(?P<hour>{_CLOCK}){SPACE}?{known.hour_mark}(?:{SPACE}?(?P<minute>[0-5]\d)(?!\d))?(?!\w)",
            flags,
        ),
        word_clock=re.compile(
            rf"(?<![\w-])(?!(?<=après )midi)(?:{either(known.clock_words) or '(?!)'})(?![\w-])", flags
        ),
        ordinal=re.compile(rf"(?<![\w.,])(?:(?P<figure>\d{{1,4}})\x1a*{known.ordinal}|{known.roman})"),
        scale=re.compile(rf"{_GAP}*(?P<scale>{scale})(?!\w)", flags),
        percent=re.compile(known.percent, flags),
        currency_after=re.compile(rf"{_GAP}*(?:(?:d['\u2019]|de{SPACE})?){currency}(?!\w)", flags),
        currency_before=re.compile(rf"(?<!\w){currency}{_GAP}*$", flags),
    )
