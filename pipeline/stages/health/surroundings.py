"""What the project stands on: Python, the engine, room on the disk, the clock."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from pipeline.adapters.patience import Patience
from pipeline.core.errors import PipelineError
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.stages.prefilling.budget import Budget
from pipeline.stages.prefilling.engines import choose
from pipeline.workspace import Workspace

_TOO_LITTLE: Final = 50_000_000
"""Bytes free below which a run may well not finish: every file is written whole beside the old one."""
_LITTLE: Final = 500_000_000


def installation(_: Workspace) -> Iterator[Diagnosis]:
    """Which Python runs this, and whether all it needs is there."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis(Verdict.GOOD, f"Python {version}")
    try:
        needed = [line.split(";")[0] for line in metadata.requires("diptych") or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        yield Diagnosis(Verdict.INFO, "diptych runs from its source and is not installed; for that type: pip install .")
        return
    for name in (line.split("<")[0].split(">")[0].split("=")[0].strip() for line in needed):
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Diagnosis(Verdict.BAD, f"the package {name} is not installed; type: pip install diptych again")


def engine(workspace: Workspace, *, offline: bool) -> Iterator[Diagnosis]:
    """Which engine fills what is empty, what its account has left, and what we allow ourselves."""
    try:
        chosen, why = choose(workspace)
        yield Diagnosis(Verdict.GOOD, f"the engine is {chosen.name} ({why})")
        budget = Budget(chosen, None, Patience(), workspace)
        if not offline:
            budget.ask_account()
        for limit in budget.limits():
            shown = f"{limit.name}: {max(0, limit.left):,} of {limit.whole:,} characters are left"
            is_out = limit.left <= 0
            yield Diagnosis(Verdict.LACKS if is_out else Verdict.GOOD, shown + ("; nothing is sent" if is_out else ""))
    except PipelineError as error:
        yield Diagnosis(Verdict.BAD, str(error), exit_status=error.exit_status)


def room(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether the disk has room for a run."""
    free = shutil.disk_usage(workspace.root).free
    shown = f"{free / 1e6:,.0f} MB are free on the project's disk"
    if free < _TOO_LITTLE:
        yield Diagnosis(Verdict.BAD, f"{shown}; make room before the next run, nothing is lost if one stops halfway")
    elif free < _LITTLE:
        yield Diagnosis(Verdict.LACKS, f"{shown}; that is little for pages, releases and indexes, so make room")
    else:
        yield Diagnosis(Verdict.GOOD, "the project's disk has room")


def clock(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether today is later than all that people did in the project."""
    newest, where = max(_acts(workspace), default=("", ""))
    today = workspace.today.isoformat()
    if newest > today:
        message = f"today is {today}, and {where} has an act of {newest}; set the clock (or --today, SOURCE_DATE_EPOCH)"
        yield Diagnosis(Verdict.LACKS, f"{message} before somebody accepts or publishes, or mend that date")
    else:
        yield Diagnosis(Verdict.GOOD, f"today is {today}{f', the newest act is of {newest}' if newest else ''}")


def _acts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The ISO date of each act, and the file that has it; files that cannot be read are another topic's."""
    with contextlib.suppress(PipelineError):
        for page in workspace.registry():
            dates = (date for half in page.halves.values() for date in (half.published, half.withdrawn) if date)
            yield from ((date, "locales/pairs.toml") for date in dates)
            for locale in workspace.settings.targets:
                yield from _acts_of(workspace, page.slug, locale)


def _acts_of(workspace: Workspace, slug: str, locale: str) -> Iterator[tuple[str, str]]:
    where = workspace.show(workspace.ledger_path(slug, locale))
    with contextlib.suppress(PipelineError):
        yield from ((fact.date, where) for fact in workspace.ledger(slug, locale).facts if fact.date)
