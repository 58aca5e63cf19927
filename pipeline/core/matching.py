"""Which old text a new one was edited from: by likeness, neighbourhood and role; the best pairs are made first.

A text that is mostly figures, dates, names or links is never matched here (decision 7): its French would be wrong in
the one thing that matters.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core import similarity
from pipeline.core.model import Segment, Unit
from pipeline.core.text import common_words, mostly_figures

_FLOOR: Final = 60.0  # score from which an old text counts as the one that was edited
_NEIGHBOUR_FLOOR: Final = 45.0  # the same between the same neighbours
_NEIGHBOUR_BONUS: Final = 10.0
_ROLE_BONUS: Final = 3.0
_EVERY_PAIR: Final = 200_000  # so many pairs are all compared; beyond, only those that share a rare word or a place
_CANDIDATES: Final = 50  # old texts that one new text is compared with then
_READ: Final = 5_000  # texts in which common words are looked for
_NEAREST: Final = 16  # and those between its neighbours


@dataclass(frozen=True, slots=True)
class _Old:
    """The old texts that may have been edited, in their order: their places, plain texts and roles."""

    units: Sequence[Unit]
    places: Sequence[int]
    texts: Sequence[str]

    def between(self, low: int, high: int) -> range:
        """Which of them stood between two places."""
        return range(bisect_right(self.places, low), bisect_right(self.places, high - 1))


class _Matchable:
    """Says whether a text may be matched at all. The words of the catalogue are looked at when the first asks."""

    def __init__(self, old: Sequence[Unit], segments: Sequence[Segment]) -> None:
        self.old = old
        self.segments = segments

    def __call__(self, text: str) -> bool:
        return not mostly_figures(text) or not mostly_figures(text, self._common)

    @functools.cached_property
    def _common(self) -> frozenset[str]:
        texts = (*(unit.source for unit in self.old[:_READ]), *(found.text for found in self.segments[:_READ]))
        return common_words(texts)


def edited(old: Sequence[Unit], segments: Sequence[Segment], pairs: dict[int, Unit]) -> dict[int, Unit]:
    """Number of each segment without an equal in ``pairs`` → the old live unit whose text was edited into it.

    Each old unit is given once.
    """
    known = {id(unit) for unit in pairs.values()}
    matchable = _Matchable(old, segments)
    left = [place for place, unit in enumerate(old) if id(unit) not in known and matchable(unit.source)]
    wanted = [n for n, found in enumerate(segments) if n not in pairs and matchable(found.text)] if left else []
    if not wanted:
        return {}
    units = [old[place] for place in left]
    olds = _Old(units, left, [similarity.plain(unit.source) for unit in units])
    index = None if len(wanted) * len(left) <= _EVERY_PAIR else _index(olds.texts)
    gaps = _gaps(pairs, {id(unit): place for place, unit in enumerate(old)}, len(segments), len(old))
    scored: list[tuple[float, int, int]] = []
    for number in wanted:
        near = olds.between(*gaps[number])
        query = similarity.plain(segments[number].text)
        some = None if index is None else _candidates(query, index, near, number * len(left) // len(segments))
        scored += [(score, -number, -place) for place, score in _scores(segments[number], query, olds, near, some)]
    return {-number: olds.units[-place] for number, place in _best_pairs(scored)}


def _scores(
    segment: Segment, query: str, old: _Old, near: range, some: Sequence[int] | None
) -> Iterator[tuple[int, float]]:
    """Number and score, with its bonus, of every old text that is like enough, or of those among ``some``."""
    for index, score in similarity.alike(query, old.texts, some, _NEIGHBOUR_FLOOR):
        is_near = index in near
        if is_near or score >= _FLOOR:
            is_role = segment.roles and old.units[index].notes[:1] == (", ".join(segment.roles),)
            yield index, score + is_near * _NEIGHBOUR_BONUS + (_ROLE_BONUS if is_role else 0.0)


def _best_pairs(scored: list[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs with the best scores, each number once. Numbers come negative: of equal scores the earlier ones win."""
    numbers: set[int] = set()
    indexes: set[int] = set()
    for _, number, index in sorted(scored, reverse=True):
        if number not in numbers and index not in indexes:
            numbers.add(number)
            indexes.add(index)
            yield number, index


def _gaps(pairs: dict[int, Unit], places: dict[int, int], count: int, stop: int) -> list[tuple[int, int]]:
    """For each segment the old places of the nearest unchanged texts before and after it."""
    before, after = [-1] * count, [stop] * count
    last = -1
    for number in range(count):
        before[number] = last
        last = places.get(id(pairs.get(number)), last)
    last = stop
    for number in reversed(range(count)):
        after[number] = last
        last = places.get(id(pairs.get(number)), last)
    return list(zip(before, after, strict=True))


def _index(texts: Sequence[str]) -> dict[str, list[int]]:
    """Each word with the numbers of the texts that it stands in."""
    index: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for word in set(text.split()):
            index.setdefault(word, []).append(number)
    return index


def _candidates(query: str, index: dict[str, list[int]], near: range, place: int) -> Sequence[int]:
    """The numbers of the old texts that share the query's rarest words, and of those between its neighbours."""
    found: set[int] = set()
    for numbers in sorted([index[word] for word in set(query.split()) if word in index], key=len):
        if len(found) >= _CANDIDATES:
            break
        found.update(numbers[: 4 * _CANDIDATES])
    half = _NEAREST // 2
    middle = min(max(place - near.start, half), max(len(near) - half, half))
    return sorted(found.union(near[middle - half : middle + half]))
