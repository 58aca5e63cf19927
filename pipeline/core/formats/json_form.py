"""JSON by the schemas in docs/schemas: the form for programs of one's own."""

from __future__ import annotations

from typing import Any

from pipeline.core.coverage import Coverage
from pipeline.core.formats.command_form import envelope
from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row
from pipeline.core.formats.plain import dumps
from pipeline.core.gates.seen_first import Weighed
from pipeline.core.model import State


def check(report: CheckReport) -> str:
    """docs/schemas/check.schema.json."""
    values = {
        "today": report.today.isoformat() if report.today else None,
        "errors": report.errors,
        "warnings": report.warnings,
        "files": list(report.files),
        "findings": [_finding(finding) for finding in report.findings],
        "notes": list(report.notes),
    }
    return dumps(envelope(report.command, report.problems, values))


def coverage(report: CoverageReport) -> str:
    """docs/schemas/coverage.schema.json."""
    values = {
        "passed": not report.findings,
        "percent": report.percent,
        "of": report.denominator,
        "proven": report.proven,
        "min_reviewed": report.floor,
        "per_page": report.per_page,
        "today": report.today.isoformat() if report.today else None,
        "since": report.since or None,
        "all": {**_coverage(report.total), "seen_first": _weighed(report.first)},
        "pages": [_row(row) for row in report.rows],
        "findings": [_finding(finding) for finding in report.findings],
        "notes": list(report.notes),
    }
    return dumps(envelope("coverage", report.problems, values))


def _finding(finding: Located) -> dict[str, Any]:
    return {
        "page": finding.page,
        "locale": finding.locale,
        "file": finding.file,
        "line": finding.line,
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "text": finding.text,
        "unit": finding.unit,
        "id": finding.id,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "page": row.name,
        "locale": row.locale,
        "file": row.file,
        "proven": row.proven,
        "percent": row.percent,
        "min_reviewed": row.floor,
        "exception_until": row.until or None,
        **_coverage(row.coverage),
        "seen_first": _weighed(row.first),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "total_words": coverage.total_words,
        "reviewed_words": coverage.reviewed_words,
        "waiting_words": coverage.waiting_words,
        "words": {state.value: coverage.words[state] for state in State},
        "units": {state.value: coverage.units[state] for state in State},
    }


def _weighed(weighed: Weighed | None) -> dict[str, int] | None:
    if weighed is None:
        return None
    return {"percent": weighed.percent, "reviewed": weighed.reviewed, "total": weighed.total}
