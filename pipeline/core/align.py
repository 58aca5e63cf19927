"""An English page and its existing translation → pairs of segments, each with how sure we are (0-100)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.model import Slot
from pipeline.core.text import CODE, without_codes

_GAP_GAIN: Final = 0.45  # likeness below which leaving both out is better than pairing them
_AMBIGUOUS: Final = 0.12  # a rival this close makes a pair unsure
_DIGITS: Final = re.compile(r"\d+")
_NAMES: Final = re.compile(r"\b[A-Z][\w-]*[A-Z][\w-]*\b|\b[A-Z]\w{3,}\b")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A segment, the one that translates it, and how sure that is (0-100)."""

    source: Slot
    target: Slot
    confidence: int


def align(source: Sequence[Slot], target: Sequence[Slot]) -> list[Aligned]:
    """Pair the slots of two pages in order, one to one; what has no partner is left out.

    Dynamic programming over the likeness of role, length, figures, names and codes, in the manner of Gale and
    Church (1993). A pair with a rival next to it that is about as good is marked as unsure.
    """
    table = [[likeness(a, b) for b in target] for a in source]
    pairs = _best_path(table)
    used = {i for i, _ in pairs}, {j for _, j in pairs}
    return [Aligned(source[i], target[j], _confidence(table, i, j, used)) for i, j in pairs]


def likeness(source: Slot, target: Slot) -> float:
    """How likely one slot translates the other, 0 to 1, from what both languages share."""
    if source.role != target.role and not {source.role, target.role} <= {"p", "li", "div"}:
        return 0.0
    first, second = without_codes(source.text), without_codes(target.text)
    ratio = math.log((len(second) + 4) / (1.12 * (len(first) + 4)))  # French runs about 12 % longer
    length = math.exp(-4 * ratio * ratio)
    figures = _overlap(set(_DIGITS.findall(first)), set(_DIGITS.findall(second)) | {"00", "30"})
    names = _overlap(set(_NAMES.findall(first)), set(_NAMES.findall(second)))
    codes = float(sorted(CODE.findall(source.text)) == sorted(CODE.findall(target.text)))
    same_role = float(source.role == target.role)
    return 0.2 * same_role + 0.35 * length + 0.2 * figures + 0.1 * names + 0.15 * codes


def _overlap(first: set[str], second: set[str]) -> float:
    """The share of the first set that stands in the second; 1 where there is nothing to compare."""
    return len(first & second) / len(first) if first else 1.0


def _best_path(table: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs (i, j), both rising, whose likeness above the gap level adds up to most."""
    rows, columns = len(table), len(table[0]) if table else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + table[i][j] - _GAP_GAIN)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j + 1] + table[i][j] - _GAP_GAIN:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _confidence(table: list[list[float]], i: int, j: int, used: tuple[set[int], set[int]]) -> int:
    """Likeness in percent, halved where a neighbour without a partner is a rival."""
    value = table[i][j]
    rivals = [table[k][j] for k in (i - 1, i + 1) if 0 <= k < len(table) and k not in used[0]]
    rivals += [table[i][k] for k in (j - 1, j + 1) if 0 <= k < len(table[i]) and k not in used[1]]
    unsure = any(rival > value - _AMBIGUOUS for rival in rivals)
    return int(100 * value) // (2 if unsure else 1)
