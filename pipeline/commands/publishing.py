"""What readers get."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.opening import opened
from pipeline.screens import posts, publishing
from pipeline.stages.post_report import PostOrder
from pipeline.stages.publish_everywhere import Everywhere, publish, withdraw


def _publish(options: argparse.Namespace, output: Output) -> int:
    order = PostOrder(tuple(options.slugs), options.dry_run, options.over_edits)
    show_published("publish", publish(opened(options), order), output, dry_run=options.dry_run)
    return output.close()


def _withdraw(options: argparse.Namespace, output: Output) -> int:
    show_published("withdraw", withdraw(opened(options), options.slug, options.locale), output)
    return output.close()


def show_published(name: str, report: Everywhere, output: Output, *, dry_run: bool = False) -> None:
    """What readers got in WordPress and in plain files; of the two only what the project has."""
    if report.posts is not None:
        lines = posts.posted(report.posts, dry_run=dry_run)
        output.show("wordpress", report.posts, lines, report.posts.problems)
    if report.posts is None or report.pages.halves or report.pages.problems:
        output.show(name, report.pages, publishing.published(report.pages, dry_run=dry_run), report.pages.problems)


COMMANDS: Final[dict[str, Command]] = {
    "publish": one_at_a_time(_publish),
    "withdraw": one_at_a_time(_withdraw),
}
