"""Old catalogue + new segments → new catalogue, by what people mean by "the same text" (issue: keep every review).

Merging never gains a state: it moves French along, or marks it as needing work, and drops none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pipeline.core import similarity
from pipeline.core.ledger import source_hash
from pipeline.core.model import Catalogue, Segment, Unit
from pipeline.core.text import mostly_figures, words

_FLOOR: Final = 60.0  # score from which an old text counts as the one that was edited
_NEIGHBOUR_FLOOR: Final = 45.0  # the same where both neighbours are where they were


class Change(StrEnum):
    """What a merge did to one text."""

    ADDED = "added"
    CHANGED = "changed"
    REVIVED = "revived"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


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


def merge(old: Catalogue, segments: Sequence[Segment], reference: str = "") -> Merged:
    """The catalogue for ``segments`` with everything known kept. Laws: idempotent; no target is lost.

    A text that is the same (``ledger.source_hash``) keeps its target and state wherever it moved. A changed text
    takes its old target along as fuzzy, with the old source for display; the old unit stays as obsolete when its
    target was clean, so that it returns untouched if the English does. ``reference`` is the ``#:`` of each unit.
    """
    pairs = _same(old, segments)
    known = {id(unit) for unit in pairs.values()}
    leftover = [unit for unit in old.units if id(unit) not in known]
    edited = _edited(old.units, segments, pairs, leftover)
    references = (reference,) if reference else ()
    units: list[Unit] = []
    steps: list[Step] = []
    for number, segment in enumerate(segments):
        unit, step = _carry(segment, pairs.get(number), edited.get(number), references)
        units.append(unit)
        steps.append(step)
    gone = [unit for unit in leftover if not any(unit is taken for taken in edited.values())]
    steps += [Step(Change.REMOVED, unit.source) for unit in gone]
    used = {id(unit) for unit in pairs.values()}
    kept = [unit for unit in old.obsolete if id(unit) not in used]
    obsolete = _obsolete(units, kept, [*gone, *(unit for unit in edited.values() if not unit.fuzzy)])
    return Merged(replace(old, units=tuple(units), obsolete=obsolete), tuple(steps))


def _same(old: Catalogue, segments: Sequence[Segment]) -> dict[int, Unit]:
    """Number of each segment → the live or obsolete unit that has the same text; exact spelling goes first."""
    exact = {unit.source: unit for unit in (*old.obsolete, *old.units) if unit.context is None}
    pairs = {number: exact[segment.text] for number, segment in enumerate(segments) if segment.text in exact}
    taken = {id(unit) for unit in pairs.values()}
    alike: dict[str, Unit] = {}
    for unit in (*old.obsolete, *old.units):
        if id(unit) not in taken and unit.context is None:
            alike[source_hash(unit.source)] = unit
    for number, segment in enumerate(segments if alike else ()):
        unit_alike = alike.get(source_hash(segment.text)) if number not in pairs else None
        if unit_alike is not None and id(unit_alike) not in taken:
            pairs[number] = unit_alike
            taken.add(id(unit_alike))
    return pairs


def _edited(
    old: Sequence[Unit], segments: Sequence[Segment], pairs: dict[int, Unit], leftover: Sequence[Unit]
) -> dict[int, Unit]:
    """Number of each new segment → the old unit whose text was edited into it, best scores first."""
    if not leftover:
        return {}
    position = {id(unit): index for index, unit in enumerate(old)}
    candidates: list[tuple[float, int, int]] = []
    for number, segment in enumerate(segments):
        if number in pairs or mostly_figures(segment.text):
            continue
        between = _neighbours(number, pairs, position, len(segments))
        for index, unit in enumerate(leftover):
            near = between[0] < position[id(unit)] < between[1]
            value = similarity.score(segment.text, unit.source)
            if unit.target and not mostly_figures(unit.source) and value >= (_NEIGHBOUR_FLOOR if near else _FLOOR):
                candidates.append((value + 10 * near, -number, -index))
    found: dict[int, Unit] = {}
    for _, number, index in sorted(candidates, reverse=True):
        unit = leftover[-index]
        if -number not in found and not any(unit is taken for taken in found.values()):
            found[-number] = unit
    return found


def _neighbours(number: int, pairs: dict[int, Unit], position: dict[int, int], count: int) -> tuple[int, int]:
    """Old positions of the nearest unchanged texts before and after a segment."""
    before = next((position[id(pairs[i])] for i in range(number - 1, -1, -1) if id(pairs.get(i)) in position), -1)
    after = next(
        (position[id(pairs[i])] for i in range(number + 1, count) if id(pairs.get(i)) in position), len(position)
    )
    return before, after


def _carry(segment: Segment, same: Unit | None, edited: Unit | None, references: tuple[str, ...]) -> tuple[Unit, Step]:
    """The unit of one segment and the step that made it."""
    notes = _notes(segment)
    if same is not None:
        change = Change.REVIVED if same.obsolete else Change.UNCHANGED
        unit = replace(same, source=segment.text, notes=notes, references=references, obsolete=False)
        return unit, Step(change, segment.text)
    if edited is not None:
        previous = edited.previous if edited.fuzzy and edited.previous else edited.source
        kept = Unit(segment.text, edited.target, fuzzy=True, previous=previous, comments=edited.comments)
        return replace(kept, notes=notes, references=references), Step(Change.CHANGED, segment.text, previous)
    return Unit(segment.text, notes=notes, references=references), Step(Change.ADDED, segment.text)


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
