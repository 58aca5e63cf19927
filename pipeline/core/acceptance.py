"""What a person claims to have reviewed, what is odd about it, and the facts that record it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Finding, Kind, State, Unit
from pipeline.core.verify import Checker, errors

_BULK = 5  # machine texts taken unchanged from which on it looks like a tool's doing


@dataclass(frozen=True, slots=True)
class Claims:
    """The units claimed as right, errors found in them, and how many are machine text that nobody changed."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    unchanged: int

    @property
    def is_bulk(self) -> bool:
        """Whether most of it is machine text taken as it was: a tool may have cleared the marks silently."""
        return self.unchanged >= _BULK and 2 * self.unchanged > len(self.units)


def claims(
    catalogue: Catalogue,
    ledger: Ledger,
    checker: Checker,
    chosen: Sequence[Unit] = (),
    kept: Container[tuple[str | None, str]] = (),
) -> Claims:
    """The chosen units, or else all that are clean but not recorded, as they would be recorded.

    ``kept`` are those, by context and source, that the person who speaks has not seen.
    """
    index = ledger.index()
    claimed = chosen or [unit for unit in catalogue.units if state(unit, index) is State.CLAIMED]
    seen = [unit for unit in claimed if unit.target and (unit.context, unit.source) not in kept]
    units = tuple(replace(unit, fuzzy=False, previous=None) for unit in seen)
    machine = sum(Kind.MACHINE in {known.kind for known in ledger.about(unit)} for unit in units)
    return Claims(units, errors(checker.units(units)), 0 if chosen else machine)


def record(catalogue: Catalogue, ledger: Ledger, claimed: Claims, who: str, date: str) -> tuple[Catalogue, Ledger]:
    """The catalogue with the claimed units clean, and the ledger with a fact for each."""
    accepted = {(unit.context, unit.source): unit for unit in claimed.units}
    units = tuple(accepted.get((unit.context, unit.source), unit) for unit in catalogue.units)
    facts = [fact(unit, Kind.ACCEPTED, who, date) for unit in claimed.units]
    return replace(catalogue, units=units), ledger | facts
