"""Which catalogues prefill has nothing to do in: no unit is empty, or none that memory, as it is, has anything for."""

from __future__ import annotations

from pipeline.core.prefill import Planner
from pipeline.core.registry import Page
from pipeline.stages.circumstances import circumstances, joined
from pipeline.stages.page_index import PageIndex
from pipeline.stages.prefilling.filling import Prefilled
from pipeline.workspace import Workspace


class PrefillIndex:
    """The index of one language. ``memory`` is the digest of all that memory knows."""

    def __init__(self, workspace: Workspace, planner: Planner, memory: str) -> None:
        self._workspace = workspace
        self._locale = planner.languages.target
        self._refresh = planner.refresh
        own = planner.house, planner.languages, planner.engine, planner.names
        self._memory = circumstances(memory, *own)
        self._program = circumstances(planner.languages)
        self._index = PageIndex(workspace, f"prefill.{self._locale}.json", int)

    def get(self, slug: str) -> Prefilled | None:
        """What a prefill of a page comes to, where that is nothing; None where it is to be looked at."""
        if self._refresh:
            return None
        files = self._files(slug)
        left = self._index.get(slug, joined(self._program, files))
        if left is None:
            left = self._index.get(slug, joined(self._memory, files))
        return None if left is None else Prefilled(slug, self._locale, 0, 0, 0, left, 0, 0)

    def put(self, filled: Prefilled, *, is_final: bool) -> None:
        """Keep that a page needs nothing more: it is full, or what is left stays so while memory is as it is.

        ``is_final`` says the latter: no engine is asked.
        """
        if filled.left == 0:
            self._index.put(filled.slug, joined(self._program, self._files(filled.slug)), 0)
        elif is_final and not filled.reasons:
            self._index.put(filled.slug, joined(self._memory, self._files(filled.slug)), filled.left)

    def save(self, pages: list[Page]) -> None:
        """Write the index; all but these pages leave it."""
        self._index.save(frozenset(page.slug for page in pages))

    def _files(self, slug: str) -> str:
        of, workspace = self._workspace.digests.of, self._workspace
        return joined(of(workspace.catalogue_path(slug, self._locale)), of(workspace.ledger_path(slug, self._locale)))
