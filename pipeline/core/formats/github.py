"""GitHub's annotations: workflow commands on standard output, which show each finding beside its line.

Escaped as actions/toolkit does in packages/core/src/command.ts: ``%``, CR and LF everywhere, ``:`` and ``,`` in
properties too. GitHub shows ten errors and ten warnings of a step; the job summary has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.core.formats.model import CheckReport, CoverageReport, Located


def check(report: CheckReport) -> str:
    """One command a finding."""
    return "".join(f"{line}\n" for line in _lines(report.findings, report.problems))


def coverage(report: CoverageReport) -> str:
    """What makes the gate fail, and the sum as a notice."""
    lines = list(_lines(report.findings, report.problems))
    title = _property("diptych coverage")
    lines.append(f"::notice title={title}::{_data(f'{report.percent} %: {report.denominator}')}")
    return "".join(f"{line}\n" for line in lines)


def _lines(findings: Iterable[Located], problems: Iterable[str]) -> Iterator[str]:
    for finding in findings:
        place = f"file={_property(finding.file)},line={finding.line},title={_property(f'diptych: {finding.check}')}"
        about = f"\n{' '.join(finding.text.split())}" if finding.text else ""
        yield f"::{finding.severity.value} {place}::{_data(finding.message + about)}"
    for problem in problems:
        yield f"::error title={_property('diptych')}::{_data(problem)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
