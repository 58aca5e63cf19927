"""People's acts on a catalogue: accepting units, approving a page. Each writes facts in that person's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters import files
from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger, fact, state, unit_id
from pipeline.core.model import Catalogue, Kind, State, Unit
from pipeline.core.reviews.acceptance import Claims, claims, record
from pipeline.core.reviews.attribution import attribute
from pipeline.core.text import counted
from pipeline.core.verify import errors
from pipeline.stages.choice import known_locale, named, only_locale
from pipeline.stages.reviewing.returned import bring_back, committed
from pipeline.stages.reviewing.revocations import refuse_revoked
from pipeline.workspace import Workspace

_NAMED: Final = 5  # units that a line names
_NOTHING_ODD: Final[tuple[str, ...]] = ()
_NOTHING_KEPT: Final[frozenset[tuple[str | None, str]]] = frozenset()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was recorded, what still waits, and what was odd in a returned copy."""

    slug: str
    locale: str
    claimed: Claims
    waiting: int
    oddities: tuple[str, ...] = ()


def refuse_in_ci(environment: Mapping[str, str], act: str = "accept") -> None:
    """A review is a person's act: raises UsageError where ``CI`` is set."""
    if environment.get("CI", "").lower() not in ("", "0", "false"):
        raise UsageError(f"CI is set: a machine cannot {act}; run this where a person does")


def accept(
    workspace: Workspace,
    slug: str,
    who: str,
    *,
    locale: str = "",
    units: tuple[str, ...] = (),
    copy: Path | None = None,
    unchanged: bool = False,
    dry_run: bool = False,
) -> Accepted:
    """Record that a person holds these units for right: those named, or all that are clean.

    ``copy`` is a catalogue that came back; its work is taken over first, and only what stands as the copy has it is
    recorded. Naming units of a copy chooses its text, also over reviewed French. Raises UsageError where error findings
    stand. French that no person wrote or changed is left out, and named, unless it was named or ``unchanged`` says
    that it was read; where most of it is such, that is a UsageError.
    """
    _require_name(who)
    locale = known_locale(workspace, slug, locale)
    seen = _on_disk(workspace, slug, locale)
    ledger = workspace.ledger(slug, locale)
    held, oddities, kept = workspace.catalogue(slug, locale), _NOTHING_ODD, _NOTHING_KEPT
    if copy is not None:
        chosen = {(unit.context, unit.source) for unit in (named(held, name, slug) for name in units)}
        returned = bring_back(workspace, held, ledger, copy, chosen)
        held, oddities, kept = returned.catalogue, returned.oddities, returned.kept
        _refuse_without_text(chosen & kept, slug, copy)
    chosen_units = _chosen(held, units, slug)
    claimed = claims(held, ledger, workspace.checker(locale), chosen_units, kept, unchanged=unchanged)
    refuse_revoked(workspace, slug, locale, (*claimed.units, *claimed.left_out), ledger)
    _refuse(claimed, slug)
    if claimed.left_out:
        oddities = (*oddities, _unread(claimed, slug))
    catalogue, ledger = record(held, ledger, claimed, who, workspace.today.isoformat())
    if not dry_run:
        _save(workspace, catalogue, ledger, seen)
    return Accepted(slug, locale, claimed, len(_not_reviewed(catalogue, ledger)), oddities)


def accept_unit(
    workspace: Workspace, held: Catalogue, ledger: Ledger, unit: Unit, who: str
) -> tuple[Catalogue, Ledger]:
    """Both with one unit recorded as right, as ``accept`` does for a unit that was named; nothing is written.

    Raises UsageError where it is empty, revoked or has errors.
    """
    _require_name(who)
    if not unit.target:
        raise UsageError(f"{held.slug}: this text is still empty; translate it first")
    claimed = claims(held, ledger, workspace.checker(held.locale), [unit])
    refuse_revoked(workspace, held.slug, held.locale, claimed.units, ledger)
    _refuse(claimed, held.slug)
    return record(held, ledger, claimed, who, workspace.today.isoformat())


def accept_from_git(
    workspace: Workspace, slug: str, *, locale: str = "", unchanged: bool = False, dry_run: bool = False
) -> Accepted:
    """Record what people committed as finished, each unit in the name of the author of its commit.

    Left out, and named: what is not committed, what a robot wrote, and French that no person wrote or changed, unless
    ``unchanged`` says that it was read. Raises UsageError where error findings stand.
    """
    locale = known_locale(workspace, slug, locale)
    seen = _on_disk(workspace, slug, locale)
    held, ledger = workspace.catalogue(slug, locale), workspace.ledger(slug, locale)
    found = claims(held, ledger, workspace.checker(locale), unchanged=True)
    given = attribute(found.units, committed(workspace, slug, locale), ledger, unchanged=unchanged)
    claimed = claims(held, ledger, workspace.checker(locale), given.units) if given.units else Claims((), ())
    _refuse(claimed, slug)
    refuse_revoked(workspace, slug, locale, claimed.units, ledger)
    ledger |= given.facts
    if not dry_run:
        _save(workspace, held, ledger, seen)
    return Accepted(slug, locale, claimed, len(_not_reviewed(held, ledger)), given.left_out)


def _on_disk(workspace: Workspace, slug: str, locale: str) -> tuple[bytes | None, bytes | None]:
    """A catalogue and its ledger as they lie there."""
    return files.read(workspace.catalogue_path(slug, locale)), files.read(workspace.ledger_path(slug, locale))


def _save(workspace: Workspace, catalogue: Catalogue, ledger: Ledger, seen: tuple[bytes | None, bytes | None]) -> None:
    """The ledger last: a review is recorded only of what is on disk.

    Raises UsageError where an editor or git wrote either file since: to look through git's history takes its time.
    """
    if _on_disk(workspace, catalogue.slug, catalogue.locale) != seen:
        path = workspace.show(workspace.catalogue_path(catalogue.slug, catalogue.locale))
        raise UsageError(f"nothing was recorded; another program wrote {path} or its ledger meanwhile; type it again")
    workspace.save_catalogue(catalogue)
    workspace.save_ledger(catalogue.slug, catalogue.locale, ledger)


def approve(workspace: Workspace, slug: str, who: str, *, locale: str = "") -> int:
    """Sign a page off: every unit must be reviewed and free of errors. The number of units signed.

    Raises UsageError otherwise.
    """
    _require_name(who)
    workspace.catalogued((slug,))
    locale = only_locale(workspace, locale)
    catalogue, ledger = workspace.catalogue(slug, locale), workspace.ledger(slug, locale)
    findings = errors(workspace.checker(locale).knowing(ledger).units(catalogue.units))
    waiting = _not_reviewed(catalogue, ledger)
    if findings or waiting or not catalogue.units:
        why = f"{counted(len(waiting), 'unit', 'wait')} for review, {counted(len(findings), 'error', 'stand')}"
        raise UsageError(f"{slug} cannot be approved: {why}; type: diptych check {slug}")
    today = workspace.today.isoformat()
    signed = ledger | [fact(unit, Kind.APPROVED, who, today) for unit in catalogue.units]
    workspace.save_ledger(slug, locale, signed)
    return len(catalogue.units)


def _not_reviewed(catalogue: Catalogue, ledger: Ledger) -> list[Unit]:
    index = ledger.index()
    return [unit for unit in catalogue.units if state(unit, index) not in (State.REVIEWED, State.APPROVED)]


def _refuse(claimed: Claims, slug: str) -> None:
    if claimed.findings:
        lines = "\n".join(
            f"  {finding.check}: {finding.message} · {finding.source[:60]}" for finding in claimed.findings
        )
        raise UsageError(
            f"{slug}: nothing was recorded; mend first: {counted(len(claimed.findings), 'error')}\n{lines}"
        )
    if claimed.is_bulk:
        raise UsageError(f"{slug}: nothing was recorded; {_unread(claimed, slug)}")


def _unread(claimed: Claims, slug: str) -> str:
    """A line about the French that no person wrote or changed, and what to type if it was read."""
    count = len(claimed.left_out)
    names = " ".join(unit_id(unit) for unit in claimed.left_out[:_NAMED]) + (" ..." if count > _NAMED else "")
    return (
        f"{count} {'unit is' if count == 1 else 'units are'} machine text that nobody changed, French of an imported "
        "memory, or French from older English, as if a tool had cleared the marks; if it was read: "
        f"diptych accept {slug} {names} "
        '--as "Name", or all of it with --unchanged'
    )


def _chosen(catalogue: Catalogue, names: tuple[str, ...], slug: str) -> list[Unit]:
    """The units named. Raises UsageError for a name that fits none or several, or an empty unit."""
    units = [named(catalogue, name, slug) for name in names]
    for name, unit in zip(names, units, strict=True):
        if not unit.target:
            raise UsageError(f"{slug}: unit {name} is still empty; translate it first")
    return units


def _refuse_without_text(keys: Collection[tuple[str | None, str]], slug: str, copy: Path) -> None:
    """Raises UsageError where units were named of which the copy has no French."""
    if keys:
        texts = ", ".join(f'"{source[:60]}"' for _, source in sorted(keys, key=str))
        raise UsageError(f"{slug}: nothing was recorded; {copy} has no French for {texts}")


def _require_name(who: str) -> None:
    if not who.strip():
        raise UsageError('say who reviewed: --as "Name"')
