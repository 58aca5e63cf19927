"""Merging keeps every review and fakes none."""

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.derivation import spaces_fixed, split_from
from pipeline.core.ledger import Ledger, dumps, fact, loads, state
from pipeline.core.merge import Change, merge
from pipeline.core.model import Catalogue, Fact, Kind, Segment, State, Unit

WORDS = st.sampled_from("river evening light session city partners walk bridge open safe 5 May the of and".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PAGES = st.lists(SENTENCES, max_size=8, unique=True).map(lambda texts: [Segment(text) for text in texts])
EMPTY = Catalogue("round-1", "fr")


def translated(catalogue: Catalogue) -> Catalogue:
    return replace(
        catalogue, units=tuple(replace(u, target=u.target or f"fr {u.source}", fuzzy=False) for u in catalogue.units)
    )


def targets(catalogue: Catalogue) -> set[str]:
    return {unit.target for unit in (*catalogue.units, *catalogue.obsolete) if unit.target}


@given(PAGES, PAGES)
@settings(max_examples=200, deadline=None)
def test_merging_twice_is_merging_once(first: list[Segment], second: list[Segment]) -> None:
    once = merge(translated(merge(EMPTY, first).catalogue), second).catalogue
    assert merge(once, second).catalogue == once


@given(PAGES, PAGES, PAGES)
@settings(max_examples=200, deadline=None)
def test_no_target_is_ever_lost(first: list[Segment], second: list[Segment], third: list[Segment]) -> None:
    held = translated(merge(EMPTY, first).catalogue)
    later = merge(merge(held, second).catalogue, third).catalogue
    assert targets(held) <= targets(later)


@given(PAGES, PAGES)
@settings(max_examples=200, deadline=None)
def test_text_that_returns_is_reviewed_again(first: list[Segment], second: list[Segment]) -> None:
    held = translated(merge(EMPTY, first).catalogue)
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "A", "2026-11-23") for unit in held.units]
    back = merge(merge(held, second).catalogue, first).catalogue
    assert {state(unit, ledger.index()) for unit in back.units} <= {State.REVIEWED}


@given(PAGES, st.lists(PAGES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_merge_makes_anything_reviewed(first: list[Segment], edits: list[list[Segment]]) -> None:
    held = merge(EMPTY, first).catalogue
    half = replace(held, units=tuple(replace(u, target="x" * n, fuzzy=bool(n % 2)) for n, u in enumerate(held.units)))
    for edit in edits:
        half = merge(half, edit).catalogue
    assert not {state(unit, {}) for unit in half.units} & {State.REVIEWED, State.APPROVED}


def test_a_sentence_in_the_past_tense_takes_its_french_along_as_fuzzy() -> None:
    before = "During this session we will look at light along the river and at what keeps an evening open."
    after = "During this session we looked at light along the river and at what kept the evening open."
    held = Catalogue("r", "fr", (Unit("Title of it", "Titre"), Unit(before, "Nous verrons", comments="ask the city")))
    merged = merge(held, [Segment("Title of it"), Segment(after)])
    changed = merged.catalogue.units[1]
    assert (changed.target, changed.fuzzy, changed.previous, changed.comments) == (
        "Nous verrons",
        True,
        before,
        "ask the city",
    )
    assert [step.change for step in merged.steps] == [Change.UNCHANGED, Change.CHANGED]
    assert merged.catalogue.obsolete[0].source == before


def test_a_date_is_never_matched_with_another_date() -> None:
    held = Catalogue("r", "fr", (Unit("5 May, 14:00 – 15:00 CET", "5 mai, de 14 h à 15 h"),))
    unit = merge(held, [Segment("9 June, 14:00 – 15:00 CET")]).catalogue.units[0]
    assert unit.target == ""


def test_quotes_spaces_and_formatting_touch_no_review() -> None:
    unit = Unit(
        "The city's <strong1>open</strong1> evening",
        "La soirée",
    )
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "A", "2026-11-23")]
    merged = merge(Catalogue("r", "fr", (unit,)), [Segment("The  city’s open\u00a0evening")]).catalogue
    assert state(merged.units[0], ledger.index()) is State.REVIEWED


def test_links_touch_the_review_only_when_a_link_comes_or_goes() -> None:
    unit = Unit("Read <a1>more</a1> here", "Lire la <a1>suite</a1>")
    merged = merge(Catalogue("r", "fr", (unit,)), [Segment("Read more here")]).catalogue
    assert merged.units[0].fuzzy


SOURCES = st.sampled_from(["0123456789abcdef", "fedcba9876543210"])
TARGETS = st.sampled_from(["0123456789abcdef", "aaaaaaaaaaaaaaaa"])
LINKS = st.builds(spaces_fixed, st.tuples(SOURCES, TARGETS), st.tuples(SOURCES, TARGETS)) | st.builds(
    split_from, SOURCES, st.tuples(SOURCES, TARGETS)
)
FACTS = LINKS | st.builds(
    Fact,
    SOURCES,
    TARGETS,
    st.sampled_from([kind for kind in Kind if kind is not Kind.DERIVED]),
    st.sampled_from(["Ann", "Team of two"]),
    st.sampled_from(["2026-11-23", "2026-12-01"]),
    st.sampled_from(["", "deepl", "87 % round-1"]),
)


@given(st.sets(FACTS, max_size=6), st.sets(FACTS, max_size=6))
def test_ledgers_unite_in_any_order(first: set[Fact], second: set[Fact]) -> None:
    one, two = Ledger(frozenset(first)), Ledger(frozenset(second))
    assert one | two == two | one == one | (one | two)
    assert loads(dumps(one | two)) == one | two
    lines = sorted(set(dumps(one).splitlines()) | set(dumps(two).splitlines()))
    assert loads("\n".join(lines)) == one | two, "git's union merge of the files is the union of the facts"


def test_a_broken_ledger_names_the_line() -> None:
    assert loads("# x\nabc\tdef\n") == (2, "2 columns where 6 belong; restore the line from git")
    assert isinstance(loads("<<<<<<< ours\n"), tuple)
    nobody = loads(f"{'a' * 16}\t{'b' * 16}\taccepted\t\t2026-11-23\t\n")
    assert isinstance(nobody, tuple), "a review without a person is none"
    assert "needs a name and a date" in nobody[1]
    never = loads(f"{'a' * 16}\t{'b' * 16}\taccepted\tAnn\t2026-02-31\t\n")
    assert never == (1, '"2026-02-31" is no date (2026-11-23); restore the line from git')
    assert loads("# diptych review ledger 2: other columns\n") == (
        1,
        "is of another version of the format; update diptych",
    )


def test_revoked_beats_accepted() -> None:
    unit = Unit("A", "B")
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "A", "2026-11-23"), fact(unit, Kind.REVOKED, "B", "2026-11-22")]
    assert state(unit, ledger.index()) is State.CLAIMED


def test_what_only_moved_is_said_to_have_moved_and_nothing_else() -> None:
    held = Catalogue("r", "fr", tuple(Unit(text, text.upper()) for text in ("One", "Two", "Three", "Four")))
    merged = merge(held, [Segment(text) for text in ("Four", "One", "Two", "Three")])
    assert [(step.change, step.source) for step in merged.steps if step.change is not Change.UNCHANGED] == [
        (Change.MOVED, "Four")
    ]
    assert {unit.target for unit in merged.catalogue.units} == {"ONE", "TWO", "THREE", "FOUR"}


def test_an_edit_is_found_by_its_neighbours_where_it_is_hardly_alike() -> None:
    texts = ["A first one", "We will look at the cities that opened bathing places", "A last one"]
    held = Catalogue("r", "fr", tuple(Unit(text, f"fr {text}") for text in texts))
    edited = "We looked at what cities did once bathing places had been opened there for all"
    unit = merge(held, [Segment(texts[0]), Segment(edited), Segment(texts[2])]).catalogue.units[1]
    assert unit.target == f"fr {texts[1]}"
    alone = merge(held, [Segment(edited)]).catalogue.units[0]
    assert alone.target in ("", f"fr {texts[1]}")


def test_each_of_many_changed_texts_finds_its_own_old_self() -> None:
    """So many that not every pair is compared: rare words and places lead to the right one."""
    names = ["".join(pair) for pair in itertools.product("bdfglmnprst", "aeiou", "bdfglmnprst")]
    old = [f"the {names[n % 97]} is about {names[n % 89]} and {names[n % 83]} in the city" for n in range(700)]
    new = [text.replace("is about", "was about") for text in old]
    held = Catalogue("r", "fr", tuple(Unit(text, f"fr {text}") for text in old))
    units = merge(held, [Segment(text) for text in new]).catalogue.units
    found = sum(unit.target == f"fr {text}" for unit, text in zip(units, old, strict=True))
    assert found == len(old)


def test_a_split_text_stays_split_when_it_is_edited_and_keeps_each_french() -> None:
    places = ("h2", "li")
    split = (
        Unit("Open to all of you", "Ouverte à tous", context="h2"),
        Unit("Open to all of you", "Ouvert", context="li"),
    )
    held = Catalogue("r", "fr", split)
    same = merge(held, [Segment("Open to all of you", places, (), places)])
    assert [step.change for step in same.steps] == [Change.UNCHANGED] * 2
    units = merge(held, [Segment("Open to all of them", places, (), places)]).catalogue.units
    assert [(unit.context, unit.target, unit.fuzzy) for unit in units] == [
        ("h2", "Ouverte à tous", True),
        ("li", "Ouvert", True),
    ]


def split_open(*places: tuple[str, str]) -> Catalogue:
    return Catalogue("r", "fr", tuple(Unit("Open", french, context=place) for place, french in places))


def opened(*places: str) -> list[Segment]:
    return [Segment("Open", places, (), places)]


def forms(catalogue: Catalogue) -> list[tuple[str | None, str, bool]]:
    return [(unit.context, unit.target, unit.fuzzy) for unit in catalogue.units]


def test_a_place_that_goes_leaves_the_french_of_a_split_text_to_be_looked_at() -> None:
    held = split_open(("li 1 of 2", "Ouvert"), ("li 2 of 2", "Ouvrir"))
    merged = merge(held, opened("li")).catalogue
    assert forms(merged) == [("li", "Ouvert", True)]
    assert merged.units[0].previous == "Open"
    assert merged.units[0].comments.split("\n") == [
        'places changed: this French was for "li 1 of 2"; look where it stands now',
        "other version: Ouvrir",
    ]
    assert [(unit.context, unit.target) for unit in merged.obsolete] == [
        ("li 1 of 2", "Ouvert"),
        ("li 2 of 2", "Ouvrir"),
    ]
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "A", "2026-11-23") for unit in held.units]
    cleared = replace(merged.units[0], fuzzy=False, previous=None)
    assert state(cleared, ledger.index()) is State.CLAIMED, "no old review holds for the new place"
    assert merge(merged, opened("li")).catalogue == merged


def test_a_place_that_comes_shifts_no_french_of_a_split_text() -> None:
    held = split_open(("h2", "Ouverte"), ("li 1 of 2", "Ouvert"), ("li 2 of 2", "Ouvrir"))
    merged = merge(held, opened("h2", "li 1 of 3", "li 2 of 3", "li 3 of 3")).catalogue
    assert forms(merged) == [
        ("h2", "Ouverte", False),
        ("li 1 of 3", "Ouvert", True),
        ("li 2 of 3", "Ouvrir", True),
        ("li 3 of 3", "Ouvrir", True),
    ]
    back = merge(merged, opened("h2", "li 1 of 2", "li 2 of 2")).catalogue
    assert forms(back) == [("h2", "Ouverte", False), ("li 1 of 2", "Ouvert", True), ("li 2 of 2", "Ouvrir", True)]
    assert targets(merged) >= {"Ouverte", "Ouvert", "Ouvrir"}


def test_two_spellings_of_one_text_share_its_review() -> None:
    unit = Unit('The "open" evening', "La soirée")
    ledger = Ledger() | [fact(unit, Kind.ACCEPTED, "A", "2026-11-23")]
    units = merge(Catalogue("r", "fr", (unit,)), [Segment(unit.source), Segment("The “open” evening")]).catalogue.units
    assert [state(found, ledger.index()) for found in units] == [State.REVIEWED] * 2
