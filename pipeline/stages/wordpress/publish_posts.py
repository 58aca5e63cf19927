"""Translated posts in WordPress, in step with the English ones. The gate decides; nobody's change is written over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import Final, TypeVar

from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import BadFileError, PipelineError, SiteError, UsageError
from pipeline.core.registry import Page
from pipeline.core.wordpress.post_plan import Found, found
from pipeline.stages.problems import Problem
from pipeline.stages.wordpress.post_acts import PostActs
from pipeline.stages.wordpress.post_halves import Halves, is_withdrawn
from pipeline.stages.wordpress.post_jobs import Job, JobMaker
from pipeline.stages.wordpress.post_report import PostAct, PostHalf, PostOrder, PostsReport
from pipeline.stages.wordpress.post_restraint import Restraint
from pipeline.stages.wordpress.post_store import IN_POSTS, Journal, Records
from pipeline.stages.wordpress.post_writing import PostWriter
from pipeline.workspace import Workspace

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_OURS: Final = (PostAct.CREATED, PostAct.UPDATED, PostAct.UNCHANGED, PostAct.STALE, PostAct.UNDONE)


def publish_posts(workspace: Workspace, site: WordPress, order: PostOrder) -> PostsReport:
    """Write what is reviewed to WordPress, and hold what is not. Raises SiteError where the site cannot be used.

    Naming a page also brings back one that was withdrawn, rolled back, or taken down in WordPress.
    """
    if order.over_edits and not order.slugs:
        raise UsageError("--over-edits needs the names of the pages whose changes in WordPress it replaces")
    return _Publisher(workspace, site, order).run()


class _Publisher:
    """Looks at everything first, then writes: new posts before others, since those may link to them."""

    def __init__(self, workspace: Workspace, site: WordPress, order: PostOrder) -> None:
        self.workspace = workspace
        self.site = site
        self.order = order
        self.records = Records(workspace)
        facts = site.facts(workspace.settings.wordpress.types)
        self.maker = JobMaker(workspace, site, self.records, facts)
        self.writer = PostWriter(site, self.records, Journal(workspace), keeps_meta=bool(facts.companion))
        self.halves = Halves(workspace)
        self.restraint = Restraint(site, self.writer, order)
        self.acts = PostActs(workspace, order, self.maker, self.writer, self.halves)
        self.problems: list[Problem] = []
        self.is_away = False

    def run(self) -> PostsReport:
        if not self.order.dry_run:
            self.writer.mend()
        pages = [page for page in self.workspace.pages() if page.source == IN_POSTS]
        jobs = self._each(product(pages, self.workspace.settings.targets), self._job)
        new = self._each([job for job in jobs if _is_to_be_new(job)], self._begin)
        others = [job for job in jobs if not _is_to_be_new(job)]
        for job in (*new, *others):
            self.halves.enter(job, self.halves.expected(job))
        planned = self.halves.registry
        done = self._each([*new, *others], self._write)
        if self.halves.registry != planned and not self.order.dry_run:
            done = self._mended(done)
        if not self.order.dry_run:
            self.workspace.save_registry(self.halves.registry)
        return PostsReport(tuple(half for _, half in done), tuple(self.problems))

    def _job(self, pair: tuple[Page, str]) -> Job:
        try:
            job = self.maker.job(*pair)
        except BadFileError:
            self.restraint.unschedule(*pair)
            raise
        return self.restraint.held_back(replace(job, is_named=job.page.slug in self.order.slugs))

    def _mended(self, done: list[tuple[Job, PostHalf]]) -> list[tuple[Job, PostHalf]]:
        """Once more over what readers have from us, where something that it may link to did not go out."""
        again = self._each([(job, half) for job, half in done if half.act in _OURS], self._write_again)
        newer = {(half.slug, half.locale): half for half in again if half.act is PostAct.UPDATED}
        return [
            (job, half if half.act is PostAct.CREATED else newer.get((half.slug, half.locale), half))
            for job, half in done
        ]

    def _each(self, items: Iterable[_Item], act: Callable[[_Item], _Result]) -> list[_Result]:
        """Each in turn. One's failure stops no other, except where the site itself is away; then all is undone."""
        results: list[_Result] = []
        for item in items:
            try:
                if not self.is_away:
                    results.append(act(item))
                elif isinstance(item, Job):
                    self._give_up(item)
            except PipelineError as error:
                self.is_away = self.is_away or _is_away(error)
                self.problems.append(Problem(str(error), error.exit_status))
                if isinstance(item, Job):
                    self._give_up(item)
        return results

    def _give_up(self, job: Job) -> None:
        """Leave a half as it was: a draft that this run made goes again, now or with the next run."""
        self.halves.enter(job, job.half)
        known = self.records.get(job.page.slug, job.locale)
        if job.current is not None and job.record is None and (not known or known.number != job.current.number):
            try:
                self.writer.drop(job.page.slug, job.locale, job.current)
            except PipelineError:
                self.is_away = True  # the journal has it

    def _begin(self, job: Job) -> Job:
        """Make the draft of a new post; its address is known then."""
        job = replace(job, record=None, current=None)
        if self.order.dry_run:
            return job
        wanted = replace(job.wanted, text=self.halves.text(job))
        post = self.writer.create(job.page.slug, job.english.kind, wanted, self.maker.for_polylang(job))
        return replace(job, current=post)

    def _write(self, job: Job) -> tuple[Job, PostHalf]:
        """The job as it was given, and what was done."""
        return job, self.acts.write(job)

    def _write_again(self, pair: tuple[Job, PostHalf]) -> PostHalf:
        job = pair[0]
        record = self.records.get(job.page.slug, job.locale)
        current = self.site.post(record.kind, record.number) if record else None
        return self.acts.write(replace(job, record=record, current=current))


def _is_to_be_new(job: Job) -> bool:
    """Whether a post has to be made: there was none, or it is gone and people ask for it again."""
    if job.text is None or is_withdrawn(job):
        return False
    state = found(job.record, job.current)
    return state is Found.NONE or (state is Found.GONE and job.is_named)


def _is_away(error: PipelineError) -> bool:
    """Whether the site itself does not work or does not know us, so that it is not asked further."""
    return isinstance(error, SiteError) and (error.status == 401 or error.status >= 500 or error.code == "away")
