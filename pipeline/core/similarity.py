"""How alike two texts are. The one module that uses rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from pipeline.core.text import collapse, without_codes


def score(first: str, second: str) -> float:
    """Likeness of two segments, 0-100: edit operations of their plain text, case ignored (indel ratio)."""
    return float(fuzz.ratio(_plain(first), _plain(second)))


def best(query: str, choices: Sequence[str], floor: float) -> tuple[int, float] | None:
    """The index and score (0-100) of the choice most like ``query``, or None if none reaches ``floor``."""
    found = process.extractOne(query, choices, scorer=fuzz.ratio, processor=_plain, score_cutoff=floor)
    return None if found is None else (found[2], float(found[1]))


def _plain(text: str) -> str:
    return collapse(without_codes(text, " ")).casefold()
