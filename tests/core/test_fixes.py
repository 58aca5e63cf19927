"""A fix of spaces and quotes leaves every unit in its state: reviews go on in the name of who gave them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.derivation import SPACES
from pipeline.core.ledger import Ledger, dumps, fact, loads, state
from pipeline.core.model import Catalogue, Fact, Kind, State, Unit
from pipeline.core.reviews.acceptance import claims
from pipeline.core.reviews.attribution import Version, attribute
from pipeline.core.reviews.fixes import fix
from pipeline.core.reviews.prefilled import prefilled
from pipeline.core.terms import House
from pipeline.core.typography.policy import French, Spaces
from pipeline.core.verify import Checker

CHECKER = Checker()
DAY = "2026-11-23"
UNIT = Unit("Come and see!", "Venez voir !")
RIGHT = "Venez voir\u00a0!"


def catalogue(*units: Unit, obsolete: tuple[Unit, ...] = ()) -> Catalogue:
    return Catalogue("r", "fr", units, obsolete)


def accepted(unit: Unit, *kinds: Kind, origin: str = "") -> Ledger:
    return Ledger() | [fact(unit, kind, "Ann", DAY, origin) for kind in (Kind.ACCEPTED, *kinds)]


def after(unit: Unit, ledger: Ledger) -> tuple[Unit, State, Ledger]:
    fixes = fix(catalogue(unit), ledger, CHECKER)
    (new,) = fixes.catalogue.units
    return new, state(new, fixes.ledger.index()), fixes.ledger


def test_a_reviewed_unit_stays_reviewed_in_the_name_of_its_reviewer() -> None:
    new, standing, ledger = after(UNIT, accepted(UNIT, origin="git 0123"))
    assert (new.target, standing) == (RIGHT, State.REVIEWED)
    assert ledger.about(new) == [fact(new, Kind.ACCEPTED, "Ann", DAY, f"{SPACES}, git 0123")]
    assert ledger.facts > accepted(UNIT, origin="git 0123").facts
    assert loads(dumps(ledger)) == ledger


def test_an_approved_unit_stays_approved() -> None:
    assert after(UNIT, accepted(UNIT, Kind.APPROVED))[1] is State.APPROVED


@pytest.mark.parametrize(
    ("unit", "ledger", "standing"),
    [
        (UNIT, Ledger(), State.CLAIMED),
        (UNIT, accepted(UNIT, Kind.REVOKED), State.CLAIMED),
        (replace(UNIT, fuzzy=True), accepted(UNIT), State.FUZZY),
        (replace(UNIT, fuzzy=True), Ledger() | [fact(UNIT, Kind.MACHINE, origin="pseudo")], State.MACHINE),
        (replace(UNIT, fuzzy=True), accepted(UNIT, Kind.MACHINE), State.MACHINE),
        (UNIT, accepted(replace(UNIT, context="li")), State.CLAIMED),
        (UNIT, accepted(replace(UNIT, source="Something else")), State.CLAIMED),
    ],
    ids=["claimed", "revoked", "fuzzy", "machine", "machine once accepted", "another place", "another English"],
)
def test_no_other_unit_becomes_reviewed(unit: Unit, ledger: Ledger, standing: State) -> None:
    new, found, known = after(unit, ledger)
    assert (new.target, new.fuzzy, found) == (RIGHT, unit.fuzzy, standing)
    cleared = state(replace(new, fuzzy=False), known.index())
    assert cleared is State.CLAIMED


def test_a_review_taken_back_is_taken_back_of_the_fixed_text_too() -> None:
    new, _, ledger = after(UNIT, accepted(UNIT, Kind.REVOKED))
    assert [known.kind for known in ledger.about(new)] == [Kind.REVOKED]


def test_machine_text_stays_machine_text_when_a_tool_clears_the_marks() -> None:
    unit = replace(UNIT, fuzzy=True)
    new, _, ledger = after(unit, Ledger() | [fact(unit, Kind.MACHINE, origin="pseudo")])
    cleared = catalogue(replace(new, fuzzy=False))
    assert claims(cleared, ledger, CHECKER).units == ()
    assert ledger.about(new) == [fact(new, Kind.MACHINE, origin="pseudo")]


@pytest.mark.parametrize("is_reviewed", [True, False])
def test_french_of_older_english_stays_that(is_reviewed: bool) -> None:
    old = replace(UNIT, source="Come!")
    held = catalogue(replace(UNIT, fuzzy=True), obsolete=(replace(old, obsolete=True),))
    fixes = fix(held, accepted(old) if is_reviewed else Ledger(), CHECKER)
    assert fixes.catalogue.obsolete == held.obsolete
    cleared = replace(fixes.catalogue, units=(replace(fixes.catalogue.units[0], fuzzy=False),), obsolete=())
    assert prefilled(cleared, fixes.ledger, exact=False).has(cleared.units[0])


def test_who_fixes_spaces_is_not_who_read_the_text() -> None:
    fixed = fix(catalogue(UNIT), Ledger(), CHECKER).catalogue
    versions = (
        Version("b" * 40, "Bob", "2026-11-24", ("a" * 40,), fixed),
        Version("a" * 40, "Ann", DAY, (), catalogue(UNIT)),
    )
    assert [known.who for known in attribute(fixed.units, versions, Ledger()).facts] == ["Ann"]


def test_a_revoked_text_is_not_reviewed_by_a_fix_and_its_unit_is_left() -> None:
    ledger = accepted(UNIT) | [fact(replace(UNIT, target=RIGHT), Kind.REVOKED, "Bob", DAY)]
    fixes = fix(catalogue(UNIT), ledger, CHECKER)
    assert (fixes.catalogue.units, fixes.ledger, fixes.kept) == ((UNIT,), ledger, (UNIT,))


def test_a_claim_that_would_become_a_review_is_left() -> None:
    ledger = accepted(replace(UNIT, target=RIGHT))
    fixes = fix(catalogue(UNIT), ledger, CHECKER)
    assert (fixes.catalogue.units, fixes.kept) == ((UNIT,), (UNIT,))


def test_a_fix_that_would_hold_the_page_is_left() -> None:
    unit = Unit("Note!", "Attention!")
    checker = Checker(house=House(fixed={"Note!": "Attention!"}))
    fixes = fix(catalogue(unit), accepted(unit), checker)
    assert (fixes.catalogue.units, fixes.kept) == ((unit,), (unit,))


def test_what_is_ignored_or_off_is_left_and_stays_ignored() -> None:
    unit = Unit("Two!", "L'une et l’autre !")
    ignored = fact(unit, Kind.IGNORED, "Ann", DAY, "spaces: so on the poster")
    new, standing, ledger = after(unit, accepted(unit) | [ignored])
    assert (new.target, standing) == ("L’une et l’autre !", State.REVIEWED)
    assert CHECKER.knowing(ledger).unit(new) == ()
    off = fix(catalogue(unit), Ledger(), Checker(levels={"apostrophes": "off", "spaces": "off"}))
    assert off.units == ()


def test_another_policy_and_back_again() -> None:
    narrow = Checker(french=French(Spaces.NARROW))
    wide = Checker(french=French(Spaces.NBSP))
    first = fix(catalogue(UNIT), accepted(UNIT), narrow)
    second = fix(first.catalogue, first.ledger, wide)
    third = fix(second.catalogue, second.ledger, narrow)
    assert [unit.target for unit in third.catalogue.units] == ["Venez voir\u202f!"]
    assert third.catalogue == first.catalogue
    assert state(third.catalogue.units[0], third.ledger.index()) is State.REVIEWED
    assert fix(third.catalogue, third.ledger, narrow).units == ()


TARGETS = ("Venez voir !", RIGHT, "Venez voir\u202f!", "Venez !", "L'un et l’autre ?", "")
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.IGNORED])
UNITS = st.builds(
    Unit,
    st.sampled_from(["Come!", "Come and see!"]),
    st.sampled_from(TARGETS),
    st.booleans(),
    st.sampled_from([None, "li"]),
)
FACTS = st.frozensets(st.builds(lambda unit, kind: fact(unit, kind, "Ann", DAY), UNITS, KINDS), max_size=6)


@given(st.lists(UNITS, max_size=4, unique_by=lambda u: (u.context, u.source)), FACTS, st.sampled_from(list(Spaces)))
@settings(max_examples=500, deadline=None)
def test_no_unit_changes_its_state_whatever_is_known(units: list[Unit], facts: frozenset[Fact], spaces: Spaces) -> None:
    held, ledger, checker = catalogue(*units), Ledger(facts), Checker(french=French(spaces))
    fixes = fix(held, ledger, checker)
    assert ledger.facts <= fixes.ledger.facts
    for old, new in zip(held.units, fixes.catalogue.units, strict=True):
        assert state(old, ledger.index()) is state(new, fixes.ledger.index())
        assert replace(new, target=old.target) == old
    again = fix(fixes.catalogue, fixes.ledger, checker)
    assert (again.catalogue, again.ledger) == (fixes.catalogue, fixes.ledger)
