"""People's acts on a catalogue: accepting units, approving a page. Each writes facts in that person's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters import files, po_files
from pipeline.core.acceptance import Claims, claims, record, take_back, unit_id
from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Kind, State, Unit
from pipeline.core.verify import errors
from pipeline.workspace import Workspace

_NOTHING_ODD: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was recorded, what still waits, and what was odd in a returned copy."""

    slug: str
    locale: str
    claimed: Claims
    waiting: int
    oddities: tuple[str, ...] = ()


def refuse_in_ci(environment: Mapping[str, str]) -> None:
    """A review is a person's act: raises UsageError where ``CI`` is set."""
    if environment.get("CI", "").lower() not in ("", "0", "false"):
        raise UsageError("CI is set: a machine cannot accept; run this where a person does")


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

    ``copy`` is a catalogue that came back; its work is taken over first. Raises UsageError where error findings
    stand, or where most of it is machine text that nobody changed, unless ``unchanged`` says that is meant.
    """
    _require_name(who)
    page = workspace.catalogued((slug,))
    locale = _locale(workspace, locale)
    if not page:
        raise UsageError(f"{slug} has no English page yet; type: diptych fetch {slug}")
    ledger = workspace.ledger(slug, locale)
    held, oddities = workspace.catalogue(slug, locale), _NOTHING_ODD
    if copy is not None:
        returned = take_back(held, _load_copy(copy, slug, locale), ledger)
        _refuse_other_page(copy, returned.missing, held)
        held, oddities = returned.catalogue, returned.oddities
    claimed = claims(held, ledger, workspace.checker(locale), _chosen(held, units, slug))
    _refuse(claimed, slug, unchanged=unchanged)
    catalogue, ledger = record(held, ledger, claimed, who, workspace.today.isoformat())
    if not dry_run:
        workspace.save_catalogue(catalogue, ledger)
        workspace.save_ledger(slug, locale, ledger)
    index = ledger.index()
    waiting = sum(state(unit, index) not in (State.REVIEWED, State.APPROVED) for unit in catalogue.units)
    return Accepted(slug, locale, claimed, waiting, oddities)


def approve(workspace: Workspace, slug: str, who: str, *, locale: str = "") -> int:
    """Sign a page off: every unit must be reviewed and free of errors. The number of units signed.

    Raises UsageError otherwise.
    """
    _require_name(who)
    workspace.catalogued((slug,))
    locale = _locale(workspace, locale)
    catalogue, ledger = workspace.catalogue(slug, locale), workspace.ledger(slug, locale)
    findings = errors(workspace.checker(locale).units(catalogue.units))
    waiting = _not_reviewed(catalogue, ledger)
    if findings or waiting or not catalogue.units:
        message = f"{slug} cannot be approved: {len(waiting)} units wait for review, {len(findings)} errors stand"
        raise UsageError(f"{message}; type: diptych check {slug}")
    today = workspace.today.isoformat()
    signed = ledger | [fact(unit, Kind.APPROVED, who, today) for unit in catalogue.units]
    workspace.save_ledger(slug, locale, signed)
    return len(catalogue.units)


def _not_reviewed(catalogue: Catalogue, ledger: Ledger) -> list[Unit]:
    index = ledger.index()
    return [unit for unit in catalogue.units if state(unit, index) not in (State.REVIEWED, State.APPROVED)]


def _refuse(claimed: Claims, slug: str, *, unchanged: bool) -> None:
    if claimed.findings:
        lines = "\n".join(
            f"  {finding.check}: {finding.message} · {finding.source[:60]}" for finding in claimed.findings
        )
        raise UsageError(
            f"{slug}: nothing was recorded, {len(claimed.findings)} errors stand; mend them first\n{lines}"
        )
    if claimed.is_bulk and not unchanged:
        raise UsageError(
            f"{slug}: nothing was recorded; {claimed.unchanged} of {len(claimed.units)} units are machine text that "
            "nobody changed, as if a tool had cleared the marks; if you did read them, add --unchanged"
        )


def _chosen(catalogue: Catalogue, names: tuple[str, ...], slug: str) -> list[Unit]:
    """The units named by id. Raises UsageError for a name that fits none or several, or an empty unit."""
    chosen: list[Unit] = []
    for name in names:
        found = [unit for unit in catalogue.units if unit_id(unit).startswith(name.lower()) or unit.source == name]
        if len(found) != 1:
            raise UsageError(f'{slug}: "{name}" names {len(found)} units; the names are in: diptych status {slug}')
        if not found[0].target:
            raise UsageError(f"{slug}: unit {name} is still empty; translate it first")
        chosen += found
    return chosen


def _load_copy(path: Path, slug: str, locale: str) -> Catalogue:
    data = files.read(path)
    if data is None:
        raise UsageError(f"{path} is not there")
    copy = po_files.loads(data, str(path), slug, locale)
    language = copy.header.get("Language", "").replace("_", "-")
    if language and language.lower() != locale.lower():
        raise UsageError(f"{path} is a catalogue for {language}, not {locale}")
    return copy


def _refuse_other_page(path: Path, missing: int, held: Catalogue) -> None:
    """Raises UsageError where most texts of the page are not in the copy."""
    if 2 * missing > len(held.units):
        raise UsageError(
            f"{path} lacks {missing} of the {len(held.units)} texts of {held.slug}: is it another page's catalogue? "
            "nothing was recorded"
        )


def _locale(workspace: Workspace, locale: str) -> str:
    targets = workspace.settings.targets
    if locale and locale not in targets:
        raise UsageError(f'"{locale}" is no target language of this project ({", ".join(targets)})')
    if not locale and len(targets) > 1:
        raise UsageError(f"say for which language: --locale {targets[0]}")
    return locale or targets[0]


def _require_name(who: str) -> None:
    if not who.strip():
        raise UsageError('say who reviewed: --as "Name"')
