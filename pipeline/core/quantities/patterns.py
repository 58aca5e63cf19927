"""The patterns by which the quantities of a language are found."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from pipeline.core.quantities.vocabulary import SPACE, either, vocabulary

_GAP: Final = rf"(?:{SPACE}|\x1a)"  # a space, or an inline code
PLACEHOLDER: Final = re.compile(
    r"(?<!\d)%(?:\d+\$)?[-+#0]*(?:\d+|\*(?:\d+\$)?)?(?:\.(?:\d+|\*(?:\d+\$)?))?[hlLqjzt]*[a-zA-Z]|&#x?[\da-fA-F]+;|\{\w*\}"
)
"""What a program fills in later, and characters by number: their figures are nobody's."""
PHONE: Final = re.compile(
    r"(?<![\w.,+/-])(?:\+\d[\d \u00a0\u202f().-]{6,18}\d|0\d(?:[ \u00a0\u202f.-]?\d\d){4}"
    r"|\(?0\d{1,4}\)?[ \u00a0-]\d{3,4}[ \u00a0-]\d{3,4}|\(\d{3}\)[ \u00a0-]?\d{3}[ \u00a0-]\d{4})(?!\w|[.,-]\d)"
)
"""International, French, British and American."""
ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
YEAR_MONTH: Final = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])")
SLASHED: Final = re.compile(
    r"(?<![\d/.-])(?:(\d{1,2})/(\d{1,2})/((?:19|20)\d\d|\d\d(?<=/\d\d/\d\d))|(\d{1,2})([.-])(\d{1,2})\5((?:19|20)\d\d))(?![\d/-]|\.\d)"
)
"""31/12/2026, 31/12/26, 31.12.2026, 31-12-2026."""
SHORT_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)(\d\d))[-\u2013/](\d\d)(?![\d:.,]\d|\d|[-\u2013/])")
SHORT_SCALE: Final = re.compile(r"(?:k|m|mn|bn)\b", re.IGNORECASE)
DAY: Final = r"(?<![\d:.,/])(?:[12]\d|3[01]|0?[1-9])(?![\d:])"
_CLOCK: Final = r"(?:[01]?\d|2[0-4])"


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns of one language."""

    days_month: re.Pattern[str]
    month_days: re.Pattern[str]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    short_day: re.Pattern[str]
    near_day: re.Pattern[str]
    days_before: re.Pattern[str]
    half_day: re.Pattern[str]
    clock: re.Pattern[str]
    hours: re.Pattern[str]
    word_clock: re.Pattern[str]
    ordinal: re.Pattern[str]
    scale: re.Pattern[str]
    percent: re.Pattern[str]
    currency_after: re.Pattern[str]
    currency_before: re.Pattern[str]


@functools.cache
def patterns(locale: str) -> Patterns:
    """The patterns of a locale, made once."""
    known = vocabulary(locale)
    month = rf"(?P<month>{either(known.months)})" if known.months else r"(?P<month>(?!))"
    written_out = "".join(f"(?<!{re.escape(name)})" for name in sorted(known.full_months))
    dotted = rf"(?P<dotted>{month}\b(?:{written_out}\.)?)"  # the full stop of an abbreviation
    day = rf"{DAY}{known.day_mark}"
    days = rf"(?P<days>{DAY}{known.day_mark}(?:(?:{known.joiners}){day})*)"
    flags = re.IGNORECASE
    till = rf"{SPACE}*(?:[-\u2013\u2014/&]|to|and|or|until|till){SPACE}*"
    short = either(known.short_days) or "(?!)"
    beside = rf"{_GAP}*(?:[-\u2013\u2014/&,]|to|and|or|à|au|et|ou){_GAP}*"
    currency = f"(?P<currency>{either(known.currencies)})"
    scale = either(known.scales) or "(?!)"
    half = (
        rf"(?<![\d:.,])(?:(?P<from>1[0-2]|0?[1-9])(?:[:.](?P<from_minute>[0-5]\d))?{till})?"
        rf"(?P<hour>1[0-2]|0?[0-9])(?:[:.](?P<minute>[0-5]\d))?{SPACE}*(?P<half>[ap])\.?{SPACE}?m\b\.?"
    )
    return Patterns(
        days_month=re.compile(rf"{days}(?:{_GAP}+|-){dotted}(?!\w)", flags),
        month_days=re.compile(
            rf"\b{dotted}{_GAP}+(?:the{SPACE}+)?{days}(?!\d|[:.]\d)" if known.month_first else "(?!)", flags
        ),
        month=re.compile(rf"(?<![\w]){dotted}(?![\w])(?:{_GAP}+(?P<year>(?:19|20)\d\d)(?!\d))?", flags),
        weekday=re.compile(rf"(?<!\w)({either(known.weekdays) or '(?!)'})s?(?!\w)", flags),
        short_day=re.compile(rf"(?<!\w)(?P<short>{short})(?!\w)(?P<dot>\.?)", flags),
        near_day=re.compile(rf",?{_GAP}*\ufffc|{beside}(?:{short})(?!\w)", flags),
        days_before=re.compile(rf"(?<!\w)(?:{short})\.?{beside}$", flags),
        half_day=re.compile(half if known.half_days else "(?!)", flags),
        clock=re.compile(rf"(?<![\d:.,])({_CLOCK}):([0-5]\d)(?![\d:])"),
        hours=re.compile(
            rf"(?<![\d:.,])(?:(?P<first>{_CLOCK}){SPACE}*(?:à|[-\u2013/]|et|ou){SPACE}*)?"
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
