"""Quantities as a language writes them, in the manner of the text they go into.

French as the Imprimerie nationale's rules have it: ``1er juin``, ``14 h 05``, ``1 500``, months and days small.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple

from pipeline.core.languages import month_name, weekday_name
from pipeline.core.quantities.figures import numeral, spell
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.vocabulary import vocabulary

NBSP: Final = "\u00a0"
_HALF: Final = re.compile(r"[ \u00a0]et (?:demie?|quart)|[ \u00a0]moins[ \u00a0]")
_ENDING: Final = re.compile(r"[ \u00a0]?(?:e|[èe]me|i[èe]me)s?(?!\w)")
_WORDED: Final = {Fraction(0): "minuit", Fraction(720): "midi"}


class Writing(NamedTuple):
    """A place in a translation to be written anew.

    ``shown`` is what stands there and ``held`` its meaning; ``wanted`` is the new meaning, ``month`` the new one of the
    date whose month it leans on, ``source`` how the new text spells it and ``was`` how the old one did. ``before`` and
    ``after`` is what stands around it.
    """

    shown: str
    held: Quantity
    wanted: Quantity
    month: Quantity
    source: str
    was: str
    before: str
    after: str
    locale: str


def write(writing: Writing) -> str | None:
    """The new spelling; None where grammar around it might have to change, or there are codes within."""
    if "<" in writing.shown or "\x1a" in writing.shown:
        return None
    writers: dict[Sort, Callable[[Writing], str | None]] = {
        Sort.DATE: _date,
        Sort.MONTH: _month,
        Sort.WEEKDAY: _weekday,
        Sort.TIME: _time,
        Sort.ORDINAL: _ordinal,
        Sort.PHONE: lambda known: known.source,
    }
    return writers.get(writing.held.sort, _number)(writing)


def day_and_month(value: Fraction, locale: str, space: str = NBSP) -> str:
    """``5 mai``, ``1er juin``; ``space`` stands between in French, by default one at which no line ends."""
    month, day = divmod(int(value), 100)
    gap = space if locale.startswith("fr") else " "
    return f"{day_number(day, locale)}{gap}{month_name(month, locale)}"


def day_number(day: int, locale: str) -> str:
    """``5``, and in French ``1er`` for the first."""
    return "1er" if day == 1 and locale.startswith("fr") else str(day)


def hours(value: Fraction, space: str = NBSP) -> str:
    """``14 h``, ``14 h 05``."""
    hour, minute = divmod(int(value), 60)
    return f"{hour}{space}h{space}{minute:02d}" if minute else f"{hour}{space}h"


def _date(writing: Writing) -> str | None:
    if re.fullmatch(r"\d+[-/]\d+", writing.shown):
        return None
    if not writing.held.full and int(writing.wanted.value) // 100 == int(writing.month.value) // 100:
        return day_number(int(writing.wanted.value) % 100, writing.locale)
    if writing.held.full and not re.match(r"\d", writing.shown):
        return None  # a language that names the month first
    return day_and_month(writing.wanted.value, writing.locale, NBSP if NBSP in writing.shown else " ")


def _month(writing: Writing) -> str:
    return _like(writing.shown, month_name(int(writing.wanted.value), writing.locale))


def _weekday(writing: Writing) -> str | None:
    """The full name, or the short one where the translation has one: ``lun.``."""
    name = weekday_name(int(writing.wanted.value), writing.locale)
    if writing.shown.casefold() != weekday_name(int(writing.held.value), writing.locale).casefold():
        if not re.fullmatch(r"\w{3}\.?", writing.shown):
            return None
        name = name[:3] + writing.shown[3:]
    return _like(writing.shown, name)


def _like(shown: str, name: str) -> str:
    return name[0].upper() + name[1:] if shown[0].isupper() else name


def _time(writing: Writing) -> str | None:
    hour, minute = divmod(int(writing.wanted.value), 60)
    if not writing.shown[0].isdigit():
        if not re.search(r"(?:^|\b(?:à|de|et|entre|dès)[ \u00a0])$", writing.before, re.IGNORECASE):
            return None  # « le midi » is no « le 14 h »
        if writing.wanted.value in _WORDED:
            return _like(writing.shown, _WORDED[writing.wanted.value])
    if ":" in writing.shown:
        return f"{hour:02d}:{minute:02d}"
    if not writing.locale.startswith("fr") or _HALF.match(writing.after):
        return None
    if not writing.held.full and not minute:
        return str(hour)
    spaced = re.search(r"\d([\s\u00a0\u202f]?)h", writing.shown)
    return hours(writing.wanted.value, spaced.group(1) if spaced else NBSP)


def _ordinal(writing: Writing) -> str | None:
    """The numeral alone, where what follows it stays the same: « 5e », not « 1re » nor « 2nde »."""
    if 1 in (writing.held.value, writing.wanted.value) or not _ENDING.match(writing.after):
        return None
    if writing.wanted.value.denominator != 1:
        return None
    value = int(writing.wanted.value)
    return str(value) if writing.shown.isdigit() else numeral(value)


def _number(writing: Writing) -> str | None:
    """The figure alone; not across the border between singular and plural, which French draws below 2.

    With as many decimals as the new text spells, where the translation had as many as the old one: 8,50 is no 8,5.
    """
    scaled = writing.wanted.value / writing.held.scale
    if writing.held.scale > 1 and not 1 <= scaled < 1000:
        return None
    if (writing.held.value / writing.held.scale < 2) is not (scaled < 2):
        return None
    if not writing.held.full:
        return str(int(writing.wanted.value))[-len(writing.shown) :]
    if _decimals(writing.shown, ",.") != _decimals(writing.was, ".") or _HALF.match(writing.after):
        return None
    spelt = spell(scaled, writing.shown, vocabulary(writing.locale).decimal)
    return None if spelt is None else _with_decimals(spelt, _decimals(writing.source, "."), writing)


def _decimals(shown: str, marks: str) -> int:
    """How many decimals a figure is spelt with; groups of three are none."""
    found = re.search(rf"[{re.escape(marks)}](\d+)$", shown)
    return 0 if found is None or (len(found.group(1)) == 3 and "." not in marks[:1]) else len(found.group(1))


def _with_decimals(spelt: str, wanted: int, writing: Writing) -> str | None:
    mark = vocabulary(writing.locale).decimal
    whole, _, rest = spelt.partition(mark)
    if len(rest) > wanted:
        return None
    return f"{whole}{mark}{rest.ljust(wanted, '0')}" if wanted else whole
