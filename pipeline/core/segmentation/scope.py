"""Which part of a page is the announcement itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.segmentation.extents import Extents
from pipeline.core.segmentation.marks import OPEN
from pipeline.core.segmentation.markup import Scanned, select
from pipeline.core.segmentation.rules import Rules

_LANDMARKS: Final = ("main", "article")
_FALLBACK: Final = ".entry-content"


@dataclass(frozen=True, slots=True)
class Scope:
    """A content area: how it was found, and the characters it spans."""

    name: str
    start: int
    end: int


def scope(text: str, scanned: Scanned, rules: Rules) -> Scope:
    """The content area: the first configured selector that finds one, ``<main>``, ``<article>``, ``.entry-content``.

    The whole page where none of them is there, and a post as WordPress stores it, which has no other parts.
    Raises ValueError for a selector that is none.
    """
    return (
        _selected(text, rules.selectors)
        or (Scope("the post", 0, len(text)) if rules.wordpress else None)
        or _landmark(scanned)
        or _fallback(text)
        or Scope("the whole page", 0, len(text))
    )


def _selected(text: str, selectors: Sequence[str]) -> Scope | None:
    for selector in selectors:
        spans = select(text, selector)
        if spans:
            return Scope(selector, *spans[0])
    return None


def _landmark(scanned: Scanned) -> Scope | None:
    for element in _LANDMARKS:
        for index in scanned.events:
            mark = scanned.marks[index]
            if mark.element == element and mark.part == OPEN:
                last = Extents(scanned.marks).last(index)
                end = len(scanned.marks) if last is None else last + 1
                return Scope(f"<{element}>", scanned.bounds[index], scanned.bounds[end])
    return None


def _fallback(text: str) -> Scope | None:
    spans = select(text, _FALLBACK) if _FALLBACK[1:] in text else []
    return Scope(_FALLBACK, *spans[0]) if spans else None
