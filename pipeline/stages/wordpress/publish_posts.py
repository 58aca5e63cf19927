"""Translated posts in WordPress, in step with the English ones. The gate decides; nobody's change is written over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, TypeVar
from urllib.parse import urljoin

from pipeline.adapters import files
from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import BadFileError, PipelineError, SiteError, UsageError
from pipeline.core.gate import Held, Release
from pipeline.core.registry import Half, Page
from pipeline.core.wordpress.post_file import PostText, compose
from pipeline.core.wordpress.post_links import mend_links
from pipeline.core.wordpress.post_plan import Found, Wanted, changes, found, notice_change, record_of
from pipeline.core.wordpress.posts import PostRecord, StoredPost
from pipeline.stages.problems import Problem
from pipeline.stages.wordpress.post_edits import propose
from pipeline.stages.wordpress.post_jobs import Job, JobMaker
from pipeline.stages.wordpress.post_report import PostAct, PostHalf, PostOrder, PostsReport, in_words
from pipeline.stages.wordpress.post_store import IN_POSTS, Journal, Records
from pipeline.stages.wordpress.post_writing import PostWriter
from pipeline.workspace import Workspace

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


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
        self.settings = workspace.settings
        self.registry = workspace.registry()
        self.records = Records(workspace)
        facts = site.facts(self.settings.wordpress.types)
        self.maker = JobMaker(workspace, site, self.records, facts)
        self.writer = PostWriter(site, self.records, Journal(workspace), keeps_meta=bool(facts.companion))
        self.problems: list[Problem] = []
        self.is_away = False

    def run(self) -> PostsReport:
        if not self.order.dry_run:
            self.writer.mend()
        pages = [page for page in self.workspace.pages() if page.source == IN_POSTS]
        jobs = self._each(product(pages, self.settings.targets), self._job)
        new = self._each([job for job in jobs if self._is_to_be_new(job)], self._begin)
        others = [job for job in jobs if not self._is_to_be_new(job)]
        for job in (*new, *others):
            self._enter(job, self._expected(job))
        planned = self.registry
        done = self._each([*new, *others], self._write)
        if self.registry != planned and not self.order.dry_run:
            done = self._mended(done)
        if not self.order.dry_run:
            self.workspace.save_registry(self.registry)
        return PostsReport(tuple(half for _, half in done), tuple(self.problems))

    def _job(self, pair: tuple[Page, str]) -> Job:
        job = self.maker.job(*pair)
        if job.half.withdrawn and job.half.published and self._is_named(job) and job.english.is_public:
            return replace(job, wanted=replace(job.wanted, status="publish"))  # asked for again: as it was
        return job

    def _mended(self, done: list[tuple[Job, PostHalf]]) -> list[tuple[Job, PostHalf]]:
        """Once more over what was written, where something that it may link to did not go out."""
        again = self._each([(job, half) for job, half in done if half.act is not PostAct.HELD], self._write_again)
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
        self._enter(job, job.half)
        known = self.records.get(job.page.slug, job.locale)
        if job.current is not None and job.record is None and (not known or known.number != job.current.number):
            try:
                self.writer.drop(job.page.slug, job.locale, job.current)
            except PipelineError:
                self.is_away = True  # the journal has it

    # --- what is to be

    def _is_named(self, job: Job) -> bool:
        return job.page.slug in self.order.slugs

    def _is_to_be_new(self, job: Job) -> bool:
        """Whether a post has to be made: there was none, or it is gone and people ask for it again."""
        if job.text is None or (job.half.withdrawn and not self._is_named(job)):
            return False
        state = found(job.record, job.current)
        return state is Found.NONE or (state is Found.GONE and self._is_named(job))

    def _begin(self, job: Job) -> Job:
        """Make the draft of a new post; its address is known then."""
        job = replace(job, record=None, current=None)
        if self.order.dry_run:
            return job
        wanted = replace(job.wanted, text=self._text(job))
        post = self.writer.create(job.page.slug, job.english.kind, wanted, self.maker.for_polylang(job))
        return replace(job, current=post)

    def _expected(self, job: Job) -> Half:
        """What the registry will say of a half if all goes well."""
        if self._is_down(job):
            return self._taken_down(job)
        if job.half.withdrawn and not self._is_named(job):
            return job.half
        if job.text is None:
            return self._kept(job)
        status = job.wanted.status
        record = job.record or (record_of(job.current) if job.current else None)
        if job.current and record:
            status = str(changes(self._record(job, record), job.current, job.wanted).get("status", job.current.status))
        return self._half(job, job.follows, is_public=status == "publish")

    def _is_down(self, job: Job) -> bool:
        """Whether somebody took the post down in WordPress and nobody asked for it again."""
        return found(job.record, job.current) in (Found.GONE, Found.TAKEN_DOWN) and not self._is_named(job)

    def _taken_down(self, job: Job) -> Half:
        return replace(job.half, withdrawn=job.half.withdrawn or self.workspace.today.isoformat())

    def _kept(self, job: Job) -> Half:
        """A half whose text stays as it is on the site; somebody may have published its draft meanwhile."""
        if job.current is None or job.record is None or not job.record.digest:
            return job.half
        written = job.record.modified.partition("T")[0]
        return self._half(job, job.half.follows, is_public=job.current.is_public, since=written)

    def _half(self, job: Job, follows: str, *, is_public: bool, since: str = "") -> Half:
        today = since or self.workspace.today.isoformat()
        address = job.current.link if job.current else job.half.address or self._guess(job)
        half = replace(job.half, address=address, follows=follows, withdrawn="")
        if not is_public:
            return half
        is_same = job.half.is_live and job.half.follows == follows
        return replace(
            half,
            first_published=half.first_published or today,
            published=half.published if is_same else today,
        )

    def _guess(self, job: Job) -> str:
        return urljoin(self.settings.wordpress.address, f"{job.wanted.slug}/") if job.text else ""

    def _enter(self, job: Job, half: Half) -> None:
        page = self.registry.pages[job.page.slug]
        self.registry = self.registry.with_page(page.with_half(half))

    def _text(self, job: Job) -> PostText:
        """The French with its links led to what is there in its language."""
        assert job.text is not None
        links = self.registry.links(self.settings.source, job.locale)
        return replace(job.text, content=mend_links(job.text.content, job.page.address, links))

    def _record(self, job: Job, record: PostRecord) -> PostRecord:
        """The record, with the post's own status where people ask for the page again: then it may rise."""
        return replace(record, status=job.current.status) if job.current and self._is_named(job) else record

    # --- writing

    def _write_again(self, pair: tuple[Job, PostHalf]) -> PostHalf:
        job = pair[0]
        record = self.records.get(job.page.slug, job.locale)
        current = self.site.post(record.kind, record.number) if record else None
        return self._write(replace(job, record=record, current=current))[1]

    def _write(self, job: Job) -> tuple[Job, PostHalf]:
        """Bring one half where it should be; the job as it was given, and what was done."""
        if self._is_down(job):
            self._enter(job, self._taken_down(job))
            lines = (f"to bring it back: diptych publish {job.page.slug}",) if not job.half.withdrawn else ()
            return job, self._report(job, PostAct.WITHDRAWN if job.half.withdrawn else PostAct.TAKEN_DOWN, lines)
        if job.half.withdrawn and not self._is_named(job):
            return job, self._withdraw(job)
        if job.text is None:
            return job, self._hold(job)
        return job, self._release(job, self._text(job))

    def _withdraw(self, job: Job) -> PostHalf:
        if job.current is not None and job.current.is_public:
            if not self.order.dry_run:
                post = self.writer.set_meta(job.page.slug, job.locale, job.current, {"status": "draft"})
                job = replace(job, current=post)
            return self._report(job, PostAct.WITHDRAWN, ("its post is a draft again",))
        return self._report(job, PostAct.WITHDRAWN)

    def _hold(self, job: Job) -> PostHalf:
        """Nothing new goes out; readers of an older translation are told so."""
        assert isinstance(job.decision, Held)
        if job.current is None or job.record is None:
            return self._report(job, PostAct.HELD)
        state = found(job.record, job.current)
        if state is Found.EDITED:
            return self._propose(job, job.record, job.current)
        lines = ("a change made in WordPress waits in the catalogue",) if state is Found.DECIDED else ()
        if job.current.status == "future":
            return self._unschedule(job, job.current)
        if job.current.is_public:
            fields = notice_change(job.current, self.maker.notice(job, self._kept(job)))
            if fields and not self.order.dry_run:
                self.writer.set_meta(job.page.slug, job.locale, job.current, fields)
            return self._report(job, PostAct.STALE, (*lines, *(["notice for readers"] if fields else [])))
        return self._report(job, PostAct.HELD, lines)

    def _unschedule(self, job: Job, current: StoredPost) -> PostHalf:
        """Nobody looks at the moment when a scheduled post goes out, so one behind its English waits as a draft."""
        if not self.order.dry_run:
            self.writer.set_meta(job.page.slug, job.locale, current, {"status": "draft"})
        return self._report(job, PostAct.HELD, ("its schedule is taken back until the English is translated again",))

    def _propose(self, job: Job, record: PostRecord, current: StoredPost) -> PostHalf:
        self._enter(job, self._kept(job))
        lines = propose(self.workspace, self.records, job, record, current, dry_run=self.order.dry_run)
        return self._report(job, PostAct.EDITED, lines)

    def _release(self, job: Job, text: PostText) -> PostHalf:
        assert isinstance(job.decision, Release)
        wanted = replace(job.wanted, text=text)
        if job.current is None:
            return self._report(job, PostAct.CREATED, (f"{wanted.status}, named {wanted.slug}",))
        state = found(job.record, job.current, text.digest)
        if job.record and state is Found.EDITED and not (self.order.over_edits and self._is_named(job)):
            return self._propose(job, job.record, job.current)
        if job.record and job.record.undone == text.digest and not self._is_named(job):
            self._enter(job, self._kept(job))
            return self._report(job, PostAct.UNDONE, (f"to publish it again: diptych publish {job.page.slug}",))
        record = self._record(job, job.record or record_of(job.current))
        fields = changes(record, job.current, wanted)
        lines = (*map(in_words, fields.items()), *(f"{term} is not there in WordPress" for term in job.unmapped))
        if self.order.dry_run:
            return self._report(job, PostAct.UPDATED if fields else PostAct.UNCHANGED, lines)
        post = self._send(job, replace(wanted, slug=job.current.slug if job.record else wanted.slug), fields)
        if post is None:
            return self._release(self._looked_again(job), text)
        self._keep(job, text, post)
        act = PostAct.CREATED if job.record is None else PostAct.UPDATED if fields else PostAct.UNCHANGED
        return self._report(replace(job, current=post), act, lines)

    def _send(self, job: Job, wanted: Wanted, fields: Mapping[str, Any]) -> StoredPost | None:
        """Write the fields and remember it; None where the post changed since we looked, so look again."""
        slug, locale, current, record = job.page.slug, job.locale, job.current, job.record
        assert current is not None
        if not fields:
            self.writer.remember(slug, locale, current, record)
            return current
        if record is not None:
            fresh = self.site.post(current.kind, current.number)
            if fresh != current:
                return None
        return self.writer.update(slug, wanted, current, record, fields)

    def _looked_again(self, job: Job) -> Job:
        assert job.current is not None
        fresh = self.site.post(job.current.kind, job.current.number)
        if fresh is None:
            raise BadFileError(job.page.slug, "its post was deleted in WordPress this very moment; run this again")
        return replace(job, current=fresh)

    def _keep(self, job: Job, text: PostText, post: StoredPost) -> None:
        """Record what readers have: in the registry, and both halves in locales/published."""
        self._enter(job, self._half(replace(job, current=post), job.follows, is_public=post.is_public))
        slug, source = job.page.slug, self.settings.source
        files.write(self.workspace.published_path(slug, job.locale), compose(text).encode("utf-8", "surrogatepass"))
        files.write(self.workspace.published_path(slug, source), files.read(self.workspace.snapshot_path(slug)) or b"")

    def _report(self, job: Job, act: PostAct, lines: Iterable[str] = ()) -> PostHalf:
        held = job.decision if isinstance(job.decision, Held) and act in (PostAct.HELD, PostAct.STALE) else None
        status = job.current.status if job.current else ""
        address = self.registry.pages[job.page.slug].half(job.locale).address
        return PostHalf(job.page.slug, job.locale, act, address, status, tuple(lines), held)


def _is_away(error: PipelineError) -> bool:
    """Whether the site itself does not work or does not know us, so that it is not asked further."""
    return isinstance(error, SiteError) and (error.status == 401 or error.status >= 500 or error.code == "away")
