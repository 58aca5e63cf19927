"""What people read of the links of published pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.core.model import Severity
from pipeline.core.pairs.link_check import LinkFinding
from pipeline.core.text import counted
from pipeline.stages.publishing.link_check import LinkReport


def checked(report: LinkReport) -> Iterator[str]:
    """Every finding, errors first, and what was not asked."""
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    looked = f"in {counted(report.links, 'link')} of {counted(report.pages, 'published page')}"
    yield f"links     {counted(errors, 'error')}, {counted(len(report.findings) - errors, 'warning')} {looked}"
    for finding in sorted(report.findings, key=lambda item: item.severity):
        yield f"  {_line(finding)}"
    if report.not_asked:
        addresses = "1 address" if report.not_asked == 1 else f"{report.not_asked:,} addresses"
        yield f"          {addresses} elsewhere not asked; to ask them type: diptych check --links --online"


def failed(report: LinkReport) -> Iterator[str]:
    """The errors alone, for a quiet check."""
    return (f"check: {_line(item)}" for item in report.findings if item.severity is Severity.ERROR)


def _line(finding: LinkFinding) -> str:
    return f"{finding.severity:7} {finding.file}:{finding.line}: {finding.check}: {finding.message}"


def values(report: LinkReport) -> dict[str, Any]:
    """What a program reads."""
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    return {
        "errors": errors,
        "warnings": len(report.findings) - errors,
        "counts": {"pages": report.pages, "links": report.links, "not_asked": report.not_asked},
        "findings": report.findings,
    }
