"""A badge: the JSON that a shields endpoint reads (schemaVersion 1)."""

from __future__ import annotations

from typing import Final

from pipeline.core.formats.model import CheckReport, CoverageReport
from pipeline.core.formats.plain import dumps
from pipeline.core.text import counted

_COLOURS: Final = ((100, "brightgreen"), (80, "green"), (50, "yellow"), (1, "orange"), (0, "red"))


def check(report: CheckReport) -> str:
    """How many errors."""
    if report.problems:
        return _badge("translation checks", "cannot be read", "red")
    message = counted(report.errors, "error") if report.errors else "passing"
    return _badge("translation checks", message, "red" if report.errors else "brightgreen")


def coverage(report: CoverageReport) -> str:
    """The percentage, named after what it counts."""
    colour = next(name for least, name in _COLOURS if report.percent >= least)
    return _badge("reviewed" if report.proven else "translated", f"{report.percent}%", colour)


def _badge(label: str, message: str, colour: str) -> str:
    return dumps({"schemaVersion": 1, "label": label, "message": message, "color": colour})
