"""What people read of a publication: what readers got, and what is held and why."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.gate import Held
from pipeline.core.text import counted
from pipeline.stages.publish import Outcome, Published, PublishReport


def published(report: PublishReport, *, dry_run: bool = False) -> Iterator[str]:
    """What readers got, and what is held."""
    counts = [(o, sum(half.outcome is o for half in report.halves)) for o in Outcome]
    yield f"publish   {'would be ' if dry_run else ''}{', '.join(f'{n} {o}' for o, n in counts if n) or 'nothing yet'}"
    for half in report.halves:
        if half.outcome is not Outcome.UNCHANGED:
            yield f"  {half.outcome:18} {half.slug} [{half.locale}]{_why(half)}"


def _why(half: Published) -> str:
    if half.held is None:
        return f"  {half.address}" if half.address else ""
    return why_held(half.held)


def why_held(held: Held) -> str:
    """Why a half is held, to stand behind its name."""
    if held.blocked:
        return f": {held.blocked}"
    waiting = held.coverage.waiting_units
    reasons = [f"{counted(waiting, 'unit', 'wait')}"] if waiting else []
    reasons += [counted(len(held.findings), "error")] if held.findings else []
    reasons += [f"{counted(held.missing, 'text')} not extracted"] if held.missing else []
    return f": {', '.join(reasons)}"
