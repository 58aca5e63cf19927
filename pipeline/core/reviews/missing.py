"""Reviewed French that the ledger knows of and the catalogue has lost: a truncated file, an entry deleted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.ledger import Ledger, source_hash, target_hash
from pipeline.core.model import Catalogue, Kind, Segment, Unit
from pipeline.core.text import same_form


@dataclass(frozen=True, slots=True)
class Missing:
    """Texts of a page whose reviewed French is gone: with their entry (``absent``), or from it (``blank``)."""

    absent: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    def message(self, slug: str) -> str:
        """What is wrong and what to do, for people."""
        count = len(self.absent) + len(self.blank)
        what = (
            f"{count} reviewed {'text is' if count == 1 else 'texts are'} missing from {slug}.po; restore it from git"
        )
        return f"{what}, or {f'go on without: diptych extract {slug} --lossy' if self.absent else 'translate it again'}"


WHOLE: Final = Missing()
"""Nothing is missing."""


def missing(catalogue: Catalogue, ledger: Ledger, segments: Sequence[Segment]) -> Missing:
    """The texts of a page that somebody accepted French for, where the catalogue has none for them, not even obsolete.

    Other French in the place of the accepted one is somebody's work and no loss.
    """
    accepted: dict[str, set[str]] = {}
    for fact in ledger.facts:
        if fact.kind is Kind.ACCEPTED:
            accepted.setdefault(fact.source_hash, set()).add(fact.target_hash)
    if not accepted:
        return WHOLE
    known: dict[str, list[Unit]] = {}
    for unit in (*catalogue.units, *catalogue.obsolete):
        known.setdefault(same_form(unit.source), []).append(unit)
    found: tuple[list[str], list[str]] = [], []
    for segment in segments:
        units = known.get(same_form(segment.text), [])
        lost = {key for key in _keys(segment, units) if _is_lost(key, units, segment, accepted)}
        if lost:
            entries = {unit.context for unit in units if not unit.obsolete}
            found[lost <= entries].append(segment.text)
    return Missing(tuple(found[0]), tuple(found[1]))


def _keys(segment: Segment, units: Sequence[Unit]) -> Iterator[str | None]:
    """The places for which a text needs French: one for each where it is split, and any of them where nobody knows."""
    live = [unit for unit in units if not unit.obsolete]
    if any(unit.context is None for unit in live) or not live:
        yield None
    if all(unit.context is not None for unit in live):
        yield from segment.places


def _is_lost(context: str | None, units: Sequence[Unit], segment: Segment, accepted: dict[str, set[str]]) -> bool:
    """Whether French was accepted for a place, and there is none now, nor the accepted one among the obsolete entries.

    French for all places may have gone to one of them, when the text was split.
    """
    targets = accepted.get(source_hash(segment.text, context), set())
    if not targets or any(unit.target and unit.context == context for unit in units):
        return False
    others = [unit for unit in units if unit.target and (context is None or unit.obsolete)]
    return not any(target_hash(unit.target) in targets for unit in others)
