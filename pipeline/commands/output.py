"""How a command talks: a report as text or JSON, problems to standard error, the highest exit status."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from pipeline import log
from pipeline.core.coverage import Coverage
from pipeline.core.events import Event
from pipeline.core.pace import pace
from pipeline.stages.problems import Problem, Progress


class Output:
    """Prints a report as text or JSON, problems to standard error, and keeps the highest exit status.

    ``clean`` takes secrets out of every line, wherever it came from.
    """

    def __init__(self, options: argparse.Namespace, clean: Callable[[str], str]) -> None:
        self.clean = clean
        self.quiet: bool = options.quiet
        self.json: bool = options.json
        self.verbose: int = options.verbose
        self.logs_here: bool = options.log_json == "-"
        self.exit_status = 0
        self.reports: dict[str, Any] = {}
        self.told: set[str] = set()

    def show(
        self,
        name: str,
        report: object,
        lines: Iterable[str],
        problems: Iterable[Problem] = (),
        failures: Iterable[str] = (),
    ) -> None:
        """Show one report; of a quiet one only the problems and ``failures``, what made a gate fail."""
        self.reports[name] = report
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        if not self.json and not self.quiet:
            for line in lines:
                print(self.clean(line), flush=True)
        for line in failures if self.quiet else ():
            print(self.clean(line), file=sys.stderr)
        for problem in problems:
            self.exit_status = max(self.exit_status, problem.exit_status)
            if problem.message not in self.told:
                self.told.add(problem.message)
                log.event(Event.PROBLEM, message=problem.message, status=problem.exit_status, stage=name)
                self._complain(problem.message)

    def fail(self, message: str, exit_status: int) -> int:
        """Say what ends the command; its exit status."""
        log.event(Event.PROBLEM, message=message, status=exit_status)
        self._complain(message)
        return exit_status

    def _complain(self, message: str) -> None:
        """A problem in words; in JSON lines on standard error it stands already."""
        for line in self.clean(message).split("\n") if not self.logs_here else ():
            print(line if line.startswith(" ") else f"diptych: {line}", file=sys.stderr)

    def progress(self, doing: str) -> Progress | None:
        """Shows how far a stage is, on a terminal only; the line is gone when the stage is done."""
        if self.quiet or not sys.stderr.isatty():
            return None

        start = time.monotonic()

        def tell(number: int, total: int) -> None:
            sys.stderr.write(f"\r\x1b[K{doing} {number} of {total}{pace(number, total, time.monotonic() - start)}")
            sys.stderr.flush()

        return tell

    def close(self, exit_status: int = 0) -> int:
        """Print the JSON if it was asked for; the exit status of the command."""
        if self.json:
            reports = next(iter(self.reports.values())) if len(self.reports) == 1 else self.reports
            text = json.dumps(reports, default=_plain, ensure_ascii=False, indent=2)
            if self.clean(text) != text:
                text = json.dumps(self._cleaned(json.loads(text)), ensure_ascii=False, indent=2)
            print(text)
        return max(self.exit_status, exit_status)

    def _cleaned(self, value: Any) -> Any:
        """A value of JSON with every text in it cleaned."""
        if isinstance(value, dict):
            return {key: self._cleaned(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._cleaned(item) for item in value]
        return self.clean(value) if isinstance(value, str) else value


def _plain(value: object) -> object:
    """A report's value as JSON has it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.repr}
        extra = {"percent": value.percent} if isinstance(value, Coverage) else {}
        return {**fields, **extra}
    return dict(value) if isinstance(value, dict) else str(value)
