"""The states of a catalogue in units and words. Nothing is ever rounded up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.core.ledger import Ledger, state
from pipeline.core.model import State, Unit
from pipeline.core.text import words

_PUBLISHABLE = (State.REVIEWED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each state the number of units and of source words."""

    units: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    words: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            {key: self.units[key] + other.units[key] for key in State},
            {key: self.words[key] + other.words[key] for key in State},
        )

    @property
    def total_words(self) -> int:
        """All source words: the denominator of the percentage."""
        return sum(self.words.values())

    @property
    def reviewed_words(self) -> int:
        """Source words of reviewed and approved units."""
        return sum(self.words[key] for key in _PUBLISHABLE)

    @property
    def waiting_words(self) -> int:
        """Source words that wait for a person."""
        return self.total_words - self.reviewed_words

    @property
    def waiting_units(self) -> int:
        """Units that wait for a person."""
        return sum(count for key, count in self.units.items() if key not in _PUBLISHABLE)

    @property
    def translated_words(self) -> int:
        """Source words of finished units, reviewed or not: what counts where there is no ledger to prove a review."""
        return self.reviewed_words + self.words[State.CLAIMED]

    @property
    def percent_translated(self) -> int:
        """Translated words in a hundred source words, rounded down; 100 only if every unit is finished."""
        if self.waiting_units == self.units[State.CLAIMED]:
            return 100
        return min(99, self.translated_words * 100 // self.total_words) if self.total_words else 0

    @property
    def percent(self) -> int:
        """Reviewed words in a hundred source words, rounded down; 100 only if not a unit waits."""
        if self.waiting_units == 0:
            return 100
        return min(99, self.reviewed_words * 100 // self.total_words) if self.total_words else 0


def measure(units: Iterable[Unit], ledger: Ledger) -> Coverage:
    """Count the units of a catalogue by their state under a ledger."""
    index = ledger.index()
    counted = Coverage()
    for unit in units:
        key = state(unit, index)
        counted.units[key] += 1
        counted.words[key] += words(unit.source)
    return counted
