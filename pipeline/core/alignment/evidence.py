"""How much speaks for two slots being translations of each other, against their standing there by chance.

Each sign adds the logarithm of a likelihood ratio (natural logarithms, "nats"): what sets a pair of translations apart
from a random pair of the two pages. The signs are weighed by how rare they are on these pages.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from pipeline.core.alignment.profiles import Profile, may_translate

Sign = TypeVar("Sign")

IMPOSSIBLE: Final = -99.0
_GROWTH: Final = 1.15  # French is about 15 % longer
_RANDOM_SPREAD: Final = 0.9  # standard deviation of the logarithm of two unrelated lengths' ratio
_HARD: Final = 0.93  # chance that a translation keeps a quantity or an address
_SOFT: Final = 0.55  # chance that it keeps the beginning of a word that both pages know
_HIGHEST: Final = {_HARD: 4.5, _SOFT: 3.0}  # nats that one sign says at most
_MUCH: Final = 8.0  # nats from which further signs count for a part, as they are not independent
_PART: Final = 0.3
_LOWEST: Final = -12.0


class Evidence:
    """Weighs pairs of slots of two pages; what is common on these pages says little."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile]) -> None:
        self._roles = _rarity(Counter(one.role for one in source), Counter(one.role for one in target))
        self._codes = _rarity(Counter(one.codes for one in source), Counter(one.codes for one in target))
        first, second = _frequencies(source), _frequencies(target)
        self._gain: dict[str, float] = {}
        self._loss: dict[str, float] = {}
        for sign in first.keys() & second.keys():
            self._weigh(sign, first[sign] / len(source), second[sign] / len(target))
        self._known: dict[Profile, tuple[frozenset[str], float]] = {}

    def of(self, source: Profile, target: Profile) -> float:
        """Nats for the two being translations of each other; IMPOSSIBLE where their roles rule it out."""
        if source.role == target.role:
            role = self._roles.get(source.role, 0.0)
        elif may_translate(source.role, target.role):
            role = -2.0
        else:
            return IMPOSSIBLE
        signs = self._signs(source, target)
        if signs > _MUCH:
            signs = min(_MUCH + _PART * (signs - _MUCH), 3 * _MUCH)
        total = role + signs + _length(source.length, target.length) + self._structure(source, target)
        return max(total, _LOWEST)

    def rare(self, one: Profile, least: float) -> Iterable[str]:
        """The signs of a slot that both pages know and that say at least ``least`` nats."""
        signs, _ = self._signs_of(one)
        return (sign for sign in signs if self._gain[sign] >= least)

    def has_content(self, source: Profile, target: Profile) -> bool:
        """Whether anything but role, length and codes speaks for the pair."""
        return self._signs(source, target) > 1.0

    def _weigh(self, sign: str, source: float, target: float) -> None:
        """Gain of a sign that both slots have, loss of one that only one has; its shares on the two pages given."""
        kept = _HARD if sign[0] in "#@=" else _SOFT
        consistent = min(source, target) / max(source, target)  # two words that look alike by chance differ in number
        common = max(source, target)
        chance = kept * (0.3 + 0.7 * consistent) if kept == _SOFT else kept
        self._gain[sign] = min(max(math.log(chance / common), 0.0), _HIGHEST[kept])
        self._loss[sign] = min(math.log((1 - chance) / max(1 - common, 0.02)), 0.0) / 2 * consistent

    def _signs(self, source: Profile, target: Profile) -> float:
        first, loss = self._signs_of(source)
        second, other_loss = self._signs_of(target)
        total = loss + other_loss
        for sign in first & second:
            total += self._gain[sign] - 2 * self._loss[sign]
        return total

    def _signs_of(self, one: Profile) -> tuple[frozenset[str], float]:
        """The signs that both pages know, and what is lost if the other slot has none of them."""
        known = self._known.get(one)
        if known is None:
            signs = (one.hard | one.soft) & self._gain.keys()
            # a figure that the other page lacks altogether says that this slot has no translation
            strange = sum(sign[0] != "=" for sign in one.hard - signs)
            known = signs, sum(self._loss[sign] for sign in signs) - min(1.2 * strange, 2.4)
            self._known[one] = known
        return known

    def _structure(self, source: Profile, target: Profile) -> float:
        """What codes, questions and the number of sentences say."""
        if source.codes == target.codes:
            total = min(self._codes.get(source.codes, 0.0), 2.0)
        else:
            total = -min(0.8 * _odd_codes(source.codes, target.codes), 2.4)
        if source.asks != target.asks:
            total -= 1.2
        elif source.asks:
            total += 1.0
        return total - 0.8 * min(abs(source.sentences - target.sentences), 3)


@lru_cache(maxsize=1024)
def _odd_codes(source: tuple[str, ...], target: tuple[str, ...]) -> int:
    """How many codes stand on one side only."""
    first, second = Counter(source), Counter(target)
    return ((first - second) + (second - first)).total()


def _length(source: int, target: int) -> float:
    """Nats from two lengths in characters, in the manner of Gale and Church (1993), on a logarithmic scale."""
    ratio = math.log((target + 3) / (_GROWTH * (source + 3)))
    spread = 0.13 + 1.3 / math.sqrt(source + target + 4)
    near = -((ratio / spread) ** 2) / 2 - math.log(spread)
    far = -((ratio / _RANDOM_SPREAD) ** 2) / 2 - math.log(_RANDOM_SPREAD)
    return max(near - far, -9.0)


def _frequencies(profiles: Sequence[Profile]) -> Counter[str]:
    """In how many slots each sign stands."""
    return Counter(sign for one in profiles for sign in one.hard | one.soft)


def _rarity(source: Counter[Sign], target: Counter[Sign]) -> dict[Sign, float]:
    """Nats that a shared sign says: the rarer it is on the page where it is more common, the more."""
    totals = max(source.total(), 1), max(target.total(), 1)
    shared = source.keys() & target.keys()
    return {sign: -math.log(max(source[sign] / totals[0], target[sign] / totals[1])) for sign in shared}
