"""What the CI job asks."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.links import check_links
from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.core.coverage import Coverage
from pipeline.core.verify import errors
from pipeline.opening import opened
from pipeline.screens import gates
from pipeline.stages.report import status


def _check(options: argparse.Namespace, output: Output) -> int:
    if options.links or options.online:
        return check_links(options, output)
    halves, problems = status(opened(options), tuple(options.slugs))
    output.show("check", halves, gates.checked(halves), problems, gates.failed(halves))
    return output.close(1 if any(errors(half.findings) for half in halves) else 0)


def _coverage(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    floor = workspace.settings.min_reviewed if options.min_reviewed is None else options.min_reviewed
    halves, problems = status(workspace, tuple(options.slugs))
    total = sum((half.coverage for half in halves), Coverage())
    is_below = total.percent < floor
    report = {"all": total, "min_reviewed": floor, "pages": halves}
    failures = [f"coverage: {total.percent} % reviewed, {floor} % asked for"] if is_below else []
    output.show("coverage", report, gates.covered(halves, floor), problems, failures)
    return output.close(1 if is_below else 0)


COMMANDS: Final[dict[str, Command]] = {
    "check": _check,
    "coverage": _coverage,
}
