"""Who wrote each unit as it stands, by the versions that git holds of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.ledger import Ledger, fact, source_hash, target_hash
from pipeline.core.model import Catalogue, Fact, Kind, Unit
from pipeline.core.text import counted

_BULK: Final = 5  # machine texts taken unchanged in one commit from which on it looks like a tool's doing

_Key = tuple[str | None, str]
_Form = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Version:
    """A catalogue as one commit left it: who wrote the commit, its date (2026-11-23), and the commits before it."""

    commit: str
    who: str
    date: str
    parents: tuple[str, ...]
    catalogue: Catalogue

    @property
    def is_machine(self) -> bool:
        """Whether the author says to be a robot, as services do."""
        return self.who.endswith("[bot]")


@dataclass(frozen=True, slots=True)
class Attributed:
    """Facts for the units that a person finished, and a line about each group that is left out."""

    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]
    left_out: tuple[str, ...]


def attribute(
    claimed: Sequence[Unit], versions: Sequence[Version], ledger: Ledger, *, unchanged: bool = False
) -> Attributed:
    """Facts in the name of the author whose commit brought each claimed unit into its present form.

    ``versions`` come newest first. Left out are units not committed yet, robots' ones, and machine text that one
    commit took unchanged in bulk, unless ``unchanged`` says that it was read.
    """
    known = {version.commit: version for version in versions}
    forms = {version.commit: _forms(version.catalogue) for version in versions}
    groups: dict[str, list[Unit]] = {}
    for unit in claimed:
        groups.setdefault(_author(unit, versions, known, forms), []).append(unit)
    machine = {(f.source_hash, f.target_hash) for f in ledger.facts if f.kind is Kind.MACHINE and not unchanged}
    units: list[Unit] = []
    facts: list[Fact] = []
    left_out: list[str] = []
    for commit, group in groups.items():
        reason = _reason(known.get(commit), group, machine)
        if reason:
            left_out.append(f"{counted(len(group), 'unit')}: {reason}")
            continue
        version = known[commit]
        units += group
        facts += [fact(unit, Kind.ACCEPTED, version.who, version.date, f"git {commit[:12]}") for unit in group]
    return Attributed(tuple(units), tuple(facts), tuple(left_out))


def _reason(version: Version | None, group: Sequence[Unit], machine: set[tuple[str, str]]) -> str:
    """Why the units of one commit are left out, or nothing."""
    if version is None:
        return "not committed as they stand; commit them first"
    if version.is_machine:
        return f"written by {version.who}, which is no person"
    unchanged = sum((source_hash(u.source, u.context), target_hash(u.target)) in machine for u in group)
    if unchanged >= _BULK and 2 * unchanged > len(group):
        return (
            f"{unchanged} are machine text that {version.who} did not change (commit {version.commit[:12]}), as if a "
            "tool had cleared the marks; if they were read: accept with --unchanged"
        )
    return ""


def _author(
    unit: Unit, versions: Sequence[Version], known: Mapping[str, Version], forms: Mapping[str, Mapping[_Key, _Form]]
) -> str:
    """The commit that brought a unit into its present form; nothing where the newest one does not have it so."""
    key, form = (unit.context, unit.source), (unit.target, unit.fuzzy)
    if not versions or forms[versions[0].commit].get(key) != form:
        return ""
    commit = versions[0].commit
    while True:
        same = (parent for parent in known[commit].parents if parent in forms and forms[parent].get(key) == form)
        earlier = next(same, None)
        if earlier is None:
            return commit
        commit = earlier


def _forms(catalogue: Catalogue) -> dict[_Key, _Form]:
    return {(unit.context, unit.source): (unit.target, unit.fuzzy) for unit in (*catalogue.obsolete, *catalogue.units)}
