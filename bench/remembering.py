"""The memory's index beside comparing a text with every other, and how many of the best matches it finds."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rapidfuzz import fuzz, process

from bench.merging import generated
from pipeline.adapters.memory_store import MemoryStore
from pipeline.core import similarity
from pipeline.core.memory import FLOOR, Entry
from pipeline.core.text import mostly_figures

_QUERIES: Final = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds a look-up, and the share of brute force's best matches that the index finds (0-1)."""

    texts: int
    built: float
    brute: float
    index: float
    exact: float
    recall: float


def measured(texts: Sequence[str], queries: int = _QUERIES) -> Measured:
    """Look up edited texts and strangers in an index on disk and by brute force, in one run."""
    chance = random.Random(len(texts))
    texts = [text for text in texts if not mostly_figures(text)]  # the others are never matched nearly, by rule
    asked = [text for _ in range(queries) if not mostly_figures(text := _edited(chance.choice(texts), texts, chance))]
    plain = [similarity.plain(text) for text in texts]
    with TemporaryDirectory() as place, MemoryStore(Path(place) / "memory.sqlite3", "en") as store:
        start = time.perf_counter()
        store.add([Entry(text, text, "bench") for text in texts])
        built = time.perf_counter() - start
        best, brute = _timed_brute(asked, plain)
        start = time.perf_counter()
        found = [store.alike(query, FLOOR) for query in asked]
        index = (time.perf_counter() - start) / len(asked)
        start = time.perf_counter()
        for text in texts[: 10 * queries]:
            store.exact(text)
        exact = (time.perf_counter() - start) / (10 * queries)
    wanted = [(score, matches) for score, matches in zip(best, found, strict=True) if score]
    hits = sum(bool(matches) and matches[0][1] >= score - 1e-6 for score, matches in wanted)
    return Measured(len(texts), built, brute * 1e3, index * 1e3, exact * 1e3, hits / max(1, len(wanted)))


def made_up(count: int) -> list[str]:
    """Distinct sentences."""
    return generated(count, random.Random(count))


def _timed_brute(asked: Sequence[str], plain: Sequence[str]) -> tuple[list[float], float]:
    start = time.perf_counter()
    found = [
        process.extractOne(similarity.plain(query), plain, scorer=fuzz.ratio, score_cutoff=FLOOR) for query in asked
    ]
    spent = (time.perf_counter() - start) / len(asked)
    return [float(match[1]) if match else 0.0 for match in found], spent


def _edited(text: str, texts: Sequence[str], chance: random.Random) -> str:
    """A text with one word in eight changed, dropped or added; one in five is half of two texts, and so a stranger."""
    words = text.split()
    other = chance.choice(texts).split() or ["other"]
    if chance.random() < 0.2:
        return " ".join(words[: len(words) // 2] + other[len(other) // 2 :])
    for _ in range(max(1, len(words) // 8)):
        place = chance.randrange(len(words)) if words else 0
        words[place : place + chance.randint(0, 1)] = [chance.choice(other)] if chance.random() < 0.7 else []
    return " ".join(words)
