"""Pages and their translations with a known alignment, disturbed on purpose: how many pairs are found."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from bench import bilingual
from pipeline.core.align import align
from pipeline.core.model import Slot
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules

SURE: Final = 60  # confidence (0-100) from which `learn` keeps a pair
_SAMPLES: Final = {"round-1": (), "round-2": (10,)}  # page → places of English segments that the French page lacks
_SHARE: Final = 0.1  # of the slots that a disturbance touches

Row = tuple[Slot | None, Slot | None]
"""A slot and its translation; None where there is none."""

Disturbance = Callable[[list[Row], random.Random], list[Row]]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that should be found, pairs kept, and how many of those are wrong."""

    true: int
    kept: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share of right pairs among those kept, 0 to 1."""
        return 1 - self.wrong / max(self.kept, 1)

    @property
    def recall(self) -> float:
        """The share of true pairs that were kept, 0 to 1."""
        return (self.kept - self.wrong) / max(self.true, 1)

    def __add__(self, other: Score) -> Score:
        return Score(self.true + other.true, self.kept + other.kept, self.wrong + other.wrong)


def rows(seeds: Iterable[int], samples: Path | None = None) -> Iterator[tuple[str, Score]]:
    """For each disturbance its name and score over made-up pages, one a seed, and over the sample site's pages."""
    known = list(seeds)
    real = list(sample_pages(samples)) if samples else []
    for name, disturb in DISTURBANCES.items():
        total = Score(0, 0, 0)
        for seed in known:
            chance = random.Random(seed)
            pages: list[list[Row]] = [list(bilingual.page(chance)), *real[: len(real) if seed == known[0] else 0]]
            for page in pages:
                total += score(disturb(list(page), chance))
        yield name, total


def score(page: Sequence[Row]) -> Score:
    """Align the two sides of a page. A pair is right where it has the texts of a true one, wherever they stand."""
    source = [english for english, _ in _in_order(page, 0) if english]
    target = [french for _, french in _in_order(page, 1) if french]
    truth = [(english.text, french.text) for english, french in page if english and french]
    known = set(truth)
    kept = [pair for pair in align(source, target) if pair.confidence >= SURE]
    return Score(len(truth), len(kept), sum((pair.source.text, pair.target.text) not in known for pair in kept))


def sample_pages(folder: Path) -> Iterator[list[Row]]:
    """The sample site's pages that have an existing French one; the order tells the alignment."""
    for name, untranslated in _SAMPLES.items():
        english = segment((folder / f"{name}.html").read_bytes()).slots
        rules = Rules(locale="fr", whole_page=False)
        french = iter(segment((folder / f"{name}.fr.html").read_bytes(), rules).slots)
        yield [(slot, None if place in untranslated else next(french)) for place, slot in enumerate(english)]


def _in_order(page: Sequence[Row], side: int) -> list[Row]:
    """The rows in the order of one side: a slot's ``start`` says where it stands if it was moved, else 0."""
    places = {id(row): place for place, row in enumerate(page)}

    def place(row: Row) -> int:
        slot = row[side]
        return slot.end if slot is not None and slot.start == _MOVED else places[id(row)]

    return sorted(page, key=place)


_MOVED: Final = -1  # ``start`` of a slot that stands elsewhere; its ``end`` is the row where it does


def _none(page: list[Row], _: random.Random) -> list[Row]:
    return page


def _french_missing(page: list[Row], chance: random.Random) -> list[Row]:
    return [(one, None) if chance.random() < _SHARE else (one, other) for one, other in page]


def _english_missing(page: list[Row], chance: random.Random) -> list[Row]:
    return [(None, other) if chance.random() < _SHARE else (one, other) for one, other in page]


def _block_missing(page: list[Row], chance: random.Random) -> list[Row]:
    """A whole part of the page has no French."""
    length = len(page) // 5
    start = chance.randrange(len(page) - length)
    return [(one, None if start <= place < start + length else other) for place, (one, other) in enumerate(page)]


def _french_has_more(page: list[Row], chance: random.Random) -> list[Row]:
    """Paragraphs in French of which the English page knows nothing."""
    found: list[Row] = []
    for row in page:
        found.append(row)
        if chance.random() < _SHARE:
            found.append((None, Slot(0, 0, bilingual.sentence(chance)[1], "p")))
    return found


def _other_in_place(page: list[Row], chance: random.Random) -> list[Row]:
    """Where a paragraph was, the French page says something else."""
    found: list[Row] = []
    for one, other in page:
        if other and other.role == "p" and chance.random() < _SHARE:
            found += [(one, None), (None, other._replace(text=bilingual.sentence(chance)[1]))]
        else:
            found.append((one, other))
    return found


def _merged(page: list[Row], chance: random.Random, side: int) -> list[Row]:
    """Two paragraphs of the page are one on one side, so that neither has a partner."""
    found: list[Row] = []
    skip = False
    for row, following in pairwise([*page, (None, None)]):
        first, second = row[side], following[side]
        if skip:
            skip = False
        elif first and second and first.role == second.role == "p" and chance.random() < 2 * _SHARE:
            one = first._replace(text=f"{first.text} {second.text}")
            found += [(row[0], None), (following[0], None), (None, one)]
            if side == 0:
                found[-3:] = [(one, None), (None, row[1]), (None, following[1])]
            skip = True
        else:
            found.append(row)
    return found


def _french_merged(page: list[Row], chance: random.Random) -> list[Row]:
    return _merged(page, chance, 1)


def _english_merged(page: list[Row], chance: random.Random) -> list[Row]:
    return _merged(page, chance, 0)


def _reordered(page: list[Row], chance: random.Random) -> list[Row]:
    """Every list stands in another order in French."""
    found = list(page)
    place = 0
    while place < len(found):
        end = place
        while end < len(found) and (slot := found[end][1]) is not None and slot.role == "li":
            end += 1
        order = chance.sample(range(place, end), end - place)
        for row, new in zip(range(place, end), order, strict=True):
            slot = found[row][1]
            assert slot is not None
            found[row] = found[row][0], slot._replace(start=_MOVED, end=new)
        place = end + 1
    return found


def _extra_sentence(page: list[Row], chance: random.Random) -> list[Row]:
    """Paragraphs that say one sentence more on one side; they remain each other's partners."""
    found: list[Row] = []
    for one, other in page:
        if one and other and one.role == "p" and chance.random() < 2 * _SHARE:
            english, french = bilingual.sentence(chance)
            if chance.random() < 0.5:
                found.append((one._replace(text=f"{one.text} {english}"), other))
            else:
                found.append((one, other._replace(text=f"{other.text} {french}")))
        else:
            found.append((one, other))
    return found


def _several(page: list[Row], chance: random.Random) -> list[Row]:
    """Some of everything."""
    for disturb in (_extra_sentence, _french_merged, _french_missing, _french_has_more):
        page = disturb(page, chance)
    return page


DISTURBANCES: Final[dict[str, Disturbance]] = {
    "none": _none,
    "French paragraphs missing": _french_missing,
    "English paragraphs missing": _english_missing,
    "a fifth of the French missing": _block_missing,
    "French paragraphs added": _french_has_more,
    "another paragraph in its place": _other_in_place,
    "two English are one French": _french_merged,
    "two French are one English": _english_merged,
    "lists in another order": _reordered,
    "a sentence more on one side": _extra_sentence,
    "several of these at once": _several,
}
"""What may have happened to a translated page, by name."""
