"""The chance of each pair, summed over all ways to go through both pages in order (forward-backward algorithm).

A way is made of steps: one slot for one, a slot without a partner, two slots for one. So a pair is sure only where
the ways that leave it out, merge it or pair it otherwise are all improbable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.alignment.evidence import IMPOSSIBLE, Evidence
from pipeline.core.alignment.profiles import Profile, neighbours

_ALONE: Final = math.exp(-2.6)  # chance of a slot without a partner
_PAIR: Final = math.log(0.85)
_MERGED: Final = math.log(0.01)  # two paragraphs for one, in each direction
_LEAST: Final = 0.01  # chances below are not told

_Row = dict[int, float]


@dataclass(frozen=True, slots=True)
class _Step:
    """From (i, j) over ``rows`` source slots and ``columns`` target slots, with weights by (i, j)."""

    rows: int
    columns: int
    weights: Sequence[_Row]


def chances(
    source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence, allowed: Sequence[range]
) -> dict[tuple[int, int], float]:
    """(Place in source, place in target) → chance (0 to 1) that just these two translate each other."""
    steps = _steps(source, target, evidence, allowed)
    forward, up = _forward(steps, allowed)
    backward, down = _backward(steps, allowed)
    whole = backward[0].get(0, 0.0)
    if not whole:
        return {}
    total = math.log(whole) + down[0]
    found = {}
    for i, row in enumerate(steps[0].weights):
        scale = math.exp(min(up[i] + down[i + 1] - total, 700.0))
        before, after = forward[i], backward[i + 1]
        for j, weight in row.items():
            chance = before.get(j, 0.0) * weight * after.get(j + 1, 0.0) * scale
            if chance > _LEAST:
                found[i, j] = chance
    return found


def _steps(
    source: Sequence[Profile], target: Sequence[Profile], evidence: Evidence, allowed: Sequence[range]
) -> tuple[_Step, _Step, _Step]:
    pairs = _weights(source, target, evidence, allowed, _PAIR)
    two_to_one = _weights(neighbours(source), target, evidence, allowed, _MERGED)
    one_to_two = _weights(source, neighbours(target), evidence, allowed, _MERGED)
    return _Step(1, 1, pairs), _Step(2, 1, two_to_one), _Step(1, 2, one_to_two)


def _weights(
    source: Sequence[Profile | None],
    target: Sequence[Profile | None],
    evidence: Evidence,
    allowed: Sequence[range],
    prior: float,
) -> list[_Row]:
    """The weight of pairing at each allowed place: prior chance times likelihood ratio. Equals are weighed once."""
    found: list[_Row] = []
    known: dict[tuple[Profile, Profile], float] = {}
    for i, one in enumerate(source):
        row: _Row = {}
        for j in allowed[i] if one is not None else ():
            other = target[j] if j < len(target) else None
            if one is None or other is None:
                continue
            key = one, other
            if key not in known:
                value = evidence.of(one, other)
                known[key] = 0.0 if value == IMPOSSIBLE else math.exp(value + prior)
            if known[key]:
                row[j] = known[key]
        found.append(row)
    return found


def _forward(steps: Sequence[_Step], allowed: Sequence[range]) -> tuple[list[_Row], list[float]]:
    """At each place the sum over all ways to it, and for each row the logarithm of its scale."""
    rows: list[_Row] = []
    scales: list[float] = []
    for i, columns in enumerate(allowed):
        row: _Row = {} if i else {0: 1.0}
        for j, value in rows[i - 1].items() if i else ():
            if j in columns:
                row[j] = value * _ALONE
        for step in steps:
            if i >= step.rows:
                factor = math.exp(scales[i - step.rows] - scales[i - 1])
                _arrive(row, rows[i - step.rows], step, i - step.rows, factor)
        _pass_over(row, columns)
        scales.append(_scale(row) + (scales[-1] if scales else 0.0))
        rows.append(row)
    return rows, scales


def _arrive(row: _Row, before: _Row, step: _Step, i: int, factor: float) -> None:
    """Add to a row what the steps from an earlier row bring."""
    for j, weight in step.weights[i].items():
        value = before.get(j)
        if value:
            at = j + step.columns
            row[at] = row.get(at, 0.0) + value * weight * factor


def _pass_over(row: _Row, columns: range) -> None:
    """Add the ways that leave target slots without a partner."""
    carried = 0.0
    for j in columns:
        carried = carried * _ALONE + row.get(j, 0.0)
        if carried:
            row[j] = carried


def _backward(steps: Sequence[_Step], allowed: Sequence[range]) -> tuple[list[_Row], list[float]]:
    """At each place the sum over all ways from it to the end, and for each row the logarithm of its scale."""
    last = len(allowed) - 1
    rows: list[_Row] = [{} for _ in allowed]
    scales = [0.0] * (last + 1)
    for i in range(last, -1, -1):
        columns = allowed[i]
        row: _Row = {columns[-1]: 1.0} if i == last else {}
        for j, value in rows[i + 1].items() if i < last else ():
            if j in columns:
                row[j] = value * _ALONE
        for step in steps:
            if i + step.rows <= last:
                factor = math.exp(scales[i + step.rows] - scales[i + 1])
                _leave(row, rows[i + step.rows], step, i, factor)
        _pass_over(row, columns[::-1])
        scales[i] = _scale(row) + (scales[i + 1] if i < last else 0.0)
        rows[i] = row
    return rows, scales


def _leave(row: _Row, after: _Row, step: _Step, i: int, factor: float) -> None:
    """Add to a row what the steps to a later row are worth."""
    for j, weight in step.weights[i].items():
        value = after.get(j + step.columns)
        if value:
            row[j] = row.get(j, 0.0) + value * weight * factor


def _scale(row: _Row) -> float:
    """Divide a row by its largest value, so that nothing overflows; the logarithm of that value."""
    largest = max(row.values(), default=0.0)
    if not largest:
        return 0.0
    for j in row:
        row[j] /= largest
    return math.log(largest)
