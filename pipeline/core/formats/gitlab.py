"""GitLab's code quality report: findings beside the lines of a merge request.

Fields and severities as in GitLab's documentation, "Code Quality report format".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.core.formats.model import CheckReport, CoverageReport, Located
from pipeline.core.formats.plain import dumps
from pipeline.core.model import Severity

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def check(report: CheckReport) -> str:
    """One entry a finding."""
    return _entries(report.findings)


def coverage(report: CoverageReport) -> str:
    """What makes the gate fail."""
    return _entries(report.findings)


def _entries(findings: Iterable[Located]) -> str:
    return dumps(
        [
            {
                "description": finding.message,
                "check_name": f"diptych/{finding.check}",
                "fingerprint": finding.id,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": finding.file, "lines": {"begin": finding.line}},
            }
            for finding in findings
        ]
    )
