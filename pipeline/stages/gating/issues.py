"""The texts of the issues that CI keeps up to date, one file for each language."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.adapters import files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.event_dates import coming
from pipeline.core.formats.issue import Waiting, issue
from pipeline.core.segmentation.labels import segments
from pipeline.core.verify import errors
from pipeline.stages.gating.report import HalfStatus, Standing
from pipeline.workspace import SHARED, Workspace

_TROUBLES = {
    Standing.UNREADABLE: "cannot be read",
    Standing.MISSING: "its English file is not there",
    Standing.GONE: "the site has no such English page any more",
    Standing.BEHIND: "out of date for readers",
}


def write_issues(workspace: Workspace, halves: Sequence[HalfStatus], folder: Path, links: str = "") -> list[str]:
    """Write LOCALE.md for every target language; their paths. Raises UsageError for a place that is the project's."""
    if folder.resolve().is_relative_to(workspace.locales.resolve()):
        raise UsageError(f"{folder} is where the project keeps its own files; name another folder")
    written = []
    for locale in workspace.settings.targets:
        pages = [_waiting(workspace, half) for half in halves if half.locale == locale and _waits(half)]
        path = folder / f"{locale}.md"
        files.write(path, issue(locale, pages, workspace.today, links).encode("utf-8"), durable=False)
        written.append(str(path))
    return written


def _waits(half: HalfStatus) -> bool:
    if half.standing is Standing.WITHDRAWN:
        return False
    return bool(half.coverage.waiting_units or half.missing or half.standing in _TROUBLES or errors(half.findings))


def _waiting(workspace: Workspace, half: HalfStatus) -> Waiting:
    troubles = [_TROUBLES.get(half.standing, "")]
    if half.missing:
        troubles.append(f"{half.missing} not in the catalogue yet")
    if errors(half.findings):
        troubles.append(f"held by {len(errors(half.findings))} found by diptych check")
    registry = workspace.registry()
    page = registry.pages.get(half.slug)
    texts: list[str] = []
    with contextlib.suppress(BadFileError):
        texts = [segment.text for segment in segments(workspace.skeleton(half.slug))] if half.slug != SHARED else []
    return Waiting(
        half.slug,
        page.address if page is not None else "",
        Path(half.catalogue).as_posix(),
        half.coverage.waiting_words,
        half.coverage.units,
        coming(texts, workspace.today, workspace.settings.source),
        "; ".join(filter(None, troubles)),
    )
