"""What was translated before is found again: the same, with other figures, in parts, or nearly; never a wrong date."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.memory_store import MemoryStore, Source
from pipeline.core import similarity
from pipeline.core.memory import Entry, Match, Memory
from pipeline.core.quantities.reading import read
from pipeline.core.segmentation.refusals import failure

ENTRIES = [
    Entry("5 May, 14:00 – 15:00 CET", "5 mai, de 14 h à 15 h (heure de Paris)", "one", trust=1),
    Entry(
        "We meet in <a1>Bath</a1> on 5 May. Come early. Bring <b1>food</b1>.",
        "Nous nous retrouvons à <a1>Bath</a1> le 5 mai. Venez tôt. Apportez <b1>à manger</b1>.",
        "one",
        trust=1,
    ),
    Entry(
        "The forum invites its members to an evening by the water",
        "Le forum invite ses membres au bord de l’eau",
        "two",
    ),
    Entry("Read more", "Lire la suite", "one", "intro", 1),
    Entry("Read more", "En savoir plus", "two", "footer", 1),
    Entry("Read more", "Plus", "three", "", 0),
]


def memory_of(entries: list[Entry]) -> Memory:
    store = MemoryStore(None, "en")
    store.add(entries)
    return Memory(store, "en", "fr")


@pytest.fixture(scope="module")
def memory() -> Memory:
    return memory_of(ENTRIES)


def target(found: Match | None) -> str | None:
    return None if found is None else found.target


def test_the_same_text_in_another_spelling(memory: Memory) -> None:
    found = memory.find("Read\n more")
    assert found
    assert found.score == 100


@pytest.mark.parametrize(
    ("origin", "before", "expected"),
    [("one", "", "Lire la suite"), ("two", "footer", "En savoir plus"), ("four", "footer", "En savoir plus")],
)
def test_of_several_translations_the_one_of_the_place_wins(
    memory: Memory, origin: str, before: str, expected: str
) -> None:
    assert target(memory.find("Read more", origin, before)) == expected


def test_a_date_is_rebuilt_and_says_so(memory: Memory) -> None:
    found = memory.find("9 June, 15:00 – 16:30 CET")
    assert found
    assert (found.target, found.how) == ("9 juin, de 15 h à 16 h 30 (heure de Paris)", "the same but for figures")


def test_known_sentences_are_joined_with_their_codes(memory: Memory) -> None:
    found = memory.find("Bring <b1>food</b1>. We meet in <a1>Bath</a1> on 7 June.")
    assert found
    assert found.target == "Apportez <b1>à manger</b1>. Nous nous retrouvons à <a1>Bath</a1> le 7 juin."
    assert found.how == "2 sentences joined"
    assert found.score < 100


def test_a_text_nearly_the_same_gets_its_codes(memory: Memory) -> None:
    found = memory.find("We meet in <a3>Bath</a3> on 5 May. Come very early. Bring <strong1>food</strong1>.")
    assert found
    assert "<a3>Bath</a3>" in found.target
    assert "<strong1>à manger</strong1>" in found.target
    assert found.score < 100


def test_a_link_that_the_text_does_not_have_is_no_match(memory: Memory) -> None:
    assert memory.find("We meet in Bath on 5 May. Come early. Bring food soon.") is None


def test_a_sentence_with_other_figures_than_can_be_replaced_is_no_match(memory: Memory) -> None:
    assert memory.find("We meet in <a1>Bath</a1> on 5 May at 9:00. Come early. Bring <b1>food</b1>.") is None


def test_nothing_like_it(memory: Memory) -> None:
    assert memory.find("Umbrellas are for sale at the gate") is None


words = st.sampled_from(
    "river evening lamp city forum members invite walk light night on 5 9 May June 14:00 15:30".split()
)
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=6, unique=True), texts)
def test_a_match_never_says_other_values_than_the_text(known: list[str], text: str) -> None:
    memory = memory_of([Entry(source, f"fr {source}", "page") for source in known])
    found = memory.find(text)
    if found is not None:
        assert failure(found.target, text) is None
        held = {quantity.meaning for quantity in read(found.entry.source, "en")}
        wanted = {quantity.meaning for quantity in read(text, "en")}
        assert held == wanted or found.how


def test_a_file_that_changed_replaces_its_entries_and_one_that_went_is_forgotten() -> None:
    with MemoryStore(None, "en") as store:
        first = [Source("a", "1", lambda: [Entry("Old text of a", "Ancien", "a")])]
        second = Source("b", "1", lambda: [Entry("Text of b", "Texte", "b")])
        assert store.sync([*first, second]) == 2
        assert store.sync([*first, second]) == 0
        assert store.sync([Source("a", "2", lambda: [Entry("New text of a", "Nouveau", "a")])]) == 1
        memory = Memory(store, "en", "fr")
        assert memory.find("Text of b") is None
        assert target(memory.find("New text of a")) == "Nouveau"
        assert store.alike("Old text of a", 99) == []


def test_the_best_match_is_found_as_if_all_were_compared() -> None:
    chance = random.Random(4)
    vocabulary = ["".join(chance.choices("abcdefghij", k=chance.randint(2, 7))) for _ in range(400)]
    known = sorted({" ".join(chance.choices(vocabulary, k=chance.randint(5, 14))) for _ in range(2000)})
    hits = 0
    with MemoryStore(None, "en") as store:
        store.add([Entry(text, "x", "page") for text in known])
        for text in chance.sample(known, 100):
            parts = text.split()
            parts[chance.randrange(len(parts))] = chance.choice(vocabulary)
            query = " ".join(parts)
            best = max(similarity.score(query, other) for other in known)
            found = store.alike(query, 60)
            hits += bool(found) and found[0][1] == pytest.approx(best)
    assert hits >= 99


def test_a_reviewer_sees_every_translation_once_the_best_first(memory: Memory) -> None:
    found = memory.matches("Read more", "two", "footer")
    assert [match.target for match in found] == ["En savoir plus", "Lire la suite", "Plus"]
    assert found[0] == memory.find("Read more", "two", "footer")
    assert len(memory.matches("Read more", most=2)) == 2
    assert memory.matches("Nothing is like these words at all") == []


def test_a_date_is_never_nearly_another_for_a_reviewer_either(memory: Memory) -> None:
    assert [match.target for match in memory.matches("9 June, 14:00 – 15:00 CET")] == [
        "9 juin, de 14 h à 15 h (heure de Paris)"
    ]
