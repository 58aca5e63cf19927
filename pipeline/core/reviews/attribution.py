"""Who wrote each unit as it stands, by the versions that git holds of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.ledger import Ledger, fact, unit_id
from pipeline.core.model import Catalogue, Fact, Kind, Unit
from pipeline.core.reviews.prefilled import prefilled
from pipeline.core.typography.fixing import is_same_but_typography

_NAMED: Final = 5  # units that a line names
# whom services and their examples name as author where no person is
_NO_PERSONS: Final = frozenset(
    ("weblate", "anonymous", "github-actions", "gitlab ci", "root", "diptych", "robot", "ci")
)
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
        """Whether the author says to be a robot, as services do, or is nobody: who answers for a text has a name."""
        return self.who.endswith("[bot]") or self.who.casefold() in _NO_PERSONS


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

    ``versions`` come newest first. Left out are units not committed yet, robots' ones, and French that no person
    wrote or changed (a machine's, the memory's, an older English text's), unless ``unchanged`` says that it was read.
    """
    known = {version.commit: version for version in versions}
    forms = {version.commit: _forms(version.catalogue) for version in versions}
    groups: dict[str, list[Unit]] = {}
    for unit in claimed:
        groups.setdefault(_author(unit, versions, known, forms), []).append(unit)
    units: list[Unit] = []
    facts: list[Fact] = []
    left_out: list[str] = []
    history = [version.catalogue for version in versions]
    unread = prefilled(history[0], ledger, history[1:], exact=True) if history and not unchanged else None
    for commit, group in groups.items():
        version = known.get(commit)
        if version is None or version.is_machine:
            left_out.append(f"{_units(group)}: {_nobody(version)}")
            continue
        same = [unit for unit in group if unread is not None and unread.has(unit)]
        if same:
            left_out.append(f"{_units(same)}: {_untouched(same, version)}")
        read = [unit for unit in group if unit not in same]
        units += read
        facts += [fact(unit, Kind.ACCEPTED, version.who, version.date, f"git {commit[:12]}") for unit in read]
    return Attributed(tuple(units), tuple(facts), tuple(left_out))


def _units(group: Sequence[Unit]) -> str:
    return f"{len(group)} {'unit' if len(group) == 1 else 'units'}"


def _nobody(version: Version | None) -> str:
    """Why nobody answers for the units of one commit, or of none."""
    if version is None:
        return "not committed as they stand; commit them first"
    return f"written by {version.who}, which is no person"


def _untouched(units: Sequence[Unit], version: Version) -> str:
    """What to do about units whose mark alone was cleared in one commit."""
    slug, names = version.catalogue.slug, " ".join(unit_id(unit) for unit in units[:_NAMED])
    more = " ..." if len(units) > _NAMED else ""
    return (
        f"{'is' if len(units) == 1 else 'are'} machine text that {version.who} did not change, a memory's, or French "
        f"from older English (commit {version.commit[:12]}), as if a tool had cleared the marks; if it was read: "
        f'diptych accept {slug} {names}{more} --as "Name", or all of it: diptych accept {slug} --from-git --unchanged'
    )


def _author(
    unit: Unit, versions: Sequence[Version], known: Mapping[str, Version], forms: Mapping[str, Mapping[_Key, _Form]]
) -> str:
    """The commit that brought a unit into its present form; nothing where the newest one does not have it so.

    Another space or quote is no other form: who fixed those has not read the text.
    """
    key, form = (unit.context, unit.source), (unit.target, unit.fuzzy)
    if not versions or forms[versions[0].commit].get(key) != form:
        return ""
    commit = versions[0].commit
    while True:
        same = (
            parent for parent in known[commit].parents if parent in forms and _is_same(forms[parent].get(key), form)
        )
        earlier = next(same, None)
        if earlier is None:
            return commit
        commit = earlier


def _is_same(one: _Form | None, other: _Form) -> bool:
    if one is None or one[1] != other[1]:
        return False
    return one == other or is_same_but_typography(one[0], other[0])


def _forms(catalogue: Catalogue) -> dict[_Key, _Form]:
    return {(unit.context, unit.source): (unit.target, unit.fuzzy) for unit in (*catalogue.obsolete, *catalogue.units)}
