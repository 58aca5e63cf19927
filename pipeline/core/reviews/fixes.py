"""A catalogue with its spaces and quotes put right, and a ledger by which every unit stands as it stood before.

A review is bound to the exact target (decision 5), so a target with another space has none. What is known of the old
target is therefore said of the new one too, in the same name and of the same date, with the origin "spaces fixed": the
fact says that this is the reviewed text but for its typography. A line of the kind "derived" says which text that was,
so that the two stand and fall together (``core/derivation``). A review is carried over only where the two are equal
once spaces and quotes are normalised, and only where the unit's state is the same with it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.derivation import SPACES, Key, doubtful, key_of, spaces_fixed
from pipeline.core.ledger import Ledger, fact, source_hash, state, target_hash
from pipeline.core.model import Catalogue, Fact, Kind, State, Unit
from pipeline.core.reviews.prefilled import prefilled
from pipeline.core.typography.fixing import FIXABLE, is_same_but_typography, unit_fixed
from pipeline.core.verify import OFF, Checker, errors

_REVIEWED: Final = frozenset((State.REVIEWED, State.APPROVED))
_REVIEWS: Final = frozenset((Kind.ACCEPTED, Kind.APPROVED))


@dataclass(frozen=True, slots=True)
class Fixed:
    """One unit before and after, and the state it had and has."""

    before: Unit
    after: Unit
    state: State


@dataclass(frozen=True, slots=True)
class Fixes:
    """A catalogue and its ledger after the fix; ``kept`` are units left as they were: their state would change,
    or an error come in.
    """

    catalogue: Catalogue
    ledger: Ledger
    units: tuple[Fixed, ...]
    kept: tuple[Unit, ...] = ()


def fix(catalogue: Catalogue, ledger: Ledger, checker: Checker) -> Fixes:
    """Put the typography of a catalogue's targets right; no unit changes its state. Obsolete units stay as they are.

    What a switched-off check or one that is ignored about a unit would say is left alone.
    """
    keeper = _Keeper(catalogue, ledger, checker)
    units: list[Unit] = []
    done: list[Fixed] = []
    kept: list[Unit] = []
    facts: set[Fact] = set()
    for unit in catalogue.units:
        after = fixed_unit(unit, checker, keeper.ignored)
        fresh = keeper.facts(unit, after) if after is not unit else frozenset()
        if fresh is None:
            kept.append(unit)
            after = unit
        elif after is not unit:
            done.append(Fixed(unit, after, state(unit, keeper.index)))
            facts |= fresh
        units.append(after)
    return Fixes(replace(catalogue, units=tuple(units)), ledger | facts, tuple(done), tuple(kept))


def taken_back(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Both hashes of every text whose review was taken back, of those it stands with, and of those that may be it."""
    revoked = ledger.taken_back()
    return frozenset((*revoked, *map(key_of, doubtful(ledger.facts, revoked))))


def fixed_unit(unit: Unit, checker: Checker, ignored: Iterable[tuple[str, str, str]] = ()) -> Unit:
    """The unit with its typography put right; the same object where there is nothing to do."""
    target = unit_fixed(unit, checker.target_locale, checker.french)
    if target == unit.target:
        return unit
    silent = {check for source, target, check in ignored if (source, target) == _hashes(unit)}
    silent |= {check for check in FIXABLE if checker.levels.get(check) == OFF}
    if silent:
        target = unit_fixed(unit, checker.target_locale, checker.french, silent)
    return unit if target == unit.target else replace(unit, target=target)


class _Keeper:
    """Says of fixed targets what was known of the old ones, so that each unit stands as it stood."""

    def __init__(self, catalogue: Catalogue, ledger: Ledger, checker: Checker) -> None:
        self._ledger = ledger
        self.index = ledger.index()
        self.ignored = ledger.ignored()
        self._checker = checker
        self._came_in = prefilled(catalogue, ledger, exact=False)
        self._known: dict[Key, list[Fact]] = {}
        for one in ledger.facts:
            self._known.setdefault(key_of(one), []).append(one)

    def facts(self, before: Unit, after: Unit) -> frozenset[Fact] | None:
        """The facts that keep a fixed unit in its state; None where it would change, or an error would come in."""
        if not is_same_but_typography(before.target, after.target):
            return None
        if self._would_take_a_review(_hashes(before), _hashes(after)):
            return None
        was = state(before, self.index)
        fresh = set(self._carried(before, after, is_reviewed=was in _REVIEWED))
        if self._came_in.has(before) and all(one.kind is not Kind.MACHINE for one in fresh):
            fresh.add(fact(after, Kind.MEMORY, origin=SPACES))
        if self._known.get(_hashes(before)):
            fresh.add(spaces_fixed(_hashes(before), _hashes(after)))
        known = Ledger(frozenset(fresh)) | self._known.get(_hashes(after), ())
        if state(after, known.index()) is not was:
            return None
        checker = replace(self._checker, ignored=self.ignored | known.ignored())
        brought_in = {one.check for one in errors(checker.unit(after))}
        return frozenset(fresh) if brought_in <= {one.check for one in errors(checker.unit(before))} else None

    def _would_take_a_review(self, before: Key, after: Key) -> bool:
        """Whether one of two texts was taken back and, once they stand together, an accepted one would be too."""
        revoked = [Kind.REVOKED in self.index.get(key, frozenset()) for key in (before, after)]
        if all(revoked) or not any(revoked):
            return False
        gone = (self._ledger | [spaces_fixed(before, after)]).taken_back()
        return any(
            Kind.ACCEPTED in kinds and Kind.REVOKED not in kinds and key in gone for key, kinds in self.index.items()
        )

    def _carried(self, before: Unit, after: Unit, *, is_reviewed: bool) -> Iterator[Fact]:
        """What is known of the old target, said of the new one; reviews only of what is reviewed now.

        That a machine or the memory made a text, that a review was taken back, that a finding is wrong: all of that
        stays true whatever the state.
        """
        for one in self._known.get(_hashes(before), ()):
            if one.kind is Kind.DERIVED:
                continue
            if one.kind not in _REVIEWS:
                yield replace(one, target_hash=target_hash(after.target))
            elif is_reviewed:
                is_said = one.origin.startswith(SPACES)
                origin = one.origin if is_said else ", ".join(filter(None, (SPACES, one.origin)))
                yield replace(one, target_hash=target_hash(after.target), origin=origin)


def _hashes(unit: Unit) -> tuple[str, str]:
    return source_hash(unit.source, unit.context), target_hash(unit.target)
