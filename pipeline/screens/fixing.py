"""What people read of check --fix: every unit with what changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.text import counted
from pipeline.core.typography.visible import LEGEND, visible
from pipeline.core.views.word_diff import word_diff
from pipeline.stages.reviewing.fixing import FixReport

_AROUND: Final = 24  # characters beside a change


def fixed(reports: Sequence[FixReport], *, dry_run: bool = False) -> Iterator[str]:
    """Each unit's changes, how many units stand where, and what to type next."""
    for report in reports:
        yield from _changes(report)
    states = Counter(unit.state for report in reports for unit in report.units)
    total = states.total()
    done = "would change" if dry_run else "changed"
    stand = "would stand" if dry_run else "stands"
    yield f"fix       {counted(total, 'unit')} {done}, nothing but spaces and quotes"
    if not total:
        return
    yield f"          {LEGEND}"
    if all(report.is_proven for report in reports):
        shown = ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
        yield f"          each {stand} as before: {shown}"
    if dry_run:
        yield "          to write it, type the same without --dry-run"
    elif all(report.is_proven for report in reports):
        yield "          → to give readers what is reviewed of it, type: diptych publish"


def _changes(report: FixReport) -> Iterator[str]:
    for unit in report.units:
        yield f"{report.name} [{report.locale}] {unit.id}"
        yield f"  {word_diff(visible(unit.before), visible(unit.after), _AROUND)}"
    for name in report.kept:
        yield f"{report.name} [{report.locale}] {name} is left: fixed, it would not stand as it does now"
