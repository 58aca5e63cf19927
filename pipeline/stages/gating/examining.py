"""Every page looked at once by its files alone: what the gate says of each half, its states, findings and losses.

Publishing, the status screen and the rest of a run read this. A page whose files, settings and program are as they
were is taken from the index and not parsed. The index lets a stage skip; nothing goes out by its word: a page that is
not as readers have it is looked at, and decided, anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pipeline import contents
from pipeline.adapters import executors
from pipeline.core.coverage import Coverage, measure
from pipeline.core.errors import PipelineError
from pipeline.core.gate import Held, Policy, decide, shared_targets, signature
from pipeline.core.ledger import source_hash, target_hash
from pipeline.core.model import Catalogue, Finding, PageText, Remark, Skeleton
from pipeline.core.registry import Page
from pipeline.core.render import render
from pipeline.core.reviews.missing import Missing, missing
from pipeline.core.segmentation.labels import segments
from pipeline.core.segmentation.rules import Rules
from pipeline.core.verify import Checker
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.mapping import DEADLY, Batches, Pool
from pipeline.stages.page_index import PageIndex
from pipeline.stages.problems import Problem, Progress
from pipeline.workspace import SHARED, Workspace

_HASH: Final = 16  # hex digits
SHARED_TOO: Final = ("0" * _HASH, "0" * _HASH)
"""Stands among the hashes of a half to say that those of shared texts do too; earlier releases left them out."""


@dataclass(frozen=True, slots=True)
class HalfExamined:
    """One half by its files: the states of its units, what the checks find in finished ones, why the gate holds it.

    ``held`` is None where it may go out; ``title`` is its translated title then, and ``units`` are the hashes of what
    it is rendered from, joined (``joined_hashes``). ``lost`` is reviewed French that the catalogue has lost.
    """

    coverage: Coverage
    findings: tuple[Finding, ...]
    held: Held | None
    lost: Missing
    units: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """One page by its files: the signature of its English, which part of it is read, remarks on it, and its halves."""

    follows: str
    scope: str
    remarks: tuple[Remark, ...]
    halves: Mapping[str, HalfExamined]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at one page. ``digest`` is that of all it depends on, ``english`` that of its English file.

    ``problems`` has by locale what cannot be read of it, under the source's locale its English; ``pages`` are the
    halves that may go out, rendered, where those were asked for.
    """

    slug: str
    digest: str
    examined: Examined | None
    english: str = ""
    problems: Mapping[str, Problem] = field(default_factory=dict)
    pages: Mapping[str, PageText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class House:
    """What all pages are looked at with. ``shared`` are the reviewed targets of menus, footers and forms by locale."""

    source: str
    rules: Rules
    policy: Policy
    checkers: Mapping[str, Checker]
    shared: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Half:
    locale: str
    catalogue: bytes | None
    ledger: bytes | None
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Job:
    """The files of one page as bytes, so that they may be looked at anywhere; ``shown`` are file names."""

    slug: str
    page: bytes | None
    shown: str
    halves: tuple[_Half, ...]
    digest: str
    english: str
    wants_pages: bool


class Examiner:
    """Looks at the pages of a project, on every core, and remembers what came of it.

    ``shared_problems`` has by locale why the catalogue that all pages share cannot be read.
    """

    def __init__(self, workspace: Workspace, pool: Pool | None = None) -> None:
        self.workspace = workspace
        self.shared_problems: dict[str, Problem] = {}
        self._pool = pool or executors.local
        self._house = self._made_house()
        self._circumstances = circumstances(self._house, sorted(self.shared_problems))
        self._index = PageIndex(workspace, "examined.json", Examined)

    def over(
        self, pages: Iterable[Page], tell: Progress | None = None, *, wants_pages: bool = False
    ) -> Iterator[Looked]:
        """What is known of each page, those that are as they were first; with ``wants_pages`` the others come rendered.

        Save the index when all is done.
        """
        unknown: list[Page] = []
        for page in pages:
            digest = english = ""
            with contextlib.suppress(PipelineError):  # reading it again says what is wrong
                english = self.workspace.digests.of(self.workspace.snapshot_path(page.slug))
                digest = self._digest(page, english)
            examined = self._index.get(page.slug, digest)
            if examined is None:
                unknown.append(page)
            else:
                yield Looked(page.slug, digest, examined, english)
        yield from self._anew(unknown, tell, wants_pages=wants_pages)

    def rendered(self, pages: list[Page]) -> Iterator[Looked]:
        """The same, all rendered, whatever the index knows."""
        yield from self._anew(pages, None, wants_pages=True)

    def save(self) -> None:
        """Write the index; pages that are gone leave it."""
        self._index.save(frozenset(page.slug for page in self.workspace.pages()))

    def _anew(self, pages: list[Page], tell: Progress | None, *, wants_pages: bool) -> Iterator[Looked]:
        batches = Batches(partial(_examined, self._house), lambda: self._pool(len(pages)), lost=self._lost)
        for number, looked in enumerate(batches.over(self._jobs(pages, wants_pages=wants_pages)), start=1):
            if tell is not None:
                tell(number, len(pages))
            if looked.examined is not None and not looked.problems:
                self._index.put(looked.slug, looked.digest, looked.examined)
            yield looked

    def _lost(self, job: _Job | Looked) -> Looked:
        """What is told of a page that kills whatever works on it."""
        if isinstance(job, Looked):
            return job
        return Looked(job.slug, job.digest, None, problems={self._house.source: Problem(f"{job.shown}: {DEADLY}")})

    def _jobs(self, pages: list[Page], *, wants_pages: bool) -> Iterator[_Job | Looked]:
        for page in pages:
            try:
                yield self._job(page, wants_pages=wants_pages)
            except PipelineError as error:
                yield Looked(page.slug, "", None, problems={self._house.source: Problem(str(error), error.exit_status)})

    def _job(self, page: Page, *, wants_pages: bool) -> _Job:
        """One page's files. Raises BadFileError where one cannot be read."""
        workspace, slug = self.workspace, page.slug
        path = workspace.snapshot_path(slug)
        text, digest = workspace.digests.read(path)
        digests = [digest]
        halves: list[_Half] = []
        for locale in workspace.settings.targets:
            paths = workspace.catalogue_path(slug, locale), workspace.ledger_path(slug, locale)
            (catalogue, first), (ledger, second) = map(workspace.digests.read, paths)
            digests += [first, second]
            halves.append(_Half(locale, catalogue, ledger, (workspace.show(paths[0]), workspace.show(paths[1]))))
        known = joined(self._circumstances, *digests)
        return _Job(slug, text, workspace.show(path), tuple(halves), known, digest, wants_pages)

    def _digest(self, page: Page, english: str) -> str:
        """The digest under which a page's job would be remembered. Raises BadFileError."""
        workspace, slug = self.workspace, page.slug
        digests = [english]
        for locale in workspace.settings.targets:
            digests.append(workspace.digests.of(workspace.catalogue_path(slug, locale)))
            digests.append(workspace.digests.of(workspace.ledger_path(slug, locale)))
        return joined(self._circumstances, *digests)

    def _made_house(self) -> House:
        workspace, settings = self.workspace, self.workspace.settings
        checkers = {locale: workspace.checker(locale) for locale in settings.targets}
        shared: dict[str, Mapping[str, str]] = {}
        for locale in settings.targets if workspace.rules.whole_page else ():
            try:
                catalogue, ledger = workspace.catalogue(SHARED, locale), workspace.ledger(SHARED, locale)
            except PipelineError as error:
                self.shared_problems[locale] = Problem(str(error), error.exit_status)
            else:
                shared[locale] = dict(shared_targets(catalogue, ledger, checkers[locale], settings.policy))
        return House(settings.source, workspace.rules, settings.policy, checkers, shared)


def _examined(house: House, job: _Job | Looked) -> Looked:
    """The work on one page: bytes in, values out; what cannot be read is a value too."""
    if isinstance(job, Looked):
        return job
    try:
        skeleton = contents.skeleton(job.page, job.shown, job.slug, house.rules)
    except PipelineError as error:
        return Looked(job.slug, job.digest, None, problems={house.source: Problem(str(error), error.exit_status)})
    halves: dict[str, HalfExamined] = {}
    problems: dict[str, Problem] = {}
    pages: dict[str, PageText] = {}
    for half in job.halves:
        try:
            halves[half.locale], page = _half(house, skeleton, job.slug, half)
        except PipelineError as error:
            problems[half.locale] = Problem(str(error), error.exit_status)
        else:
            pages |= {half.locale: page} if page is not None and job.wants_pages else {}
    examined = Examined(signature(skeleton), skeleton.scope, skeleton.remarks, halves)
    return Looked(job.slug, job.digest, examined, job.english, problems, pages)


def _half(house: House, skeleton: Skeleton, slug: str, half: _Half) -> tuple[HalfExamined, PageText | None]:
    """One half, and the page where it may go out. Raises BadFileError."""
    ledger = contents.ledger(half.ledger, half.shown[1])
    contents.refuse_emptied(half.catalogue, ledger, half.shown[0])
    catalogue = contents.catalogue(half.catalogue, half.shown[0], slug, half.locale)
    checker = house.checkers[half.locale].knowing(ledger)
    findings = checker.units(unit for unit in catalogue.units if not unit.fuzzy)
    coverage, lost = measure(catalogue.units, ledger), missing(catalogue, ledger, segments(skeleton))
    decision = decide(skeleton, catalogue, ledger, checker, house.policy)
    if isinstance(decision, Held):
        return HalfExamined(coverage, findings, decision, lost, joined_hashes(catalogue)), None
    shared = house.shared.get(half.locale, {})
    units = joined_hashes(catalogue, shared)
    rendered = render(skeleton, {**shared, **decision.targets}, decision.placed)
    if rendered.refused:
        reason = next(iter(rendered.refused.values())).message
        held = Held(coverage, blocked=f"a translation cannot be put in: {reason}")
        return HalfExamined(coverage, findings, held, lost, units), None
    title = next((slot.text for role in ("h1", "title") for slot in skeleton.slots if slot.role == role), "")
    page = PageText(rendered.text, skeleton.encoding, skeleton.bom)
    return HalfExamined(coverage, findings, None, lost, units, decision.targets.get(title, title)), page


def joined_hashes(catalogue: Catalogue, shared: Mapping[str, str] | None = None) -> str:
    """The hashes of the two texts of each unit, and of shared texts, in order and without anything between them.

    A rollback asks by them whether the review of any was taken back since.
    """
    own = {source_hash(unit.source, unit.context) + target_hash(unit.target) for unit in catalogue.units}
    if shared is not None:
        own |= {"".join(SHARED_TOO), *(source_hash(source) + target_hash(target) for source, target in shared.items())}
    return "".join(sorted(own))


def hashes(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of source and target hash again."""
    for start in range(0, len(text), 2 * _HASH):
        yield text[start : start + _HASH], text[start + _HASH : start + 2 * _HASH]
