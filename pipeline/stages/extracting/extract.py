"""Segments out of the pages and into the catalogues, as a plan that is shown before or after it is carried out."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline import contents
from pipeline.adapters import executors, files
from pipeline.core.errors import BadFileError, PipelineError
from pipeline.core.merge import Change, Merged, Step, merge
from pipeline.core.model import Catalogue, Remark, Segment
from pipeline.core.registry import Page
from pipeline.core.reviews.missing import missing
from pipeline.core.segmentation.labels import segments, shared_segments
from pipeline.core.segmentation.rules import Rules
from pipeline.stages.extracting.extract_index import ExtractIndex, Told
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
    digests: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Done:
    """The new catalogue's bytes with what is told of them, or the problem.

    ``digests`` are those of the page and the ledger; none where reviewed French is missing.
    """

    data: bytes = b""
    extracted: Extracted | None = None
    problem: Problem | None = None
    digests: tuple[str, str] | None = None


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
    it is, unless ``lossy`` says to go on without. ``pool`` makes the executor that the pages are mapped over; a page
    that kills whatever works on it is a problem of its own.
    """
    index = ExtractIndex(workspace)
    work = [(page, locale) for page in workspace.pages(slugs) for locale in workspace.settings.targets]
    reading = _Reading(workspace, lossy=lossy)
    results, unknown = _known(index, work)
    problems: list[Problem] = []
    batches = Batches(_merged, lambda: pool(len(unknown)), lost=_lost)
    merged = _good(_counted(batches.over(reading.of(unknown)), len(unknown), tell), problems)
    for done, extracted in _all_saved(workspace, merged, dry_run=dry_run):
        if isinstance(extracted, Problem):
            problems.append(extracted)
            continue
        results.append(extracted)
        _remember(index, done)
    index.save(workspace.pages())
    order = {item: number for number, item in enumerate((page.slug, locale) for page, locale in work)}
    results.sort(key=lambda item: order[item.slug, item.locale])
    problems = [*reading.problems, *problems]
    if workspace.rules.whole_page and not problems:
        shared, failed = each(
            workspace.settings.targets, lambda locale: _shared(workspace, locale, dry_run=dry_run, lossy=lossy)
        )
        results, problems = [*results, *shared], [*problems, *failed]
    return ExtractReport(tuple(results), tuple(problems))


def _counted(dones: Iterable[_Done], total: int, tell: Progress | None) -> Iterator[_Done]:
    """The same, with each one told of."""
    for number, done in enumerate(dones, start=1):
        if tell is not None:
            tell(number, total)
        yield done


def _good(dones: Iterable[_Done], problems: list[Problem]) -> Iterator[_Done]:
    """Those that went well; the problems of the others are kept."""
    for done in dones:
        if done.problem is not None:
            problems.append(done.problem)
        else:
            yield done


def _all_saved(
    workspace: Workspace, dones: Iterable[_Done], *, dry_run: bool
) -> Iterator[tuple[_Done, Extracted | Problem]]:
    """Put the catalogues in place, several at a time; what is told of each, or why it could not be written."""
    if dry_run:
        yield from ((done, _told_of(done)) for done in dones)
        return
    paths = ((done, workspace.catalogue_path(_told_of(done).slug, _told_of(done).locale), done.data) for done in dones)
    for done, written in files.write_all(paths):
        if isinstance(written, BadFileError):
            yield done, Problem(str(written), written.exit_status)
        else:
            yield done, replace(_told_of(done), written=written)


def _told_of(done: _Done) -> Extracted:
    assert done.extracted is not None
    return done.extracted


def _known(index: ExtractIndex, work: list[tuple[Page, str]]) -> tuple[list[Extracted], list[tuple[Page, str]]]:
    """What is told of the pages that the index knows, and the others."""
    known: list[Extracted] = []
    unknown: list[tuple[Page, str]] = []
    for page, locale in work:
        told = None
        with contextlib.suppress(PipelineError):  # reading it again says what is wrong
            told = index.get(page.slug, locale, index.key_now(page.slug, locale))
        if told is None:
            unknown.append((page, locale))
        else:
            known.append(_unchanged(page.slug, locale, told))
    return known, unknown


def extract_page(workspace: Workspace, page: Page, locale: str, *, lossy: bool = False) -> Extracted:
    """Merge one page into one catalogue. Raises BadFileError where either cannot be read, or the catalogue lost
    reviewed French (unless ``lossy``); both then stay.
    """
    done = _merge(_Reading(workspace, lossy=lossy).job(page, locale))
    written = files.write(workspace.catalogue_path(page.slug, locale), done.data)
    return replace(_told_of(done), written=written)


class _Reading:
    """Reads what each job needs; what cannot be read becomes a problem, and the others go on."""

    def __init__(self, workspace: Workspace, *, lossy: bool) -> None:
        self.workspace = workspace
        self.lossy = lossy
        self.problems: list[Problem] = []

    def of(self, work: Iterable[tuple[Page, str]]) -> Iterator[_Job]:
        """The jobs, read when they are asked for."""
        for page, locale in work:
            try:
                yield self.job(page, locale)
            except PipelineError as error:
                self.problems.append(Problem(str(error), error.exit_status))

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
        english, catalogue, ledger = map(workspace.digests.read, paths)
        digests = english[1], ledger[1]
        files_read = english[0], catalogue[0], ledger[0]
        return _Job(slug, locale, *files_read, names, reference, workspace.rules, self.lossy, digests)


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
    return _Done(data, told, digests=None if lost.absent else job.digests)


def _held(job: _Job) -> Catalogue:
    """The catalogue as it is; the ledger is read for an empty file alone. Raises BadFileError."""
    if job.catalogue is not None and not job.catalogue.strip():
        contents.refuse_emptied(job.catalogue, contents.ledger(job.ledger, job.shown[2]), job.shown[1])
    return contents.catalogue(job.catalogue, job.shown[1], job.slug, job.locale)


def _remember(index: ExtractIndex, done: _Done) -> None:
    """What the next extract would tell of the catalogue as it is now: merged once more nothing in it changes."""
    extracted = done.extracted
    if extracted is not None and done.digests is not None:
        present = [counts for change, counts in extracted.counts.items() if change is not Change.REMOVED]
        units, words = (sum(counts[number] for counts in present) for number in (0, 1))
        page, ledger = done.digests
        key = index.key(page, hashlib.sha256(done.data).hexdigest(), ledger)
        index.put(extracted.slug, extracted.locale, key, Told(units, words, extracted.scope, extracted.remarks))


def _unchanged(slug: str, locale: str, told: Told) -> Extracted:
    """What is told of a page that the index knows."""
    counts = {**dict.fromkeys(Change, (0, 0)), Change.UNCHANGED: (told.units, told.words)}
    return Extracted(slug, locale, counts, (), False, told.scope, told.remarks)


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
