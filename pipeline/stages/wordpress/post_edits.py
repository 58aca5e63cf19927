"""A change that somebody made to a translated post in WordPress, brought back to the catalogue as a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.wordpress.edited_posts import BroughtBack, bring_back
from pipeline.core.wordpress.post_file import compose, take_apart
from pipeline.core.wordpress.posts import PostRecord, StoredPost
from pipeline.stages.wordpress.post_jobs import Job
from pipeline.stages.wordpress.post_store import Records, as_published
from pipeline.workspace import Workspace

_SHOWN = 60  # characters of a text in a line


def propose(
    workspace: Workspace, records: Records, job: Job, record: PostRecord, current: StoredPost, *, dry_run: bool
) -> tuple[str, ...]:
    """Bring the change back; what was done with it, a line each. The post itself stays as it is."""
    slug, locale = job.page.slug, job.locale
    catalogue = workspace.catalogue(slug, locale)
    ours = as_published(workspace, slug, locale)
    before = take_apart(ours) if ours else None
    if ours is None or before is None:
        brought = BroughtBack(catalogue, elsewhere=(current.text.title,))
    else:
        theirs = compose(replace(current.text, alt=before.alt))
        brought = bring_back(catalogue, ours, theirs, workspace.rules.for_posts())
    if not dry_run:
        workspace.save_catalogue(brought.catalogue)
        if brought.is_whole:
            records.put(slug, locale, replace(record, proposed=current.text.digest))
    return tuple(_lines(slug, current, brought))


def _lines(slug: str, current: StoredPost, brought: BroughtBack) -> Iterator[str]:
    """What happened, and what to type next."""
    yield f"somebody changed it on {current.modified.replace('T', ' at ')} GMT; it stays as it is there"
    yield from (f"proposed in the catalogue: {_short(source)}" for source in brought.sources)
    yield from (f"belongs to no text of the catalogue: {_short(text)}" for text in brought.elsewhere)
    if brought.markup:
        yield "something else than text was changed: a link, an image or a block"
    if brought.is_whole:
        yield f'→ decide on the proposals, then type: diptych accept {slug} --as "Name"; diptych publish'
    else:
        yield "→ take the change over into the catalogue or the English; WordPress keeps today's text as a revision"
        yield f"  then type: diptych publish {slug} --over-edits"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
