"""A project whose files are read again only when they changed on disk: what keeps the page quick.

Nothing is held that stands nowhere else, and whoever writes reads the files themselves.
"""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from pipeline.adapters.settings import FILE as SETTINGS
from pipeline.core.errors import UsageError
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue, Skeleton
from pipeline.core.registry import Registry
from pipeline.core.settings.values import Settings
from pipeline.core.verify import Checker
from pipeline.workspace import Workspace

_T = TypeVar("_T")
_KEPT: Final = 96  # parsed files; the overview keeps what it needs of each page by itself


def stamp(*paths: Path) -> tuple[Hashable, ...]:
    """What changes whenever one of these files does: its number, size and time; None for one that is not there."""
    return tuple(_stamp(path) for path in paths)


class Shelf(Workspace):
    """A workspace for reading. ``today`` is the date that was asked for, or each day's own."""

    def __init__(self, root: Path, settings: Settings, today: Callable[[], datetime.date]) -> None:
        super().__init__(root, settings, today())
        self._today = today
        self._held: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
        self._lock = Lock()
        self._settings_seen = stamp(root / SETTINGS)

    def fresh(self) -> Workspace:
        """The same project as the disk has it now, for one act of today."""
        return Workspace(self.root, self.settings, self._today())

    def refuse_other_settings(self) -> None:
        """Raises UsageError where config/diptych.toml changed since it was read: what may go out is decided by it."""
        if stamp(self.root / SETTINGS) != self._settings_seen:
            raise UsageError(f"{SETTINGS} changed since this page was started; start it again: diptych review")

    def registry(self) -> Registry:
        """As ``Workspace.registry``."""
        return self._kept("registry", (self.locales / "pairs.toml",), super().registry)

    def skeleton(self, slug: str) -> Skeleton:
        """As ``Workspace.skeleton``."""
        read = super().skeleton
        return self._kept(("skeleton", slug), (self.snapshot_path(slug),), lambda: read(slug))

    def catalogue(self, slug: str, locale: str) -> Catalogue:
        """As ``Workspace.catalogue``."""
        read = super().catalogue
        return self._kept(("catalogue", slug, locale), (self.catalogue_path(slug, locale),), lambda: read(slug, locale))

    def ledger(self, slug: str, locale: str) -> Ledger:
        """As ``Workspace.ledger``."""
        read = super().ledger
        return self._kept(("ledger", slug, locale), (self.ledger_path(slug, locale),), lambda: read(slug, locale))

    def checker(self, locale: str) -> Checker:
        """As ``Workspace.checker``, with the glossary as it is now."""
        settings = self.settings
        return self._kept(
            ("checker", locale),
            self._house_paths(),
            lambda: Checker(settings.source, locale, self.house(locale), settings.levels, french=settings.french),
        )

    def worked_out(self, name: str, slug: str, locale: str, work: Callable[[], _T]) -> _T:
        """What was worked out by ``work`` from the files of a page and the glossary, kept until one of them changes."""
        paths = (
            self.snapshot_path(slug),
            self.catalogue_path(slug, locale),
            self.ledger_path(slug, locale),
            *self._house_paths(),
        )
        return self._kept((name, slug, locale), paths, work)

    def _house_paths(self) -> tuple[Path, Path]:
        return self.root / "config" / "glossary.csv", self.root / "config" / "fixed.csv"

    def _kept(self, key: Hashable, paths: tuple[Path, ...], read: Callable[[], _T]) -> _T:
        """What was read of these files, or what they hold now; the stamp is taken first: no change is missed."""
        now = stamp(*paths)
        with self._lock:
            held = self._held.get(key)
            if held is not None and held[0] == now:
                self._held.move_to_end(key)
                value: _T = held[1]  # type: ignore[assignment]  # what the same key's ``read`` gave
                return value
        value = read()
        with self._lock:
            self._held[key] = (now, value)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return value


def _stamp(path: Path) -> Hashable:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
