"""What readers get."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.posts import roll_back_post
from pipeline.commands.staged import Stages, staged
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.opening import opened
from pipeline.screens import destination, posts, publishing, releases
from pipeline.stages.publishing import rollback as rollbacks
from pipeline.stages.publishing.destination import copy_to, refuse_destination, rehearse_copy
from pipeline.stages.publishing.publish import with_changes
from pipeline.stages.publishing.publish_everywhere import Everywhere, publish, withdraw
from pipeline.stages.publishing.side_by_side import refuse_place, write_report
from pipeline.stages.wordpress.post_report import PostOrder
from pipeline.workspace import Workspace


def _publish(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    _check_destination(options, workspace)
    if options.report is not None:
        refuse_place(workspace, options.report)
    is_shown = bool(options.dry_run or options.report is not None)
    order = PostOrder(tuple(options.slugs), options.dry_run, options.over_edits)
    tell = output.progress("publishing page")
    report = Stages().publish(
        "publish",
        workspace,
        lambda: publish(workspace, order, keep_pages=is_shown, tell=tell),
        planned=options.dry_run,
    )
    if is_shown:
        report = replace(report, pages=with_changes(report.pages))
    show_published("publish", report, output, dry_run=options.dry_run)
    if options.report is not None:
        written = write_report(workspace, report.pages, options.report, dry_run=options.dry_run)
        output.show("report", written, publishing.written(written))
    if not options.dry_run:
        _copy(options, workspace, output)
    elif options.dest is not None:
        pages = {half.path: half.after for half in report.pages.halves if half.path is not None}
        rehearsed = rehearse_copy(workspace, options.dest, pages)
        output.show("dest", rehearsed, destination.copied(rehearsed, dry_run=True))
    return output.close()


def _withdraw(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    _check_destination(options, workspace)
    report = Stages().publish("withdraw", workspace, lambda: withdraw(workspace, options.slug, options.locale))
    show_published("withdraw", report, output)
    _copy(options, workspace, output)
    return output.close()


def show_published(name: str, report: Everywhere, output: Output, *, dry_run: bool = False) -> None:
    """What readers got in WordPress and in plain files; of the two only what the project has."""
    if report.posts is not None:
        lines = posts.posted(report.posts, dry_run=dry_run)
        output.show("wordpress", report.posts, lines, report.posts.problems)
    if report.posts is None or report.pages.halves or report.pages.problems:
        output.show(name, report.pages, publishing.published(report.pages, dry_run=dry_run), report.pages.problems)


def _rollback(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    page = workspace.registry().pages.get(options.release)
    if page is not None and page.is_post:
        return roll_back_post(options, output)
    if options.list:
        found = rollbacks.releases(workspace)
        output.show(output.command, releases.values(found), releases.listed(found))
        return output.close()
    _check_destination(options, workspace)
    result = Stages().publish("rollback", workspace, lambda: rollbacks.rollback(workspace, options.release))
    output.show("rollback", releases.rolled_back_values(result), releases.rolled_back(result), result.report.problems)
    _copy(options, workspace, output)
    return output.close()


def _check_destination(options: argparse.Namespace, workspace: Workspace) -> None:
    """Refuse a wrong place before anything is published."""
    if options.dest is not None:
        refuse_destination(workspace, options.dest)


def _copy(options: argparse.Namespace, workspace: Workspace, output: Output) -> None:
    if options.dest is not None:
        copied = staged("dest", lambda: copy_to(workspace, options.dest))
        output.show("dest", copied, destination.copied(copied))


COMMANDS: Final[dict[str, Command]] = {
    "publish": one_at_a_time(_publish),
    "withdraw": one_at_a_time(_withdraw),
    "rollback": one_at_a_time(_rollback),
}
