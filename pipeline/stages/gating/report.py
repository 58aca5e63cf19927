"""What stands where: the state of each half, for the status screen, the checks and the coverage gate."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from itertools import product
from pathlib import Path

from pipeline.adapters import csv_table, files
from pipeline.core.coverage import Coverage, measure
from pipeline.core.errors import BadFileError, PipelineError, UsageError
from pipeline.core.languages import english_name
from pipeline.core.ledger import Ledger, state
from pipeline.core.model import Catalogue, Finding, Remark, State, Unit
from pipeline.core.naming import names
from pipeline.core.registry import Half, Page
from pipeline.core.reviews.missing import WHOLE, Missing
from pipeline.core.segmentation.labels import segments
from pipeline.core.verify import errors
from pipeline.stages.gating.examining import Examined, Examiner, HalfExamined, Looked
from pipeline.stages.gating.history import english_changed
from pipeline.stages.gating.live import Live, kept_trouble, live_release
from pipeline.stages.mapping import Pool
from pipeline.stages.problems import Problem, Progress
from pipeline.workspace import SHARED, Workspace


class Standing(StrEnum):
    """Where one half stands, in the order in which a publisher wants to see them."""

    UNREADABLE = "cannot be read"
    MISSING = "English missing"
    GONE = "English gone"
    BEHIND = "out of date"
    BLOCKED = "blocked"
    WAITING = "waiting"
    READY = "ready"
    WITHDRAWN = "withdrawn"
    UP_TO_DATE = "up to date"


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit on the screen: its name on the command line, its state, its text and the text before.

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
    """One page in one language, with everything a person needs to go on.

    ``unreadable`` names the file, and its line, by which the page cannot be read; nothing of it is reviewed then.
    ``units`` has every unit in the order of the page, where that was asked for. ``changed`` is the ISO date from which
    on the English differs from what the translation follows, as far as git knows it; "" where it does not.
    ``english`` is the address of the English page, ``draft`` the one that a draft of it in WordPress will have.
    ``kept`` says what is wrong with the file of what was published, "" for nothing; ``rolled_back`` is the ISO date
    from which on readers have an earlier release of it, "" for none.
    """

    slug: str
    locale: str
    standing: Standing
    since: str
    coverage: Coverage
    waiting: tuple[Listed, ...]
    findings: tuple[Finding, ...]
    missing: int
    catalogue: str
    address: str
    scope: str
    remarks: tuple[Remark, ...]
    gone: str = ""
    lost: Missing = WHOLE
    unreadable: str = ""
    units: tuple[Listed, ...] = ()
    changed: str = ""
    english: str = ""
    draft: str = ""
    kept: str = ""
    rolled_back: str = ""


class Listing(Enum):
    """Which units a status lists: none, those that wait, or every one."""

    NONE = 0
    WAITING = 1
    ALL = 2


def status(
    workspace: Workspace,
    slugs: tuple[str, ...] = (),
    *,
    listing: Listing = Listing.WAITING,
    tell: Progress | None = None,
    pool: Pool | None = None,
) -> tuple[list[HalfStatus], list[Problem]]:
    """The state of every half of the pages named, or of all.

    A page that cannot be read is a problem and listed all the same, as is one whose English is not there any more.
    """
    halves: list[HalfStatus] = []
    problems: list[Problem] = []
    live = live_release(workspace)
    pages = workspace.catalogued(slugs)
    examiner = Examiner(workspace, pool)
    looked = {one.slug: one for one in examiner.over([page for page in pages if page.slug != SHARED], tell)}
    examiner.save()
    for page, locale in product(pages, workspace.settings.targets):
        found = _half_status(workspace, page, locale, looked.get(page.slug), live)
        found = found if isinstance(found, Problem) else _with_units(workspace, found, listing)
        if isinstance(found, Problem):
            problems.append(found)
            found = _unread(workspace, page, locale, Standing.UNREADABLE, found.message)
        halves.append(found)
    for page, locale in product(workspace.without_english(slugs), workspace.settings.targets):
        if not page.half(locale).withdrawn:
            halves.append(_unread(workspace, page, locale, Standing.MISSING))
    lost = [half for half in halves if half.lost != WHOLE]
    return halves, [*problems, *(Problem(f"{half.catalogue}: {half.lost.message(half.slug)}") for half in lost)]


def write_waiting(workspace: Workspace, halves: list[HalfStatus], path: Path) -> WaitingTable:
    """A table of all units that wait, as CSV. Raises UsageError for a place that is not for tables."""
    if path.suffix.lower() != ".csv":
        raise UsageError(f"{path} should end with .csv, so that a spreadsheet opens it")
    _refuse_own(workspace, path, "table")
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


def write_page(workspace: Workspace, path: Path, text: str) -> None:
    """Write a page for people. Raises UsageError for a place that is not for pages."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{path} should end with .html, so that a browser opens it")
    _refuse_own(workspace, path, "page")
    files.write(path, text.encode("utf-8"))


def _refuse_own(workspace: Workspace, path: Path, what: str) -> None:
    own = (workspace.locales, workspace.root / workspace.settings.folder)
    if any(path.resolve().is_relative_to(folder.resolve()) for folder in own):
        raise UsageError(f"{path} is where the project keeps its own files; write the {what} to another folder")


def _unread(workspace: Workspace, page: Page, locale: str, standing: Standing, why: str = "") -> HalfStatus:
    """What can be said of a half that cannot be read: all of it waits."""
    half = page.half(locale)
    return HalfStatus(
        page.slug,
        locale,
        standing,
        half.published if half.is_live else "",
        measure(unknown(workspace, page, locale), Ledger()),
        (),
        (),
        0,
        workspace.show(workspace.catalogue_path(page.slug, locale)),
        half.address if half.is_live else "",
        "",
        (),
        page.gone,
        unreadable=why,
        english=page.address,
    )


def unknown(workspace: Workspace, page: Page, locale: str) -> list[Unit]:
    """The texts of a half of which something cannot be read, as units without a translation; at least one."""
    with contextlib.suppress(BadFileError):
        return [Unit(segment.text) for segment in segments(workspace.skeleton(page.slug))]
    with contextlib.suppress(BadFileError):
        known = [Unit(unit.source) for unit in workspace.catalogue(page.slug, locale).units]
        return known or [Unit("")]
    return [Unit("")]


def _half_status(
    workspace: Workspace, page: Page, locale: str, looked: Looked | None, live: Live
) -> HalfStatus | Problem:
    """Where one half stands, or why that cannot be said."""
    problems = looked.problems if looked is not None else {}
    problem = problems.get(workspace.settings.source) or problems.get(locale)
    if problem is not None:
        return problem
    try:
        if looked is None or looked.examined is None:
            return _shared_status(workspace, locale)
        return _page_status(workspace, page, locale, looked.examined, live)
    except PipelineError as error:
        return Problem(str(error), error.exit_status)


def _with_units(workspace: Workspace, half: HalfStatus, listing: Listing) -> HalfStatus | Problem:
    """The same with the units that are asked for, which takes reading the catalogue."""
    if listing is Listing.NONE or (listing is Listing.WAITING and not half.coverage.waiting_units):
        return half
    try:
        units = _listed(workspace.catalogue(half.slug, half.locale), workspace.ledger(half.slug, half.locale))
    except PipelineError as error:
        return Problem(str(error), error.exit_status)
    waiting = tuple([unit for unit in units if unit.state not in (State.REVIEWED, State.APPROVED)])
    return replace(half, waiting=waiting, units=units if listing is Listing.ALL else ())


def _page_status(workspace: Workspace, page: Page, locale: str, whole: Examined, live: Live) -> HalfStatus:
    half, known = page.half(locale), whole.halves[locale]
    standing = _standing(page, half, known, whole.follows)
    if standing is Standing.UP_TO_DATE and live.is_behind(page, locale, known.units):
        standing = Standing.READY
    return HalfStatus(
        page.slug,
        locale,
        standing,
        half.published if half.is_live else "",
        known.coverage,
        (),
        known.findings,
        known.held.missing if known.held is not None else 0,
        workspace.show(workspace.catalogue_path(page.slug, locale)),
        half.address if half.is_live else "",
        whole.scope,
        whole.remarks,
        page.gone,
        lost=known.lost,
        draft=half.address if half.follows == whole.follows and not half.published else "",
        changed=english_changed(workspace, page.slug, half.follows) if standing is Standing.BEHIND else "",
        english=page.address,
        kept=kept_trouble(workspace, page, locale, live, is_held=known.held is not None),
        rolled_back=live.rolled_back if half.is_live and not page.is_post else "",
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
        (),
        workspace.checker(locale).knowing(ledger).units(unit for unit in catalogue.units if not unit.fuzzy),
        0,
        workspace.show(workspace.catalogue_path(SHARED, locale)),
        "menus, footers and forms of all pages",
        "",
        (),
    )


def _standing(page: Page, half: Half, known: HalfExamined, follows: str) -> Standing:
    if half.withdrawn:
        return Standing.WITHDRAWN
    if page.gone:
        return Standing.GONE
    held = known.held
    if half.is_live and half.follows != follows:
        return Standing.BEHIND if held else Standing.READY
    if held is None:
        return Standing.UP_TO_DATE if half.is_live else Standing.READY
    if held.blocked or (errors(known.findings) and held.coverage.waiting_units == 0):
        return Standing.BLOCKED
    return Standing.WAITING


def _listed(catalogue: Catalogue, ledger: Ledger) -> tuple[Listed, ...]:
    """Every unit of a catalogue."""
    index = ledger.index()
    both = zip(names(catalogue.units), catalogue.units, strict=True)
    return tuple([_item(name, unit, state(unit, index)) for name, unit in both])


def _item(name: str, unit: Unit, known: State) -> Listed:
    notes = (*unit.notes, *filter(None, (unit.comments,)))
    return Listed(name, known, unit.source, unit.previous or "", unit.target, notes)
