"""Sure anchors, and the corridor between them in which the rest is looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from pipeline.core.alignment.evidence import Evidence
from pipeline.core.alignment.profiles import Profile

_RARE: Final = 1.5  # nats from which a sign is worth looking up
_FEW: Final = 30  # places of a sign up to which it is looked up
_SURE: Final = 6.0  # nats from which a pair is an anchor
_AHEAD: Final = 4.0  # nats by which it beats its rivals
_ROOM: Final = 3  # slots around an anchor that stay open, as it may be half of a merged paragraph
_WIDEST: Final = 100  # slots left and right of the diagonal where there are no anchors


def anchors(source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence) -> dict[int, tuple[int, float]]:
    """Place in source → place in target and nats, for pairs that beat all their rivals, wherever they stand."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j, one in enumerate(target):
        for sign in evidence.rare(one, _RARE):
            places[sign].append(j)
    rows: dict[int, list[tuple[float, int]]] = {}
    columns: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for i, one in enumerate(source):
        rivals = {j for sign in evidence.rare(one, _RARE) if len(places[sign]) <= _FEW for j in places[sign]}
        rows[i] = sorted(((evidence.of(one, target[j]), j) for j in rivals), reverse=True)
        for value, j in rows[i]:
            columns[j].append((value, i))
    found = {}
    for i, row in rows.items():
        if row and _is_ahead(row) and _is_ahead(sorted(columns[row[0][1]], reverse=True)):
            value, j = row[0]
            if max(columns[j])[1] == i:
                found[i] = j, value
    return found


def spine(found: dict[int, tuple[int, float]]) -> list[tuple[int, int]]:
    """The anchors that stand in the same order on both pages and whose nats add up to most."""
    best: list[tuple[float, int, int, int]] = []  # sum of nats, place in source, in target, index of the one before
    for i, (j, value) in sorted(found.items()):
        before = max((k for k, one in enumerate(best) if one[2] < j), key=lambda k: best[k][0], default=-1)
        best.append((value + (best[before][0] if before >= 0 else 0.0), i, j, before))
    path: list[tuple[int, int]] = []
    at = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    while at >= 0:
        _, i, j, at = best[at]
        path.append((i, j))
    return path[::-1]


def corridor(path: Iterable[tuple[int, int]], rows: int, columns: int) -> list[range]:
    """For each number of source slots passed, 0 to ``rows``, the numbers of target slots that may be passed by then."""
    points = [(0, 0), *path, (rows, columns)]
    lows, highs = [columns] * (rows + 1), [0] * (rows + 1)
    for (i, j), (next_i, next_j) in pairwise(points):
        width = _WIDEST + abs((next_j - j) - (next_i - i))
        for row in range(max(i - _ROOM, 0), min(next_i + _ROOM, rows) + 1):
            middle = j + (row - i) * (next_j - j) // max(next_i - i, 1)
            lows[row] = min(lows[row], max(j - _ROOM, middle - width, 0))
            highs[row] = max(highs[row], min(next_j + _ROOM, middle + width, columns))
    return [range(low, high + 1) for low, high in zip(lows, highs, strict=True)]


def _is_ahead(ranked: Sequence[tuple[float, int]]) -> bool:
    """Whether the first is an anchor's strength and the second far behind."""
    return ranked[0][0] >= _SURE and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _AHEAD)
