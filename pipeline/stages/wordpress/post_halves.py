"""What the registry says of each translated post: before anything is written what it will say, then what came of it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from pipeline.core.registry import Half
from pipeline.core.wordpress.post_file import PostText
from pipeline.core.wordpress.post_links import mend_links
from pipeline.core.wordpress.post_plan import Found, changes, found, record_of
from pipeline.core.wordpress.posts import PostRecord
from pipeline.stages.wordpress.post_jobs import Job
from pipeline.workspace import Workspace


class Halves:
    """The registry while posts are published. Links between posts lead to what it says is there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.registry = workspace.registry()

    def enter(self, job: Job, half: Half) -> None:
        """Keep what became of a half."""
        page = self.registry.pages[job.page.slug]
        self.registry = self.registry.with_page(page.with_half(half))

    def text(self, job: Job) -> PostText:
        """The French with its links led to what is there in its language."""
        assert job.text is not None
        return self.mended(job, job.text)

    def mended(self, job: Job, text: PostText) -> PostText:
        """A text of this half, perhaps an older one, with its links led likewise."""
        links = self.registry.links(self.workspace.settings.source, job.locale)
        return replace(text, content=mend_links(text.content, job.page.address, links))

    def expected(self, job: Job) -> Half:
        """What the registry will say of a half if all goes well."""
        if is_down(job):
            return self.taken_down(job)
        if is_withdrawn(job):
            return job.half
        if job.text is None:
            return self.kept(job)
        status = job.wanted.status
        record = job.record or (record_of(job.current) if job.current else None)
        if job.current and record:
            wanted = changes(record_asked(job, record), job.current, job.wanted)
            status = str(wanted.get("status", job.current.status))
        return self.of(job, job.follows, is_public=status == "publish")

    def taken_down(self, job: Job) -> Half:
        """A half whose post somebody took down in WordPress."""
        return replace(job.half, withdrawn=job.half.withdrawn or self.workspace.today.isoformat())

    def kept(self, job: Job) -> Half:
        """A half whose text stays as it is on the site; somebody may have published its draft meanwhile."""
        if job.current is None or job.record is None or not job.record.digest:
            return job.half
        written = job.record.modified.partition("T")[0]
        return self.of(job, job.half.follows, is_public=job.current.is_public, since=written)

    def of(self, job: Job, follows: str, *, is_public: bool, since: str = "") -> Half:
        """A half that follows this English. What was withdrawn is so until readers have it again."""
        address = job.current.link if job.current else job.half.address or self._guess(job)
        half = replace(job.half, address=address, follows=follows)
        if not is_public:
            return half if half.withdrawn else replace(half, published="")
        today = since or self.workspace.today.isoformat()
        is_same = job.half.is_live and job.half.follows == follows
        return replace(
            half,
            first_published=half.first_published or today,
            published=half.published if is_same else today,
            withdrawn="",
        )

    def _guess(self, job: Job) -> str:
        address = self.workspace.settings.wordpress.address
        return urljoin(address, f"{job.wanted.slug}/") if job.text else ""


def is_down(job: Job) -> bool:
    """Whether somebody took the post down in WordPress and nobody asked for it again."""
    return found(job.record, job.current) in (Found.GONE, Found.TAKEN_DOWN) and not job.is_named


def is_withdrawn(job: Job) -> bool:
    """Whether the half was withdrawn and nobody asked for it again."""
    return bool(job.half.withdrawn) and not job.is_named


def record_asked(job: Job, record: PostRecord) -> PostRecord:
    """The record, with the post's own status where people ask for the page again: then it may rise."""
    return replace(record, status=job.current.status) if job.current and job.is_named else record
