"""A report in the formats asked for: on the screen, in files, and in GitHub's job summary."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Final

from pipeline.adapters import files
from pipeline.commands.output import Output
from pipeline.core.formats import badge, github, gitlab, json_form, junit, markdown, sarif
from pipeline.core.formats.model import CheckReport, CoverageReport
from pipeline.stages.problems import Problem

_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
_FORMS: Final[Mapping[str, ModuleType]] = {
    "json": json_form,
    "junit": junit,
    "github": github,
    "markdown": markdown,
    "gitlab": gitlab,
    "sarif": sarif,
    "badge": badge,
}
"""Each has a function ``check`` and a function ``coverage``, from the report to text."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A report with the lines that people read of it, what could not be read, and the lines for a quiet run."""

    report: CheckReport | CoverageReport
    lines: Iterable[str]
    problems: Iterable[Problem]
    failures: Iterable[str]
    root: Path

    def form(self, name: str) -> str:
        """The report in one of the formats."""
        if name == "text":
            return "\n".join((*self.lines, ""))
        module = _FORMS[name]
        report = from_root(self.report, self.root) if name == "json" else self.report
        text: str = (module.check if isinstance(report, CheckReport) else module.coverage)(report)
        return text

    @property
    def failed(self) -> bool:
        """Whether the gate is shut."""
        return self.report.errors > 0 if isinstance(self.report, CheckReport) else bool(self.report.findings)


def show(options: argparse.Namespace, output: Output, gate: Gate) -> int:
    """Show a gate's report as asked; the exit status: 1 where it is shut, more where something could not be read."""
    wanted: list[tuple[str, Path | None]] = options.formats or [("json" if output.json else "text", None)]
    on_screen = [name for name, file in wanted if file is None]
    is_text = "text" in on_screen or not on_screen
    gate = replace(gate, lines=list(gate.lines) if is_text or any(name == "text" for name, _ in wanted) else ())
    for name, file in wanted:
        if file is not None:
            files.write(file, gate.form(name).encode("utf-8", "replace"))
    output.show(options.command, None, gate.lines if is_text else (), gate.problems, gate.failures)
    for name in on_screen:
        if name != "text":
            print(gate.form(name).encode("utf-8", "replace").decode("utf-8"), end="")
    if any(name == "github" for name, _ in wanted):
        _summarise(gate)
    return max(output.exit_status, int(gate.failed))


def from_root(report: CheckReport | CoverageReport, root: Path) -> CheckReport | CoverageReport:
    """The report with the project's files named from its folder; CI's own formats name them from where one typed."""

    def named(file: str) -> str:
        path = Path.cwd() / file
        is_ours = path.is_relative_to(root) and (path.exists() or not (root / file).exists())
        return path.relative_to(root).as_posix() if is_ours else file

    found = tuple(replace(finding, file=named(finding.file)) for finding in report.findings)
    if isinstance(report, CheckReport):
        return replace(report, findings=found, files=tuple(map(named, report.files)))
    return replace(report, findings=found, rows=tuple(replace(row, file=named(row.file)) for row in report.rows))


def _summarise(gate: Gate) -> None:
    """Add the report to the job summary, where GitHub says that there is one."""
    name = os.environ.get(_SUMMARY, "")
    if name:
        before = files.read(Path(name)) or b""
        files.write(Path(name), before + gate.form("markdown").encode("utf-8", "replace") + b"\n", durable=False)
