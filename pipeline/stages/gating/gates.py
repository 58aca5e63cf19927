"""check and coverage of a project: every finding with its line, every page with its states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from pipeline.adapters import files
from pipeline.adapters.settings import FILE
from pipeline.core.coverage import measure
from pipeline.core.errors import PipelineError
from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row, numbered
from pipeline.core.gate import keys
from pipeline.core.gates.floors import Asked, judge
from pipeline.core.gates.seen_first import link_texts, weigh
from pipeline.core.ledger import Ledger, state
from pipeline.core.model import Catalogue, Skeleton, State, Unit
from pipeline.core.naming import names
from pipeline.core.po import po_entries
from pipeline.core.registry import Page
from pipeline.core.reviews.missing import WHOLE, missing
from pipeline.core.segmentation.labels import segments
from pipeline.stages.gating.examining import Examiner
from pipeline.stages.gating.report import unknown
from pipeline.stages.gating.since import place, since
from pipeline.stages.problems import Problem, Progress
from pipeline.workspace import SHARED, Workspace

_DONE: Final = frozenset((State.REVIEWED, State.APPROVED))


@dataclass(frozen=True, slots=True)
class Asking:
    """What coverage is asked: pages, floors, and since which version nothing may have fallen. None: as configured."""

    slugs: tuple[str, ...] = ()
    floor: int | None = None
    per_page: bool = False
    since: str = ""


def check(
    workspace: Workspace, slugs: tuple[str, ...] = (), tell: Progress | None = None
) -> tuple[CheckReport, list[Problem]]:
    """Every finding in finished units; pages that cannot be read are problems."""
    findings: list[Located] = []
    looked: list[str] = []
    problems: list[Problem] = []
    pages = workspace.catalogued(slugs)
    clean = _clean(workspace, [page for page in pages if page.slug != SHARED], tell)
    for page, locale in product(pages, workspace.settings.targets):
        looked.append(place(workspace, workspace.catalogue_path(page.slug, locale)))
        if (page.slug, locale) in clean:
            continue
        try:
            half = _half(workspace, page.slug, locale)
            findings += _findings(workspace, half)
            problems += half.lost()
        except PipelineError as error:
            problems.append(Problem(str(error), error.exit_status))
    found = numbered(findings)
    return CheckReport(found, tuple(looked), tuple([problem.message for problem in problems])), problems


def _clean(workspace: Workspace, pages: list[Page], tell: Progress | None) -> set[tuple[str, str]]:
    """Slug and locale of the halves of which there is nothing to say; the others are read to say where.

    A gate writes nothing, also no index.
    """
    return {
        (one.slug, locale)
        for one in Examiner(workspace).over(pages, tell)
        if one.examined is not None and not one.problems
        for locale, half in one.examined.halves.items()
        if not half.findings and half.lost == WHOLE
    }


def coverage(workspace: Workspace, asking: Asking) -> tuple[CoverageReport, list[Problem]]:
    """Every page by its states, judged by the floors, and by what was reviewed before where that is asked."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for page, locale in product(workspace.catalogued(asking.slugs), workspace.settings.targets):
        try:
            half = _half(workspace, page.slug, locale)
            rows.append(_row(workspace, half))
            problems += half.lost()
        except PipelineError as error:
            problems.append(Problem(str(error), error.exit_status))
            rows.append(_unread(workspace, page, locale))
    for page, locale in product(workspace.without_english(asking.slugs), workspace.settings.targets):
        if not page.half(locale).withdrawn:
            rows.append(_unread(workspace, page, locale))
    settings = workspace.settings
    floor = settings.min_reviewed if asking.floor is None else asking.floor
    config = place(workspace, workspace.root / FILE)
    asked = Asked(floor, config, asking.per_page or settings.per_page, settings.exemptions)
    problems += _unmeant(workspace, asking, config)
    judged, low = judge(rows, asked, workspace.today)
    before = since(workspace, asking.since, asking.slugs) if asking.since else None
    fallen, notes = (before.findings, before.notes) if before is not None else ((), ())
    problems += before.problems if before is not None else []
    report = CoverageReport(
        judged,
        asked.floor,
        numbered((*low, *fallen)),
        tuple([problem.message for problem in problems]),
        notes,
        asked.per_page,
        workspace.today if asked.exemptions else None,
        asking.since,
    )
    return report, problems


def _unmeant(workspace: Workspace, asking: Asking, config: str) -> list[Problem]:
    """Exceptions for pages that the project does not have: a slip of the pen that would hold nothing."""
    known = {*workspace.registry().pages, SHARED}
    unknown_pages = [item.page for item in workspace.settings.exemptions if item.page not in known]
    return [
        Problem(f"{config}: there is an exception for {page}, which is no page of this project; mend it or take it out")
        for page in (unknown_pages if not asking.slugs else ())
    ]


@dataclass(frozen=True, slots=True)
class _Half:
    """One page in one language, read; the catalogue that all pages share has no skeleton of its own."""

    skeleton: Skeleton | None
    catalogue: Catalogue
    ledger: Ledger
    file: str

    def lost(self) -> Iterator[Problem]:
        """Reviewed texts that the catalogue has lost."""
        if self.skeleton is not None:
            found = missing(self.catalogue, self.ledger, segments(self.skeleton))
            if found != WHOLE:
                yield Problem(f"{self.file}: {found.message(self.catalogue.slug)}")


def _half(workspace: Workspace, slug: str, locale: str) -> _Half:
    """Raises BadFileError."""
    return _Half(
        workspace.skeleton(slug) if slug != SHARED else None,
        workspace.catalogue(slug, locale),
        workspace.ledger(slug, locale),
        place(workspace, workspace.catalogue_path(slug, locale)),
    )


def _findings(workspace: Workspace, half: _Half) -> Iterator[Located]:
    slug, locale = half.catalogue.slug, half.catalogue.locale
    checker = workspace.checker(locale).knowing(half.ledger)
    finished = [(number, unit) for number, unit in enumerate(half.catalogue.units) if not unit.fuzzy]
    found = [(number, finding) for number, unit in finished for finding in checker.unit(unit)]
    lines = po_entries.lines(files.read(workspace.catalogue_path(slug, locale))) if found else {}
    called = names(half.catalogue.units) if found else []
    for number, finding in found:
        unit = half.catalogue.units[number]
        line = lines.get((unit.context, unit.source), 1)
        about = finding.check, finding.severity, finding.message, finding.source
        yield Located(half.file, line, *about, called[number], page=slug, locale=locale)


def _row(workspace: Workspace, half: _Half) -> Row:
    units, links = list(half.catalogue.units), frozenset[str]()
    if half.skeleton is not None:
        units, links = _wanted(half.skeleton, half.catalogue), link_texts(half.skeleton)
    index = half.ledger.index()
    states = [(unit, state(unit, index)) for unit in units]
    first = weigh(states, _DONE, workspace.settings.source, links)
    return Row(half.catalogue.slug, half.catalogue.locale, half.file, measure(units, half.ledger), first)


def _wanted(skeleton: Skeleton, catalogue: Catalogue) -> list[Unit]:
    """A unit for every text of the present English page; what the catalogue does not have yet is untranslated."""
    known = {(unit.context, unit.source): unit for unit in catalogue.units}
    return [
        known.get(key) or Unit(key[1], context=key[0], notes=(", ".join(segment.roles),))
        for segment in segments(skeleton)
        for key in keys(segment, known)
    ]


def _unread(workspace: Workspace, page: Page, locale: str) -> Row:
    """A half of which something cannot be read: all of it waits."""
    units = unknown(workspace, page, locale)
    first = weigh([(unit, State.UNTRANSLATED) for unit in units], _DONE, workspace.settings.source, frozenset())
    file = place(workspace, workspace.catalogue_path(page.slug, locale))
    return Row(page.slug, locale, file, measure(units, Ledger()), first)
