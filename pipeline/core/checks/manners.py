"""The ways in which one language rightly says a value that the other writes otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from pipeline.core.checks.sides import PLAIN, Side
from pipeline.core.languages import month_name, weekday_name
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.number_words import has_article

_LIST: Final = re.compile(r"\d+,\d{1,2}")  # in English
_DECADE: Final = re.compile(r"ann[ée]es[ \u00a0\u202f]$", re.IGNORECASE)
_DECADES: Final = re.compile(r"\bann[ée]es\b|\b[a-z]+ties\b", re.IGNORECASE)
_HALF_DAY: Final = re.compile(r"\b(?:afternoon|evening|night|tonight|[ap]\.?m\b|après-midi|soir)", re.IGNORECASE)


def is_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether the other side says a value of this one in another manner that is right."""
    if _is_spoken(quantity, one, other):
        return True
    if quantity.sort in PLAIN:
        return _is_number_said(quantity, one, other)
    return _MANNERS[quantity.sort](quantity, one, other)


def _is_spoken(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether it is part of a time in words that the other side has too: the 2 of "half past 2" and 14 h 30."""
    for phrase in one.spoken:
        if phrase.start <= quantity.start < phrase.end and phrase.readings & _all_minutes(other):
            return True
    return False


def _all_minutes(side: Side) -> frozenset[int]:
    """Every time and length of time of a side, in minutes, said in words or figures."""
    times = {int(quantity.value) for quantity in side.found if quantity.sort is Sort.TIME}
    for quantity, unit in zip(side.found, side.counted, strict=True):
        if unit in ("min", "h") and quantity.sort is Sort.NUMBER:
            times.add(int(quantity.value * (60 if unit == "h" else 1)))
    return side.minutes | times


def _is_number_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """In words, as an ordinal or with the unit elsewhere (5 to 10 %), in digits as they are, as hours or minutes."""
    value = quantity.value
    if any(
        rival.value == value and quantity.label and rival.label not in ("", quantity.label) for rival in other.found
    ):
        return False  # another currency
    is_article = value == 1 and _count(one) > _count(other) and has_article(other.text, other.locale)
    if is_article or value in other.words or _is_as_it_is(quantity, one, other):
        return True
    if _is_length(quantity, one) in other.minutes or _is_worded_decade(quantity, one, other):
        return True
    return any(_is_rival(quantity, one, rival, other) for rival in other.found)


def _is_rival(quantity: Quantity, one: Side, rival: Quantity, other: Side) -> bool:
    if rival.sort is Sort.TIME:
        return _is_hour(quantity.value, _unit(quantity, one), rival, other.found)
    if rival.sort is Sort.DATE:
        return rival.value % 100 == quantity.value and _has_month(rival, one)
    is_plain = rival.sort in PLAIN and "" in (rival.label, quantity.label)
    return is_plain and (rival.value == quantity.value or _is_short(quantity, one, rival, other))


def _is_as_it_is(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether the same digits stand there in no other quantity ("SVG 2" is SVG2), or read otherwise (1,234; 0,1)."""
    shown = one.shown(quantity)
    if _LIST.fullmatch(shown) and {Fraction(part) for part in shown.split(",")} <= other.numbers():
        return True
    spelt = re.escape(shown).replace(",", r"[.,]").replace(r"\.", "[.,]")
    for match in re.finditer(rf"(?<!\d){spelt}(?!\d)", other.text):
        inside = [rival for rival in other.found if rival.start < match.end() and match.start() < rival.end]
        if all(_is_same_figure(quantity, rival, match.span(), other) for rival in inside):
            return True
    return False


def _is_same_figure(quantity: Quantity, rival: Quantity, span: tuple[int, int], side: Side) -> bool:
    """Whether a figure is this one spelt alike, or two with a comma and no space between."""
    is_list = side.locale.startswith("en") and _LIST.fullmatch(side.shown(rival)) is not None
    return is_list or (rival.scale == quantity.scale and (rival.start, rival.end) == span)


def _is_length(quantity: Quantity, side: Side) -> int:
    """The minutes that a number of minutes or hours means, -1 for other numbers."""
    unit = _unit(quantity, side)
    return int(quantity.value * {"min": 1, "h": 60}[unit]) if unit in ("min", "h") else -1


def _unit(quantity: Quantity, side: Side) -> str:
    return side.counted[side.found.index(quantity)]


def _is_worded_decade(quantity: Quantity, one: Side, other: Side) -> bool:
    """The 1990s as « les années quatre-vingt-dix » or the nineties, the 90s among them."""
    is_tens = quantity.value % 10 == 0 and quantity.value % 100 in other.words
    return is_tens and (_is_decade(quantity, one)) and _DECADES.search(other.text) is not None


def _is_decade(quantity: Quantity, side: Side) -> bool:
    mark = side.text[quantity.end : quantity.end + 2].casefold().lstrip("'\u2019")
    before = side.text[max(0, quantity.start - 8) : quantity.start]
    return mark[:1] == "s" or _DECADE.search(before) is not None


def _is_short(quantity: Quantity, one: Side, rival: Quantity, other: Side) -> bool:
    """Whether one of two numbers is the other in short: 1.2m, 10k, the 70s, « les années 70 »."""
    (low, side), (high, _) = sorted(((quantity, one), (rival, other)), key=lambda both: both[0].value)
    mark = side.text[low.end : low.end + 1].casefold()
    is_decade = low.value < 100 and high.value % 100 == low.value
    if is_decade and (_is_decade(low, side) or re.search(r"\bann[ée]es\b", side.text) is not None):
        return True
    return high.value == low.value * {"m": 10**6, "k": 1000}.get(mark, 0)


def _count(side: Side) -> int:
    """How many plain numbers a side has."""
    return sum(quantity.sort in PLAIN for quantity in side.found)


def _is_hour(value: Fraction, unit: str, time: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a bare number is the hour or the minutes of a time, or its length: 2, 14.30, 90 minutes, 1.5, 24/7."""
    minute = int(time.value) % 60
    spellings = {time.value, Fraction(minute or -1)} if unit in ("", "min") else set()
    spellings |= _as_hours(time.value) if unit in ("", "h") else set()
    return value in spellings and len(found) < 8


def _as_hours(time: Fraction) -> set[Fraction]:
    """How a number alone gives a time or a number of hours: 14, 2, 14.30, 14.5; 24 for midnight."""
    hour, minute = divmod(int(time), 60)
    whole = Fraction(hour)
    return {whole, whole - 12, whole + Fraction(minute, 100), time / 60} | ({Fraction(24)} if time == 0 else set())


def _is_time_said(quantity: Quantity, one: Side, other: Side) -> bool:
    value = quantity.value
    hour, minute = (Fraction(part) for part in divmod(int(value), 60))
    if int(value) in other.minutes or _is_half_day(quantity, one, other) or _is_name(quantity, one, other):
        return True
    units = [(rival.value, _unit(rival, other)) for rival in other.found if rival.sort in PLAIN]
    hours = {number for number, unit in units if unit in ("", "h")}
    lengths = {number for number, unit in units if unit in ("", "min")}
    if hour in hours and minute in hours | lengths | {Fraction(0)}:
        return True
    if value in lengths or (_as_hours(value) - {hour}) & hours:
        return True
    if minute or any(phrase.minutes % 60 for phrase in other.spoken):  # half past two is not two
        return False
    return bool((_as_hours(value) | {hour}) & (other.words if hour else {Fraction(0), Fraction(24)} & other.words))


def _is_name(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether "Midi" is left as it is, as in a name."""
    return one.shown(quantity).isalpha() and _is_named(one.shown(quantity), other)


def _is_half_day(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether a time of twelve hours is one of twenty-four: 2:30 in the afternoon, 14 h 30."""
    words = one.text + " " + other.text
    return _HALF_DAY.search(words) is not None and any(
        rival.sort is Sort.TIME and abs(rival.value - quantity.value) == 720 and _is_bare(quantity, one, rival, other)
        for rival in other.found
    )


def _is_bare(quantity: Quantity, one: Side, rival: Quantity, other: Side) -> bool:
    """Whether the earlier of the two times says itself neither a.m. nor p.m."""
    shown = one.shown(quantity) if quantity.value < rival.value else other.shown(rival)
    return "m" not in shown.casefold()


def _is_date_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """A day whose month stands elsewhere (the 7th, le 7), and 05/06, which America reads the other way round."""
    day = quantity.value % 100
    numbers = other.numbers() | other.words
    if (day in numbers and _has_month(quantity, other)) or _is_named(_month_of(quantity, one.locale), other):
        return True
    turned = 100 * day + quantity.value // 100
    return any(
        rival.sort is Sort.DATE and rival.value == turned and _is_slashed(quantity, one) != _is_slashed(rival, other)
        for rival in other.found
    )


def _is_slashed(quantity: Quantity, side: Side) -> bool:
    return "/" in side.shown(quantity)


def _is_month_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """The month in a date, left as it is in a title, or where nobody could tell whether it is one ("March")."""
    theirs = re.search(rf"\b{re.escape(_month_of(quantity, other.locale))}\b", other.text) if other.locale else None
    return _has_month(quantity, other) or theirs is not None or _is_named(_month_of(quantity, one.locale), other)


def _has_month(quantity: Quantity, side: Side) -> bool:
    """Whether a side names the month of a date or a month."""
    month = _month_number(quantity)
    return any(_month_number(rival) == month for rival in side.found if rival.sort in (Sort.DATE, Sort.MONTH))


def _month_number(quantity: Quantity) -> int:
    return int(quantity.value) // 100 if quantity.sort is Sort.DATE else int(quantity.value)


def _month_of(quantity: Quantity, locale: str) -> str:
    return month_name(_month_number(quantity), locale)


def _is_weekday_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """The day left as it is in a title (Black Friday), or in short where that is read as no day ("Lun")."""
    if _is_named(one.shown(quantity).rstrip("."), other):
        return True
    short = re.escape(weekday_name(int(quantity.value), other.locale)[:3])
    is_short = re.search(rf"\b{short}[a-z]?(?!\w)", other.text, re.IGNORECASE) is not None
    return is_short and not any(rival.sort is Sort.WEEKDAY for rival in other.found)


def _is_named(name: str, side: Side) -> bool:
    """Whether a name is left as it is, as in a title."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", side.text, re.IGNORECASE) is not None and not any(
        name.casefold() in side.shown(rival).casefold() for rival in side.found
    )


def _is_phone_said(quantity: Quantity, one: Side, other: Side) -> bool:
    """Whether the number stands there with or without the country's: +33 3 88 … and 03 88 … are one."""
    if any(rival.sort is Sort.PHONE for rival in other.found):
        return any(
            _is_same_phone(quantity.label, one.shown(quantity), rival.label, other.shown(rival))
            for rival in other.found
            if rival.sort is Sort.PHONE
        )
    return quantity.label in re.sub(r"\D", "", other.text)


def _is_same_phone(digits: str, shown: str, others: str, spelt: str) -> bool:
    if shown.startswith("+") is spelt.startswith("+"):
        return digits == others
    long, short = (digits, others) if shown.startswith("+") else (others, digits)
    rest = len(long) - len(short.removeprefix("0"))
    return long.endswith(short.removeprefix("0")) and 1 <= rest <= 4


_MANNERS: Final[dict[Sort, Callable[[Quantity, Side, Side], bool]]] = {
    Sort.DATE: _is_date_said,
    Sort.MONTH: _is_month_said,
    Sort.WEEKDAY: _is_weekday_said,
    Sort.TIME: _is_time_said,
    Sort.PHONE: _is_phone_said,
}
