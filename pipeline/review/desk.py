"""Where all pages stand, kept in working memory and brought up to date by what changed on disk."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pipeline.core.errors import PipelineError
from pipeline.core.event_dates import urgency
from pipeline.core.gate import signature
from pipeline.core.model import State
from pipeline.core.registry import Page
from pipeline.core.verify import errors
from pipeline.review.shelf import Shelf, stamp
from pipeline.stages.gating.report import HalfStatus, Listed, Listing, Standing, status
from pipeline.workspace import SHARED

_AT_ONCE: Final = 12  # pages that are read while somebody waits; more are read behind the scene
_WAITS: Final = (Standing.UNREADABLE, Standing.BEHIND, Standing.BLOCKED, Standing.WAITING)
_NEVER: Final = 99_999_999
_DONE: Final = (State.REVIEWED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Row:
    """One half in the overview. ``event`` are the days until what it announces, None if none is to come.

    ``english`` changes with the English that readers see; ``folded`` holds each unit's texts for the search.
    """

    half: HalfStatus
    title: str
    order: tuple[int, ...]
    event: int | None
    english: str
    units: tuple[Listed, ...]
    folded: tuple[str, ...]

    @property
    def errors(self) -> int:
        """How many findings hold it back."""
        return len(errors(self.half.findings))


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that a search found."""

    row: Row
    unit: Listed


class Desk:
    """The rows of all pages. Reading many is done by a thread of its own, so that nobody waits for it."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._rows: dict[str, tuple[Hashable, tuple[Row, ...]]] = {}
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None

    def rows(self) -> tuple[list[Row], int]:
        """All rows known, the most urgent first, and how many pages are not read yet."""
        pages = list(self._pages())
        wanted = [(page, key) for page in pages if not self._is_known(page, key := self._key(page))]
        if len(wanted) <= _AT_ONCE:
            for page, key in wanted:
                self._read(page, key)
            wanted = []
        else:
            self._start()
        with self._lock:
            found = [row for page in pages if page.slug in self._rows for row in self._rows[page.slug][1]]
        unread = sum(page.slug not in self._rows for page in pages)
        return sorted(found, key=lambda row: (row.order, row.half.slug, row.half.locale)), unread

    def search(self, words: str, rows: list[Row], most: int) -> list[Hit]:
        """Units whose English or French holds every word, most urgent pages first."""
        wanted = words.casefold().split()
        hits = (
            Hit(row, unit)
            for row in rows
            for unit, text in zip(row.units, row.folded, strict=True)
            if all(word in text for word in wanted)
        )
        return list(islice(hits, most))

    def _start(self) -> None:
        with self._lock:
            if self._reader is None or not self._reader.is_alive():
                self._reader = threading.Thread(target=self._read_all, daemon=True)
                self._reader.start()

    def _read_all(self) -> None:
        for page in self._pages():
            key = self._key(page)
            if not self._is_known(page, key):
                self._read(page, key)

    def _pages(self) -> Iterator[Page]:
        yield from self.shelf.registry()
        if self.shelf.rules.whole_page:
            yield Page(SHARED, "")

    def _key(self, page: Page) -> Hashable:
        shelf, slug = self.shelf, page.slug
        paths = [shelf.snapshot_path(slug)]
        for locale in shelf.settings.targets:
            paths += (shelf.catalogue_path(slug, locale), shelf.ledger_path(slug, locale))
        return stamp(*paths), str(page)

    def _is_known(self, page: Page, key: Hashable) -> bool:
        with self._lock:
            return page.slug in self._rows and self._rows[page.slug][0] == key

    def _read(self, page: Page, key: Hashable) -> None:
        try:
            halves, _ = status(self.shelf, (page.slug,), listing=Listing.ALL)
        except PipelineError:
            halves = []
        rows = tuple(self._row(half) for half in halves)
        with self._lock:
            self._rows[page.slug] = (key, rows)

    def _row(self, half: HalfStatus) -> Row:
        texts = [unit.source for unit in half.units]
        rank, days = urgency(texts, self.shelf.today, self.shelf.settings.source)
        waits = 0 if half.standing in _WAITS else 1 if half.standing is Standing.READY else 2
        english, title = self._english(half)
        return Row(
            replace(half, units=(), waiting=()),
            title,
            (waits, rank, days, _day(half.since)),
            days if rank == 0 else None,
            english,
            half.units,
            tuple(f"{unit.source}\n{unit.target}".casefold() for unit in half.units),
        )

    def _english(self, half: HalfStatus) -> tuple[str, str]:
        """The signature of the English, and its title."""
        try:
            skeleton = self.shelf.skeleton(half.slug)
        except PipelineError:
            return "", half.slug
        named = {slot.role: slot.text for slot in reversed(skeleton.slots)}
        return signature(skeleton), named.get("h1") or named.get("title") or half.slug


def _day(since: str) -> int:
    """A number to sort dates by, the oldest first; none at all comes last."""
    return int(since.replace("-", "")) if since else _NEVER


def is_waiting(unit: Listed) -> bool:
    """Whether a unit waits for a person."""
    return unit.state not in _DONE
