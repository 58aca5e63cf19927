"""How a command talks: a report as text or JSON, problems to standard error, the highest exit status."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pipeline import log
from pipeline.core.events import Event
from pipeline.core.formats.command_form import apart, envelope
from pipeline.core.formats.plain import dumps
from pipeline.core.pace import pace
from pipeline.screens.values import plain
from pipeline.stages.problems import Problem, Progress

_MODES: Final = {"fix": "fix", "source": "source_pages", "links": "links", "list": "list"}
"""Options, as typed, that make another command of one, with where they are kept."""


class Output:
    """Prints a report as text or JSON, problems to standard error, and keeps the highest exit status.

    ``clean`` takes secrets out of every line, wherever it came from.
    """

    def __init__(self, options: argparse.Namespace, clean: Callable[[str], str]) -> None:
        self.clean = clean
        self.quiet: bool = options.quiet
        self.json: bool = options.json
        self.command = _typed(options)
        self.root = Path(getattr(options, "project", "")).resolve()
        self.verbose: int = options.verbose
        self.logs_here: bool = options.log_json == "-"
        self.exit_status = 0
        self.reports: dict[str, Any] = {}
        self.told: dict[str, None] = {}

    def show(
        self,
        name: str,
        report: object,
        lines: Iterable[str],
        problems: Iterable[Problem] = (),
        failures: Iterable[str] = (),
    ) -> None:
        """Show one report; of a quiet one only the problems and ``failures``, what made a gate fail."""
        self.reports[name] = report if self.json else None  # a big site has big reports
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
                self.told[problem.message] = None
                log.event(Event.PROBLEM, message=problem.message, status=problem.exit_status, stage=name)
                self._complain(problem.message)

    def fail(self, message: str, exit_status: int) -> int:
        """Say what ends the command, in its JSON too; its exit status."""
        log.event(Event.PROBLEM, message=message, status=exit_status)
        self._complain(message)
        if self.json:
            self._write(envelope(self.command, (*self.told, *apart(message)), {}))
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
        """Print the JSON if it was asked for; the exit status of the command.

        The report that has the command's name stands at the top, any other (one of a stage, or what an option wrote)
        under its own name.
        """
        if self.json:
            values = {name: plain(report, self.root) for name, report in self.reports.items()}
            own = values.pop(self.command, None) or {}
            self._write(envelope(self.command, self.told, {**own, **values}))
        return max(self.exit_status, exit_status)

    def _write(self, value: Mapping[str, Any]) -> None:
        write_json(value if self.clean(dumps(value)) == dumps(value) else self._cleaned(value))

    def _cleaned(self, value: Any) -> Any:
        """A value of JSON with every text in it cleaned."""
        if isinstance(value, Mapping):
            return {key: self._cleaned(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._cleaned(item) for item in value]
        return self.clean(value) if isinstance(value, str) else value


def _typed(options: argparse.Namespace) -> str:
    """The command with the word or option that makes it another one: "memory import", "check --links"."""
    modes = (f"--{name}" for name, option in _MODES.items() if getattr(options, option, None) is True)
    return " ".join((options.command, *filter(None, (getattr(options, "act", ""),)), *modes))


def write_json(value: Mapping[str, Any]) -> None:
    """To standard output, also what no encoding can hold."""
    print(dumps(value).encode("utf-8", "replace").decode("utf-8"), end="", flush=True)
