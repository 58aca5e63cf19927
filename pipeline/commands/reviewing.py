"""People's acts on units and pages."""

from __future__ import annotations

import argparse
import os
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.core.errors import UsageError
from pipeline.core.text import counted
from pipeline.opening import opened
from pipeline.screens import reviewing
from pipeline.stages.choice import known_locale
from pipeline.stages.reviewing.accept import Accepted, accept, accept_from_git, approve, refuse_in_ci
from pipeline.stages.reviewing.ignoring import ignore, speak_again
from pipeline.stages.reviewing.split import split_unit


def _accept(options: argparse.Namespace, output: Output) -> int:
    refuse_in_ci(os.environ)
    if options.from_git:
        if options.who or options.units or options.file:
            raise UsageError("--from-git takes the names from git; leave --as, --file and units out")
        report = accept_from_git(
            opened(options),
            options.slug,
            locale=options.locale,
            unchanged=options.unchanged,
            dry_run=options.dry_run,
        )
        return _show_accepted(report, options, output)
    report = accept(
        opened(options),
        options.slug,
        options.who,
        locale=options.locale,
        units=tuple(options.units),
        copy=options.file,
        unchanged=options.unchanged,
        dry_run=options.dry_run,
    )
    return _show_accepted(report, options, output)


def _show_accepted(report: Accepted, options: argparse.Namespace, output: Output) -> int:
    """What was not recorded is said to a quiet caller too."""
    failures = [f"accept: {line}" for line in report.oddities]
    output.show("accept", report, reviewing.accepted(report, dry_run=options.dry_run), failures=failures)
    return output.close()


def _approve(options: argparse.Namespace, output: Output) -> int:
    refuse_in_ci(os.environ)
    workspace = opened(options)
    locale = known_locale(workspace, options.slug, options.locale)
    count = approve(workspace, options.slug, options.who, locale=locale)
    output.show(
        "approve",
        {"page": options.slug, "locale": locale, "units": count},
        [f"approve   {options.slug}: {counted(count, 'unit')} signed off"],
    )
    return output.close()


def _split(options: argparse.Namespace, output: Output) -> int:
    report = split_unit(opened(options), options.slug, options.unit, locale=options.locale, undo=options.undo)
    output.show("split", report, reviewing.split(report))
    return output.close()


def _ignore(options: argparse.Namespace, output: Output) -> int:
    refuse_in_ci(os.environ)
    workspace = opened(options)
    unit = (options.slug, options.unit, options.check)
    if options.undo:
        report = speak_again(workspace, *unit, locale=options.locale)
    else:
        report = ignore(workspace, *unit, who=options.who, reason=options.reason, locale=options.locale)
    output.show("ignore", report, reviewing.ignored(report))
    return output.close()


COMMANDS: Final[dict[str, Command]] = {
    "accept": one_at_a_time(_accept),
    "approve": one_at_a_time(_approve),
    "split": one_at_a_time(_split),
    "ignore": one_at_a_time(_ignore),
}
