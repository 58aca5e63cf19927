"""What the CI job reads: findings and coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.coverage import Coverage
from pipeline.core.model import Finding, Severity
from pipeline.core.text import counted
from pipeline.screens.wording import short
from pipeline.stages.report import HalfStatus


def checked(halves: Sequence[HalfStatus]) -> Iterator[str]:
    """Every finding, errors first, and remarks for the authors of the English pages."""
    findings = [(half, finding) for half in halves for finding in half.findings]
    errors = sum(finding.severity is Severity.ERROR for _, finding in findings)
    yield f"check     {counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')} in finished units"
    for half, finding in sorted(findings, key=lambda item: item[1].severity):
        yield f"  {_finding(half.catalogue, finding)}"
    seen: dict[str, HalfStatus] = {half.slug: half for half in halves}
    for slug, half in seen.items():
        yield from (f"  page {slug}, line {remark.line}: {remark.message}" for remark in half.remarks)


def failed(halves: Sequence[HalfStatus]) -> Iterator[str]:
    """The errors alone, for a quiet check."""
    for half in halves:
        for finding in half.findings:
            if finding.severity is Severity.ERROR:
                yield f"check: {_finding(half.catalogue, finding)}"


def covered(halves: Sequence[HalfStatus], floor: int) -> Iterator[str]:
    """Reviewed words per page and in all."""
    yield f"{'page':32} {'words':>7} {'reviewed':>9} {'waiting':>8} {'percent':>8}"
    total = Coverage()
    for half in halves:
        total += half.coverage
        yield _coverage_line(f"{half.slug} [{half.locale}]", half.coverage)
    yield _coverage_line("all", total)
    yield f"reviewed words in all English words, rounded down; {floor} % asked for"


def _finding(catalogue: str, finding: Finding) -> str:
    return f"{finding.severity:7} {catalogue}: {finding.check}: {finding.message} · {short(finding.source)}"


def _coverage_line(name: str, coverage: Coverage) -> str:
    counted = f"{coverage.total_words:7} {coverage.reviewed_words:9} {coverage.waiting_words:8}"
    return f"{name:32} {counted} {coverage.percent:7} %"
