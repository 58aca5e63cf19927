"""The project's own files: folders and rights, state files, the lock, indexes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

from pipeline.adapters import turns
from pipeline.adapters.settings import FILE
from pipeline.core.errors import PipelineError
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.workspace import Workspace


def config(_: Workspace) -> Iterator[Diagnosis]:
    """Whoever gets here has settings without a mistake: a project with one is not opened, and all are named."""
    yield Diagnosis(Verdict.GOOD, f"{FILE} has no mistake")


def folders(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether what is written can be written."""
    for path in (workspace.locales, workspace.root / workspace.settings.folder, workspace.root / ".diptych"):
        there = next(place for place in (path, *path.parents) if place.exists())
        shown = workspace.show(path)
        if not there.is_dir():
            yield Diagnosis(Verdict.BAD, f"{workspace.show(there)} is no folder; move that file away")
        elif not os.access(there, os.W_OK | os.X_OK):
            yield Diagnosis(Verdict.BAD, f"{shown} cannot be written; check who owns {workspace.show(there)}")
        else:
            yield Diagnosis(Verdict.GOOD, f"{shown} can be written")


def state(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether every catalogue, ledger, memory and record can be read."""
    wrong = 0
    for act in _readings(workspace):
        try:
            act()
        except PipelineError as error:
            wrong += 1
            yield Diagnosis(Verdict.BAD, str(error))
    if not wrong:
        yield Diagnosis(Verdict.GOOD, "every page, catalogue, ledger and memory can be read")


def _readings(workspace: Workspace) -> Iterator[Callable[[], object]]:
    yield workspace.registry
    yield workspace.spending
    for locale in workspace.settings.targets:
        for read in (workspace.learned, workspace.imported, workspace.house):
            yield partial(read, locale)
        for path in sorted(workspace.catalogue_path("x", locale).parent.glob("*.po")):
            yield partial(workspace.reviewed, path.stem, locale)


def work(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether a command is at work, or one was cut off."""
    if turns.was_cut_off(workspace.root):
        yield Diagnosis(
            Verdict.INFO, "a command is at work, or the last one was cut off; the next one goes on and tidies up"
        )
        return
    left = turns.left_behind(workspace.root)
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        message = f"a write that was cut off left {workspace.show(left[0])}{more}; nothing needs it, so delete it"
        yield Diagnosis(Verdict.LACKS, message)
    else:
        yield Diagnosis(Verdict.GOOD, "no command was cut off")
