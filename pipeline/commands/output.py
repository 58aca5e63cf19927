"""How a command talks: a report as text or JSON, problems to standard error, the highest exit status."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from pipeline.core.coverage import Coverage
from pipeline.core.pace import pace
from pipeline.stages.problems import Problem, Progress


class Output:
    """Prints a report as text or JSON, problems to standard error, and keeps the highest exit status."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.quiet: bool = options.quiet
        self.json: bool = options.json
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
                print(line, flush=True)
        for line in failures if self.quiet else ():
            print(line, file=sys.stderr)
        for problem in problems:
            self.exit_status = max(self.exit_status, problem.exit_status)
            if problem.message not in self.told:
                self.told.add(problem.message)
                print(f"diptych: {problem.message}", file=sys.stderr)

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
            print(json.dumps(reports, default=_plain, ensure_ascii=False, indent=2))
        return max(self.exit_status, exit_status)


def _plain(value: object) -> object:
    """A report's value as JSON has it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.repr}
        extra = {"percent": value.percent} if isinstance(value, Coverage) else {}
        return {**fields, **extra}
    return dict(value) if isinstance(value, dict) else str(value)
