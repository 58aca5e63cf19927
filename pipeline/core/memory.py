"""Translation memory: what was translated before, found again exactly, nearly, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.core import similarity
from pipeline.core.text import mostly_figures, same_form


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and its target, and where they come from (a page, a file)."""

    source: str
    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found for a text, with its score: 100 the same text, below that how alike they are (0-100)."""

    entry: Entry
    score: float


class Memory:
    """A memory held in working memory; the first entry of a text wins, so give the most trusted first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._exact: dict[str, Entry] = {}
        self._alike: dict[str, Entry] = {}
        for entry in entries:
            self._exact.setdefault(entry.source, entry)
            self._alike.setdefault(same_form(entry.source), entry)
        self._sources = [source for source in self._exact if not mostly_figures(source)]

    def __len__(self) -> int:
        return len(self._exact)

    def find(self, source: str, floor: float = 75.0) -> Match | None:
        """The best match with a score of at least ``floor``; texts that are mostly figures match exactly only."""
        exact = self._exact.get(source) or self._alike.get(same_form(source))
        if exact is not None:
            return Match(exact, 100.0)
        if mostly_figures(source):
            return None
        found = similarity.best(source, self._sources, floor)
        return Match(self._exact[self._sources[found[0]]], min(found[1], 99.0)) if found else None
