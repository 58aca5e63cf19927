"""The halves that stay as published: each its file, what that was, or what readers have; each looked at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pipeline.adapters import files
from pipeline.adapters.spill import Spill, Spilled
from pipeline.core.errors import BadFileError
from pipeline.core.registry import Half, Page
from pipeline.stages.problems import Problem
from pipeline.stages.publishing.kept import KeptPages, digest_of, kept_identity, short_digest
from pipeline.stages.publishing.readers import Readers
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """One half as it stays: ``digest`` is that of its text, in 16 hex digits.

    ``place`` is where its text was put aside, None where it is in its file, and ``identity`` says which text it is
    then. ``half`` is what the record says of it, where that is other than pairs.toml has it. ``withheld`` says why
    readers get none of it.
    """

    digest: str = ""
    identity: str = ""
    place: Spilled | None = None
    half: Half | None = None
    withheld: str = ""


class Keeping:
    """Finds the halves that stay, and what is wrong with those that are nowhere."""

    def __init__(self, workspace: Workspace, pages: KeptPages, readers: Readers, spill: Spill) -> None:
        self.workspace = workspace
        self.pages = pages
        self.readers = readers
        self.spill = spill
        self.problems: list[Problem] = []
        self._found: dict[tuple[str, str], Kept | None] = {}

    def half(self, page: Page, locale: str) -> Kept | None:
        """A half as it stays; None where it is nowhere to be found, which is a problem."""
        key = page.slug, locale
        if key not in self._found:
            is_source = locale == self.workspace.settings.source
            self._found[key] = self._english(page) if is_source else self._translated(page, locale)
        return self._found[key]

    def _english(self, page: Page) -> Kept | None:
        """The English; that which readers have, where they keep a translation that goes with it."""
        halves = (self._found.get((page.slug, locale)) for locale in page.halves)
        if any(kept is not None and kept.half is not None for kept in halves):
            was = self.readers.registry.pages.get(page.slug, page).digest
            data = self.pages.site.find(was)
            if data is not None:
                return Kept(was, place=self.spill.put(data))
        return self._as_published(page, self.workspace.settings.source)

    def _translated(self, page: Page, locale: str) -> Kept | None:
        told = len(self.pages.notes)
        kept = self._as_published(page, locale)
        if kept is None:
            return None
        path = self.workspace.published_path(page.slug, locale)
        data = self.spill.get(kept.place) if kept.place is not None else None
        digest = self.workspace.digests.of(path) if data is None else hashlib.sha256(data).hexdigest()
        reason = self.readers.why_not(
            page.slug, locale, digest, lambda: files.read(path) or b"" if data is None else data
        )
        if not reason:
            return kept
        del self.pages.notes[told:]
        return self._theirs(page, locale, f"{self.workspace.show(path)}: came from elsewhere and {reason}")

    def _as_published(self, page: Page, locale: str) -> Kept | None:
        digest = self.pages.digest(page, locale)
        if digest:
            return Kept(short_digest(digest), kept_identity(digest))
        try:
            data = self.pages.restored(page, locale)
        except BadFileError as error:
            self.problems.append(Problem(str(error), error.exit_status))
            return None
        return Kept(digest_of(data), place=self.spill.put(data))

    def _theirs(self, page: Page, locale: str, trouble: str) -> Kept:
        """The half as readers have it; withheld where they have none."""
        readers = self.readers
        digest = readers.digest(page.slug, locale)
        data = self.pages.site.find(digest)
        was = readers.registry.pages.get(page.slug, page).half(locale)
        what = f"restore the newer catalogue from git, or translate that anew and type: diptych accept {page.slug}"
        if data is None or not was.is_live:
            return Kept(withheld=f"{trouble}; {what}")
        self.pages.notes.append(f"{trouble}; readers keep what they have, and it is put back there. Now {what}")
        half = replace(
            page.half(locale), follows=was.follows, published=was.published, first_published=was.first_published
        )
        return Kept(digest, place=self.spill.put(data), half=half)
