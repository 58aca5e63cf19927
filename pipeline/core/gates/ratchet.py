"""Reviewed words may only grow, unless the English changed: what fell since another version of a project, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.core.ledger import Ledger, state
from pipeline.core.model import Catalogue, Kind, Segment, State, Unit
from pipeline.core.registry import Half, Page, Registry
from pipeline.core.text import same_form, words

_REVIEWED = frozenset((State.REVIEWED, State.APPROVED))


@dataclass(frozen=True, slots=True)
class Fallen:
    """A text that was reviewed, still stands in the English, and is not reviewed now; ``unit`` is what there is."""

    source: str
    context: str | None
    unit: Unit | None
    now: State | None

    @property
    def message(self) -> str:
        """What became of it."""
        return "is not in the catalogue any more" if self.now is None else f"is {self.now.value} now"


@dataclass(frozen=True, slots=True)
class Compared:
    """One page in one language against another version: what fell, and how many reviewed words their English cost."""

    fallen: tuple[Fallen, ...] = ()
    changed_words: int = 0
    reviewed_words: int = 0


def compare(before: tuple[Catalogue, Ledger], after: tuple[Catalogue, Ledger], english: Iterable[Segment]) -> Compared:
    """What fell of a page. ``english`` is the present page, whatever the catalogues hold of it."""
    (old, old_ledger), (new, new_ledger) = before, after
    present = {same_form(segment.text): segment.places for segment in english}
    index, now = old_ledger.index(), new_ledger.index()
    units = {(unit.context, same_form(unit.source)): unit for unit in new.units}
    reviewed = [unit for unit in old.units if state(unit, index) in _REVIEWED]
    still = [unit for unit in reviewed if _stands(unit, present)]
    fallen = [fall for unit in still for fall in _fallen(unit, units, now)]
    changed = sum(words(unit.source) for unit in reviewed) - sum(words(unit.source) for unit in still)
    return Compared(tuple(fallen), changed, sum(words(unit.source) for unit in reviewed))


def _stands(unit: Unit, present: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the present English has a text, in the place that the unit is for where it is for one."""
    places = present.get(same_form(unit.source))
    return places is not None and (unit.context is None or unit.context in places)


def _fallen(
    unit: Unit, units: Mapping[tuple[str | None, str], Unit], index: dict[tuple[str, str], frozenset[Kind]]
) -> Iterator[Fallen]:
    form = same_form(unit.source)
    there = [units[key] for key in ((unit.context, form), (None, form)) if key in units][:1]
    there = there or [other for (_, text), other in units.items() if text == form]
    if not there:
        yield Fallen(unit.source, unit.context, None, None)
    for other in there:
        now = state(other, index)
        if now not in _REVIEWED:
            yield Fallen(other.source, other.context, other, now)


def successor(page: Page, registry: Registry) -> Page | None:
    """The page that one of another version is now: of the same name, or under another name at the same address."""
    return registry.pages.get(page.slug) or registry.by_address(page.address)


def is_broken(before: Half, page: Page, now: Page | None) -> bool:
    """Whether readers had a half and have it no more, without a record that somebody took it down or the site lost it.

    ``page`` is the page as it was; a record in either version will do.
    """
    if not before.is_live or page.gone:
        return False
    return now is None or not (now.gone or now.half(before.locale).is_live or now.half(before.locale).withdrawn)
