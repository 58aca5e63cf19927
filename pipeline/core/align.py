"""An English page and its existing translation → pairs of segments, each with how sure we are (0-100)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.alignment.chances import chances
from pipeline.core.alignment.corridor import anchors, corridor, spine
from pipeline.core.alignment.evidence import Evidence
from pipeline.core.alignment.moved import Chances, moved, shuffled
from pipeline.core.alignment.profiles import Profile, profile
from pipeline.core.model import Slot

_TOLD: Final = 0.2  # chance from which a pair is told at all
_TAKEN: Final = 0.5  # chance from which its slots are not looked for elsewhere, if more than their place speaks for it


@dataclass(frozen=True, slots=True)
class Aligned:
    """A segment, the one that translates it, and how sure that is (0-100)."""

    source: Slot
    target: Slot
    confidence: int


def align(
    source: Sequence[Slot], target: Sequence[Slot], *, source_locale: str = "en", target_locale: str = "fr"
) -> list[Aligned]:
    """Pair the slots of two pages one to one, in the order of the source; what has no partner is left out.

    Sure anchors narrow a corridor; in it, the confidence is the chance of a pair over all ways through both pages
    in order, ways that merge two paragraphs or leave some out among them. What is left over is paired by content.
    """
    first = [profile(slot, source_locale) for slot in source]
    second = [profile(slot, target_locale) for slot in target]
    if not first or not second:
        return []
    found = _chances(first, second)
    return [Aligned(source[i], target[j], min(int(100 * chance), 100)) for (i, j), chance in sorted(found.items())]


def _chances(source: Sequence[Profile], target: Sequence[Profile]) -> Chances:
    """The pairs, each slot in one at most, with the chance (0 to 1) that they are right."""
    evidence = Evidence(source, target)
    path = spine(anchors(source, target, evidence))
    in_order = chances(source, target, evidence, corridor(path, len(source), len(target)))
    chosen = _one_each(_with_repeats(target, in_order))
    taken = [(i, j) for (i, j), p in chosen.items() if p >= _TAKEN and evidence.has_content(source[i], target[j])]
    crossing = _one_each(moved(source, target, evidence, taken))
    lowered = shuffled(source, target, evidence, chosen, crossing)
    return _one_each({pair: max(lowered.get(pair, 0.0), crossing.get(pair, 0.0)) for pair in {**lowered, **crossing}})


def _with_repeats(target: Sequence[Profile], found: Chances) -> Chances:
    """Each pair with the chances of all pairs of its slot with the same text: any of them gives the same French.

    A thousandth is kept back, so that the likeliest of them stays ahead.
    """
    sums: defaultdict[tuple[int, str], float] = defaultdict(float)
    for (i, j), chance in found.items():
        sums[i, target[j].text] += chance
    return {(i, j): 0.999 * sums[i, target[j].text] + 0.001 * chance for (i, j), chance in found.items()}


def _one_each(found: Chances) -> Chances:
    """The best pairs, each slot in one of them at most."""
    rows: set[int] = set()
    columns: set[int] = set()
    chosen: Chances = {}
    for (i, j), chance in sorted(found.items(), key=lambda item: -item[1]):
        if chance >= _TOLD and i not in rows and j not in columns:
            chosen[i, j] = chance
            rows.add(i)
            columns.add(j)
    return chosen
