"""A project on disk: where each thing lies, and how it is read and written. Decides nothing."""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from pipeline import contents
from pipeline.adapters import files, pairs_file, term_files, tmx
from pipeline.adapters.answers import Answers
from pipeline.adapters.memory_store import MemoryStore, Source
from pipeline.core import ledger as ledgers
from pipeline.core.engines import spending as spendings
from pipeline.core.engines.engine import TranslationEngine
from pipeline.core.engines.spending import Spending
from pipeline.core.errors import BadFileError
from pipeline.core.ledger import Ledger
from pipeline.core.memory import Entry, Memory
from pipeline.core.model import Catalogue, Kind, Skeleton, State
from pipeline.core.naming import meant_instead
from pipeline.core.registry import Page, Registry
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings.values import Settings
from pipeline.core.sites import versions
from pipeline.core.sites.versions import Versions
from pipeline.core.terms import House
from pipeline.core.text import same_form
from pipeline.core.verify import Checker

SHARED: Final = "_site"
"""The name of the catalogue of menus, footers and forms, which all pages share."""


class Workspace:
    """The files of one project. ``today`` is the date that a person's acts of this run get."""

    def __init__(self, root: Path, settings: Settings, today: datetime.date) -> None:
        self.root = root
        self.settings = settings
        self.today = today
        self.digests = files.Digests()
        self._read_registry: tuple[bytes, Registry] | None = None

    def show(self, path: Path) -> str:
        """A path as people type it: relative to the project."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    # --- where things lie

    @property
    def locales(self) -> Path:
        """The folder that holds the truth."""
        return self.root / "locales"

    def snapshot_path(self, slug: str) -> Path:
        """The English page as it came in."""
        return self.locales / self.settings.source / f"{slug}.html"

    def catalogue_path(self, slug: str, locale: str) -> Path:
        """What the translator opens."""
        return self.locales / locale / "LC_MESSAGES" / f"{slug}.po"

    def ledger_path(self, slug: str, locale: str) -> Path:
        """Who reviewed what of it."""
        return self.catalogue_path(slug, locale).with_suffix(".review.tsv")

    def memory_path(self, locale: str) -> Path:
        """The memory learned from existing pages."""
        return self.locales / locale / "memory.tmx"

    def published_path(self, slug: str, locale: str) -> Path:
        """One half as readers have it."""
        return self.locales / "published" / f"{slug}.{locale}.html"

    # --- pairs

    def registry(self) -> Registry:
        """All pages known. Raises BadFileError."""
        path = self.locales / "pairs.toml"
        data = files.read(path)
        if data is None:
            return Registry()
        if self._read_registry is None or self._read_registry[0] != data:
            self._read_registry = data, pairs_file.loads(data, self.show(path))
        return self._read_registry[1]

    def save_registry(self, registry: Registry) -> bool:
        """Write locales/pairs.toml; True if it changed."""
        path = self.locales / "pairs.toml"
        held = self._read_registry
        if held is not None and held[1] == registry and list(held[1]) == list(registry) and files.read(path) == held[0]:
            return False
        data = pairs_file.dumps(registry)
        is_new = files.write(path, data)
        self._read_registry = data, registry
        return is_new

    def pages(self, slugs: tuple[str, ...] = ()) -> list[Page]:
        """The pages named, or all that have a snapshot. Raises BadFileError for a name that is no page."""
        registry = self.registry()
        for slug in slugs:
            if slug not in registry.pages:
                raise BadFileError(slug, f"is no page of this project; {meant_instead(slug, tuple(registry.pages))}")
        chosen = [registry.pages[slug] for slug in slugs] if slugs else list(registry)
        return [page for page in chosen if self.snapshot_path(page.slug).exists()]

    def without_english(self, slugs: tuple[str, ...] = ()) -> list[Page]:
        """Those of the pages named, or of all, that have no snapshot."""
        registry = self.registry()
        chosen = [registry.pages[slug] for slug in slugs if slug in registry.pages] if slugs else list(registry)
        return [page for page in chosen if not self.snapshot_path(page.slug).exists()]

    def catalogued(self, slugs: tuple[str, ...] = ()) -> list[Page]:
        """The pages as ``pages`` gives them, and the shared catalogue as one more where there is one."""
        named = tuple(slug for slug in slugs if slug != SHARED)
        pages = self.pages(named) if named or not slugs else []
        is_wanted = self.settings.rules.whole_page and (not slugs or SHARED in slugs)
        if SHARED in slugs and not self.settings.rules.whole_page:
            raise BadFileError(SHARED, 'is only there with text.scope = "page" in config/diptych.toml')
        return [*pages, Page(SHARED, "")] if is_wanted else pages

    # --- pages and catalogues

    @property
    def rules(self) -> Rules:
        """How this project's English pages are read."""
        return self.settings.rules

    def skeleton(self, slug: str) -> Skeleton:
        """The English page taken apart. Raises BadFileError, also for one without a text: it is no page any more."""
        path = self.snapshot_path(slug)
        return contents.skeleton(files.read(path), self.show(path), slug, self.rules)

    def catalogue(self, slug: str, locale: str) -> Catalogue:
        """A page's catalogue, an empty one if there is none yet. Raises BadFileError."""
        path = self.catalogue_path(slug, locale)
        data = files.read(path)
        if data is not None and not data.strip():
            contents.refuse_emptied(data, self.ledger(slug, locale), self.show(path))
        return contents.catalogue(data, self.show(path), slug, locale)

    def save_catalogue(self, catalogue: Catalogue) -> bool:
        """Write a catalogue; True if it changed."""
        data = contents.catalogue_bytes(catalogue, self.settings.source)
        return files.write(self.catalogue_path(catalogue.slug, catalogue.locale), data)

    def ledger(self, slug: str, locale: str) -> Ledger:
        """A page's ledger, an empty one if there is none yet. Raises BadFileError with the line."""
        path = self.ledger_path(slug, locale)
        return contents.ledger(files.read(path), self.show(path))

    def save_ledger(self, slug: str, locale: str, ledger: Ledger) -> bool:
        """Write a ledger; True if it changed. One without a fact is written only where there was one before."""
        path = self.ledger_path(slug, locale)
        if not ledger.facts and files.read(path) is None:
            return False
        return files.write(path, ledgers.dumps(ledger).encode("utf-8"))

    # --- memory and house rules

    def learned(self, locale: str) -> tuple[Entry, ...]:
        """What was learned from existing pages."""
        path = self.memory_path(locale)
        data = files.read(path)
        return () if data is None else tmx.loads(data, self.show(path), self.settings.source, locale)

    def imported_paths(self, locale: str) -> list[Path]:
        """The memories that people brought from other tools."""
        return sorted(self.imported_folder(locale).glob("*.tmx"))

    def imported_folder(self, locale: str) -> Path:
        """Where they lie."""
        return self.locales / locale / "imported"

    def imported(self, locale: str) -> tuple[Entry, ...]:
        """What stands in them. Raises BadFileError with the line."""
        return tuple(entry for path in self.imported_paths(locale) for entry in self.imported_file(path, locale))

    def imported_file(self, path: Path, locale: str) -> Iterator[Entry]:
        """What stands in one of them, each with the file's name as its origin, whatever it says of itself.

        Raises BadFileError with the line.
        """
        found = tmx.entries(files.chunks(path), self.show(path), self.settings.source, locale)
        return (replace(entry, origin=path.name) for entry in found)

    def reviewed(self, slug: str, locale: str) -> list[Entry]:
        """The reviewed units of a page, obsolete ones too, each with the text before it. Raises BadFileError."""
        catalogue, index = self.catalogue(slug, locale), self.ledger(slug, locale).index()
        found: list[Entry] = []
        before = ""
        for unit in (*catalogue.units, *catalogue.obsolete):
            if ledgers.state(unit, index) in (State.REVIEWED, State.APPROVED):
                found.append(Entry(unit.source, unit.target, slug, same_form(before), trust=1))
            before = unit.source
        return found

    def save_learned(self, locale: str, entries: tuple[Entry, ...]) -> bool:
        """Write the learned memory; True if it changed."""
        return files.write(self.memory_path(locale), tmx.dumps(entries, self.settings.source, locale))

    @contextlib.contextmanager
    def memory(self, locale: str) -> Iterator[Memory]:
        """Reviewed units of all pages, and what was learned from existing ones; the index is brought up to date.

        Raises BadFileError for a memory.tmx that cannot be read; a broken catalogue is named with its page.
        """
        with self.memory_and_digest(locale) as (memory, _):
            yield memory

    @contextlib.contextmanager
    def memory_and_digest(self, locale: str) -> Iterator[tuple[Memory, str]]:
        """The same with a digest that is another one when any of it is."""
        name = f"memory.{self.settings.source}-{locale}.sqlite3"
        with MemoryStore(self.index_path(name), self.settings.source) as store:
            store.sync(self._memory_sources(locale))
            yield Memory(store, self.settings.source, locale), store.digest()

    def _memory_sources(self, locale: str) -> Iterator[Source]:
        learned = self.digests.of(self.memory_path(locale))
        if learned:
            yield Source("memory.tmx", learned, lambda: self.learned(locale))
        for path in self.imported_paths(locale):
            yield Source(path.name, self.digests.of(path), functools.partial(self.imported_file, path, locale))
        for page in self.catalogued():
            catalogue = self.digests.of(self.catalogue_path(page.slug, locale))
            ledger = self.digests.of(self.ledger_path(page.slug, locale))
            if catalogue and ledger:
                read = functools.partial(self._reviewed, page.slug, locale)
                yield Source(f"{page.slug}.po", f"{catalogue} {ledger}", read)

    def _reviewed(self, slug: str, locale: str) -> list[Entry]:
        """The reviewed units of a page, obsolete ones too; none where its files cannot be read."""
        try:
            is_reviewed = any(fact.kind is Kind.ACCEPTED for fact in self.ledger(slug, locale).facts)
            return self.reviewed(slug, locale) if is_reviewed else []
        except BadFileError:
            return []

    # --- what can be made again or thrown away

    def index_path(self, name: str) -> Path:
        """A file of our own that git leaves alone, in a folder made for it: indexes, and answers that were paid for."""
        files.write(self.root / ".diptych" / ".gitignore", b"*\n", durable=False)
        return self.index_place(name)

    def index_place(self, name: str) -> Path:
        """Where it lies, if it is there; nothing is made."""
        return self.root / ".diptych" / name

    def answers(self, locale: str, engine: TranslationEngine) -> Answers:
        """What an engine answered before."""
        return Answers(self.index_path("answers.sqlite3"), engine.name, engine.options, self.settings.source, locale)

    def versions(self) -> Versions:
        """Which version of each page we have, by the site's own marks."""
        return versions.loads(files.read(self.index_path("versions.json")) or b"{}")

    def save_versions(self, known: Versions) -> None:
        """Write them."""
        files.write(self.index_path("versions.json"), versions.dumps(known), durable=False)

    # --- characters sent

    def spending(self) -> Spending:
        """What was sent to engines. Raises BadFileError with the line."""
        path = self.locales / "sent.tsv"
        data = files.read(path)
        found = Spending() if data is None else spendings.loads(data.decode("utf-8", "replace"))
        if isinstance(found, tuple):
            raise BadFileError(self.show(path), found[1], found[0])
        return found

    def save_spending(self, spending: Spending) -> bool:
        """Write locales/sent.tsv; True if it changed."""
        return files.write(self.locales / "sent.tsv", spendings.dumps(spending).encode("utf-8"))

    def house(self, locale: str) -> House:
        """Glossary and fixed wordings for one language; both files may be absent. Raises BadFileError."""
        terms, fixed = self.root / "config" / "glossary.csv", self.root / "config" / "fixed.csv"
        terms_data, fixed_data = files.read(terms), files.read(fixed)
        return House(
            term_files.glossary(terms_data, self.show(terms), locale) if terms_data else (),
            term_files.fixed(fixed_data, self.show(fixed), self.settings.source, locale) if fixed_data else {},
        )

    def checker(self, locale: str) -> Checker:
        """The checks for one language."""
        return self._checkers.setdefault(
            locale,
            Checker(
                self.settings.source, locale, self.house(locale), self.settings.levels, french=self.settings.french
            ),
        )

    @cached_property
    def _checkers(self) -> dict[str, Checker]:
        return {}
