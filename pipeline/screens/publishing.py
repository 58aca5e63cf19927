"""What people read of a publication: what readers got, and what is held and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipeline.core.text import counted
from pipeline.core.typography.visible import LEGEND, needs_legend
from pipeline.screens.wording import MOST, more
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport
from pipeline.stages.publishing.side_by_side import WrittenReport

_SHOWN: Final = 12  # changed lines of a half


def published(report: PublishReport, *, dry_run: bool = False) -> Iterator[str]:
    """What readers got, and what is held; in a dry run what each reader would see differently."""
    if report.rolled_back:
        yield f"publish   nothing new: rolled back on {report.rolled_back}; to go on type: diptych publish"
    counts = [(o, sum(half.outcome is o for half in report.halves)) for o in Outcome]
    said = ", ".join(f"{count:,} {outcome}" for outcome, count in counts if count)
    yield f"publish   {'would be ' if dry_run else ''}{said or 'nothing yet'}"
    shown: Counter[Outcome] = Counter()
    for half in report.halves:
        if half.outcome is not Outcome.UNCHANGED and not _is_said(half, report):
            shown[half.outcome] += 1
            yield from [line(half)] if dry_run or shown[half.outcome] <= MOST else []
        if dry_run:
            yield from _changes(half)
    for outcome, count in shown.items() if not dry_run else ():
        if count > MOST:
            yield f"  {outcome:18} {more(count - MOST, 'page', '--json')}"
    yield from (f"  note               {note}" for note in report.notes)


def line(half: Published) -> str:
    """What was done with one half, and why it is held if it is."""
    return f"  {half.outcome:18} {half.slug} [{half.locale}]{_why(half)}"


def _is_said(half: Published, report: PublishReport) -> bool:
    """Whether the line on the rollback says it already."""
    return bool(report.rolled_back) and half.outcome is Outcome.STALE


def written(report: WrittenReport) -> Iterator[str]:
    """Where the report for people is."""
    yield f"report    {counted(report.pages, 'page')} side by side in {report.path}"


def _changes(half: Published) -> Iterator[str]:
    if not half.before:
        lines = counted(len(half.changes), "line") if half.changes else ""
        yield from [f"      new page: {lines}"] if lines else []
        return
    shown = half.changes[:_SHOWN]
    yield from (f"      {change.shown}" for change in shown)
    if any(needs_legend(change.before, change.after) for change in shown):
        yield f"      ({LEGEND})"
    if len(half.changes) > _SHOWN:
        yield f"      … and {counted(len(half.changes) - _SHOWN, 'line')} more; all of them: --json, or --report"


def _why(half: Published) -> str:
    if half.held is None:
        return f"  {half.address}" if half.address else ""
    return f": {half.held.why}"
