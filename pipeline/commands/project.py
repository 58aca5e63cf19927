"""The commands of a project: a folder with config/diptych.toml."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Final

from pipeline import screens
from pipeline.adapters.turns import alone
from pipeline.commands.output import Output
from pipeline.core.coverage import Coverage
from pipeline.core.errors import UsageError
from pipeline.core.text import counted
from pipeline.core.verify import errors
from pipeline.opening import opened
from pipeline.prefill_screen import prefilled
from pipeline.stages.accept import Accepted, accept, accept_from_git, approve, refuse_in_ci
from pipeline.stages.engines import choose
from pipeline.stages.extract import extract
from pipeline.stages.fetch import fetch, make_web
from pipeline.stages.git_parts import renew_git_parts
from pipeline.stages.ignoring import ignore, speak_again
from pipeline.stages.learn import learn
from pipeline.stages.prefill import Order, prefill
from pipeline.stages.publish import publish, withdraw
from pipeline.stages.report import HalfStatus, status, write_waiting
from pipeline.stages.split import split_unit
from pipeline.stages.start import start
from pipeline.workspace import Workspace


def _run(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    engine, why = choose(workspace, options.engine)
    if not options.offline:
        fetched = fetch(workspace, make_web(workspace.settings), tell=output.progress("fetching page"))
        output.show("fetch", fetched, screens.fetched(fetched), fetched.problems)
    extracted = extract(workspace)
    output.show("extract", extracted, screens.extracted(extracted), extracted.problems)
    filled = prefill(workspace, engine, Order(why=why), tell=output.progress("prefilling page"))
    output.show("prefill", filled, prefilled(filled), filled.problems)
    published = publish(workspace)
    output.show("publish", published, screens.published(published), published.problems)
    _show_status(workspace, output, ())
    return output.close()


def _status(options: argparse.Namespace, output: Output) -> int:
    details, slugs = bool(options.all or options.slugs), tuple(options.slugs)
    workspace = opened(options)
    halves = _show_status(workspace, output, slugs, details=details, every_unit=options.all)
    if options.waiting is not None:
        table = write_waiting(workspace, halves, options.waiting)
        output.show("waiting", table, screens.waiting_table(table))
    return output.close()


def _show_status(
    workspace: Workspace,
    output: Output,
    slugs: tuple[str, ...],
    *,
    details: bool = False,
    every_unit: bool = False,
) -> list[HalfStatus]:
    halves, problems = status(workspace, slugs, every_unit=every_unit)
    lines = screens.status(halves, workspace.settings.source, workspace.today, details=details)
    output.show("status", halves, ["", *lines] if output.reports else lines, problems)
    return halves


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
    output.show("accept", report, screens.accepted(report, dry_run=options.dry_run), failures=failures)
    return output.close()


def _approve(options: argparse.Namespace, output: Output) -> int:
    refuse_in_ci(os.environ)
    count = approve(opened(options), options.slug, options.who, locale=options.locale)
    output.show(
        "approve",
        {"slug": options.slug, "units": count},
        [f"approve   {options.slug}: {counted(count, 'unit')} signed off"],
    )
    return output.close()


def _split(options: argparse.Namespace, output: Output) -> int:
    report = split_unit(opened(options), options.slug, options.unit, locale=options.locale, undo=options.undo)
    output.show("split", report, screens.split(report))
    return output.close()


def _ignore(options: argparse.Namespace, output: Output) -> int:
    refuse_in_ci(os.environ)
    workspace = opened(options)
    unit = (options.slug, options.unit, options.check)
    if options.undo:
        report = speak_again(workspace, *unit, locale=options.locale)
    else:
        report = ignore(workspace, *unit, who=options.who, reason=options.reason, locale=options.locale)
    output.show("ignore", report, screens.ignored(report))
    return output.close()


def _publish(options: argparse.Namespace, output: Output) -> int:
    report = publish(opened(options), tuple(options.slugs), dry_run=options.dry_run)
    output.show("publish", report, screens.published(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _withdraw(options: argparse.Namespace, output: Output) -> int:
    report = withdraw(opened(options), options.slug, options.locale)
    output.show("withdraw", report, screens.published(report), report.problems)
    return output.close()


def _fetch(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    tell = output.progress("fetching page")
    report = fetch(workspace, make_web(workspace.settings), tuple(options.slugs), dry_run=options.dry_run, tell=tell)
    output.show("fetch", report, screens.fetched(report), report.problems)
    return output.close()


def _extract(options: argparse.Namespace, output: Output) -> int:
    report = extract(opened(options), tuple(options.slugs), dry_run=options.dry_run, lossy=options.lossy)
    output.show("extract", report, screens.extracted(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _check(options: argparse.Namespace, output: Output) -> int:
    halves, problems = status(opened(options), tuple(options.slugs))
    output.show("check", halves, screens.checked(halves), problems, screens.failed(halves))
    return output.close(1 if any(errors(half.findings) for half in halves) else 0)


def _coverage(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    floor = workspace.settings.min_reviewed if options.min_reviewed is None else options.min_reviewed
    halves, problems = status(workspace, tuple(options.slugs))
    total = sum((half.coverage for half in halves), Coverage())
    is_below = total.percent < floor
    report = {"all": total, "min_reviewed": floor, "pages": halves}
    failures = [f"coverage: {total.percent} % reviewed, {floor} % asked for"] if is_below else []
    output.show("coverage", report, screens.covered(halves, floor), problems, failures)
    return output.close(1 if is_below else 0)


def _init(options: argparse.Namespace, output: Output) -> int:
    if not options.address:
        parts = renew_git_parts(options.project.resolve())
        output.show("init", parts, screens.set_up(parts))
        return output.close()
    report = start(options.project.resolve(), options.address, os.environ.get("DIPTYCH_FETCH_FROM", ""))
    output.show("init", report, screens.started(report))
    return output.close()


def _learn(options: argparse.Namespace, output: Output) -> int:
    if options.accept:
        refuse_in_ci(os.environ)
    if options.accept != bool(options.who.strip()):
        raise UsageError('--accept and --as "Name" go together: somebody answers for what is accepted')
    workspace = opened(options)
    tell = output.progress("learning from page")
    report = learn(workspace, make_web(workspace.settings), tuple(options.slugs), who=options.who, tell=tell)
    output.show("learn", report, screens.learned(report), report.problems)
    return output.close()


_Command = Callable[[argparse.Namespace, Output], int]


def _alone(command: _Command) -> _Command:
    """The command as one that waits until no other writes in the project."""

    def waiting(options: argparse.Namespace, output: Output) -> int:
        with alone(options.project):
            return command(options, output)

    return waiting


_READING: Final[dict[str, _Command]] = {
    "status": _status,
    "check": _check,
    "coverage": _coverage,
}
_WRITING: Final[dict[str, _Command]] = {
    "run": _run,
    "accept": _accept,
    "approve": _approve,
    "split": _split,
    "ignore": _ignore,
    "publish": _publish,
    "withdraw": _withdraw,
    "fetch": _fetch,
    "extract": _extract,
    "init": _init,
    "learn": _learn,
}

COMMANDS: Final = {**_READING, **{name: _alone(command) for name, command in _WRITING.items()}}
