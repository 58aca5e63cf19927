"""Which pages extract found to be as their catalogues say; such pages are not parsed.

A catalogue that was just merged stands for itself, since merging it again changes nothing; so does one that had only
empty units filled since.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.model import Remark, Segment
from pipeline.core.registry import Page
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.page_index import PageIndex
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Told:
    """What extract tells of a catalogue in which nothing changes: its units and words, what is read, and remarks.

    ``shared`` are the texts that the page has in common with others.
    """

    units: int
    words: int
    scope: str
    remarks: tuple[Remark, ...]
    shared: tuple[Segment, ...] = ()


class ExtractIndex:
    """The index of a project, by page and locale."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._circumstances = circumstances(workspace.rules, workspace.settings.source)
        self._index = PageIndex(workspace, "extract.json", Told)

    def key(self, page: str, catalogue: str, ledger: str) -> str:
        """The digest of a page by those of its three files."""
        return joined(self._circumstances, page, catalogue, ledger)

    def key_now(self, slug: str, locale: str) -> str:
        """The same by the files as they lie there. Raises BadFileError."""
        workspace, of = self._workspace, self._workspace.digests.of
        english, ledger = workspace.snapshot_path(slug), workspace.ledger_path(slug, locale)
        return self.key(of(english), of(workspace.catalogue_path(slug, locale)), of(ledger))

    def get(self, slug: str, locale: str, key: str) -> Told | None:
        """What is told of a page that need not be parsed."""
        return self._index.get(f"{slug} {locale}", key)

    def put(self, slug: str, locale: str, key: str, told: Told) -> None:
        """Keep what is told of a page."""
        self._index.put(f"{slug} {locale}", key, told)

    def carry(self, slug: str, locale: str, before: str) -> None:
        """What was known of a catalogue before its empty units were filled is true of it now. Raises BadFileError."""
        told = self.get(slug, locale, before)
        if told is not None:
            self.put(slug, locale, self.key_now(slug, locale), told)

    def save(self, pages: list[Page]) -> None:
        """Write the index; all but these pages leave it."""
        self._index.save(frozenset(f"{page.slug} {locale}" for page in pages for locale in self._targets))

    @property
    def _targets(self) -> tuple[str, ...]:
        return tuple(self._workspace.settings.targets)
