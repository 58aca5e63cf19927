"""A copy that came back, two branches, and git's authors: both people's work is kept, none is invented."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Kind, Segment, State, Unit
from pipeline.core.reviews.attribution import Version, attribute
from pipeline.core.reviews.splitting import join, split
from pipeline.core.reviews.take_back import nearest, take_back
from pipeline.core.reviews.three_way import unite

WHO = ("Ann", "2026-11-23")


def catalogue(*units: Unit, obsolete: tuple[Unit, ...] = ()) -> Catalogue:
    return Catalogue("round-1", "fr", units, obsolete)


def accepted(*units: Unit) -> Ledger:
    return Ledger() | [fact(unit, Kind.ACCEPTED, *WHO) for unit in units]


MACHINE = Unit("The evening", "La soir", fuzzy=True)
HUMAN = Unit("The evening", "La soirée")
OTHER = Unit("The evening", "Le soir")
DRAFT = Unit("The evening", "Une soirée")
EMPTY = Unit("The evening")
CLEARED = replace(MACHINE, fuzzy=False)

CASES = [
    # held, copy, base, expected target, fuzzy, and what is said of it
    pytest.param(MACHINE, HUMAN, MACHINE, "La soirée", False, "", id="work done in the copy"),
    pytest.param(MACHINE, replace(MACHINE, fuzzy=False), MACHINE, "La soir", False, "", id="mark cleared"),
    pytest.param(HUMAN, MACHINE, MACHINE, "La soirée", False, "the copy is older", id="older copy"),
    pytest.param(HUMAN, OTHER, MACHINE, "La soirée", False, "two people wrote it", id="both wrote"),
    pytest.param(HUMAN, OTHER, HUMAN, "La soirée", False, "two people wrote it", id="corrected"),
    pytest.param(DRAFT, OTHER, DRAFT, "Le soir", False, "replaces French that nobody accepted", id="not accepted"),
    pytest.param(DRAFT, OTHER, MACHINE, "Une soirée", False, "two people wrote it", id="both wrote, neither accepted"),
    pytest.param(DRAFT, OTHER, None, "Une soirée", False, "two people wrote it", id="both wrote, nobody knows when"),
    pytest.param(HUMAN, OTHER, None, "La soirée", False, "two people wrote it", id="a review without a base"),
    pytest.param(MACHINE, OTHER, EMPTY, "Le soir", False, "", id="a machine is nobody"),
    pytest.param(CLEARED, MACHINE, MACHINE, "La soir", False, "the copy is older", id="mark cleared here"),
    pytest.param(HUMAN, replace(OTHER, fuzzy=True), HUMAN, "La soirée", False, "two people", id="unsure of a review"),
    pytest.param(HUMAN, replace(HUMAN, fuzzy=True), HUMAN, "La soirée", False, "reviewed here", id="mark set"),
    pytest.param(HUMAN, replace(HUMAN, target=""), HUMAN, "La soirée", False, "blank in the copy", id="blank"),
    pytest.param(
        HUMAN, replace(HUMAN, target="The evening"), HUMAN, "La soirée", False, "equal to the English", id="E"
    ),
    pytest.param(HUMAN, MACHINE, None, "La soirée", False, "the copy is older", id="older by the ledger"),
    pytest.param(MACHINE, HUMAN, None, "La soirée", False, "", id="work without a base"),
]


@pytest.mark.parametrize(("held", "copy", "base", "target", "fuzzy", "said"), CASES)
def test_one_unit_of_a_copy(held: Unit, copy: Unit, base: Unit | None, target: str, fuzzy: bool, said: str) -> None:
    ledger = accepted(HUMAN) | [fact(MACHINE, Kind.MACHINE, origin="deepl")]
    back = take_back(catalogue(held), catalogue(copy), ledger, () if base is None else (catalogue(base),))
    unit = back.catalogue.units[0]
    assert (unit.target, unit.fuzzy) == (target, fuzzy)
    assert said in " ".join(back.oddities)
    assert bool(said) == bool(back.oddities)
    if said == "two people wrote it":
        assert unit.comments == "other version: Le soir"
        assert back.kept == {(None, "The evening")}


def test_french_for_english_that_changed_meanwhile_is_kept_and_offered() -> None:
    before = "During this session we will look at light along the river."
    after = "During this session we looked at light along the river."
    copy = catalogue(Unit(before, "Nous verrons la lumière."), Unit("A title of it", "Un titre"))
    held = catalogue(Unit(after), Unit("A title of it", "Un titre"))
    back = take_back(held, copy, Ledger())
    unit = back.catalogue.units[0]
    assert (unit.target, unit.fuzzy, unit.previous) == ("Nous verrons la lumière.", True, before)
    assert [unit.source for unit in back.catalogue.obsolete] == [before]
    assert "its French is kept, to be looked at" in back.oddities[-1]


def test_a_copy_from_before_a_split_offers_its_french_to_each_place() -> None:
    reviewed, waiting = Unit("Open", "Ouvert", context="h2"), Unit("Open", context="li")
    held = catalogue(reviewed, waiting, Unit("B", "b"))
    copy = catalogue(Unit("Open", "Ouvrir"), Unit("B", "b"))
    base = catalogue(Unit("Open"), Unit("B", "b"))
    for bases in ((base,), ()):
        back = take_back(held, copy, accepted(reviewed), bases)
        first, second, _ = back.catalogue.units
        assert (first.target, first.fuzzy, first.comments) == ("Ouvert", False, "other version: Ouvrir")
        assert (second.target, second.fuzzy, second.comments) == ("Ouvrir", True, "")
        assert back.catalogue.obsolete == ()
        assert back.missing == 0
        assert ["this text was split since the copy was made" in line for line in back.oddities] == [True, True]
    nothing = take_back(catalogue(reviewed), catalogue(Unit("Open", "Ouvert")), accepted(reviewed))
    assert nothing.catalogue.units == (reviewed,)
    assert "nothing in it is new" in nothing.oddities[0]


def test_a_copy_from_before_a_split_was_undone_offers_what_it_has_of_each_place() -> None:
    held = catalogue(Unit("Open", "Ouvert"))
    copy = catalogue(Unit("Open", "Ouvert", context="h2"), Unit("Open", "Ouvrir", context="li"))
    back = take_back(held, copy, accepted(*held.units))
    assert back.catalogue.units[0].comments == "other version: Ouvrir"
    assert "the places of this text changed" in back.oddities[0]


def test_another_msgid_is_named() -> None:
    held = catalogue(Unit("The evening is open to all of the cities"), Unit("Title", "Titre"))
    copy = catalogue(Unit("The evening is open to all the cities", "Ouverte à tous"), Unit("Title", "Titre"))
    assert "the copy has another msgid" in take_back(held, copy, Ledger()).oddities[-1]


def test_the_base_of_a_copy_is_the_version_most_like_it() -> None:
    first, second = catalogue(MACHINE, Unit("B")), catalogue(HUMAN, Unit("B", "b"))
    assert nearest(catalogue(MACHINE, Unit("B", "work")), [second, first]) == (first,)
    assert nearest(catalogue(Unit("X", "y")), [second, first]) == ()


def test_a_copy_as_near_to_two_versions_replaces_nothing_that_differs_between_them() -> None:
    first, second = catalogue(MACHINE, Unit("B", "b")), catalogue(DRAFT, Unit("B", "b"))
    copy = catalogue(OTHER, Unit("B", "b"))
    bases = nearest(copy, [second, first])
    assert bases == (second, first)
    back = take_back(second, copy, Ledger(), bases)
    assert (back.catalogue.units[0].target, back.catalogue.units[0].comments) == (
        "Une soirée",
        "other version: Le soir",
    )


def test_naming_a_unit_of_a_copy_chooses_its_text() -> None:
    both = take_back(catalogue(HUMAN), catalogue(OTHER), accepted(HUMAN)).catalogue
    back = take_back(both, catalogue(OTHER), accepted(HUMAN), (), {(None, "The evening")})
    assert (back.catalogue.units[0].target, back.catalogue.units[0].comments, back.kept) == ("Le soir", "", frozenset())
    assert "replaces reviewed French: La soirée" in back.oddities[0]


UNITS = st.builds(
    Unit,
    st.sampled_from(["A", "B", "C", "D"]),
    st.sampled_from(["", "un", "deux", "trois"]),
    st.booleans(),
    st.sampled_from([None, "h2"]),
    obsolete=st.booleans(),
)


def built(units: list[Unit]) -> Catalogue:
    known = {(unit.context, unit.source): replace(unit, fuzzy=unit.fuzzy and bool(unit.target)) for unit in units}
    live = tuple(unit for unit in known.values() if not unit.obsolete)
    gone = sorted((u for u in known.values() if u.obsolete and u.target), key=lambda u: (u.context or "", u.source))
    return catalogue(*live, obsolete=tuple(gone))


CATALOGUES = st.lists(UNITS, max_size=6).map(built)


def french(*sides: Catalogue) -> set[str]:
    known = [unit for side in sides for unit in (*side.units, *side.obsolete)]
    return {unit.target for unit in known if unit.target} | {
        line.removeprefix("other version: ") for unit in known for line in unit.comments.split("\n") if line
    }


@given(CATALOGUES, CATALOGUES)
def test_uniting_with_what_did_not_change_takes_the_other(base: Catalogue, other: Catalogue) -> None:
    assert unite(base, base, base).catalogue == base
    taken = unite(base, base, other).catalogue
    assert {(u.context, u.source, u.target, u.fuzzy) for u in taken.units} == {
        (u.context, u.source, u.target or next((b.target for b in (*base.units, *base.obsolete) if (b.context, b.source) == (u.context, u.source)), ""), u.fuzzy if u.target else next((b.fuzzy for b in (*base.units, *base.obsolete) if (b.context, b.source) == (u.context, u.source)), False))
        for u in other.units
    }  # fmt: skip


@given(CATALOGUES, CATALOGUES, CATALOGUES)
@settings(max_examples=400)
def test_what_either_wrote_is_in_the_result(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> None:
    united = unite(base, ours, theirs).catalogue
    new = (french(ours) | french(theirs)) - french(base)
    assert new <= french(united)
    assert unite(united, united, united).catalogue == united
    ledger = accepted(*(unit for unit in (*ours.units, *theirs.units) if unit.target and not unit.fuzzy))
    index = ledger.index()
    for unit in united.units:
        if state(unit, index) is State.REVIEWED:
            assert any((unit.source, unit.context, unit.target) == (u.source, u.context, u.target) for side in (ours, theirs) for u in side.units if not u.fuzzy)  # fmt: skip


@given(CATALOGUES, CATALOGUES, st.none() | CATALOGUES)
@settings(max_examples=400)
def test_taking_a_copy_back_loses_no_review(held: Catalogue, copy: Catalogue, base: Catalogue | None) -> None:
    ledger = accepted(*(unit for unit in held.units if unit.target and not unit.fuzzy))
    back = take_back(held, copy, ledger, () if base is None else (base,))
    index = ledger.index()
    for before, after in zip(held.units, back.catalogue.units, strict=True):
        if state(before, index) is State.REVIEWED:
            assert (after.target, after.fuzzy) == (before.target, False)
        if state(after, index) is State.REVIEWED:
            assert (
                state(before, index) is State.REVIEWED
                or (before.target, before.fuzzy) == (after.target, True)
                or before.target == after.target
            )
    assert {u.target for u in held.obsolete} - {u.target for u in back.catalogue.obsolete} <= {
        u.target for u in held.obsolete if state(replace(u, obsolete=False), index) is not State.REVIEWED
    }


def version(commit: str, who: str, parents: tuple[str, ...], *units: Unit) -> Version:
    return Version(commit, who, "2026-11-20", parents, catalogue(*units))


def test_a_unit_belongs_to_who_wrote_it_not_to_who_merged_it() -> None:
    start, done = Unit("A", "a", fuzzy=True), Unit("A", "un")
    versions = [
        version("m", "Merger", ("x", "y"), done, Unit("B", "deux")),
        version("y", "Bob", ("s",), start, Unit("B", "deux")),
        version("x", "Ann", ("s",), done, Unit("B")),
        version("s", "Robot", (), start, Unit("B")),
    ]
    found = attribute([done, Unit("B", "deux")], versions, Ledger())
    assert [(known.who, known.origin) for known in found.facts] == [("Ann", "git x"), ("Bob", "git y")]


def test_splitting_keeps_the_review_of_every_place_and_joining_it_of_equal_ones() -> None:
    unit, places = Unit("Open", "Ouvert"), ("h2", "li 1 of 2", "li 2 of 2")
    held, ledger = split(catalogue(unit, Unit("B", "b")), accepted(unit), unit, Segment("Open", places=places))
    assert [(u.context, state(u, ledger.index())) for u in held.units] == [
        ("h2", State.REVIEWED), ("li 1 of 2", State.REVIEWED), ("li 2 of 2", State.REVIEWED), (None, State.CLAIMED),
    ]  # fmt: skip
    joined, again = join(held, ledger, "Open")
    assert state(joined.units[0], again.index()) is State.REVIEWED
    other = replace(held, units=(replace(held.units[0], target="Ouverte"), *held.units[1:]))
    joined, again = join(other, ledger, "Open")
    assert (joined.units[0].target, state(joined.units[0], again.index())) == ("Ouverte", State.FUZZY)
    assert {u.target for u in joined.obsolete} == {"Ouvert"}
