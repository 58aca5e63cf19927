"""What the CI job asks, of a project or of catalogues from anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from pipeline.commands.authors import check_pages
from pipeline.commands.fixing import fix
from pipeline.commands.formatted import Gate, show
from pipeline.commands.links import check_links
from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.core.errors import UsageError
from pipeline.opening import opened, today
from pipeline.screens import gates as screens
from pipeline.screens.authors import remarks_counted
from pipeline.stages.gating import file_gates, gates
from pipeline.stages.gating.file_gates import FileGate
from pipeline.stages.gating.gates import Asking
from pipeline.stages.gating.source_check import check_source
from pipeline.workspace import Workspace


def _check(options: argparse.Namespace, output: Output) -> int:
    _refuse_mixed(options)
    if options.fix:
        return fix(options, output)
    if options.source_pages:
        return check_pages(options, output)
    if options.links:
        return check_links(options, output)
    named = _files(options)
    if named is not None:
        report, problems = file_gates.check(named, output.progress("checking file"))
        lines = screens.checked(report)
    else:
        workspace, slugs = opened(options), tuple(options.slugs)
        report, problems = gates.check(workspace, slugs, output.progress("checking page"))
        lines = chain(screens.checked(report), _for_authors(workspace, slugs))
    return show(options, output, Gate(report, lines, problems, screens.failed(report), output.root))


def _for_authors(workspace: Workspace, slugs: tuple[str, ...]) -> Iterator[str]:
    """How many remarks on the English there are. They are no findings: they come and go with the day."""
    yield from remarks_counted(check_source(workspace, slugs), slugs)


def _refuse_mixed(options: argparse.Namespace) -> None:
    """Nothing is written, asked or left out that was not meant. Raises UsageError."""
    if options.dry_run and not options.fix:
        raise UsageError("--dry-run goes with --fix; a check alone writes nothing")
    if options.online and not options.links:
        raise UsageError("--online goes with --links; type: diptych check --links --online")
    if options.fix + options.source_pages + options.links > 1:
        raise UsageError("--fix, --source and --links are three commands; type them one after the other")
    if options.formats and (options.fix or options.links):
        raise UsageError("--fix and --links know no --format; for a program add --json")


def _coverage(options: argparse.Namespace, output: Output) -> int:
    named = _files(options)
    if named is not None:
        if options.since:
            raise UsageError("--since compares a project with itself; name pages, or none, and not files")
        report, problems = file_gates.coverage(named, today(options), output.progress("reading file"))
    else:
        asking = Asking(tuple(options.slugs), options.min_reviewed, options.per_page, options.since)
        report, problems = gates.coverage(opened(options), asking)
    lines = screens.covered(report, units=options.units)
    return show(options, output, Gate(report, lines, problems, screens.too_low(report), output.root))


def _files(options: argparse.Namespace) -> FileGate | None:
    """The files that are meant, or None where pages of a project are."""
    named = [name for name in options.slugs if file_gates.is_file(name)]
    if not named:
        return None
    if len(named) < len(options.slugs):
        raise UsageError("name pages or files, not both")
    floor, per_page = getattr(options, "min_reviewed", None) or 0, getattr(options, "per_page", False)
    return FileGate(tuple(map(Path, named)), options.source, options.target, floor, per_page)


COMMANDS: Final[dict[str, Command]] = {
    "check": _check,
    "coverage": _coverage,
}
