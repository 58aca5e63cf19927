"""The one place that decides what French may be published. Every publisher takes a Release, and only this makes one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pipeline.core.coverage import Coverage, measure
from pipeline.core.ledger import Ledger, source_hash, state, target_hash
from pipeline.core.model import Catalogue, Finding, Segment, Skeleton, State, Unit
from pipeline.core.segmentation.labels import places, segments
from pipeline.core.text import counted
from pipeline.core.verify import Checker, errors

_SEAL: Final = object()


class Policy(StrEnum):
    """What a unit must be before it may go out."""

    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Release:
    """Reviewed targets for every segment of a page. Made by ``decide`` only.

    ``targets`` has them by source text, ``placed`` those that differ from place to place, by the slot's number.
    """

    locale: str
    targets: Mapping[str, str]
    placed: Mapping[int, str] = field(default_factory=dict)
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("a Release is made by gate.decide, which checks every unit")


@dataclass(frozen=True, slots=True)
class Held:
    """Why a page may not go out: what waits, errors found, and texts the catalogue does not have."""

    coverage: Coverage
    findings: tuple[Finding, ...] = ()
    missing: int = 0
    blocked: str = ""

    @property
    def why(self) -> str:
        """The same in a few words."""
        if self.blocked:
            return self.blocked
        waiting = self.coverage.waiting_units
        reasons = [f"{counted(waiting, 'unit', 'wait')}"] if waiting else []
        reasons += [counted(len(self.findings), "error")] if self.findings else []
        reasons += [f"{counted(self.missing, 'text')} not extracted"] if self.missing else []
        return ", ".join(reasons)


def decide(
    skeleton: Skeleton, catalogue: Catalogue, ledger: Ledger, checker: Checker, policy: Policy = Policy.REVIEWED
) -> Release | Held:
    """Whether a page's translation may reach a reader: every segment of the present English has a unit, each unit
    is reviewed (or approved, by policy) exactly as it stands, and no error finding is left.
    """
    found, checker = segments(skeleton), checker.knowing(ledger)
    units = {(unit.context, unit.source): unit for unit in catalogue.units}
    wanted = [key for segment in found for key in keys(segment, units)]
    present = [units[key] for key in wanted if key in units]
    findings = errors(checker.units(unit for unit in present if not unit.fuzzy))
    missing = len(wanted) - len(present)
    if not found:
        return Held(Coverage(), blocked="no text to translate was found on the page")
    if missing or findings or not _all_publishable(present, ledger, policy):
        return Held(measure(present, ledger), findings, missing)
    targets = MappingProxyType({unit.source: unit.target for unit in present})
    return Release(catalogue.locale, targets, MappingProxyType(_placed(skeleton, present)), _SEAL)


def keys(segment: Segment, units: Container[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Context and source of the units that a segment needs: one, or one for each place where people split it."""
    if (None, segment.text) not in units and any((place, segment.text) in units for place in segment.places):
        return [(place, segment.text) for place in segment.places]
    return [(None, segment.text)]


def _placed(skeleton: Skeleton, units: Iterable[Unit]) -> dict[int, str]:
    """The targets of split texts, by the number of the slot."""
    split = {(unit.source, unit.context): unit.target for unit in units if unit.context is not None}
    found = places(skeleton, {text for text, _ in split}) if split else ()
    return {number: split[text, place] for number, text, place in found}


def shared_targets(
    catalogue: Catalogue, ledger: Ledger, checker: Checker, policy: Policy = Policy.REVIEWED
) -> Mapping[str, str]:
    """The targets of menus, footers and forms that may reach a reader, one by one; the others stay in English."""
    allowed, index, checker = _allowed(policy), ledger.index(), checker.knowing(ledger)
    good = [
        unit
        for unit in catalogue.units
        if unit.context is None and state(unit, index) in allowed and not errors(checker.unit(unit))
    ]
    return MappingProxyType({unit.source: unit.target for unit in good})


def signature(skeleton: Skeleton) -> str:
    """16 hex digits that change when, and only when, the English a reader sees changes."""
    return target_hash("\n".join(source_hash(segment.text) for segment in segments(skeleton)))


def _all_publishable(units: list[Unit], ledger: Ledger, policy: Policy) -> bool:
    allowed, index = _allowed(policy), ledger.index()
    return all(state(unit, index) in allowed for unit in units)


def _allowed(policy: Policy) -> set[State]:
    return {State.APPROVED} if policy is Policy.APPROVED else {State.APPROVED, State.REVIEWED}
