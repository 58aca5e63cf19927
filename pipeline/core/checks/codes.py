"""Inline codes: the target uses the source's own, well nested (decision 3)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.segmentation.refusals import markup_failure, missing_formatting


def check_codes(unit: Unit) -> Iterator[Finding]:
    """An error where the target could not be rendered; a warning where formatting got lost."""
    problem = markup_failure(unit.target, unit.source)
    if problem is not None:
        yield Finding("codes", Severity.ERROR, problem.message, unit.source)
        return
    lost = missing_formatting(unit.target, unit.source)
    if lost:
        shown = ", ".join(f"<{name}>" for name in lost)
        yield Finding("formatting", Severity.WARNING, f"{shown} of the source is not used", unit.source)
