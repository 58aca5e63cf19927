"""What stands where: the state of each half, for the status screen, the checks and the coverage gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.adapters import csv_table, files
from pipeline.core.coverage import Coverage, measure
from pipeline.core.errors import UsageError
from pipeline.core.gate import Held, decide, signature
from pipeline.core.labels import segments
from pipeline.core.languages import english_name
from pipeline.core.ledger import Ledger, state, unit_id
from pipeline.core.missing import WHOLE, Missing, missing
from pipeline.core.model import Catalogue, Finding, Remark, Skeleton, State, Unit
from pipeline.core.registry import Half, Page
from pipeline.core.verify import errors
from pipeline.stages.problems import Problem, each
from pipeline.workspace import SHARED, Workspace


class Standing(StrEnum):
    """Where one half stands, in the order in which a publisher wants to see them."""

    GONE = "English gone"
    BEHIND = "out of date"
    BLOCKED = "blocked"
    WAITING = "waiting"
    READY = "ready"
    WITHDRAWN = "withdrawn"
    UP_TO_DATE = "up to date"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that waits for a person: its name on the command line, its state, its text and the text before.

    ``target`` is what stands there so far, ``notes`` are ours and people's.
    """

    id: str
    state: State
    source: str
    previous: str
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingTable:
    """A table written for people: where it is and how many units it lists."""

    path: str
    units: int


@dataclass(frozen=True, slots=True)
class HalfStatus:
    """One page in one language, with everything a person needs to go on."""

    slug: str
    locale: str
    standing: Standing
    since: str
    coverage: Coverage
    waiting: tuple[Waiting, ...]
    findings: tuple[Finding, ...]
    missing: int
    catalogue: str
    address: str
    scope: str
    remarks: tuple[Remark, ...]
    gone: str = ""
    lost: Missing = WHOLE


def status(workspace: Workspace, slugs: tuple[str, ...] = ()) -> tuple[list[HalfStatus], list[Problem]]:
    """The state of every half of the pages named, or of all. Reviewed French that is gone is a problem too."""
    work = [(page, locale) for page in workspace.catalogued(slugs) for locale in workspace.settings.targets]
    halves, problems = each(work, lambda item: _half_status(workspace, *item))
    lost = [half for half in halves if half.lost != WHOLE]
    return halves, [*problems, *(Problem(f"{half.catalogue}: {half.lost.message(half.slug)}") for half in lost)]


def write_waiting(workspace: Workspace, halves: list[HalfStatus], path: Path) -> WaitingTable:
    """A table of all units that wait, as CSV. Raises UsageError for a place that is not for tables."""
    if path.suffix.lower() != ".csv":
        raise UsageError(f"{path} should end with .csv, so that a spreadsheet opens it")
    if path.resolve().is_relative_to(workspace.locales.resolve()):
        raise UsageError(f"{path} is where the project keeps its own files; write the table to another folder")
    source, targets = english_name(workspace.settings.source), workspace.settings.targets
    target = english_name(targets[0]) if len(targets) == 1 else "translation"
    columns = ("page", "unit", "state", source, target, f"previous {source}", "notes", "file")
    rows = [
        (half.slug, item.id, item.state, item.source, item.target, item.previous, "\n".join(item.notes), half.catalogue)
        for half in halves
        for item in half.waiting
    ]
    files.write(path, csv_table.dumps(columns, rows))
    return WaitingTable(str(path), len(rows))


def _half_status(workspace: Workspace, page: Page, locale: str) -> HalfStatus:
    if page.slug == SHARED:
        return _shared_status(workspace, locale)
    skeleton = workspace.skeleton(page.slug)
    catalogue, ledger = workspace.catalogue(page.slug, locale), workspace.ledger(page.slug, locale)
    checker = workspace.checker(locale)
    decision = decide(skeleton, catalogue, ledger, checker, workspace.settings.policy)
    findings = checker.units(unit for unit in catalogue.units if not unit.fuzzy)
    half = page.half(locale)
    return HalfStatus(
        page.slug,
        locale,
        _standing(page, half, decision if isinstance(decision, Held) else None, skeleton, findings),
        half.published if half.is_live else "",
        measure(catalogue.units, ledger),
        tuple(_waiting(catalogue, ledger)),
        findings,
        decision.missing if isinstance(decision, Held) else 0,
        workspace.show(workspace.catalogue_path(page.slug, locale)),
        half.address if half.is_live else "",
        skeleton.scope,
        skeleton.remarks,
        page.gone,
        missing(catalogue, ledger, segments(skeleton)),
    )


def _shared_status(workspace: Workspace, locale: str) -> HalfStatus:
    """Where the menus, footers and forms stand; what is not reviewed of them stays in English."""
    catalogue, ledger = workspace.catalogue(SHARED, locale), workspace.ledger(SHARED, locale)
    coverage = measure(catalogue.units, ledger)
    return HalfStatus(
        SHARED,
        locale,
        Standing.WAITING if coverage.waiting_units else Standing.UP_TO_DATE,
        "",
        coverage,
        tuple(_waiting(catalogue, ledger)),
        workspace.checker(locale).units(unit for unit in catalogue.units if not unit.fuzzy),
        0,
        workspace.show(workspace.catalogue_path(SHARED, locale)),
        "menus, footers and forms of all pages",
        "",
        (),
    )


def _standing(page: Page, half: Half, held: Held | None, skeleton: Skeleton, findings: tuple[Finding, ...]) -> Standing:
    if half.withdrawn:
        return Standing.WITHDRAWN
    if page.gone:
        return Standing.GONE
    if half.is_live and half.follows != signature(skeleton):
        return Standing.BEHIND if held else Standing.READY
    if held is None:
        return Standing.UP_TO_DATE if half.is_live else Standing.READY
    if errors(findings) and held.coverage.waiting_units == 0:
        return Standing.BLOCKED
    return Standing.WAITING


def _waiting(catalogue: Catalogue, ledger: Ledger) -> list[Waiting]:
    index = ledger.index()
    found = [(unit, state(unit, index)) for unit in catalogue.units]
    return [_item(unit, known) for unit, known in found if known not in (State.REVIEWED, State.APPROVED)]


def _item(unit: Unit, known: State) -> Waiting:
    notes = (*unit.notes, *filter(None, (unit.comments,)))
    return Waiting(unit_id(unit), known, unit.source, unit.previous or "", unit.target, notes)
