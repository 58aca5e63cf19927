"""Different French for one text in different places, where a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.errors import UsageError
from pipeline.core.model import Catalogue, Segment, Unit
from pipeline.core.naming import meant, names, split_meant
from pipeline.core.reviews.splitting import join, split
from pipeline.core.segmentation.labels import segments
from pipeline.stages.choice import known_locale, named, unclear
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Split:
    """A text and the units it has now: the name of each and its place, none where it has one for all places."""

    slug: str
    locale: str
    source: str
    units: tuple[tuple[str, str], ...]


def split_unit(workspace: Workspace, slug: str, name: str, *, locale: str = "", undo: bool = False) -> Split:
    """Give a text one unit for each place it stands in, or one for all again.

    With ``undo`` the name may be that of any of its places, or the one that it had before. Raises UsageError for a
    text that stands in one place only.
    """
    locale = known_locale(workspace, slug, locale)
    catalogue, ledger = workspace.catalogue(slug, locale), workspace.ledger(slug, locale)
    if undo:
        source = _split_text(catalogue, name, slug)
        catalogue, ledger = join(catalogue, ledger, source)
    else:
        unit = named(catalogue, name, slug)
        source = unit.source
        catalogue, ledger = split(catalogue, ledger, unit, _with_places(workspace, unit, name, slug))
    # the ledger first: stopped in between, its new facts are true of no unit yet, and none has lost its review
    workspace.save_ledger(slug, locale, ledger)
    workspace.save_catalogue(catalogue)
    known = zip(names(catalogue.units), catalogue.units, strict=True)
    found = tuple((shown, held.context or "") for shown, held in known if held.source == source)
    return Split(slug, locale, source, found)


def _split_text(catalogue: Catalogue, name: str, slug: str) -> str:
    """The split text that a name means. Raises UsageError unless it is exactly one."""
    found = split_meant(catalogue.units, name)
    if not found and meant(catalogue.units, name):
        raise UsageError(f"{slug}: unit {name} is not split")
    if len(found) != 1:
        both = zip(names(catalogue.units), catalogue.units, strict=True)
        raise UsageError(unclear(name, slug, [known for known, unit in both if unit.source in found]))
    return found[0]


def _with_places(workspace: Workspace, unit: Unit, name: str, slug: str) -> Segment:
    """The page's segment of a unit for all places. Raises UsageError where there is nothing to split."""
    if unit.context is not None:
        raise UsageError(f"{slug}: unit {name} is split already; translate each of its places")
    segment = next((found for found in segments(workspace.skeleton(slug)) if found.text == unit.source), None)
    if segment is None or len(segment.places) < 2:
        raise UsageError(f"{slug}: unit {name} stands in one place only; there is nothing to split")
    return segment
