"""Old catalogue + new segments → new catalogue, by what people mean by "the same text" (decisions 4 and 7).

Merging never gains a state: it moves French along, or marks it as needing work, and drops none of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pipeline.core.matching import edited
from pipeline.core.model import Catalogue, Segment, Unit
from pipeline.core.reviews.three_way import replaced
from pipeline.core.segmentation.labels import number_of, role_of
from pipeline.core.text import same_form, words

_Key = tuple[str | None, str]


class Change(StrEnum):
    """What a merge did to one text."""

    ADDED = "added"
    CHANGED = "changed"
    REVIVED = "revived"
    REMOVED = "removed"
    MOVED = "moved"
    UNCHANGED = "unchanged"


QUIET: Final = frozenset((Change.MOVED, Change.UNCHANGED))
"""What needs nobody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a merge plan: the text now (or the removed one) and the text before."""

    change: Change
    source: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The new catalogue and the plan that leads to it."""

    catalogue: Catalogue
    steps: tuple[Step, ...]

    def counts(self) -> dict[Change, tuple[int, int]]:
        """For each kind of change the number of units and of English words."""
        found = {change: [0, 0] for change in Change}
        for step in self.steps:
            found[step.change][0] += 1
            found[step.change][1] += words(step.source)
        return {change: (units, count) for change, (units, count) in found.items()}


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the unit of one segment comes from: a unit with the same text, or one whose text was edited, or none.

    ``siblings`` are the units of a split text whose places changed; ``before`` is one of them then.
    """

    segment: Segment
    same: Unit | None = None
    before: Unit | None = None
    siblings: Sequence[Unit] = ()


def merge(old: Catalogue, segments: Sequence[Segment], reference: str = "") -> Merged:
    """The catalogue for ``segments`` with everything known kept. Laws: idempotent; no target is lost.

    A text that is the same (``text.same_form``) keeps its target and state wherever it moved. A changed text
    takes its old target along as fuzzy, with the old source for display; the old unit stays as obsolete when its
    target was clean, so that it returns untouched if the English does. A text that people split is one unit for each
    of its places, and stays so when it is edited; when places of it come or go, their French needs work, since nobody
    knows which place it was for. ``reference`` is the ``#:`` of each unit.
    """
    origins = _origins(old, _spread(old, segments))
    moved = _moved(old, origins)
    references = (reference,) if reference else ()
    done = [_carry(origin, references, moved) for origin in origins]
    units = [unit for unit, _ in done]
    used = {id(unit) for origin in origins for unit in (origin.same, origin.before) if unit is not None}
    gone = [unit for unit in old.units if id(unit) not in used]
    steps = [*(step for _, step in done), *(Step(Change.REMOVED, unit.source) for unit in gone)]
    revived = {id(origin.same) for origin in origins}
    kept = [unit for unit in old.obsolete if id(unit) not in revived]
    changed = [origin.before for origin in origins if origin.before is not None and not origin.before.fuzzy]
    obsolete = _obsolete(units, kept, [*gone, *changed])
    return Merged(replace(old, units=tuple(units), obsolete=obsolete), tuple(steps))


def _spread(old: Catalogue, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, those that people split once for each of their places."""
    if all(unit.context is None for unit in (*old.units, *old.obsolete)):
        return list(segments)
    exactly = {unit.source for unit in old.units if unit.context is not None}
    live, live_parts = _texts(old.units)
    gone, gone_parts = _texts(old.obsolete)
    split = (live_parts | (gone_parts - gone)) - live
    is_split = (found.text in exactly or same_form(found.text) in split for found in segments)
    both = zip(segments, is_split, strict=True)
    return [part for found, split_up in both for part in (_parts(found) if split_up else (found,))]


def _texts(units: Sequence[Unit]) -> tuple[set[str], set[str]]:
    """The texts of the units for all places, and of those for one place each."""
    whole = {same_form(unit.source) for unit in units if unit.context is None}
    return whole, {same_form(unit.source) for unit in units if unit.context is not None}


def _parts(segment: Segment) -> Iterator[Segment]:
    """The segment once for each of its places; itself where it is for one place already."""
    if segment.context is not None or not segment.places:
        yield segment
        return
    for place in segment.places:
        yield replace(segment, context=place, roles=(role_of(place),))


def _origins(old: Catalogue, segments: Sequence[Segment]) -> list[_Origin]:
    pairs = _same(old, segments)
    family = _siblings(old)
    shifted = _shifted(segments, pairs, family)
    before = edited(old.units, segments, pairs | shifted)
    origins: list[_Origin] = []
    for number, segment in enumerate(segments):
        unit = before.get(number)
        if number in shifted:
            origins.append(_Origin(segment, None, shifted[number], family[same_form(segment.text)]))
        elif unit is None or unit.context is None or segment.context is not None or len(segment.places) < 2:
            origins.append(_Origin(segment, pairs.get(number), unit))
        else:
            known = family[same_form(unit.source)]
            origins += [_Origin(part, None, _for_place(part, known)) for part in _parts(segment)]
    return origins


def _siblings(old: Catalogue) -> dict[str, list[Unit]]:
    """The units of each split text, one a place: the live ones, or where there is none of them the obsolete ones."""
    found: dict[str, list[Unit]] = {}
    for unit in (*old.units, *old.obsolete):
        if unit.context is not None:
            found.setdefault(same_form(unit.source), []).append(unit)
    live = {text: [unit for unit in units if not unit.obsolete] for text, units in found.items()}
    return {text: live[text] or units for text, units in found.items()}


def _shifted(segments: Sequence[Segment], pairs: dict[int, Unit], family: dict[str, list[Unit]]) -> dict[int, Unit]:
    """Number of each place of a split text that was none before → the unit whose French it is offered.

    A place that there was once, before the page had the places that it had last, is no better known.
    """
    found: dict[int, Unit] = {}
    for number, segment in enumerate(segments):
        known, same = family.get(same_form(segment.text)), pairs.get(number)
        if segment.context is None or known is None:
            continue
        if same is None:
            found[number] = _for_place(segment, known)
        elif same.obsolete and not known[0].obsolete:
            found[number] = same
    return found


def _for_place(part: Segment, known: Sequence[Unit]) -> Unit:
    """Of the units of a split text the one for this place, or the nearest place of its role."""
    place = part.context or ""
    alike = [unit for unit in known if role_of(unit.context or "") == role_of(place)] or known
    return alike[min(number_of(place), len(alike)) - 1]


def _same(old: Catalogue, segments: Sequence[Segment]) -> dict[int, Unit]:
    """Number of each segment → the live or obsolete unit that has the same text; exact spelling goes first.

    Two spellings of one text (straight and curly quotes) may have the same unit: what was reviewed for one holds for
    the other.
    """
    exact: dict[_Key, Unit] = {(unit.context, unit.source): unit for unit in (*old.obsolete, *old.units)}
    found = [exact.get((segment.context, segment.text)) for segment in segments]
    pairs = {number: unit for number, unit in enumerate(found) if unit is not None}
    if len(pairs) == len(segments):
        return pairs
    alike: dict[_Key, Unit] = {}
    for unit in (*old.obsolete, *old.units):
        key = unit.context, same_form(unit.source)
        if unit.target or key not in alike:
            alike[key] = unit
    for number, segment in enumerate(segments):
        unit_alike = alike.get((segment.context, same_form(segment.text))) if number not in pairs else None
        if unit_alike is not None:
            pairs[number] = unit_alike
    return pairs


def _moved(old: Catalogue, origins: Sequence[_Origin]) -> set[int]:
    """The ids of the live units that stand in another order now: all but a longest run that kept its order."""
    places = {id(unit): place for place, unit in enumerate(old.units)}
    order = list(dict.fromkeys(places[id(origin.same)] for origin in origins if id(origin.same) in places))
    ends: list[int] = []  # the smallest last place of a rising run, by the run's length
    tails: list[int] = []
    for place in order:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        tails.append(length)
    kept: set[int] = set()
    wanted = len(ends) - 1
    for place, length in zip(reversed(order), reversed(tails), strict=True):
        if length == wanted:
            kept.add(place)
            wanted -= 1
    return {id(old.units[place]) for place in order if place not in kept}


def _carry(origin: _Origin, references: tuple[str, ...], moved: set[int]) -> tuple[Unit, Step]:
    """The unit of one segment and the step that made it."""
    segment, same, before = origin.segment, origin.same, origin.before
    notes = _notes(segment)
    if same is not None:
        change = Change.REVIVED if same.obsolete else Change.MOVED if id(same) in moved else Change.UNCHANGED
        if (same.source, same.notes, same.references, same.obsolete) == (segment.text, notes, references, False):
            return same, Step(change, segment.text)
        unit = replace(same, source=segment.text, notes=notes, references=references, obsolete=False)
        return unit, Step(change, segment.text)
    fresh = Unit(segment.text, context=segment.context, notes=notes, references=references)
    if before is None:
        return fresh, Step(Change.ADDED, segment.text)
    unit = replace(fresh, comments=before.comments)
    if not before.target:
        return unit, Step(Change.CHANGED, segment.text, before.source)
    previous = before.previous if before.fuzzy and before.previous else before.source
    unit = replace(unit, target=before.target, fuzzy=True, previous=previous)
    if origin.siblings:
        unit = replaced(unit, before.context or "", [sibling.target for sibling in origin.siblings])
    return unit, Step(Change.CHANGED, segment.text, previous)


def _notes(segment: Segment) -> tuple[str, ...]:
    return (", ".join(segment.roles), *segment.notes) if segment.roles else segment.notes


def _obsolete(live: Sequence[Unit], kept: Sequence[Unit], gone: Sequence[Unit]) -> tuple[Unit, ...]:
    """Obsolete units by key, the latest target for each; none without a target and none that is live."""
    alive = {(unit.context or "", unit.source) for unit in live}
    found: dict[tuple[str, str], Unit] = {}
    for unit in (*kept, *gone):
        key = unit.context or "", unit.source
        if unit.target and key not in alive:
            found[key] = replace(unit, obsolete=True, notes=(), references=())
    return tuple(found[key] for key in sorted(found))
