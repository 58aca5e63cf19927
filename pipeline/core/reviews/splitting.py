"""One text, two places, different French: a unit for each place, told apart by msgctxt (decision 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.core.derivation import Key, key_of, spaces_of, split_from
from pipeline.core.ledger import Ledger, source_hash, target_hash
from pipeline.core.model import Catalogue, Fact, Kind, Segment, Unit
from pipeline.core.reviews.three_way import with_other
from pipeline.core.segmentation.labels import role_of


def split(catalogue: Catalogue, ledger: Ledger, unit: Unit, segment: Segment) -> tuple[Catalogue, Ledger]:
    """The catalogue with one unit for each place of a text, and the ledger with the reviews it had for all of them.

    What was reviewed for every place is reviewed for each; from then on each has its own review.
    """
    parts = [replace(unit, context=place, notes=(role_of(place), *unit.notes[1:])) for place in segment.places]
    units = [part for held in catalogue.units for part in (parts if held is unit else (held,))]
    whole = source_hash(unit.source)
    facts = [fact for fact in ledger.facts if fact.source_hash == whole]
    copies = [replace(fact, source_hash=source_hash(unit.source, place)) for fact in facts for place in segment.places]
    links = [split_from(whole, key_of(fact)) for fact in copies if fact.kind is Kind.ACCEPTED]
    return _arranged(catalogue, units, ()), ledger | copies | links


def join(catalogue: Catalogue, ledger: Ledger, source: str) -> tuple[Catalogue, Ledger]:
    """The catalogue with one unit for all places of a split text: that of the first place.

    The other places' French goes to the obsolete entries; where all places say the same, what is known of each stays,
    and what was doubted in one is doubted: a mark as needing work, a review taken back.
    """
    places = [unit for unit in catalogue.units if unit.source == source and unit.context is not None]
    first = places[0]
    same = {unit.target for unit in places} == {first.target}
    one = replace(first, context=None, fuzzy=bool(first.target) and (any(unit.fuzzy for unit in places) or not same))
    units = [one if unit is first else unit for unit in catalogue.units if unit is first or unit not in places]
    common = set.intersection(*({fact.kind for fact in ledger.about(unit)} for unit in places)) if same else set()
    whole = source_hash(source), target_hash(first.target)
    facts = [_said_of(whole, fact) for fact in ledger.about(first) if fact.kind in common - {Kind.REVOKED}]
    before = spaces_of(ledger.facts, (source_hash(source, first.context), whole[1]))
    facts += [_said_of(whole, known) for known in before]
    alike = [unit for unit in places if unit.target == first.target and ledger.about(unit)]
    links = [split_from(whole[0], (source_hash(source, unit.context), whole[1])) for unit in alike]
    others = [unit for unit in places if unit.target != one.target]
    return _arranged(catalogue, units, others), ledger | facts | links


def _arranged(catalogue: Catalogue, units: Iterable[Unit], gone: Iterable[Unit]) -> Catalogue:
    """The catalogue with other live units; no key twice, and French that gives way to another stands in a comment."""
    live = {(unit.context, unit.source): unit for unit in units}
    obsolete: dict[tuple[str, str], Unit] = {}
    leaving = (replace(unit, obsolete=True, notes=(), references=()) for unit in gone if unit.target)
    for unit in (*leaving, *catalogue.obsolete):
        key = unit.context or "", unit.source
        if (unit.context, unit.source) in live:
            live[unit.context, unit.source] = _beside(live[unit.context, unit.source], unit)
        else:
            obsolete[key] = _beside(obsolete[key], unit) if key in obsolete else unit
    gone_units = tuple(obsolete[key] for key in sorted(obsolete))
    return replace(catalogue, units=tuple(live.values()), obsolete=gone_units)


def _beside(unit: Unit, other: Unit) -> Unit:
    return unit if other.target in ("", unit.target) else with_other(unit, other.target)


def _said_of(key: Key, fact: Fact) -> Fact:
    return replace(fact, source_hash=key[0], target_hash=key[1])
