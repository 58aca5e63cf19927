"""Pages paired with their translations: clear cases, and precision and recall on made-up pages."""

import random
import time
from pathlib import Path

import pytest

from bench import aligning, bilingual
from pipeline.core.align import align
from pipeline.core.model import Slot

SAMPLES = Path(__file__).parents[2] / "sample" / "pages"

LIGHT = (
    "Two cities will show how they replaced 400 lamps along their quays.",
    ("Deux villes montreront comment elles ont remplacé 400 lampes le long de leurs quais."),
)
BUS = (
    "The last bus leaves at 11:30 pm, and the ferry at midnight.",
    "Le dernier bus part à 23 h 30, et le bac à minuit.",
)
DATE = "The session takes place on Tuesday, May 5, 2026.", "La séance a lieu le mardi 5 mai 2026."
MAIL = "Write to <a1>events@forum.example</a1> to register.", "Pour s’inscrire : <a1>events@forum.example</a1>."
PLAIN = "Nobody knows what the evening will bring.", "Personne ne sait ce que la soirée réserve."
MORE = "Read more", "Lire la suite"
ALL = [LIGHT, BUS, DATE, MAIL, PLAIN]


def slots(*texts: str, role: str = "p") -> list[Slot]:
    return [Slot(0, 0, text, role) for text in texts]


def sure(source: list[Slot], target: list[Slot]) -> list[tuple[str, str]]:
    return [(pair.source.text, pair.target.text) for pair in align(source, target) if pair.confidence >= aligning.SURE]


def english(pairs: list[tuple[str, str]]) -> list[Slot]:
    return slots(*(pair[0] for pair in pairs))


def french(pairs: list[tuple[str, str]]) -> list[Slot]:
    return slots(*(pair[1] for pair in pairs))


def test_the_same_pages_pair_one_to_one() -> None:
    assert sure(english(ALL), french(ALL)) == ALL


@pytest.mark.parametrize("source", [[], slots("Words")])
def test_a_page_without_text_has_no_pairs(source: list[Slot]) -> None:
    assert align(source, []) == []
    assert align([], source) == []


@pytest.mark.parametrize("missing", range(len(ALL)))
def test_a_missing_paragraph_leaves_the_others_alone(missing: int) -> None:
    rest = [pair for pair in ALL if pair is not ALL[missing]]
    assert sure(english(ALL), french(rest)) == rest
    assert sure(english(rest), french(ALL)) == rest


@pytest.mark.parametrize("first", range(len(ALL) - 1))
def test_merged_paragraphs_are_left_out(first: int) -> None:
    apart = [pair for pair in ALL if pair not in ALL[first : first + 2]]
    texts = [pair[1] for pair in ALL]
    texts[first : first + 2] = [" ".join(texts[first : first + 2])]
    assert sure(english(ALL), slots(*texts)) == apart


def test_an_extra_sentence_keeps_a_paragraph_paired() -> None:
    longer = f"{DATE[1]} L’entrée est libre."
    assert (DATE[0], longer) in sure(english(ALL), french([LIGHT, BUS, (DATE[0], longer), MAIL, PLAIN]))


def test_a_list_in_another_order_is_paired_by_what_it_says() -> None:
    chance = random.Random(3)
    before, after = ([bilingual.sentence(chance) for _ in range(8)] for _ in range(2))
    source = english(before) + slots(*(pair[0] for pair in ALL), role="li") + english(after)
    order = [DATE, LIGHT, PLAIN, MAIL, BUS]
    found = sure(source, french(before) + slots(*(pair[1] for pair in order), role="li") + french(after))
    assert set(found) <= {*before, *ALL, *after}
    assert {*before, LIGHT, BUS, DATE, MAIL, *after} <= set(found)


def test_more_in_french_is_left_out() -> None:
    added = ("", "Le conseil municipal a voté le budget le 3 avril.")
    assert sure(english(ALL), french([LIGHT, BUS, added, DATE, MAIL, added, PLAIN])) == ALL


def test_texts_that_repeat_pair_with_each_other_even_if_one_is_missing() -> None:
    page = [LIGHT, MORE, BUS, MORE, DATE, MORE]
    assert sure(english(page), french(page)) == page
    found = sure(english(page), french([LIGHT, MORE, BUS, DATE, MORE]))
    assert found == [LIGHT, MORE, BUS, DATE, MORE]


def test_a_title_is_no_paragraph_and_an_attribute_no_text() -> None:
    assert align(slots("Contact", role="title"), slots("Contact", role="p")) == []
    assert align(slots("A lantern", role="alt"), slots("Une lanterne", role="li")) == []


def test_each_slot_is_in_one_pair_at_most() -> None:
    chance = random.Random(1)
    source = slots(*(chance.choice(("one", "two words", "three of them")) for _ in range(40)))
    target = slots(*(chance.choice(("un", "deux mots", "trois mots là")) for _ in range(30)))
    pairs = align(source, target)
    assert len({id(pair.source) for pair in pairs}) == len({id(pair.target) for pair in pairs}) == len(pairs)
    assert all(0 <= pair.confidence <= 100 for pair in pairs)


@pytest.mark.parametrize("page", list(aligning.sample_pages(SAMPLES)), ids=["round 1", "round 2"])
def test_the_sample_pages_pair_completely(page: list[aligning.Row]) -> None:
    result = aligning.score(page)
    assert (result.wrong, result.recall) == (0, 1.0)


def test_precision_and_recall_reach_the_aims() -> None:
    total = sum((found for _, found in aligning.rows(range(5000, 5012))), aligning.Score(0, 0, 0))
    assert total.precision >= 0.98
    assert total.recall >= 0.9


def test_five_hundred_slots_take_little_time() -> None:
    chance = random.Random(2)
    pairs = [bilingual.sentence(chance) for _ in range(500)]
    words = [(" ".join(["word"] * chance.randint(1, 60)), " ".join(["mot"] * chance.randint(1, 60))) for _ in pairs]
    for page in (pairs, words, [MORE] * 500):
        start = time.perf_counter()
        align(english(page), french(page))
        assert time.perf_counter() - start < 4  # seconds; a half here, and slower machines pass too
