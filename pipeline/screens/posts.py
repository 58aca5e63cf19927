"""What people read of WordPress: what was written there, what was found there, and what the site can do."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.wordpress.post_report import PostAct, PostsReport


def posted(report: PostsReport, *, dry_run: bool = False) -> Iterator[str]:
    """What was written to WordPress, and what is held."""
    counts = [(act, sum(half.act is act for half in report.halves)) for act in PostAct]
    shown = ", ".join(f"{count:,} {act}" for act, count in counts if count) or "nothing yet"
    yield f"wordpress {'would be ' if dry_run else ''}{shown}"
    for half in report.halves:
        if half.act is PostAct.UNCHANGED and not half.details:
            continue
        status = f" ({half.status})" if half.status else ""
        why = f": {half.held.why}" if half.held else f"  {half.address}{status}".rstrip()
        yield f"  {half.act:22} {half.slug} [{half.locale}]{why}"
        yield from (f"    {line}" for line in half.details)
