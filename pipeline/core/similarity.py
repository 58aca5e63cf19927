"""How alike two texts are. The one module that uses rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from pipeline.core.text import collapse, without_codes

_LONGEST: Final = 4000  # characters compared; the work grows with the product of both lengths


def score(first: str, second: str) -> float:
    """Likeness of two segments, 0-100: edit operations of their plain text, case ignored (indel ratio)."""
    return float(fuzz.ratio(plain(first), plain(second)))


def best(query: str, choices: Sequence[str], floor: float) -> tuple[int, float] | None:
    """The index and score (0-100) of the choice most like ``query``, or None if none reaches ``floor``."""
    found = process.extractOne(query, choices, scorer=fuzz.ratio, processor=plain, score_cutoff=floor)
    return None if found is None else (found[2], float(found[1]))


def nearest(name: str, names: Sequence[str], most: int) -> list[str]:
    """At most so many of the names, those that a person may have meant by ``name`` first; ties as they stand there."""
    return [found for found, _, _ in process.extract(name, names, scorer=fuzz.WRatio, limit=most)]


def alike(
    query: str, choices: Sequence[str], indexes: Sequence[int] | None, floor: float
) -> Iterator[tuple[int, float]]:
    """Index and score (0-100) of each choice that reaches ``floor``; of those at ``indexes`` only, where given.

    All texts are plain ones already.
    """
    some = choices if indexes is None else [choices[index] for index in indexes]
    for _, value, index in process.extract_iter(query, some, scorer=fuzz.ratio, score_cutoff=floor):
        yield index if indexes is None else indexes[index], float(value)


def plain(text: str) -> str:
    """The form in which texts are compared: no codes, one space for white space, case ignored, of bounded length."""
    return collapse(without_codes(text, " ")).casefold()[:_LONGEST]
