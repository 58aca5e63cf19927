"""One translated post brought where it should be: released, held, withdrawn, or an editor's change brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.adapters import files
from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import BadFileError, SiteError
from pipeline.core.gate import Held, Release
from pipeline.core.wordpress.post_file import PostText, compose, take_apart
from pipeline.core.wordpress.post_plan import Found, Wanted, changes, found, notice_change, record_of, with_mark
from pipeline.core.wordpress.posts import OPEN, PostRecord, StoredPost
from pipeline.core.wordpress.undone import is_undone, without_undone, words_digest
from pipeline.stages.wordpress.post_edits import propose
from pipeline.stages.wordpress.post_halves import Halves, is_down, is_withdrawn, record_asked
from pipeline.stages.wordpress.post_jobs import Job, JobMaker
from pipeline.stages.wordpress.post_report import PostAct, PostHalf, PostOrder, in_words
from pipeline.stages.wordpress.post_store import as_published
from pipeline.stages.wordpress.post_writing import PostWriter
from pipeline.workspace import Workspace


class PostActs:
    """Writes one half after the other; what became of each is entered in ``halves``."""

    def __init__(
        self, workspace: Workspace, order: PostOrder, maker: JobMaker, writer: PostWriter, halves: Halves
    ) -> None:
        self.workspace = workspace
        self.order = order
        self.maker = maker
        self.writer = writer
        self.halves = halves
        self.records = writer.records
        self.site: WordPress = writer.site

    def write(self, job: Job) -> PostHalf:
        """Bring one half where it should be; what was done. Raises BadFileError, SiteError."""
        try:
            return self._written(job)
        except SiteError as error:
            if error.code != OPEN:
                raise
            return self._stay(job, PostAct.OPEN, str(error).partition(": ")[2])

    def _written(self, job: Job) -> PostHalf:
        if is_down(job):
            return self._leave_down(job)
        if is_withdrawn(job):
            return self._withdraw(job)
        if job.text is None:
            return self._hold(job)
        return self._release(job, self.halves.text(job))

    def _set(self, job: Job, current: StoredPost, fields: Mapping[str, Any]) -> None:
        if fields and not self.order.dry_run:
            self.writer.set_meta(job.page.slug, job.locale, current, fields)

    def _leave_down(self, job: Job) -> PostHalf:
        """What people took down in WordPress stays so; the record has that, so that their Publish is seen later."""
        self.halves.enter(job, self.halves.taken_down(job))
        if job.record and not self.order.dry_run:
            status = job.current.status if job.current else "trash"
            self.records.put(job.page.slug, job.locale, replace(job.record, status=status))
        if job.half.withdrawn:
            return self._report(job, PostAct.WITHDRAWN)
        return self._report(job, PostAct.TAKEN_DOWN, (f"to bring it back: diptych publish {job.page.slug}",))

    def _withdraw(self, job: Job) -> PostHalf:
        if job.current is None or not job.current.is_public:
            return self._report(job, PostAct.WITHDRAWN)
        self._set(job, job.current, {"status": "draft"})
        job = replace(job, current=replace(job.current, status="draft"))
        return self._report(job, PostAct.WITHDRAWN, ("its post is a draft again",))

    # --- nothing new goes out

    def _hold(self, job: Job) -> PostHalf:
        """Nothing new goes out; readers of an older translation are told so."""
        assert isinstance(job.decision, Held)
        if job.current is None or job.record is None:
            return self._report(job, PostAct.HELD)
        if job.current.status == "future":
            job = self._unscheduled(job, job.current)
        return self._held(job, job.record, job.current)

    def _unscheduled(self, job: Job, current: StoredPost) -> Job:
        """Nobody looks at the moment when a scheduled post goes out, so one behind its English waits as a draft."""
        self._set(job, current, {"status": "draft"})
        return replace(
            job,
            current=replace(current, status="draft"),
            record=self.records.get(job.page.slug, job.locale),
            notes=(*job.notes, "its schedule is taken back until the English is translated again"),
        )

    def _held(self, job: Job, record: PostRecord | None, current: StoredPost | None) -> PostHalf:
        assert record is not None
        assert current is not None
        state = found(record, current)
        if state is Found.ELSEWHERE:
            raise _published_elsewhere(job)
        if state is Found.EDITED:
            return self._propose(job, record, current)
        lines = ("a change made in WordPress waits in the catalogue",) if state is Found.DECIDED else ()
        if not current.is_public:
            return self._report(job, PostAct.HELD, lines)
        if state is Found.OURS:
            current, mended = self._with_links(job, record, current)
            lines = (*lines, *mended)
        fields = notice_change(current, self.maker.notice(job, self.halves.kept(job)))
        self._set(job, current, fields)
        return self._report(job, PostAct.STALE, (*lines, *(["notice for readers"] if fields else [])))

    def _with_links(self, job: Job, record: PostRecord, current: StoredPost) -> tuple[StoredPost, tuple[str, ...]]:
        """The post whose words stay, with its links led to what is there now; a line where that changed any."""
        text = self.halves.mended(job, current.text)
        if text == current.text:
            return current, ()
        fields = with_mark({"content": text.content}, current, text)
        if not self.order.dry_run:
            slug, locale = job.page.slug, job.locale
            wanted = replace(job.wanted, text=text, slug=current.slug)
            current = self.writer.update(slug, wanted, current, record, fields)
            ours = take_apart(as_published(self.workspace, slug, locale) or "")
            page = compose(replace(text, alt=ours.alt if ours else ""))
            files.write(self.workspace.published_path(slug, locale), page.encode("utf-8", "surrogatepass"))
        return current, ("links",)

    def _propose(self, job: Job, record: PostRecord, current: StoredPost) -> PostHalf:
        self.halves.enter(job, self.halves.kept(job))
        lines = propose(self.workspace, self.records, job, record, current, dry_run=self.order.dry_run)
        return self._report(job, PostAct.EDITED, lines)

    def _stay(self, job: Job, act: PostAct, line: str) -> PostHalf:
        """The post is left alone, whatever the gate says."""
        self.halves.enter(job, self.halves.kept(job))
        return self._report(job, act, (line,))

    # --- reviewed French goes out

    def _release(self, job: Job, text: PostText) -> PostHalf:
        assert isinstance(job.decision, Release)
        if job.current is None:
            return self._report(job, PostAct.CREATED, (f"{job.wanted.status}, named {job.wanted.slug}",))
        if job.record is not None:
            stays = self._left_alone(job, job.record, job.current, text)
            if stays is not None:
                return stays
        wanted = replace(job.wanted, text=text)
        fields = changes(record_asked(job, job.record or record_of(job.current)), job.current, wanted)
        missing = (f"{term} is not there in WordPress" for term in job.unmapped)
        lines = (*filter(None, map(in_words, fields.items())), *missing)
        if self.order.dry_run:
            return self._report(job, PostAct.UPDATED if fields else PostAct.UNCHANGED, lines)
        post = self._send(job, replace(wanted, slug=job.current.slug if job.record else wanted.slug), fields)
        if post is None:
            return self._release(self._looked_again(job), text)
        self._keep(job, text, post)
        act = PostAct.CREATED if job.record is None else PostAct.UPDATED if fields else PostAct.UNCHANGED
        return self._report(replace(job, current=post), act, lines)

    def _left_alone(self, job: Job, record: PostRecord, current: StoredPost, text: PostText) -> PostHalf | None:
        """What becomes of a post that other people wrote or rolled back since; None where it may be written."""
        state = found(record, current, text.digest)
        if state in (Found.EDITED, Found.ELSEWHERE) and not (self.order.over_edits and job.is_named):
            if state is Found.ELSEWHERE:
                raise _published_elsewhere(job)
            return self._propose(job, record, current)
        if job.is_named or not record.undone:
            return None
        words = self._words(job, text)
        if not is_undone(record, words, job.follows) or self._words(job, current.text) == words:
            return None
        if state is Found.OURS:
            current, _ = self._with_links(job, record, current)
            job = replace(job, current=current, record=self.records.get(job.page.slug, job.locale))
        return self._stay(job, PostAct.UNDONE, f"to publish it again: diptych publish {job.page.slug}")

    def _words(self, job: Job, text: PostText) -> str:
        return words_digest(text, replace(self.workspace.rules.for_posts(), locale=job.locale))

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
        self.halves.enter(job, self.halves.of(replace(job, current=post), job.follows, is_public=post.is_public))
        slug, source = job.page.slug, self.workspace.settings.source
        record = self.records.get(slug, job.locale)
        if record is not None and record.undone:
            self.records.put(slug, job.locale, without_undone(record, self._words(job, text)))
        files.write(self.workspace.published_path(slug, job.locale), compose(text).encode("utf-8", "surrogatepass"))
        files.write(self.workspace.published_path(slug, source), files.read(self.workspace.snapshot_path(slug)) or b"")

    def _report(self, job: Job, act: PostAct, lines: Iterable[str] = ()) -> PostHalf:
        held = job.decision if isinstance(job.decision, Held) and act in (PostAct.HELD, PostAct.STALE) else None
        status = job.current.status if job.current else ""
        address = self.halves.registry.pages[job.page.slug].half(job.locale).address
        return PostHalf(job.page.slug, job.locale, act, address, status, (*job.notes, *lines), held)


def _published_elsewhere(job: Job) -> BadFileError:
    return BadFileError(
        job.page.slug,
        "another copy of this project published its translation meanwhile; bring its locales/ over (git pull), then "
        f"run this again (if there is no other copy: diptych publish {job.page.slug} --over-edits)",
    )
