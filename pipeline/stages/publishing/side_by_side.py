"""The report of a publication as one HTML file for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters import files
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.ledger import source_hash, target_hash
from pipeline.core.model import Kind
from pipeline.core.segmentation.markup import decode
from pipeline.core.views.side_by_side import Act, PairReport, Side, document
from pipeline.stages.publishing.publish_report import Published, PublishReport
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report written: where it is, and how many pages are in it."""

    path: str
    pages: int


def write_report(workspace: Workspace, report: PublishReport, path: Path, *, dry_run: bool) -> WrittenReport:
    """Write it. Raises UsageError for a place that is not for reports, BadFileError."""
    refuse_place(workspace, path)
    pairs = [pair for pair in _pairs(workspace, report) if pair.sides]
    pairs.sort(key=lambda pair: not any(side.changes for side in pair.sides))  # what changes for readers first
    day = workspace.today.isoformat()
    title = f"What would be published on {day}" if dry_run else f"Published on {day}"
    files.write(path, document(title, pairs).encode("utf-8", "replace"))
    return WrittenReport(str(path), len(pairs))


def refuse_place(workspace: Workspace, path: Path) -> None:
    """Raises UsageError for a place that is not for reports."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{path} should end with .html, so that a browser opens it")
    site = workspace.root / workspace.settings.folder
    if any(path.resolve().is_relative_to(own.resolve()) for own in (workspace.locales, site)):
        raise UsageError(f"{path} is where the project keeps its own files; write the report to another folder")


def _pairs(workspace: Workspace, report: PublishReport) -> Iterator[PairReport]:
    for slug in dict.fromkeys(half.slug for half in report.halves):
        halves = [half for half in report.halves if half.slug == slug and half.after]
        acts = [act for half in halves for act in _acts(workspace, half)]
        yield PairReport(slug, tuple(_side(half) for half in halves), tuple(acts))


def _side(half: Published) -> Side:
    return Side(half.locale, half.address, half.outcome, decode(half.after)[0], half.changes)


def _acts(workspace: Workspace, half: Published) -> list[Act]:
    """Who accepted and approved the units that the catalogue has, when."""
    if half.locale == workspace.settings.source:
        return []
    try:
        units = workspace.catalogue(half.slug, half.locale).units
        facts = workspace.ledger(half.slug, half.locale).facts
    except BadFileError:
        return []
    present = {(source_hash(unit.source, unit.context), target_hash(unit.target)) for unit in units}
    found = Counter(
        (fact.date, fact.kind.value, fact.who)
        for fact in facts
        if fact.kind in (Kind.ACCEPTED, Kind.APPROVED) and (fact.source_hash, fact.target_hash) in present
    )
    return [Act(half.locale, kind, who, date, count) for (date, kind, who), count in sorted(found.items())]
