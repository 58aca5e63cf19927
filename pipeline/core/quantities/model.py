"""A quantity: what a date, a time or a figure in a text means, and where it stands."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Sort(StrEnum):
    """What a quantity is. A year is a number; a date is a month and a day."""

    DATE = "date"
    MONTH = "month"
    WEEKDAY = "weekday"
    TIME = "time"
    NUMBER = "number"
    PERCENT = "percentage"
    MONEY = "amount"
    ORDINAL = "ordinal"
    PHONE = "telephone number"


class Quantity(NamedTuple):
    """One quantity at characters ``start`` to ``end`` of a text.

    ``value`` is, by sort: 100 times the month plus the day; the month, 1 to 12; the day of the week, Monday 0; minutes
    after midnight; the number itself, scale included. ``label`` is the currency of an amount, the digits of a
    telephone number. ``scale`` is 1,000,000 where "million" follows. ``full`` is False for the 5 of "5-7 May" and the
    2 of "2-3 pm", which lean on what follows.
    """

    sort: Sort
    value: Fraction
    start: int
    end: int
    label: str = ""
    scale: int = 1
    full: bool = True

    @property
    def meaning(self) -> tuple[Sort, Fraction, str]:
        """What must be equal for two quantities to say the same."""
        return self.sort, self.value, self.label
