"""One command per verb; no rules here. Errors become one line and an exit status."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipeline import screens
from pipeline.adapters import settings as configuration
from pipeline.core.coverage import Coverage
from pipeline.core.errors import PipelineError, UsageError
from pipeline.core.verify import errors
from pipeline.options import parser
from pipeline.stages.accept import accept, approve, refuse_in_ci
from pipeline.stages.engines import choose
from pipeline.stages.extract import extract
from pipeline.stages.fetch import fetch, make_web
from pipeline.stages.learn import learn
from pipeline.stages.prefill import prefill
from pipeline.stages.problems import Problem, Progress
from pipeline.stages.publish import publish, withdraw
from pipeline.stages.report import status
from pipeline.stages.single_files import Conversion, html2po, po2html
from pipeline.stages.start import start
from pipeline.workspace import Workspace

_INTERRUPTED = 130  # what shells give a command stopped by Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 a gate failed, 2 bad input or usage, 3 network or service."""
    options = parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options, _Output(options))
    except PipelineError as error:
        for line in str(error).split("\n"):
            print(f"diptych: {line}" if not line.startswith(" ") else line, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("diptych: stopped; what was finished is kept, run it again to go on", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0


class _Output:
    """Prints a report as text or JSON, problems to standard error, and keeps the highest exit status."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.quiet: bool = options.quiet
        self.json: bool = options.json
        self.exit_status = 0
        self.reports: dict[str, Any] = {}
        self.told: set[str] = set()

    def show(self, name: str, report: object, lines: Iterable[str], problems: Iterable[Problem] = ()) -> None:
        """Show one report."""
        self.reports[name] = report
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        if not self.json and not self.quiet:
            for line in lines:
                print(line)
        for problem in problems:
            self.exit_status = max(self.exit_status, problem.exit_status)
            if problem.message not in self.told:
                self.told.add(problem.message)
                print(f"diptych: {problem.message}", file=sys.stderr)

    def progress(self, doing: str) -> Progress | None:
        """Shows how far a stage is, on a terminal only; the line is gone when the stage is done."""
        if self.quiet or not sys.stderr.isatty():
            return None

        def tell(number: int, total: int) -> None:
            sys.stderr.write(f"\r\x1b[K{doing} {number} of {total}")
            sys.stderr.flush()

        return tell

    def close(self, exit_status: int = 0) -> int:
        """Print the JSON if it was asked for; the exit status of the command."""
        if self.json:
            reports = next(iter(self.reports.values())) if len(self.reports) == 1 else self.reports
            print(json.dumps(reports, default=_plain, ensure_ascii=False, indent=2))
        return max(self.exit_status, exit_status)


def _plain(value: object) -> object:
    """A report's value as JSON has it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.repr}
        extra = {"percent": value.percent} if isinstance(value, Coverage) else {}
        return {**fields, **extra}
    return dict(value) if isinstance(value, dict) else str(value)


def _workspace(options: argparse.Namespace) -> Workspace:
    root = options.project.resolve()
    return Workspace(root, configuration.load(root, os.environ), _today(options))


def _today(options: argparse.Namespace) -> datetime.date:
    """The date of people's acts: --today, else SOURCE_DATE_EPOCH, else the system's."""
    if options.today is not None:
        return datetime.date.fromisoformat(str(options.today))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).astimezone().date()
    if not epoch.isdigit():
        raise UsageError("SOURCE_DATE_EPOCH is no number of seconds; unset it or mend it")
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()


def _run(options: argparse.Namespace, output: _Output) -> int:
    workspace = _workspace(options)
    engine, why = choose(workspace.settings, options.engine)
    if not options.offline:
        fetched = fetch(workspace, make_web(workspace.settings), tell=output.progress("fetching page"))
        output.show("fetch", fetched, screens.fetched(fetched), fetched.problems)
    extracted = extract(workspace)
    output.show("extract", extracted, screens.extracted(extracted), extracted.problems)
    filled = prefill(workspace, engine, why=why, tell=output.progress("prefilling page"))
    output.show("prefill", filled, screens.prefilled(filled), filled.problems)
    published = publish(workspace)
    output.show("publish", published, screens.published(published), published.problems)
    _show_status(workspace, output, ())
    return output.close()


def _status(options: argparse.Namespace, output: _Output) -> int:
    _show_status(_workspace(options), output, tuple(options.slugs), details=bool(options.all or options.slugs))
    return output.close()


def _show_status(workspace: Workspace, output: _Output, slugs: tuple[str, ...], *, details: bool = False) -> None:
    halves, problems = status(workspace, slugs)
    lines = screens.status(halves, workspace.settings.source, workspace.today, details=details)
    output.show("status", halves, ["", *lines] if output.reports else lines, problems)


def _accept(options: argparse.Namespace, output: _Output) -> int:
    refuse_in_ci(os.environ)
    report = accept(
        _workspace(options),
        options.slug,
        options.who,
        locale=options.locale,
        units=tuple(options.units),
        copy=options.file,
        unchanged=options.unchanged,
        dry_run=options.dry_run,
    )
    output.show("accept", report, screens.accepted(report, dry_run=options.dry_run))
    return output.close()


def _approve(options: argparse.Namespace, output: _Output) -> int:
    refuse_in_ci(os.environ)
    count = approve(_workspace(options), options.slug, options.who, locale=options.locale)
    output.show(
        "approve", {"slug": options.slug, "units": count}, [f"approve   {options.slug}: {count} units signed off"]
    )
    return output.close()


def _publish(options: argparse.Namespace, output: _Output) -> int:
    report = publish(_workspace(options), tuple(options.slugs), dry_run=options.dry_run)
    output.show("publish", report, screens.published(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _withdraw(options: argparse.Namespace, output: _Output) -> int:
    report = withdraw(_workspace(options), options.slug, options.locale)
    output.show("withdraw", report, screens.published(report), report.problems)
    return output.close()


def _fetch(options: argparse.Namespace, output: _Output) -> int:
    workspace = _workspace(options)
    tell = output.progress("fetching page")
    report = fetch(workspace, make_web(workspace.settings), tuple(options.slugs), dry_run=options.dry_run, tell=tell)
    output.show("fetch", report, screens.fetched(report), report.problems)
    return output.close()


def _extract(options: argparse.Namespace, output: _Output) -> int:
    report = extract(_workspace(options), tuple(options.slugs), dry_run=options.dry_run)
    output.show("extract", report, screens.extracted(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _prefill(options: argparse.Namespace, output: _Output) -> int:
    workspace = _workspace(options)
    engine, why = choose(workspace.settings, options.engine)
    tell = output.progress("prefilling page")
    report = prefill(workspace, engine, tuple(options.slugs), why=why, dry_run=options.dry_run, tell=tell)
    output.show("prefill", report, screens.prefilled(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _check(options: argparse.Namespace, output: _Output) -> int:
    halves, problems = status(_workspace(options), tuple(options.slugs))
    output.show("check", halves, screens.checked(halves), problems)
    return output.close(1 if any(errors(half.findings) for half in halves) else 0)


def _coverage(options: argparse.Namespace, output: _Output) -> int:
    workspace = _workspace(options)
    floor = workspace.settings.min_reviewed if options.min_reviewed is None else options.min_reviewed
    halves, problems = status(workspace, tuple(options.slugs))
    output.show("coverage", halves, screens.covered(halves, floor), problems)
    total = sum((half.coverage for half in halves), Coverage())
    return output.close(1 if total.percent < floor else 0)


def _init(options: argparse.Namespace, output: _Output) -> int:
    report = start(options.project.resolve(), options.address, os.environ.get("DIPTYCH_FETCH_FROM", ""))
    output.show("init", report, screens.started(report))
    return output.close()


def _learn(options: argparse.Namespace, output: _Output) -> int:
    if options.accept:
        refuse_in_ci(os.environ)
    if options.accept != bool(options.who.strip()):
        raise UsageError('--accept and --as "Name" go together: somebody answers for what is accepted')
    workspace = _workspace(options)
    tell = output.progress("learning from page")
    report = learn(workspace, make_web(workspace.settings), tuple(options.slugs), who=options.who, tell=tell)
    output.show("learn", report, screens.learned(report), report.problems)
    return output.close()


def _html2po(options: argparse.Namespace, output: _Output) -> int:
    return _converted(output, html2po(options.input, options.output, options.source, options.target))


def _po2html(options: argparse.Namespace, output: _Output) -> int:
    report = po2html(
        options.template,
        options.input,
        options.output,
        options.source,
        options.target,
        unreviewed=options.allow_unreviewed,
    )
    if not output.json and not output.quiet:
        print("review not proven: a single file has no ledger", file=sys.stderr)
    return _converted(output, report, 1 if any(item.left for item in report.files) else 0)


def _converted(output: _Output, report: Conversion, exit_status: int = 0) -> int:
    output.show("files", report, screens.converted(report), report.problems)
    return output.close(exit_status)


_COMMANDS: dict[str, Callable[[argparse.Namespace, _Output], int]] = {
    "run": _run,
    "status": _status,
    "accept": _accept,
    "approve": _approve,
    "publish": _publish,
    "withdraw": _withdraw,
    "fetch": _fetch,
    "extract": _extract,
    "prefill": _prefill,
    "check": _check,
    "coverage": _coverage,
    "init": _init,
    "learn": _learn,
    "html2po": _html2po,
    "po2html": _po2html,
}
