"""Which old text a new one was edited from: by likeness, neighbourhood and role; the best pairs are made first.

A text that is mostly figures, dates, names or links is never matched here (decision 7): its French would be wrong in
the one thing that matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core import similarity
from pipeline.core.model import Segment, Unit
from pipeline.core.text import mostly_figures

_FLOOR: Final = 60.0  # score from which an old text counts as the one that was edited
_NEIGHBOUR_FLOOR: Final = 45.0  # the same between the same neighbours
_NEIGHBOUR_BONUS: Final = 10.0
_ROLE_BONUS: Final = 3.0
_EVERY_PAIR: Final = 200_000  # so many pairs are all compared; beyond, only those that share a rare word or a place
_CANDIDATES: Final = 50  # old texts that one new text is compared with then
_NEAREST: Final = 16  # and those between its neighbours
_Chooser = Callable[[str], Sequence[int] | None]


@dataclass(frozen=True, slots=True)
class _Old:
    """The old texts that may have been edited, in their order: their places, plain texts and roles."""

    units: Sequence[Unit]
    places: Sequence[int]
    texts: Sequence[str]

    def between(self, low: int, high: int) -> range:
        """Which of them stood between two places."""
        return range(bisect_right(self.places, low), bisect_right(self.places, high - 1))


def edited(old: Sequence[Unit], segments: Sequence[Segment], pairs: dict[int, Unit]) -> dict[int, Unit]:
    """Number of each segment without an equal in ``pairs`` → the old live unit whose text was edited into it.

    Each old unit is given once. Units without a target have nothing to bring along and are passed over.
    """
    known = {id(unit) for unit in pairs.values()}
    left = [place for place, unit in enumerate(old) if id(unit) not in known and _has_words(unit)]
    wanted = [number for number, _ in enumerate(segments) if number not in pairs]
    if not left or not wanted:
        return {}
    units = [old[place] for place in left]
    olds = _Old(units, left, [similarity.plain(unit.source) for unit in units])
    gaps = _gaps(pairs, {id(unit): place for place, unit in enumerate(old)}, len(segments), len(old))
    chosen = _chooser(olds, len(wanted))
    scored: list[tuple[float, int, int]] = []
    for number in wanted:
        if not mostly_figures(segments[number].text):
            near = olds.between(*gaps[number])
            place = number * len(left) // len(segments)
            scored += _scores(segments[number], number, olds, near, chosen, place)
    return {-number: olds.units[-index] for number, index in _best_pairs(scored)}


def _has_words(unit: Unit) -> bool:
    return bool(unit.target) and not mostly_figures(unit.source)


def _scores(
    segment: Segment, number: int, old: _Old, near: range, chosen: _Chooser, place: int
) -> Iterator[tuple[float, int, int]]:
    """Every old text that is like enough: score with bonus, and the two numbers negative, so that earlier ones win."""
    query = similarity.plain(segment.text)
    indexes = chosen(query)
    if indexes is not None:
        middle = min(max(place - near.start, _NEAREST // 2), max(len(near) - _NEAREST // 2, _NEAREST // 2))
        indexes = sorted({*indexes, *near[middle - _NEAREST // 2 : middle + _NEAREST // 2]})
    for index, score in similarity.alike(query, old.texts, indexes, _NEIGHBOUR_FLOOR):
        is_near = index in near
        if is_near or score >= _FLOOR:
            role = _ROLE_BONUS if segment.roles and old.units[index].notes[:1] == (", ".join(segment.roles),) else 0.0
            yield score + is_near * _NEIGHBOUR_BONUS + role, -number, -index


def _best_pairs(scored: list[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
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


def _chooser(old: _Old, wanted: int) -> _Chooser:
    """What says which old texts to compare a new one with; None stands for all of them."""
    if wanted * len(old.texts) <= _EVERY_PAIR:
        return lambda _: None
    index: dict[str, list[int]] = {}
    for number, text in enumerate(old.texts):
        for word in set(text.split()):
            index.setdefault(word, []).append(number)

    def chosen(query: str) -> Sequence[int]:
        lists = sorted([index[word] for word in set(query.split()) if word in index], key=len)
        found: set[int] = set()
        for numbers in lists:
            if len(found) >= _CANDIDATES:
                break
            found.update(numbers[: _CANDIDATES * 4])
        return sorted(found)

    return chosen
