"""What lies in .diptych and can be made again: indexes that are spoilt, or that nobody uses any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.adapters import sqlite_files
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.workspace import Workspace

_MEMORY: Final = re.compile(r"memory\.(.+)\.sqlite3")
_PAID: Final = "answers.sqlite3"


def indexes(workspace: Workspace) -> Iterator[Diagnosis]:
    """Each database there, read through."""
    found = sorted((workspace.root / ".diptych").glob("*.sqlite3"))
    said = [one for path in found for one in _about(workspace, path)]
    yield from said
    if not said:
        yield Diagnosis(Verdict.GOOD, "every index can be read" if found else "there are no indexes yet")


def _about(workspace: Workspace, path: Path) -> Iterator[Diagnosis]:
    shown = workspace.show(path)
    trouble = sqlite_files.trouble(path)
    if trouble and path.name == _PAID:
        yield Diagnosis(
            Verdict.LACKS,
            f"{shown} is spoilt ({trouble}): it has the engine's answers that were paid for; put it back from a backup "
            "before the next prefill, or delete it, and what is not in a catalogue yet is asked and paid for again",
        )
    elif trouble:
        yield Diagnosis(Verdict.LACKS, f"{shown} is spoilt ({trouble}); delete it, the next prefill makes it again")
    elif _is_stale(workspace, path.name):
        yield Diagnosis(Verdict.INFO, f"{shown} is of a language that the project has no more; it may be deleted")


def _is_stale(workspace: Workspace, name: str) -> bool:
    pair = _MEMORY.fullmatch(name)
    settings = workspace.settings
    return pair is not None and pair[1] not in {f"{settings.source}-{locale}" for locale in settings.targets}
