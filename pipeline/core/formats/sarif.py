"""SARIF 2.1.0 (OASIS), as code scanning reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from pipeline.core.formats.model import CheckReport, CoverageReport, Located
from pipeline.core.formats.plain import dumps

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def check(report: CheckReport) -> str:
    """One result a finding, one rule a check."""
    return _log(report.findings, report.problems)


def coverage(report: CoverageReport) -> str:
    """What makes the gate fail."""
    return _log(report.findings, report.problems)


def _log(findings: tuple[Located, ...], problems: tuple[str, ...]) -> str:
    rules = sorted({finding.check for finding in findings})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "diptych",
                "rules": [{"id": rule, "shortDescription": {"text": f"diptych check: {rule}"}} for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": _notices(problems)}],
        "results": [_result(finding, rules.index(finding.check)) for finding in findings],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(finding: Located, rule: int) -> dict[str, Any]:
    about = f"\n{finding.text}" if finding.text else ""
    return {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message}{about}"},
        "partialFingerprints": {"diptych/v1": finding.id},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.file, errors="surrogatepass")},
                    "region": {"startLine": finding.line},
                }
            }
        ],
    }


def _notices(problems: Iterable[str]) -> list[dict[str, Any]]:
    return [{"level": "error", "message": {"text": problem}} for problem in problems]
