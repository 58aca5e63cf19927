"""Law: a review taken back is taken back of every text that it was carried over to or from, and of no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipeline.core.derivation import SPACES, Key, split_from
from pipeline.core.ledger import Ledger, dumps, fact, loads, source_hash, state, target_hash
from pipeline.core.model import Catalogue, Kind, Segment, State, Unit
from pipeline.core.reviews.acceptance import Claims, record
from pipeline.core.reviews.fixes import fix, taken_back
from pipeline.core.reviews.reviewing import Act, doubted, revocations, revoked, undone, without
from pipeline.core.reviews.splitting import join, split
from pipeline.core.reviews.three_way import unite, with_other, without_other
from pipeline.core.typography.policy import French, Spaces
from pipeline.core.verify import Checker

DAY = "2026-11-23"
NARROW, WIDE = Checker(french=French(Spaces.NARROW)), Checker(french=French(Spaces.NBSP))
A, NBSP, THIN = "Venez voir !", "Venez voir\u00a0!", "Venez voir\u202f!"
UNIT = Unit("Come!", A)
PLACES = Segment("Come!", ("p", "li"), (), ("p", "li"))


def held(*units: Unit) -> Catalogue:
    return Catalogue("r", "fr", units)


def accepted(*units: Unit, who: str = "Ann", day: str = DAY) -> Ledger:
    return Ledger() | [fact(unit, Kind.ACCEPTED, who, day) for unit in units]


def is_reviewed(unit: Unit, ledger: Ledger) -> bool:
    return state(unit, ledger.index()) in (State.REVIEWED, State.APPROVED)


def test_taking_the_fixed_text_back_takes_the_old_one_back() -> None:
    fixes = fix(held(UNIT), accepted(UNIT), WIDE)
    (new,) = fixes.catalogue.units
    assert new.target == NBSP
    ledger = fixes.ledger | [revoked(new, "Bob", DAY)]
    assert not is_reviewed(new, ledger)
    assert not is_reviewed(UNIT, ledger), "git may bring it back"


def test_taking_the_old_text_back_elsewhere_takes_the_fixed_one_back() -> None:
    fixes = fix(held(UNIT), accepted(UNIT), WIDE)
    ledger = fixes.ledger | [revoked(UNIT, "Bob", DAY)]
    assert not is_reviewed(fixes.catalogue.units[0], ledger)


def test_who_took_it_back_and_takes_that_back_brings_both_again() -> None:
    fixes = fix(held(UNIT), accepted(UNIT), WIDE)
    (new,) = fixes.catalogue.units
    ledger = fixes.ledger | [revoked(new, "Bob", DAY)]
    back = without(ledger, revocations(ledger, UNIT, "Bob"))
    assert back == fixes.ledger
    assert is_reviewed(UNIT, back)


def test_undoing_an_accept_undoes_what_a_fix_made_of_it() -> None:
    ledger = accepted(UNIT)
    fixes = fix(held(UNIT), ledger, WIDE)
    act = Act(replace(UNIT, fuzzy=True), UNIT, ledger.facts)
    back = undone(held(UNIT), fixes.ledger, act)
    assert back is not None
    assert not is_reviewed(fixes.catalogue.units[0], back[1])


def test_a_fix_takes_no_review_from_a_text_that_somebody_accepted_by_itself() -> None:
    ledger = accepted(UNIT, replace(UNIT, target=NBSP)) | [revoked(UNIT, "Bob", DAY)]
    fixes = fix(held(UNIT), ledger, WIDE)
    assert (fixes.catalogue.units, fixes.kept) == ((UNIT,), (UNIT,))
    assert is_reviewed(replace(UNIT, target=NBSP), fixes.ledger)


def test_a_text_taken_back_in_one_place_stays_reviewed_in_the_others_only() -> None:
    catalogue, ledger = split(held(UNIT), accepted(UNIT), UNIT, PLACES)
    p, li = catalogue.units
    ledger |= [revoked(li, "Bob", DAY)]
    assert is_reviewed(p, ledger)
    assert not is_reviewed(li, ledger)
    assert not is_reviewed(UNIT, ledger), "for all places it is wrong"


def test_a_text_taken_back_for_all_places_is_taken_back_in_each() -> None:
    catalogue, ledger = split(held(UNIT), accepted(UNIT), UNIT, PLACES)
    ledger |= [revoked(UNIT, "Bob", DAY)]
    assert not any(is_reviewed(unit, ledger) for unit in catalogue.units)


def test_a_text_taken_back_once_it_was_joined_is_taken_back_in_its_places() -> None:
    parts = [replace(UNIT, context="p"), replace(UNIT, context="li")]
    catalogue, ledger = join(held(*parts), accepted(*parts), UNIT.source)
    (whole,) = catalogue.units
    assert is_reviewed(whole, ledger)
    ledger |= [revoked(whole, "Bob", DAY)]
    assert not any(is_reviewed(part, ledger) for part in parts)


def test_a_text_joined_after_a_fix_stands_with_what_it_was_before() -> None:
    parts = [replace(UNIT, context="p"), replace(UNIT, context="li")]
    fixes = fix(held(*parts), accepted(*parts), WIDE)
    catalogue, ledger = join(fixes.catalogue, fixes.ledger, UNIT.source)
    assert is_reviewed(catalogue.units[0], ledger)
    other = accepted(replace(UNIT, target="Venez donc !"))
    ledger |= other | [revoked(replace(UNIT, target="Venez donc !"), "Bob", DAY)]
    assert is_reviewed(catalogue.units[0], ledger), "a line tells what it was, so nothing is in doubt"


def test_french_that_gives_way_keeps_its_no_break_spaces_in_the_comment() -> None:
    """Taken from there it is the text that was reviewed, letter by letter."""
    base, ours = held(replace(UNIT, target="")), held(replace(UNIT, target="Entrez donc !"))
    theirs = held(replace(UNIT, target=NBSP))
    (unit,) = unite(base, ours, theirs).catalogue.units
    assert unit.fuzzy
    assert unit.comments == f"other version: {NBSP}"
    assert with_other(replace(unit, comments=f"other version: {A}"), NBSP).comments == f"other version: {A}"
    assert without_other(replace(unit, comments=f"other version: {A}"), NBSP).comments == ""


def test_a_ledger_from_before_these_lines_loads_and_doubts_what_it_cannot_tell() -> None:
    """It says "spaces fixed" but not of which text; the same person accepted another one on that day."""
    new, other = replace(UNIT, target=NBSP), replace(UNIT, target="Venez donc !")
    old = accepted(UNIT, other) | [fact(new, Kind.ACCEPTED, "Ann", DAY, SPACES)]
    ledger = loads(dumps(old))
    assert ledger == old
    assert all(is_reviewed(unit, old) for unit in (UNIT, new, other))
    doubted = old | [revoked(new, "Bob", "2026-11-24")]
    assert not any(is_reviewed(unit, doubted) for unit in (UNIT, new, other))
    assert {target for _, target in taken_back(doubted)} == {target_hash(unit.target) for unit in (UNIT, new, other)}
    again = doubted | accepted(other, day="2026-11-25")
    assert is_reviewed(other, again), "accepted again, it is clear"
    assert not is_reviewed(UNIT, again)


@pytest.mark.parametrize("origin", ["", "spaces fixed", "split, from here", "spaces fixed, from 0123"])
def test_a_derived_line_says_from_what(origin: str) -> None:
    line = "\t".join((source_hash("a"), target_hash("b"), "derived", "", "", origin))
    found = loads(line + "\n")
    assert isinstance(found, tuple)
    assert "what this was derived from" in found[1]


class Model:
    """What people did, by the plain words of the law: sets, whose union is what two branches did together."""

    def __init__(self) -> None:
        self.reviews: set[Key] = set()
        self.revoked: set[Key] = set()
        self.alike: set[tuple[Key, Key]] = set()
        self.places: set[tuple[Key, Key]] = set()

    def copied(self) -> Model:
        other = Model()
        other.add(self)
        return other

    def add(self, other: Model) -> None:
        self.reviews |= other.reviews
        self.revoked |= other.revoked
        self.alike |= other.alike
        self.places |= other.places

    def taken_back(self) -> set[Key]:
        """Down to the places first, then up from each place, spaces on the way."""
        down = self._spread(self.revoked, self.places)
        return self._spread(down, {(place, whole) for whole, place in self.places})

    def _spread(self, start: set[Key], steps: set[tuple[Key, Key]]) -> set[Key]:
        found = set(start)
        both = steps | self.alike | {(other, one) for one, other in self.alike}
        while more := {to for by, to in both if by in found} - found:
            found |= more
        return found


def key(unit: Unit) -> Key:
    return source_hash(unit.source, unit.context), target_hash(unit.target)


class Reviews(RuleBasedStateMachine):
    """One text, two branches, and every way in which its review moves."""

    @initialize()
    def start(self) -> None:
        self.branches = [(held(UNIT), Ledger(), Model()), (held(UNIT), Ledger(), Model())]
        self.past = [held(UNIT)]

    @rule(to=st.sampled_from([A, NBSP, THIN, "Venez !", "Venez\u00a0!"]), place=st.integers(0, 1))
    def write(self, to: str, place: int) -> None:
        catalogue, ledger, model = self.branches[0]
        unit = self._unit(place)
        self._put(catalogue, unit, replace(unit, target=to, fuzzy=False), ledger, model)

    @rule(place=st.integers(0, 1), who=st.sampled_from(["Ann", "Bob"]))
    def accept(self, place: int, who: str) -> None:
        catalogue, ledger, model = self.branches[0]
        unit = self._unit(place)
        if any(known.kind is Kind.REVOKED for known in ledger.about(unit)):
            return  # which accept refuses
        claimed = Claims((replace(unit, fuzzy=False),), ())
        after, ledger = record(catalogue, ledger, claimed, who, DAY)
        model.reviews.add(key(unit))
        self._set(after, ledger, model)

    @rule(checker=st.sampled_from([NARROW, WIDE]))
    def fix_spaces(self, checker: Checker) -> None:
        catalogue, ledger, model = self.branches[0]
        fixes = fix(catalogue, ledger, checker)
        known = {(one.source_hash, one.target_hash) for one in ledger.facts}
        for one in fixes.units:
            if key(one.before) in known:
                model.alike.add((key(one.before), key(one.after)))
            if one.state in (State.REVIEWED, State.APPROVED):
                model.reviews.add(key(one.after))
        self._set(fixes.catalogue, fixes.ledger, model)

    @rule(place=st.integers(0, 1))
    def take_back(self, place: int) -> None:
        catalogue, ledger, model = self.branches[0]
        unit = self._unit(place)
        model.revoked.add(key(unit))
        self._put(catalogue, unit, doubted(unit), ledger | [revoked(unit, "Eve", DAY)], model)

    @rule()
    def split_up(self) -> None:
        catalogue, ledger, model = self.branches[0]
        whole, unit = source_hash(UNIT.source), catalogue.units[0]
        if unit.context is not None:
            return
        places = [source_hash(UNIT.source, place) for place in PLACES.places]
        known = {one.target_hash for one in ledger.facts if one.source_hash == whole and one.kind is Kind.ACCEPTED}
        model.places |= {((whole, target), (place, target)) for target in known for place in places}
        model.reviews |= {(place, target) for by, target in model.reviews if by == whole for place in places}
        model.revoked |= {(place, target) for by, target in model.revoked if by == whole for place in places}
        inner = [(one[1], other[1]) for one, other in model.alike if one[0] == whole]
        model.alike |= {((place, one), (place, other)) for one, other in inner for place in places}
        self._set(*split(catalogue, ledger, unit, PLACES), model)

    @rule()
    def join_up(self) -> None:
        catalogue, ledger, model = self.branches[0]
        whole, first = source_hash(UNIT.source), catalogue.units[0]
        if first.context is None:
            return
        joined, after = join(catalogue, ledger, UNIT.source)
        parts = [key(part) for part in catalogue.units if part.target == first.target]
        model.places |= {((whole, part[1]), part) for part in parts if split_from(whole, part) in after.facts}
        before = {one[1] for one, other in model.alike if other == parts[0]}
        model.alike |= {((whole, target), (whole, parts[0][1])) for target in before}
        if len(parts) == len(catalogue.units) and all(part in model.reviews for part in parts):
            model.reviews.add((whole, parts[0][1]))
        self._set(joined, after, model)

    @rule(number=st.integers(0, 30))
    def revert_by_git(self, number: int) -> None:
        _, ledger, model = self.branches[0]
        self._set(self.past[number % len(self.past)], ledger, model)

    @rule()
    def change_branches(self) -> None:
        self.branches.reverse()

    @rule(both=st.booleans())
    def merge(self, both: bool) -> None:
        (catalogue, ours, model), (other, theirs, known) = self.branches
        model.add(known)
        united = theirs | ours if both else ours | theirs
        assert loads(dumps(united)) == united
        self.branches[0] = (catalogue, united, model)
        if both:
            self.branches[1] = (other, united, model.copied())

    @invariant()
    def what_was_taken_back_is_not_reviewed_and_nothing_else_is_lost(self) -> None:
        for _, ledger, model in self.branches:
            index, gone = ledger.index(), model.taken_back()
            for text in {*index, *model.reviews, *gone}:
                kinds = index.get(text, frozenset())
                counts = Kind.ACCEPTED in kinds and Kind.REVOKED not in kinds
                assert counts == (text in model.reviews and text not in gone), (text, kinds)

    def _unit(self, place: int) -> Unit:
        units = self.branches[0][0].units
        return units[place % len(units)]

    def _put(self, catalogue: Catalogue, old: Unit, new: Unit, ledger: Ledger, model: Model) -> None:
        units = tuple(new if unit is old else unit for unit in catalogue.units)
        self._set(replace(catalogue, units=units), ledger, model)

    def _set(self, catalogue: Catalogue, ledger: Ledger, model: Model) -> None:
        self.branches[0] = (catalogue, ledger, model)
        self.past.append(catalogue)


Reviews.TestCase.settings = settings(max_examples=400, stateful_step_count=25, deadline=None)
TestReviews = Reviews.TestCase
