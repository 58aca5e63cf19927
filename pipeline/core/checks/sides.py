"""One side of a unit as the check of values sees it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.measures import measures
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.number_words import worded
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.spoken_times import Spoken, spoken
from pipeline.core.quantities.zones import Zone, zones
from pipeline.core.text import without_codes

PLAIN: Final = frozenset((Sort.NUMBER, Sort.ORDINAL, Sort.PERCENT, Sort.MONEY))
"""The sorts whose value is a number that may also stand in words."""


@dataclass(frozen=True, slots=True)
class Side:
    """A text with its language, its quantities and what each counts, and what it says in words."""

    text: str
    locale: str
    found: tuple[Quantity, ...]
    counted: tuple[str, ...]
    words: frozenset[Fraction]
    spoken: tuple[Spoken, ...]
    zones: tuple[Zone, ...]

    @property
    def minutes(self) -> frozenset[int]:
        """Every minute that a spoken time may mean."""
        return frozenset(minute for phrase in self.spoken for minute in phrase.readings)

    def numbers(self) -> set[Fraction]:
        """The values of its plain numbers."""
        return {quantity.value for quantity in self.found if quantity.sort in PLAIN}

    def shown(self, quantity: Quantity) -> str:
        """A quantity as it stands there."""
        return without_codes(self.text[quantity.start : quantity.end])


def sides(source: str, target: str, source_locale: str, target_locale: str) -> tuple[Side, Side] | None:
    """Both sides of a unit; None where neither holds a quantity."""
    ours, theirs = read(source, source_locale), read(target, target_locale)
    if not ours and not theirs:
        return None
    return _side(source, source_locale, ours), _side(target, target_locale, theirs)


def _side(text: str, locale: str, found: tuple[Quantity, ...]) -> Side:
    has_time = any(quantity.sort is Sort.TIME for quantity in found)
    return Side(
        text,
        locale,
        found,
        measures(text, found, locale),
        worded(without_codes(text, " "), locale),
        spoken(text, locale),
        zones(text) if has_time else (),
    )
