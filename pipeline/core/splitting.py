"""One text, two places, different French: a unit for each place, told apart by msgctxt (decision 4)."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.ledger import Ledger, source_hash
from pipeline.core.model import Catalogue, Fact, Segment, Unit


def split(catalogue: Catalogue, ledger: Ledger, unit: Unit, segment: Segment) -> tuple[Catalogue, Ledger]:
    """The catalogue with one unit for each place of a text, and the ledger with the reviews it had for all of them.

    What was reviewed for every place is reviewed for each; from then on each has its own review.
    """
    parts = [replace(unit, context=place) for place in segment.places]
    units = [part for held in catalogue.units for part in (parts if held is unit else (held,))]
    gone = tuple(held for held in catalogue.obsolete if held.source != unit.source or held.context is not None)
    facts = [fact for fact in ledger.facts if fact.source_hash == source_hash(unit.source)]
    copies = [_for_place(fact, unit.source, place) for fact in facts for place in segment.places]
    return replace(catalogue, units=tuple(units), obsolete=gone), ledger | copies


def join(catalogue: Catalogue, ledger: Ledger, source: str) -> tuple[Catalogue, Ledger]:
    """The catalogue with one unit for all places of a split text: that of the first place.

    The other places' French goes to the obsolete entries; where all places say the same, what is known of each stays.
    """
    places = [unit for unit in catalogue.units if unit.source == source and unit.context is not None]
    first = places[0]
    same = {unit.target for unit in places} == {first.target}
    one = replace(first, context=None, fuzzy=first.fuzzy or not same)
    units = [one if unit is first else unit for unit in catalogue.units if unit is first or unit not in places]
    others = [replace(unit, obsolete=True, notes=(), references=()) for unit in places[1:] if unit.target]
    again = {(unit.context, unit.source) for unit in others}
    kept = [unit for unit in catalogue.obsolete if (unit.context, unit.source) not in again]
    common = set.intersection(*({fact.kind for fact in ledger.about(unit)} for unit in places)) if same else set()
    facts = [replace(fact, source_hash=source_hash(source)) for fact in ledger.about(first) if fact.kind in common]
    return replace(catalogue, units=tuple(units), obsolete=(*kept, *others)), ledger | facts


def _for_place(fact: Fact, source: str, place: str) -> Fact:
    return replace(fact, source_hash=source_hash(source, place))
