"""Segments out of the pages and into the catalogues, as a plan that is shown before or after it is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline import contents
from pipeline.adapters import executors, files
from pipeline.core.errors import BadFileError, PipelineError
from pipeline.core.merge import Change, Merged, Step, merge
from pipeline.core.model import Catalogue, Remark, Segment
from pipeline.core.registry import Page
from pipeline.core.reviews.missing import missing
from pipeline.core.segmentation.labels import segments, shared_segments
from pipeline.core.segmentation.rules import Rules
from pipeline.stages.extracting.extract_index import ExtractIndex
from pipeline.stages.extracting.mapping import DEADLY, Batches, Pool
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import SHARED, Workspace


@dataclass(frozen=True, slots=True)
class Extracted:
    """One catalogue after the merge: units and words by kind of change, whether its file changed, and remarks for the
    page's author. ``steps`` are there where any text was added, changed, revived or removed.
    """

    slug: str
    locale: str
    counts: Mapping[Change, tuple[int, int]]
    steps: tuple[Step, ...]
    written: bool
    scope: str
    remarks: tuple[Remark, ...]

    @property
    def is_news(self) -> bool:
        """Whether any text was added, changed, moved, revived or removed."""
        return bool(self.steps)

    @property
    def is_new_page(self) -> bool:
        """Whether every text was added."""
        return all(not units for change, (units, _) in self.counts.items() if change is not Change.ADDED)


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """All catalogues of one extract, and what could not be read."""

    catalogues: tuple[Extracted, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """One page for one language, as bytes and settings, so that it may be done anywhere; ``shown`` are file names."""

    slug: str
    locale: str
    page: bytes | None
    catalogue: bytes | None
    ledger: bytes | None
    shown: tuple[str, str, str]
    reference: str
    rules: Rules
    lossy: bool
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Done:
    """The new catalogue's bytes with what is told of them, or the problem.

    ``digest`` is that of what was read where the merge changed nothing and no reviewed French is missing.
    """

    data: bytes = b""
    extracted: Extracted | None = None
    problem: Problem | None = None
    digest: str = ""


def extract(
    workspace: Workspace,
    slugs: tuple[str, ...] = (),
    *,
    dry_run: bool = False,
    lossy: bool = False,
    tell: Progress | None = None,
    pool: Pool = executors.local,
) -> ExtractReport:
    """Merge every page's segments into its catalogues. A catalogue that lost reviewed French is a problem, and left as
    it is, unless ``lossy`` says to go on without. ``pool`` makes the executor that the
    pages are mapped over; a page that kills whatever works on it is a problem of its own.
    """
    work = [(page, locale) for page in workspace.pages(slugs) for locale in workspace.settings.targets]
    index = ExtractIndex(workspace.index_path("extract.json"), workspace.rules)
    jobs = _Reading(workspace, lossy=lossy, index=index, tell=tell, total=len(work))
    unread: list[Problem] = []
    results: list[Extracted] = []
    for done in Batches(_merged, lambda: pool(len(work)), lost=_lost).over(jobs.of(work)):
        if done.problem is not None:
            unread.append(done.problem)
            continue
        try:
            results.append(_saved(workspace, done, dry_run=dry_run))
        except PipelineError as error:
            unread.append(Problem(str(error), error.exit_status))
        else:
            _remember(index, done)
    index.save()
    order = {item: number for number, item in enumerate((page.slug, locale) for page, locale in work)}
    results = sorted([*jobs.unchanged, *results], key=lambda item: order[item.slug, item.locale])
    problems = [*jobs.problems, *unread]
    if workspace.rules.whole_page and not problems:
        shared, failed = each(
            workspace.settings.targets, lambda locale: _shared(workspace, locale, dry_run=dry_run, lossy=lossy)
        )
        results, problems = [*results, *shared], [*problems, *failed]
    return ExtractReport(tuple(results), tuple(problems))


def extract_page(workspace: Workspace, page: Page, locale: str, *, lossy: bool = False) -> Extracted:
    """Merge one page into one catalogue. Raises BadFileError where either cannot be read, or the catalogue lost
    reviewed French (unless ``lossy``); both then stay.
    """
    return _saved(workspace, _merge(_Reading(workspace, lossy=lossy).job(page, locale)), dry_run=False)


class _Reading:
    """Reads what each job needs; what cannot be read becomes a problem, and the others go on."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        lossy: bool,
        index: ExtractIndex | None = None,
        tell: Progress | None = None,
        total: int = 0,
    ) -> None:
        self.workspace = workspace
        self.lossy = lossy
        self.index = index
        self.tell = tell
        self.total = total
        self.problems: list[Problem] = []
        self.unchanged: list[Extracted] = []

    def of(self, work: Iterable[tuple[Page, str]]) -> Iterator[_Job]:
        """The jobs, read when they are asked for; pages that the index knows are told of and need none."""
        for number, (page, locale) in enumerate(work, start=1):
            if self.tell is not None:
                self.tell(number, self.total)
            try:
                job = self.job(page, locale)
            except PipelineError as error:
                self.problems.append(Problem(str(error), error.exit_status))
                continue
            told = self.index.get(f"{job.slug} {job.locale}", job.digest) if self.index is not None else None
            if told is None:
                yield job
            else:
                self.unchanged.append(_unchanged(job.slug, job.locale, told))

    def job(self, page: Page, locale: str) -> _Job:
        """One job. Raises BadFileError."""
        workspace, slug = self.workspace, page.slug
        paths = (
            workspace.snapshot_path(slug),
            workspace.catalogue_path(slug, locale),
            workspace.ledger_path(slug, locale),
        )
        names = workspace.show(paths[0]), workspace.show(paths[1]), workspace.show(paths[2])
        reference = f"{workspace.settings.source}/{slug}.html"
        read = [files.read(path) for path in paths]
        digest = self.index.digest(read, reference) if self.index is not None else ""
        return _Job(slug, locale, read[0], read[1], read[2], names, reference, workspace.rules, self.lossy, digest)


def _merged(job: _Job) -> _Done:
    """The work on one page, its trouble as a value, since that comes back from anywhere."""
    try:
        return _merge(job)
    except PipelineError as error:
        return _Done(problem=Problem(str(error), error.exit_status))


def _lost(job: _Job) -> _Done:
    return _Done(problem=Problem(f"{job.shown[0]}: {DEADLY}"))


def _merge(job: _Job) -> _Done:
    """Bytes in, bytes out. Raises BadFileError."""
    skeleton = contents.skeleton(job.page, job.shown[0], job.slug, job.rules)
    wanted = segments(skeleton)
    held = _held(job)
    lost = missing(held, contents.ledger(job.ledger, job.shown[2]), wanted)
    if lost.absent and not job.lossy:
        raise BadFileError(job.shown[1], lost.message(job.slug))
    merged = merge(held, wanted, job.reference)
    told = _told(job.slug, job.locale, merged, skeleton.scope, skeleton.remarks)
    data = contents.catalogue_bytes(merged.catalogue, job.rules.locale)
    is_same = data == job.catalogue and not told.steps and not lost.absent
    return _Done(data, told, digest=job.digest if is_same else "")


def _held(job: _Job) -> Catalogue:
    """The catalogue as it is; the ledger is read for an empty file alone. Raises BadFileError."""
    if job.catalogue is not None and not job.catalogue.strip():
        contents.refuse_emptied(job.catalogue, contents.ledger(job.ledger, job.shown[2]), job.shown[1])
    return contents.catalogue(job.catalogue, job.shown[1], job.slug, job.locale)


def _saved(workspace: Workspace, done: _Done, *, dry_run: bool) -> Extracted:
    """Put the catalogue in place. Raises BadFileError."""
    assert done.extracted is not None
    path = workspace.catalogue_path(done.extracted.slug, done.extracted.locale)
    return replace(done.extracted, written=False if dry_run else files.write(path, done.data))


def _remember(index: ExtractIndex, done: _Done) -> None:
    told = done.extracted
    if told is not None and done.digest:
        remarks = [[remark.line, remark.message] for remark in told.remarks]
        index.put(f"{told.slug} {told.locale}", done.digest, [*told.counts[Change.UNCHANGED], told.scope, remarks])


def _unchanged(slug: str, locale: str, told: list[Any]) -> Extracted:
    """What is told of a page that the index knows."""
    units, words, scope, remarks = told
    counts = {**dict.fromkeys(Change, (0, 0)), Change.UNCHANGED: (units, words)}
    return Extracted(slug, locale, counts, (), False, scope, tuple(Remark(*remark) for remark in remarks))


def _shared(workspace: Workspace, locale: str, *, dry_run: bool, lossy: bool) -> Extracted:
    """Merge the menus, footers and forms of all pages into the catalogue that they share."""
    found: dict[str, Segment] = {}
    for page in workspace.pages():
        for segment in shared_segments(workspace.skeleton(page.slug)):
            found.setdefault(segment.text, segment)
    wanted = tuple(found.values())
    held = workspace.catalogue(SHARED, locale)
    lost = missing(held, workspace.ledger(SHARED, locale), wanted)
    if lost.absent and not lossy:
        raise BadFileError(workspace.show(workspace.catalogue_path(SHARED, locale)), lost.message(SHARED))
    merged = merge(held, wanted)
    written = False if dry_run else workspace.save_catalogue(merged.catalogue)
    return replace(_told(SHARED, locale, merged, "menus, footers and forms of all pages"), written=written)


def _told(slug: str, locale: str, merged: Merged, scope: str, remarks: tuple[Remark, ...] = ()) -> Extracted:
    is_news = any(step.change is not Change.UNCHANGED for step in merged.steps)
    return Extracted(slug, locale, merged.counts(), merged.steps if is_news else (), False, scope, remarks)


def totals(reports: Iterable[Extracted]) -> dict[Change, tuple[int, int]]:
    """Units and words by kind of change over several catalogues."""
    found = dict.fromkeys(Change, (0, 0))
    for report in reports:
        for change, (units, count) in report.counts.items():
            found[change] = (found[change][0] + units, found[change][1] + count)
    return found
