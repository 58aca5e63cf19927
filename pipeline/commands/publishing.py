"""What readers get."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.opening import opened
from pipeline.screens import publishing
from pipeline.stages.publish import publish, withdraw


def _publish(options: argparse.Namespace, output: Output) -> int:
    report = publish(opened(options), tuple(options.slugs), dry_run=options.dry_run)
    output.show("publish", report, publishing.published(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _withdraw(options: argparse.Namespace, output: Output) -> int:
    report = withdraw(opened(options), options.slug, options.locale)
    output.show("withdraw", report, publishing.published(report), report.problems)
    return output.close()


COMMANDS: Final[dict[str, Command]] = {
    "publish": one_at_a_time(_publish),
    "withdraw": one_at_a_time(_withdraw),
}
