"""What a person claims to have reviewed, what is odd about it, and the facts that record it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.ledger import Ledger, fact, source_hash, state
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


@dataclass(frozen=True, slots=True)
class Returned:
    """A catalogue with the work of a copy that came back, and what was odd in the copy, a line each.

    ``missing`` is the number of held units that the copy does not have.
    """

    catalogue: Catalogue
    oddities: tuple[str, ...]
    missing: int


def unit_id(unit: Unit) -> str:
    """The name of a unit on the command line: the first 6 digits of its source hash."""
    return source_hash(unit.source, unit.context)[:6]


def take_back(held: Catalogue, copy: Catalogue, ledger: Ledger) -> Returned:
    """The held catalogue with the targets of a copy that people worked on.

    A blank where text stood, and a target equal to its source, are untouched units (OmegaT writes them so). A
    text that is already reviewed is not replaced by one marked as needing work.
    """
    index = ledger.index()
    theirs = {(unit.context, unit.source): unit for unit in copy.units}
    known = set(theirs)
    oddities: list[str] = []
    units: list[Unit] = []
    for unit in held.units:
        found = theirs.pop((unit.context, unit.source), None)
        odd = _oddity(unit, found, state(unit, index))
        if odd:
            oddities.append(f"{unit_id(unit)}: {odd}")
        units.append(unit if odd or found is None or not found.target else _with_work(unit, found))
    oddities += [f'"{source[:60]}" is not in the held catalogue; left out' for _, source in theirs]
    missing = sum((unit.context, unit.source) not in known for unit in held.units)
    return Returned(replace(held, units=tuple(units)), tuple(oddities), missing)


def claims(catalogue: Catalogue, ledger: Ledger, checker: Checker, chosen: Sequence[Unit] = ()) -> Claims:
    """The chosen units, or else all that are clean but not recorded, as they would be recorded."""
    index = ledger.index()
    claimed = chosen or [unit for unit in catalogue.units if state(unit, index) is State.CLAIMED]
    units = tuple(replace(unit, fuzzy=False, previous=None) for unit in claimed if unit.target)
    machine = sum(Kind.MACHINE in {known.kind for known in ledger.about(unit)} for unit in units)
    return Claims(units, errors(checker.units(units)), 0 if chosen else machine)


def record(catalogue: Catalogue, ledger: Ledger, claimed: Claims, who: str, date: str) -> tuple[Catalogue, Ledger]:
    """The catalogue with the claimed units clean, and the ledger with a fact for each."""
    accepted = {(unit.context, unit.source): unit for unit in claimed.units}
    units = tuple(accepted.get((unit.context, unit.source), unit) for unit in catalogue.units)
    facts = [fact(unit, Kind.ACCEPTED, who, date) for unit in claimed.units]
    return replace(catalogue, units=units), ledger | facts


def _oddity(held: Unit, found: Unit | None, known: State) -> str:
    if found is None:
        return "missing in the copy; what is held stays"
    if held.target and not found.target:
        return "blank in the copy; what is held stays"
    if found.target == found.source != held.target:
        return (
            "equal to the English in the copy, so taken as untouched; if it is meant, write it into the project's file"
        )
    if known in (State.REVIEWED, State.APPROVED) and found.fuzzy:
        return "reviewed here, marked as needing work in the copy; what is held stays"
    return ""


def _with_work(held: Unit, found: Unit) -> Unit:
    return replace(
        held,
        target=found.target,
        fuzzy=found.fuzzy,
        previous=held.previous if found.fuzzy else None,
        comments=found.comments or held.comments,
    )
