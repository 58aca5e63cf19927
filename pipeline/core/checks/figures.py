"""Dates, times, numbers, amounts: the same values on both sides, however each language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pipeline.core.languages import month_name, weekday_name
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.number_words import has_article, is_known, worded
from pipeline.core.quantities.reading import read
from pipeline.core.text import without_codes

_PLAIN: Final = frozenset((Sort.NUMBER, Sort.ORDINAL, Sort.PERCENT, Sort.MONEY))
_SAME_PHONE: Final = 8  # digits at the end: +33 3 88 … and 03 88 … are one number


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a unit: its text, language, quantities, and the numbers it gives in words."""

    text: str
    locale: str
    found: tuple[Quantity, ...]
    words: frozenset[Fraction]


def check_figures(unit: Unit, source_locale: str, target_locale: str) -> Iterator[Finding]:
    """An error for each value that stands on one side only, neither as figure nor in words.

    Where a language's number words are not known, a warning.
    """
    source, target = _side(unit.source, source_locale), _side(unit.target, target_locale)
    if not source.found and not target.found:
        return
    severity = Severity.ERROR if is_known(source_locale) and is_known(target_locale) else Severity.WARNING
    for quantity in _lacking(source, target):
        yield Finding("figures", severity, f"{_shown(quantity, source)} is missing", unit.source)
    for quantity in _lacking(target, source):
        yield Finding("figures", severity, f"{_shown(quantity, target)} is not in the source", unit.source)
    if _is_reversed(source.found, target.found):
        yield Finding("figures", severity, "the times stand in the opposite order", unit.source)


def _side(text: str, locale: str) -> _Side:
    found = read(text, locale)
    return _Side(text, locale, found, worded(without_codes(text, " "), locale))


def _lacking(one: _Side, other: _Side) -> list[Quantity]:
    """The quantities of one side that the other says in no way, each meaning once."""
    there = {quantity.meaning for quantity in other.found}
    lacking: dict[object, Quantity] = {}
    for quantity in one.found:
        if quantity.meaning not in there and not _is_said(quantity, one, other):
            lacking.setdefault(quantity.meaning, quantity)
    return list(lacking.values())


def _is_said(quantity: Quantity, one: _Side, other: _Side) -> bool:
    """Whether the other side says a value in another manner that is right."""
    if quantity.sort in _PLAIN:
        return _is_number_said(quantity, one, other)
    return _MANNERS[quantity.sort](quantity, one, other)


def _is_number_said(quantity: Quantity, one: _Side, other: _Side) -> bool:
    """In words, as an ordinal or with the unit elsewhere (5 to 10 %), in digits as they are, as hours or minutes."""
    value = quantity.value
    if any(
        rival.value == value and quantity.label and rival.label not in ("", quantity.label) for rival in other.found
    ):
        return False  # another currency
    is_article = value == 1 and _count(one) > _count(other) and has_article(other.text, other.locale)
    if is_article or value in other.words or value / quantity.scale in other.words:
        return True
    shown = without_codes(one.text[quantity.start : quantity.end])
    if re.search(rf"(?<!\d){re.escape(shown)}(?!\d)", other.text):
        return True
    for rival in other.found:
        is_plain = rival.sort in _PLAIN and "" in (rival.label, quantity.label)
        if (is_plain and (rival.value == value or _is_short(quantity, one, rival, other))) or (
            rival.sort is Sort.TIME and _is_hour(value, rival, other.found)
        ):
            return True
        if rival.sort is Sort.DATE and rival.value % 100 == value and _has_month(rival, one):
            return True
    return False


def _is_short(quantity: Quantity, one: _Side, rival: Quantity, other: _Side) -> bool:
    """Whether one of two numbers is the other in short: 1.2m, 10k, the 70s."""
    (low, side), (high, _) = sorted(((quantity, one), (rival, other)), key=lambda both: both[0].value)
    mark = side.text[low.end : low.end + 1].casefold()
    is_decade = mark in ("s", "'", "\u2019") and low.value < 100 and high.value % 100 == low.value
    return is_decade or high.value == low.value * {"m": 10**6, "k": 1000}.get(mark, 0)


def _count(side: _Side) -> int:
    """How many plain numbers a side has."""
    return sum(quantity.sort in _PLAIN for quantity in side.found)


def _is_hour(value: Fraction, time: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a bare number is the hour or the minutes of a time, or its length: 2, 14.30, 90 minutes, 24/7."""
    hour, minute = divmod(int(time.value), 60)
    spellings = {hour, hour - 12, hour + Fraction(minute, 100), time.value}
    spellings |= {24} if time.value == 0 else set()
    if minute:
        spellings.add(minute)
    return value in spellings and len(found) < 8


def _is_time_said(quantity: Quantity, one: _Side, other: _Side) -> bool:  # noqa: ARG001  one of several manners
    hour, minute = divmod(int(quantity.value), 60)
    numbers = {rival.value for rival in other.found if rival.sort in _PLAIN}
    if {Fraction(hour), Fraction(minute)} <= numbers | {Fraction(0)} and Fraction(hour) in numbers:
        return True
    spellings = {Fraction(hour - 12), hour + Fraction(minute, 100), quantity.value}
    spellings |= {Fraction(24)} if quantity.value == 0 else set()
    if quantity.value == 0 and 24 in other.words:
        return True
    return bool(spellings & numbers) or (not minute and bool({Fraction(hour), Fraction(hour - 12)} & other.words))


def _is_date_said(quantity: Quantity, one: _Side, other: _Side) -> bool:
    """A day whose month stands elsewhere: the 7th, le 7."""
    day = quantity.value % 100
    numbers = {rival.value for rival in other.found if rival.sort in _PLAIN} | other.words
    return (day in numbers and _has_month(quantity, other)) or _is_named(_month_of(quantity, one.locale), other)


def _is_month_said(quantity: Quantity, one: _Side, other: _Side) -> bool:
    """The month in a date, left as it is in a title, or where nobody could tell whether it is one ("March")."""
    theirs = re.search(rf"\b{re.escape(_month_of(quantity, other.locale))}\b", other.text) if other.locale else None
    return _has_month(quantity, other) or theirs is not None or _is_named(_month_of(quantity, one.locale), other)


def _has_month(quantity: Quantity, side: _Side) -> bool:
    """Whether a side names the month of a date or a month."""
    month = _month_number(quantity)
    return any(_month_number(rival) == month for rival in side.found if rival.sort in (Sort.DATE, Sort.MONTH))


def _month_number(quantity: Quantity) -> int:
    return int(quantity.value) // 100 if quantity.sort is Sort.DATE else int(quantity.value)


def _month_of(quantity: Quantity, locale: str) -> str:
    return month_name(_month_number(quantity), locale)


def _is_weekday_said(quantity: Quantity, one: _Side, other: _Side) -> bool:
    """The day left as it is in a title, or in short ("Mon")."""
    short = re.escape(weekday_name(int(quantity.value), other.locale)[:3])
    is_short = re.search(rf"\b{short}\w{{0,2}}\b", other.text) is not None
    return is_short or _is_named(weekday_name(int(quantity.value), one.locale), other)


def _is_named(name: str, side: _Side) -> bool:
    """Whether a name is left as it is, as in a title (Black Friday)."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", side.text, re.IGNORECASE) is not None and not any(
        _has_name(rival, name, side) for rival in side.found
    )


def _has_name(rival: Quantity, name: str, side: _Side) -> bool:
    return name.casefold() in side.text[rival.start : rival.end].casefold()


def _is_phone_said(quantity: Quantity, one: _Side, other: _Side) -> bool:  # noqa: ARG001  one of several manners
    digits = re.sub(r"\D", "", other.text)
    return quantity.label[-_SAME_PHONE:] in digits


_MANNERS: Final[dict[Sort, Callable[[Quantity, _Side, _Side], bool]]] = {
    Sort.DATE: _is_date_said,
    Sort.MONTH: _is_month_said,
    Sort.WEEKDAY: _is_weekday_said,
    Sort.TIME: _is_time_said,
    Sort.PHONE: _is_phone_said,
}


def _is_reversed(source: Iterable[Quantity], target: Iterable[Quantity]) -> bool:
    """Whether the two times of a range changed places."""
    first, second = ([q.value for q in side if q.sort is Sort.TIME] for side in (source, target))
    return len(first) == 2 and first[0] != first[1] and second == first[::-1]


def _shown(quantity: Quantity, side: _Side) -> str:
    text = without_codes(side.text[quantity.start : quantity.end])
    if quantity.sort is Sort.DATE:
        month, day = divmod(int(quantity.value), 100)
        return f"{day} {month_name(month, side.locale)}"
    if quantity.sort is Sort.TIME:
        return f"{int(quantity.value) // 60}:{int(quantity.value) % 60:02d}"
    return f'the {quantity.sort} "{text}"'
