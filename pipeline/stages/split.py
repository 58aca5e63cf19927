"""Different French for one text in different places, where a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.errors import UsageError
from pipeline.core.labels import segments
from pipeline.core.naming import names
from pipeline.core.splitting import join, split
from pipeline.stages.choice import known_locale, named
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

    Raises UsageError for a text that stands in one place only.
    """
    locale = known_locale(workspace, slug, locale)
    catalogue, ledger = workspace.catalogue(slug, locale), workspace.ledger(slug, locale)
    unit = named(catalogue, name, slug)
    segment = next((s for s in segments(workspace.skeleton(slug)) if s.text == unit.source), None)
    if undo:
        if unit.context is None:
            raise UsageError(f"{slug}: unit {name} is not split")
        catalogue, ledger = join(catalogue, ledger, unit.source)
    else:
        if unit.context is not None:
            raise UsageError(f"{slug}: unit {name} is split already; translate each of its places")
        if segment is None or len(segment.places) < 2:
            raise UsageError(f"{slug}: unit {name} stands in one place only; there is nothing to split")
        catalogue, ledger = split(catalogue, ledger, unit, segment)
    workspace.save_catalogue(catalogue)
    workspace.save_ledger(slug, locale, ledger)
    known = zip(names(catalogue.units), catalogue.units, strict=True)
    found = tuple((shown, held.context or "") for shown, held in known if held.source == unit.source)
    return Split(slug, locale, unit.source, found)
