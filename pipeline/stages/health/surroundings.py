"""What the project stands on: Python, git, the engine, and with the network the site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata

from pipeline.adapters import files, git
from pipeline.adapters.patience import Patience
from pipeline.core.errors import PipelineError
from pipeline.stages.fetching.fetch import make_web
from pipeline.stages.git_parts import driver
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.stages.prefilling.budget import Budget
from pipeline.stages.prefilling.engines import choose
from pipeline.workspace import Workspace


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


def git_parts(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether git merges catalogues and ledgers as it should."""
    if not git.is_repository(workspace.root):
        message = "this is no git repository, so there is no history and no way back; type: git init, then diptych init"
        yield Diagnosis(Verdict.LACKS, message)
        return
    held = (files.read(workspace.root / ".gitattributes") or b"").decode("utf-8", "replace")
    if "merge=diptych" not in held or "merge=union" not in held:
        yield Diagnosis(Verdict.LACKS, ".gitattributes lacks lines for locales/; type: diptych init")
    if git.configured(workspace.root, "merge.diptych.driver") != driver():
        yield Diagnosis(
            Verdict.LACKS, "git's merge driver for catalogues is not set up in this clone; type: diptych init"
        )
    else:
        yield Diagnosis(Verdict.GOOD, "git merges catalogues unit by unit")


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


def site(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether the site answers and lets us in: one request, after robots.txt."""
    settings = workspace.settings
    address = next(iter((*settings.listings, *settings.pages, *settings.sitemaps, settings.address)))
    try:
        make_web(settings).get_page(address)
    except PipelineError as error:
        yield Diagnosis(Verdict.BAD, str(error), exit_status=error.exit_status)
    else:
        yield Diagnosis(Verdict.GOOD, f"{address} answers")
