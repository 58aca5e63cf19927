"""What the checks of the source find in each page by itself, and what they compare of it with others.

On every core, and remembered as long as the page, the day (where it names one) and the settings are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from pipeline import contents
from pipeline.adapters import executors
from pipeline.adapters.time_zones import zone_name
from pipeline.core.errors import PipelineError
from pipeline.core.registry import Page
from pipeline.core.segmentation.rules import Rules
from pipeline.core.source_checks.checking import check_page, traits
from pipeline.core.source_checks.english_page import english_page
from pipeline.core.source_checks.model import Circumstances, EnglishPage, NameUses, SourceFinding, Traits
from pipeline.core.source_checks.names import uses_of
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.mapping import DEADLY, Batches, Pool
from pipeline.stages.page_index import PageIndex
from pipeline.stages.problems import Problem, Progress
from pipeline.workspace import Workspace

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one page: the findings in it, and its traits; or why it cannot be read.

    ``is_dated`` says that it names a date or a time, so that another day may say otherwise.
    """

    name: str
    findings: tuple[SourceFinding, ...] = ()
    traits: Traits | None = None
    is_dated: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    address: str
    data: bytes | None
    shown: str
    digest: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _House:
    """What all pages are looked at with."""

    source: str
    rules: Rules
    known: Circumstances
    levels: tuple[tuple[str, str], ...]


class PageRemarks:
    """Looks at the English pages of a project."""

    def __init__(self, workspace: Workspace, pool: Pool | None = None) -> None:
        self.workspace = workspace
        self._pool = pool or executors.local
        settings = workspace.settings
        known = Circumstances(workspace.today, zone_name)
        self._house = _House(settings.source, workspace.rules, known, tuple(sorted(settings.levels.items())))
        self._undated = circumstances(settings.source, workspace.rules, self._house.levels)
        self._dated = joined(self._undated, workspace.today.isoformat())
        self._looks = PageIndex(workspace, "remarks.json", Look)
        self._uses = PageIndex(workspace, "names.json", NameUses)
        self._pages = {page.slug: page for page in workspace.pages()}

    def over(self, pages: Sequence[Page], tell: Progress | None = None) -> list[Look]:
        """What is known of each page, in order."""
        found: dict[str, Look] = {}
        for page in pages:
            digest = self._digest(page)
            look = self._looks.get(page.slug, joined(self._undated, digest)) if digest else None
            look = look or (self._looks.get(page.slug, joined(self._dated, digest)) if digest else None)
            if look is not None:
                found[page.slug] = look
        unknown = [page for page in pages if page.slug not in found]
        looks = self._mapped(partial(_looked, self._house), unknown, _lost)
        for number, (look, digest) in enumerate(looks, start=1):
            found[look.name] = look
            if tell is not None:
                tell(number, len(unknown))
            if look.problem is None:
                self._looks.put(look.name, joined(self._dated if look.is_dated else self._undated, digest), look)
        return [found[page.slug] for page in pages]

    def uses(self, slugs: Sequence[str], names: Sequence[str]) -> list[NameUses]:
        """Where each page spells these names, in order."""
        if not names:
            return []
        asked = joined(self._undated, *names)
        found: dict[str, NameUses] = {}
        for slug in slugs:
            uses = self._uses.get(slug, joined(asked, self._digest(self._pages[slug])))
            if uses is not None:
                found[slug] = uses
        unknown = [self._pages[slug] for slug in slugs if slug not in found]
        for uses, digest in self._mapped(partial(_used, self._house, tuple(names)), unknown, _unused):
            found[uses.page] = uses
            self._uses.put(uses.page, joined(asked, digest), uses)
        return [found[slug] for slug in slugs]

    def save(self) -> None:
        """Write the indexes; pages that are gone leave them."""
        self._looks.save(self._pages)
        self._uses.save(self._pages)

    def _mapped(
        self,
        function: Callable[[_Job], tuple[Found, str]],
        pages: Sequence[Page],
        lost: Callable[[_Job], tuple[Found, str]],
    ) -> Iterator[tuple[Found, str]]:
        yield from Batches(function, lambda: self._pool(len(pages)), lost=lost).over(map(self._job, pages))

    def _job(self, page: Page) -> _Job:
        path = self.workspace.snapshot_path(page.slug)
        job = _Job(page.slug, page.address, None, self.workspace.show(path), "")
        try:
            data, digest = self.workspace.digests.read(path)
        except PipelineError as error:
            return replace(job, problem=Problem(str(error), error.exit_status))
        return replace(job, data=data, digest=joined(page.address, digest))

    def _digest(self, page: Page) -> str:
        """That of a page's file and address; empty where it cannot be read, which reading it again says."""
        try:
            return joined(page.address, self.workspace.digests.of(self.workspace.snapshot_path(page.slug)))
        except PipelineError:
            return ""


def _page(house: _House, job: _Job) -> EnglishPage:
    """Raises PipelineError."""
    skeleton = contents.skeleton(job.data, job.shown, job.name, house.rules)
    return english_page(job.name, job.address, skeleton, house.source)


def _looked(house: _House, job: _Job) -> tuple[Look, str]:
    """The work on one page, and the digest of what was read."""
    if job.problem is not None:
        return Look(job.name, problem=job.problem), ""
    try:
        page = _page(house, job)
    except PipelineError as error:
        return Look(job.name, problem=Problem(str(error), error.exit_status)), ""
    findings = check_page(page, house.known, dict(house.levels))
    return Look(job.name, findings, traits(page, house.known), is_dated=bool(page.timed)), job.digest


def _lost(job: _Job) -> tuple[Look, str]:
    """What is told of a page that kills whatever works on it."""
    return Look(job.name, problem=Problem(f"{job.shown}: {DEADLY}")), ""


def _unused(job: _Job) -> tuple[NameUses, str]:
    """What is known of the names on such a page."""
    return NameUses(job.name, (), ()), ""


def _used(house: _House, names: tuple[str, ...], job: _Job) -> tuple[NameUses, str]:
    """Where one page spells names; nowhere if it changed meanwhile and cannot be read."""
    try:
        return uses_of(_page(house, job), names), job.digest
    except PipelineError:
        return _unused(job)
