"""Segments out of the pages and into the catalogues, as a plan that is shown before or after it is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.core.errors import BadFileError
from pipeline.core.labels import segments, shared_segments
from pipeline.core.merge import Change, Merged, merge
from pipeline.core.missing import missing
from pipeline.core.model import Catalogue, Remark, Segment
from pipeline.core.registry import Page
from pipeline.stages.problems import Problem, each
from pipeline.workspace import SHARED, Workspace


@dataclass(frozen=True, slots=True)
class Extracted:
    """One catalogue after the merge, whether its file changed, and remarks for the page's author."""

    slug: str
    locale: str
    merged: Merged
    written: bool
    scope: str
    remarks: tuple[Remark, ...]

    @property
    def is_news(self) -> bool:
        """Whether any text was added, changed, revived or removed."""
        return any(step.change is not Change.UNCHANGED for step in self.merged.steps)


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """All catalogues of one extract, and what could not be read."""

    catalogues: tuple[Extracted, ...]
    problems: tuple[Problem, ...]


def extract(
    workspace: Workspace, slugs: tuple[str, ...] = (), *, dry_run: bool = False, lossy: bool = False
) -> ExtractReport:
    """Merge every page's segments into its catalogues. A catalogue that lost reviewed French is a problem, and left as
    it is, unless ``lossy`` says to go on without.
    """
    work = [(page, locale) for page in workspace.pages(slugs) for locale in workspace.settings.targets]
    results, problems = each(work, lambda item: extract_page(workspace, *item, dry_run=dry_run, lossy=lossy))
    if workspace.rules.whole_page and not problems:
        shared, failed = each(
            workspace.settings.targets, lambda locale: _shared(workspace, locale, dry_run=dry_run, lossy=lossy)
        )
        results, problems = [*results, *shared], [*problems, *failed]
    return ExtractReport(tuple(results), tuple(problems))


def _shared(workspace: Workspace, locale: str, *, dry_run: bool, lossy: bool) -> Extracted:
    """Merge the menus, footers and forms of all pages into the catalogue that they share."""
    found: dict[str, Segment] = {}
    for page in workspace.pages():
        for segment in shared_segments(workspace.skeleton(page.slug)):
            found.setdefault(segment.text, segment)
    held = _whole(workspace, SHARED, locale, tuple(found.values()), lossy=lossy)
    merged = merge(held, tuple(found.values()))
    written = False if dry_run else workspace.save_catalogue(merged.catalogue)
    return Extracted(SHARED, locale, merged, written, "menus, footers and forms of all pages", ())


def extract_page(
    workspace: Workspace, page: Page, locale: str, *, dry_run: bool = False, lossy: bool = False
) -> Extracted:
    """Merge one page into one catalogue. Raises BadFileError where either cannot be read, or the catalogue lost
    reviewed French (unless ``lossy``); both then stay.
    """
    skeleton = workspace.skeleton(page.slug)
    reference = f"{workspace.settings.source}/{page.slug}.html"
    wanted = segments(skeleton)
    merged = merge(_whole(workspace, page.slug, locale, wanted, lossy=lossy), wanted, reference)
    written = False if dry_run else workspace.save_catalogue(merged.catalogue)
    return Extracted(page.slug, locale, merged, written, skeleton.scope, skeleton.remarks)


def _whole(workspace: Workspace, slug: str, locale: str, wanted: Sequence[Segment], *, lossy: bool) -> Catalogue:
    """The catalogue, none of whose reviewed entries is missing. Empty entries written in their place would hide it."""
    held = workspace.catalogue(slug, locale)
    lost = missing(held, workspace.ledger(slug, locale), wanted)
    if lost.absent and not lossy:
        raise BadFileError(workspace.show(workspace.catalogue_path(slug, locale)), lost.message(slug))
    return held


def totals(reports: Iterable[Extracted]) -> dict[Change, tuple[int, int]]:
    """Units and words by kind of change over several catalogues."""
    found = dict.fromkeys(Change, (0, 0))
    for report in reports:
        for change, (units, count) in report.merged.counts().items():
            found[change] = (found[change][0] + units, found[change][1] + count)
    return found
