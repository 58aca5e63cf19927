"""What people read of releases: which are kept, which readers have, what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.adapters.site import Entry
from pipeline.screens.publishing import line
from pipeline.stages.publishing.publish_report import Outcome
from pipeline.stages.publishing.rollback import RolledBack


def listed(found: Sequence[tuple[Entry, bool]]) -> Iterator[str]:
    """The releases, the newest first."""
    yield "releases  the newest first" if found else "releases  none yet; type: diptych publish"
    for entry, is_live in found:
        yield f"  {entry.name}  {entry.date}{'  readers have this one' if is_live else ''}"


def values(found: Sequence[tuple[Entry, bool]]) -> dict[str, Any]:
    """What a program reads of the releases."""
    return {"releases": [{"release": entry.name, "date": entry.date, "live": is_live} for entry, is_live in found]}


def rolled_back_values(result: RolledBack) -> dict[str, Any]:
    """What a program reads of a rollback: like that of a publication."""
    stays = [{"page": slug, "reason": reason} for slug, reason in result.stays]
    pages = {"pages": result.report.halves, "notes": result.report.notes}
    return {"release": result.release, "date": result.date, "stays": stays, **pages}


def rolled_back(result: RolledBack) -> Iterator[str]:
    """What readers have again, and what stays as it is."""
    yield f"rollback  readers have the release of {result.date} again ({result.release})"
    for slug, reason in result.stays:
        yield f"  stays as it is     {slug}: {reason}"
    news = [half for half in result.report.halves if half.outcome not in (Outcome.UNCHANGED, Outcome.STALE)]
    yield from map(line, news)
    yield from (f"  note               {note}" for note in result.report.notes)
    yield "          nothing new goes out by itself now; when what was wrong is mended type: diptych publish"
