"""Dates, times, numbers, amounts: the same values on both sides, however each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.checks.manners import is_said
from pipeline.core.checks.places import changed_places
from pipeline.core.checks.sides import Side, sides
from pipeline.core.languages import month_name
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.quantities.measures import PERCENT
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.number_words import is_known
from pipeline.core.quantities.zones import Zone, agree, is_local

_UNIT: Final = re.compile(r"[ \u00a0\u202f]?[^\s\d.,;:()<]{1,12}")


def check_figures(unit: Unit, source_locale: str, target_locale: str) -> Iterator[Finding]:
    """An error for each value that stands on one side only, neither as figure nor in words, and for a changed unit,
    time zone or order where that is sure.

    Where a language's number words are not known, a warning.
    """
    both = sides(unit.source, unit.target, source_locale, target_locale)
    if both is None:
        return
    severity = Severity.ERROR if is_known(source_locale) and is_known(target_locale) else Severity.WARNING
    messages = list(_messages(*both))
    if not messages:
        messages = list(changed_places(*both))
    for message in messages:
        yield Finding("figures", severity, message, unit.source)


def _messages(source: Side, target: Side) -> Iterator[str]:
    for quantity in _lacking(source, target):
        yield f"{_shown(quantity, source)} is missing"
    for quantity in _lacking(target, source):
        yield f"{_shown(quantity, target)} is not in the source"
    yield from _other_measures(source, target)
    yield from _other_zones(source, target)


def _lacking(one: Side, other: Side) -> list[Quantity]:
    """The quantities of one side that the other says in no way, each meaning once."""
    there = {quantity.meaning for quantity in other.found}
    lacking: dict[object, Quantity] = {}
    for quantity in one.found:
        if quantity.meaning not in there and not is_said(quantity, one, other):
            lacking.setdefault(quantity.meaning, quantity)
    return list(lacking.values())


def _other_measures(source: Side, target: Side) -> Iterator[str]:
    """A number that counts something else in the translation: 5 % for €5, 10 km for 10 m.

    A unit that stands on one side only is no fault, unless it is a currency or per cent.
    """
    ours, theirs = _counted(source), _counted(target)
    for value, known in ours.items():
        there = theirs.get(value)
        if there is None or known.keys() & there.keys():
            continue
        quantity, (shown, unit) = next(iter(known.values())), _first(there, target)
        mine = next(iter(known))
        is_open = "" in known or "" in there
        if (is_open and not (_is_sign(mine) or _is_sign(unit))) or quantity.sort is Sort.ORDINAL:
            continue
        yield f'"{_with_unit(source, quantity)}" has become "{shown}"'


def _first(there: dict[str, Quantity], side: Side) -> tuple[str, str]:
    unit, quantity = next(iter(there.items()))
    return _with_unit(side, quantity), unit


def _counted(side: Side) -> dict[object, dict[str, Quantity]]:
    """For each number what it counts, with the first place where it does."""
    found: dict[object, dict[str, Quantity]] = {}
    for quantity, unit in zip(side.found, side.counted, strict=True):
        if quantity.sort in (Sort.NUMBER, Sort.PERCENT, Sort.MONEY):
            found.setdefault(quantity.value, {}).setdefault(unit, quantity)
    return found


def _is_sign(unit: str) -> bool:
    return unit == PERCENT or (len(unit) == 3 and unit.isupper())


def _with_unit(side: Side, quantity: Quantity) -> str:
    """A number with the sign before it and the word after it."""
    before = side.text[max(0, quantity.start - 3) : quantity.start].strip()[-1:]
    after = _UNIT.match(side.text, quantity.end)
    sign = before if before and before in "€$£¥" else ""
    return sign + side.shown(quantity) + ("" if sign or after is None else after.group())


def _other_zones(source: Side, target: Side) -> Iterator[str]:
    """A zone of the translation that no zone of the source agrees with, and one other than Paris's left out."""
    for zone in target.zones:
        if not agree(zone, source.zones) and (source.zones or not is_local(zone)):
            yield f'the time zone "{_zone(zone, target)}" is not in the source'
    for zone in source.zones:
        if not target.zones and not is_local(zone):
            yield f'the time zone "{_zone(zone, source)}" is missing'


def _zone(zone: Zone, side: Side) -> str:
    return side.text[zone.start : zone.end]


def _shown(quantity: Quantity, side: Side) -> str:
    if quantity.sort is Sort.DATE:
        month, day = divmod(int(quantity.value), 100)
        return f"{day} {month_name(month, side.locale)}"
    if quantity.sort is Sort.TIME:
        return f"{int(quantity.value) // 60}:{int(quantity.value) % 60:02d}"
    return f'the {quantity.sort} "{side.shown(quantity)}"'
