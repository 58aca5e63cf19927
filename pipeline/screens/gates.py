"""What the CI job reads: findings and coverage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row
from pipeline.core.languages import long_date
from pipeline.core.model import Severity, State
from pipeline.core.text import counted
from pipeline.core.typography.visible import LEGEND
from pipeline.screens.wording import short

_STATES: Final = {
    State.UNTRANSLATED: "empty",
    State.MACHINE: "machine",
    State.FUZZY: "fuzzy",
    State.CLAIMED: "claimed",
}
_SPACES: Final = ("spaces", "no-break")  # checks whose messages show spaces by signs
_NAME: Final = 32  # characters of the column of names, at least


def checked(report: CheckReport) -> Iterator[str]:
    """Every finding, errors first."""
    unread = f"; {len(report.problems):,} could not be read" if report.problems else ""
    errors, warnings = counted(report.errors, "error"), counted(report.warnings, "warning")
    yield f"check     {errors}, {warnings} in finished units{unread}"
    for finding in sorted(report.findings, key=lambda item: item.severity):
        yield f"  {_finding(finding)}"
    if any(finding.check in _SPACES for finding in report.findings):
        yield f"          {LEGEND}; diptych check --fix puts spaces right and keeps every review"


def failed(report: CheckReport) -> Iterator[str]:
    """The errors alone, for a quiet check."""
    yield from (f"check: {_finding(item)}" for item in report.findings if item.severity is Severity.ERROR)


def covered(report: CoverageReport, *, units: bool = False) -> Iterator[str]:
    """Every state per page and in all, in words or in units, and what makes the gate fail."""
    width = max([_NAME, *(len(f"{row.name} [{row.locale}]") for row in report.rows)])
    done = "reviewed" if report.proven else "translated"
    states = "".join(f" {name:>8}" for name in _STATES.values())
    kind = "units" if units else "words"
    yield f"{'page':{width}} {kind:>7}{states} {done:>10} {'seen first':>11} {'percent':>8}"
    for row in report.rows:
        yield _line(f"{row.name} [{row.locale}]".ljust(width), row, units=units)
    yield _line("all".ljust(width), report, units=units)
    yield f"{report.denominator}; {report.floor} % asked for{' of each' if report.per_page else ''}"
    if not report.proven:
        yield "review not proven: a file without a ledger (FILE.review.tsv); what is finished counts as translated"
    if report.today is not None:
        yield f"exceptions as of {long_date(report.today, 'en')}"
    yield from report.notes
    yield from (f"  {item}" for item in too_low(report))


def too_low(report: CoverageReport) -> Iterator[str]:
    """What makes the gate fail, a line each."""
    for item in report.findings:
        about = f" · {short(item.text)}" if item.text else ""
        place = f"{item.file}:{item.line}: " if item.text else ""
        yield f"{item.check}: {place}{item.message}{about}"


def _finding(item: Located) -> str:
    about = f" · {short(item.text)}" if item.text else ""
    return f"{item.severity:7} {item.file}:{item.line}: {item.check}: {item.message}{about}"


def _line(name: str, item: Row | CoverageReport, *, units: bool) -> str:
    coverage = item.coverage if isinstance(item, Row) else item.total
    known = coverage.units if units else coverage.words
    done = known[State.REVIEWED] + known[State.APPROVED] + (0 if item.proven else known[State.CLAIMED])
    states = "".join(f" {known[state]:8,}" for state in _STATES)
    seen = f"{item.first.percent} %" if item.first is not None else ""
    return f"{name} {sum(known.values()):7,}{states} {done:10,} {seen:>11} {item.percent:6} %"
