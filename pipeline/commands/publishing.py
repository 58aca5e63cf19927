"""What readers get."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.opening import opened
from pipeline.screens import destination, publishing, releases
from pipeline.stages import rollback as rollbacks
from pipeline.stages.destination import copy_to, refuse_destination
from pipeline.stages.publish import publish, with_changes, withdraw
from pipeline.stages.side_by_side import refuse_place, write_report
from pipeline.workspace import Workspace


def _publish(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    _check_destination(options, workspace)
    if options.report is not None:
        refuse_place(workspace, options.report)
    report = publish(workspace, tuple(options.slugs), dry_run=options.dry_run)
    if options.dry_run or options.report is not None:
        report = with_changes(report)
    output.show("publish", report, publishing.published(report, dry_run=options.dry_run), report.problems)
    if options.report is not None:
        written = write_report(workspace, report, options.report, dry_run=options.dry_run)
        output.show("report", written, publishing.written(written))
    if not options.dry_run:
        _copy(options, workspace, output)
    return output.close()


def _withdraw(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    _check_destination(options, workspace)
    report = withdraw(workspace, options.slug, options.locale)
    output.show("withdraw", report, publishing.published(report), report.problems)
    _copy(options, workspace, output)
    return output.close()


def _rollback(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    if options.list:
        found = rollbacks.releases(workspace)
        output.show(
            "releases", [{"name": e.name, "date": e.date, "live": live} for e, live in found], releases.listed(found)
        )
        return output.close()
    _check_destination(options, workspace)
    result = rollbacks.rollback(workspace, options.release)
    output.show("rollback", result, releases.rolled_back(result), result.report.problems)
    _copy(options, workspace, output)
    return output.close()


def _check_destination(options: argparse.Namespace, workspace: Workspace) -> None:
    """Refuse a wrong place before anything is published."""
    if options.dest is not None:
        refuse_destination(workspace, options.dest)


def _copy(options: argparse.Namespace, workspace: Workspace, output: Output) -> None:
    if options.dest is not None:
        copied = copy_to(workspace, options.dest)
        output.show("dest", copied, destination.copied(copied))


COMMANDS: Final[dict[str, Command]] = {
    "publish": one_at_a_time(_publish),
    "withdraw": one_at_a_time(_withdraw),
    "rollback": one_at_a_time(_rollback),
}
