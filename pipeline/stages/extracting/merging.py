"""One page's texts merged into one catalogue: bytes in, bytes out, here, in another process or on another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline import contents
from pipeline.core.errors import BadFileError, PipelineError
from pipeline.core.merge import Change, Merged, Step, merge
from pipeline.core.model import Catalogue, Remark, Segment
from pipeline.core.reviews.missing import missing
from pipeline.core.segmentation.labels import segments, shared_segments
from pipeline.core.segmentation.rules import Rules
from pipeline.stages.mapping import DEADLY
from pipeline.stages.problems import Problem


class Digests(NamedTuple):
    """The SHA-256 of a page's three files, each empty where there is none."""

    page: str
    catalogue: str
    ledger: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """One catalogue after the merge: units and words by kind of change, whether its file changed, and remarks for the
    page's author. ``steps`` are those by which texts changed; none of a new page, whose texts are all added.
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
        return any(units for change, (units, _) in self.counts.items() if change is not Change.UNCHANGED)

    @property
    def is_new_page(self) -> bool:
        """Whether every text was added."""
        return all(not units for change, (units, _) in self.counts.items() if change is not Change.ADDED)


@dataclass(frozen=True, slots=True)
class Job:
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
    digests: Digests


@dataclass(frozen=True, slots=True)
class Done:
    """The new catalogue's bytes with what is told of them, or the problem.

    ``digests`` are those of what was read; ``is_whole`` is False where reviewed French is missing. ``shared`` are the
    texts that the page has in common with others, where the project has them in a catalogue of their own.
    """

    data: bytes = b""
    extracted: Extracted | None = None
    problem: Problem | None = None
    digests: Digests | None = None
    is_whole: bool = True
    shared: tuple[Segment, ...] = ()


def merged(job: Job) -> Done:
    """The work on one page, its trouble as a value, since that comes back from anywhere."""
    try:
        return merge_page(job)
    except PipelineError as error:
        return Done(problem=Problem(str(error), error.exit_status))


def lost(job: Job) -> Done:
    """What is told of a page that kills whatever works on it."""
    return Done(problem=Problem(f"{job.shown[0]}: {DEADLY}"))


def merge_page(job: Job) -> Done:
    """Bytes in, bytes out. Raises BadFileError."""
    skeleton = contents.skeleton(job.page, job.shown[0], job.slug, job.rules)
    wanted = segments(skeleton)
    held = _held(job)
    gone = missing(held, contents.ledger(job.ledger, job.shown[2]), wanted)
    if gone.absent and not job.lossy:
        raise BadFileError(job.shown[1], gone.message(job.slug))
    new = merge(held, wanted, job.reference)
    told = extracted(job.slug, job.locale, new, skeleton.scope, skeleton.remarks)
    data = contents.catalogue_bytes(new.catalogue, job.rules.locale)
    shared = shared_segments(skeleton) if job.rules.whole_page else ()
    return Done(data, told, digests=job.digests, is_whole=not gone.absent, shared=shared)


def _held(job: Job) -> Catalogue:
    """The catalogue as it is; the ledger is read for an empty file alone. Raises BadFileError."""
    if job.catalogue is not None and not job.catalogue.strip():
        contents.refuse_emptied(job.catalogue, contents.ledger(job.ledger, job.shown[2]), job.shown[1])
    return contents.catalogue(job.catalogue, job.shown[1], job.slug, job.locale)


def extracted(slug: str, locale: str, merged: Merged, scope: str, remarks: tuple[Remark, ...] = ()) -> Extracted:
    """What is told of a merge."""
    told = Extracted(slug, locale, merged.counts(), (), False, scope, remarks)
    if told.is_new_page:  # a big site's first extract would hold all its texts
        return told
    return replace(told, steps=tuple([step for step in merged.steps if step.change is not Change.UNCHANGED]))
