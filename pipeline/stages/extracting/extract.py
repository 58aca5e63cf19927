"""Segments out of the pages and into the catalogues, as a plan that is shown before or after it is carried out."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.adapters import executors, files
from pipeline.core.errors import BadFileError, PipelineError
from pipeline.core.merge import Change, merge
from pipeline.core.model import Segment
from pipeline.core.registry import Page
from pipeline.core.reviews.missing import missing
from pipeline.core.segmentation.labels import shared_segments
from pipeline.stages.extracting.extract_index import ExtractIndex, Told
from pipeline.stages.extracting.merging import Digests, Done, Extracted, Job, extracted, lost, merge_page, merged
from pipeline.stages.mapping import Batches, Pool
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import SHARED, Workspace

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """All catalogues of one extract, and what could not be read."""

    catalogues: tuple[Extracted, ...]
    problems: tuple[Problem, ...]


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
    results, unknown, shared = _known(index, work)
    problems: list[Problem] = []
    batches = Batches(merged, lambda: pool(len(unknown)), lost=lost)
    good = _good(_counted(batches.over(reading.of(unknown)), len(unknown), tell), reading, problems)
    for done, outcome in _all_saved(workspace, good, dry_run=dry_run):
        if isinstance(outcome, Problem):
            problems.append(outcome)
            continue
        results.append(outcome)
        shared[outcome.slug] = done.shared
        _remember(index, done)
    index.save(workspace.pages())
    order = {item: number for number, item in enumerate((page.slug, locale) for page, locale in work)}
    results.sort(key=lambda item: order[item.slug, item.locale])
    problems = [*reading.problems, *problems]
    if workspace.rules.whole_page and not problems:
        common, failed = each(
            workspace.settings.targets, lambda locale: _shared(workspace, locale, shared, dry_run=dry_run, lossy=lossy)
        )
        results, problems = [*results, *common], [*problems, *failed]
    return ExtractReport(tuple(results), tuple(problems))


def _counted(dones: Iterable[Done], total: int, tell: Progress | None) -> Iterator[Done]:
    """The same, with each one told of."""
    for number, done in enumerate(dones, start=1):
        if tell is not None:
            tell(number, total)
        yield done


def _good(dones: Iterable[Done], reading: _Reading, problems: list[Problem]) -> Iterator[Done]:
    """Those that went well, by the files as they are now; the problems of the others are kept."""
    for one in dones:
        try:
            done = reading.latest(one)
        except PipelineError as error:
            done = Done(problem=Problem(str(error), error.exit_status))
        if done.problem is not None:
            problems.append(done.problem)
        else:
            yield done


def _all_saved(
    workspace: Workspace, dones: Iterable[Done], *, dry_run: bool
) -> Iterator[tuple[Done, Extracted | Problem]]:
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


def _told_of(done: Done) -> Extracted:
    assert done.extracted is not None
    return done.extracted


def _known(
    index: ExtractIndex, work: list[tuple[Page, str]]
) -> tuple[list[Extracted], list[tuple[Page, str]], dict[str, tuple[Segment, ...]]]:
    """What is told of the pages that the index knows, the others, and by slug which texts each known page shares."""
    known: list[Extracted] = []
    shared: dict[str, tuple[Segment, ...]] = {}
    unknown: list[tuple[Page, str]] = []
    for page, locale in work:
        told = None
        with contextlib.suppress(PipelineError):  # reading it again says what is wrong
            told = index.get(page.slug, locale, index.key_now(page.slug, locale))
        if told is None:
            unknown.append((page, locale))
        else:
            known.append(_unchanged(page.slug, locale, told))
            shared[page.slug] = told.shared
    return known, unknown, shared


def extract_page(workspace: Workspace, page: Page, locale: str, *, lossy: bool = False) -> Extracted:
    """Merge one page into one catalogue. Raises BadFileError where either cannot be read, or the catalogue lost
    reviewed French (unless ``lossy``); both then stay.
    """
    done = merge_page(_Reading(workspace, lossy=lossy).job(page, locale))
    written = files.write(workspace.catalogue_path(page.slug, locale), done.data)
    return replace(_told_of(done), written=written)


class _Reading:
    """Reads what each job needs; what cannot be read becomes a problem, and the others go on."""

    def __init__(self, workspace: Workspace, *, lossy: bool) -> None:
        self.workspace = workspace
        self.lossy = lossy
        self.pages = {page.slug: page for page in workspace.pages()}
        self.problems: list[Problem] = []

    def of(self, work: Iterable[tuple[Page, str]]) -> Iterator[Job]:
        """The jobs, read when they are asked for."""
        for page, locale in work:
            try:
                yield self.job(page, locale)
            except PipelineError as error:
                self.problems.append(Problem(str(error), error.exit_status))

    def job(self, page: Page, locale: str) -> Job:
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
        digests = Digests(english[1], catalogue[1], ledger[1])
        if not digests.ledger and page.half(locale).is_live and not page.is_post and not self.lossy:
            raise BadFileError(
                names[2],
                "is missing though its translation was published; restore it from git, or go on without it: "
                f"diptych extract {slug} --lossy",
            )
        files_read = english[0], catalogue[0], ledger[0]
        return Job(slug, locale, *files_read, names, reference, workspace.rules, self.lossy, digests)

    def latest(self, done: Done) -> Done:
        """The same, merged again where somebody wrote the catalogue meanwhile: what an editor saved is not lost."""
        told, tries = done.extracted, _TRIES
        while told is not None and done.digests is not None and tries:
            path = self.workspace.catalogue_path(told.slug, told.locale)
            if self.workspace.digests.read(path)[1] == done.digests.catalogue:
                return done
            done, tries = merged(self.job(self.pages[told.slug], told.locale)), tries - 1
        return done


def _remember(index: ExtractIndex, done: Done) -> None:
    """What the next extract would tell of the catalogue as it is now: merged once more nothing in it changes."""
    made = done.extracted
    if made is not None and done.digests is not None and done.is_whole:
        present = [counts for change, counts in made.counts.items() if change is not Change.REMOVED]
        units, words = (sum(counts[number] for counts in present) for number in (0, 1))
        key = index.key(done.digests.page, hashlib.sha256(done.data).hexdigest(), done.digests.ledger)
        told = Told(units, words, made.scope, made.remarks, done.shared)
        index.put(made.slug, made.locale, key, told)


def _unchanged(slug: str, locale: str, told: Told) -> Extracted:
    """What is told of a page that the index knows."""
    counts = {**dict.fromkeys(Change, (0, 0)), Change.UNCHANGED: (told.units, told.words)}
    return Extracted(slug, locale, counts, (), False, told.scope, told.remarks)


def _shared(
    workspace: Workspace, locale: str, known: Mapping[str, tuple[Segment, ...]], *, dry_run: bool, lossy: bool
) -> Extracted:
    """Merge the menus, footers and forms of all pages into the catalogue that they share.

    ``known`` has those of the pages just looked at; the others are read.
    """
    found: dict[str, Segment] = {}
    for page in workspace.pages():
        own = known.get(page.slug)
        for segment in shared_segments(workspace.skeleton(page.slug)) if own is None else own:
            found.setdefault(segment.text, segment)
    wanted = tuple(found.values())
    held = workspace.catalogue(SHARED, locale)
    gone = missing(held, workspace.ledger(SHARED, locale), wanted)
    if gone.absent and not lossy:
        raise BadFileError(workspace.show(workspace.catalogue_path(SHARED, locale)), gone.message(SHARED))
    new = merge(held, wanted)
    written = False if dry_run else workspace.save_catalogue(new.catalogue)
    return replace(extracted(SHARED, locale, new, "menus, footers and forms of all pages"), written=written)


def totals(reports: Iterable[Extracted]) -> dict[Change, tuple[int, int]]:
    """Units and words by kind of change over several catalogues."""
    found = dict.fromkeys(Change, (0, 0))
    for report in reports:
        for change, (units, count) in report.counts.items():
            found[change] = (found[change][0] + units, found[change][1] + count)
    return found
