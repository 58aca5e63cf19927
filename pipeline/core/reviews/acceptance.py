"""What a person claims to have reviewed, what is odd about it, and the facts that record it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Finding, Kind, State, Unit
from pipeline.core.reviews.prefilled import prefilled
from pipeline.core.reviews.three_way import settled
from pipeline.core.verify import Checker, errors

_BULK: Final = 5  # texts that nobody changed, cleared at once


@dataclass(frozen=True, slots=True)
class Claims:
    """The units claimed as right, errors found in them, and those left out: French that no person wrote or changed."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[Unit, ...] = ()

    @property
    def is_bulk(self) -> bool:
        """Whether most of it or much was left out: then a tool cleared the marks, and who speaks may not know it."""
        return len(self.left_out) > len(self.units) or len(self.left_out) >= _BULK


def claims(
    catalogue: Catalogue,
    ledger: Ledger,
    checker: Checker,
    chosen: Sequence[Unit] = (),
    kept: Container[tuple[str | None, str]] = (),
    *,
    unchanged: bool = False,
) -> Claims:
    """The chosen units, or else all that are clean but not recorded, as they would be recorded.

    ``kept`` are those, by context and source, that the person who speaks has not seen. Of those not chosen by name,
    what stands as a machine or an older English text left it is left out: a tool may have cleared the marks silently.
    ``unchanged`` says that it was read.
    """
    index, checker = ledger.index(), checker.knowing(ledger)
    claimed = chosen or [unit for unit in catalogue.units if state(unit, index) is State.CLAIMED]
    seen = [unit for unit in claimed if unit.target and (unit.context, unit.source) not in kept]
    units = tuple(settled(replace(unit, fuzzy=False, previous=None)) for unit in seen)
    if chosen or unchanged:
        return Claims(units, errors(checker.units(units)))
    unread = prefilled(catalogue, ledger, exact=False)
    changed = tuple(unit for unit in units if not unread.has(unit))
    return Claims(changed, errors(checker.units(changed)), tuple(unit for unit in units if unread.has(unit)))


def record(catalogue: Catalogue, ledger: Ledger, claimed: Claims, who: str, date: str) -> tuple[Catalogue, Ledger]:
    """The catalogue with the claimed units clean, and the ledger with a fact for each."""
    accepted = {(unit.context, unit.source): unit for unit in claimed.units}
    units = tuple(accepted.get((unit.context, unit.source), unit) for unit in catalogue.units)
    facts = [fact(unit, Kind.ACCEPTED, who, date) for unit in claimed.units]
    return replace(catalogue, units=units), ledger | facts
