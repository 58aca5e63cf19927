"""Slots that another order has taken out of the way: found by their content alone, among what is left over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.core.alignment.evidence import Evidence
from pipeline.core.alignment.profiles import Profile

_PRIOR: Final = 3.0  # nats against a slot being moved at all
_MOST: Final = 400  # slots left over on each side that are compared with each other

_LISTED: Final = frozenset(("li", "td", "dt", "dd", "option"))  # what may be sorted anew in another language
_SHUFFLED: Final = 0.2  # odds of a list being in another order
_LEFT_OUT: Final = -5.0  # nats
_LONGEST: Final = 60  # slots of a list of which all pairs are weighed

Pair = tuple[int, int]
Chances = dict[Pair, float]


def moved(source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence, taken: Sequence[Pair]) -> Chances:
    """Chances of pairs among the slots in none of the pairs ``taken``, for those that cross one of these.

    Pairs that cross none could have been taken, so that something speaks against them: a merged paragraph, say.
    """
    rows, columns = {i for i, _ in taken}, {j for _, j in taken}
    left = [i for i in range(len(source)) if i not in rows][:_MOST]
    right = [j for j in range(len(target)) if j not in columns][:_MOST]
    odds: Chances = {}
    for i in left:
        for j in right:
            if evidence.has_content(source[i], target[j]):
                odds[i, j] = math.exp(evidence.of(source[i], target[j]) - _PRIOR)
    return {pair: chance for pair, chance in _shares(odds).items() if _crosses(pair, taken)}


def _crosses(pair: Pair, others: Iterable[Pair]) -> bool:
    return any((pair[0] - i) * (pair[1] - j) < 0 for i, j in others)


def shuffled(
    source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence, found: Chances, crossing: Iterable[Pair]
) -> Chances:
    """The chances ``found``, lowered in lists that seem to be in another order: there, place says nothing."""
    rows, columns = _runs(source), _runs(target)
    disturbed = {rows[i] for i, _ in crossing}
    order: dict[tuple[range, range], float] = {}
    lowered: Chances = {}
    for (i, j), chance in found.items():
        lists = rows[i], columns[j]
        if source[i].role not in _LISTED and rows[i] not in disturbed:
            lowered[i, j] = chance
            continue
        if lists not in order:
            table = _table(source, target, evidence, lists)
            order[lists] = 0.0 if rows[i] in disturbed else _in_order(table, [pair for pair in found if pair in table])
        sure = order[lists]
        lowered[i, j] = chance * (sure + (1 - sure) * _share(source, target, evidence, (i, j), lists))
    return lowered


def _table(
    source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence, lists: tuple[range, range]
) -> Chances:
    """Odds of all pairs of two lists, or of their beginnings."""
    rows, columns = lists[0][:_LONGEST], lists[1][:_LONGEST]
    return {(i, j): _odds(evidence.of(source[i], target[j])) for i in rows for j in columns}


def _in_order(table: Chances, chosen: Sequence[Pair]) -> float:
    """The chance that two lists are in the same order: how much better the pairs found there are than any others."""
    rows, columns = (sorted({pair[side] for pair in table}) for side in (0, 1))
    pairs = list(zip(rows, columns, strict=True)) if len(rows) == len(columns) else chosen
    ordered = sum(math.log(table[pair]) for pair in pairs)
    by_row = sum(math.log(sum(table[i, j] for _, j in pairs) / len(pairs)) for i, _ in pairs)
    by_column = sum(math.log(sum(table[i, j] for i, _ in pairs) / len(pairs)) for _, j in pairs)
    return 1 / (1 + _SHUFFLED * math.exp(min((by_row + by_column) / 2 - ordered, 100.0)))


def _share(
    source: Sequence[Profile],
    target: Sequence[Profile],
    evidence: Evidence,
    pair: Pair,
    lists: tuple[range, range],
) -> float:
    """The chance of a pair in two lists if nothing is known of their order; of long lists, the places around it."""
    i, j = pair
    odds = {(i, k): math.exp(evidence.of(source[i], target[k]) - 1) for k in _around(j, lists[1])}
    odds |= {(k, j): math.exp(evidence.of(source[k], target[j]) - 1) for k in _around(i, lists[0])}
    return _shares(odds)[pair]


def _around(place: int, whole: range) -> range:
    return range(max(whole.start, place - _LONGEST), min(whole.stop, place + _LONGEST))


def _odds(value: float) -> float:
    """Odds of a pair, not below those of leaving both slots out."""
    return math.exp(max(value, _LEFT_OUT))


def _shares(odds: Chances) -> Chances:
    """Each pair's odds over those of all pairs it excludes, and of none being right."""
    by_row: dict[int, float] = {}
    by_column: dict[int, float] = {}
    for (i, j), value in odds.items():
        by_row[i] = by_row.get(i, 1.0) + value
        by_column[j] = by_column.get(j, 1.0) + value
    return {(i, j): value / max(by_row[i], by_column[j]) for (i, j), value in odds.items()}


def _runs(found: Sequence[Profile]) -> list[range]:
    """For each slot the places of the unbroken row of slots of its role."""
    runs: list[range] = []
    while len(runs) < len(found):
        start = end = len(runs)
        while end < len(found) and found[end].role == found[start].role:
            end += 1
        runs += [range(start, end)] * (end - start)
    return runs
