"""What a stage found of each page, kept under a digest of all that it depends on, so that it need not look again.

An index only, of which nothing need be believed: without it, or with a spoilt or old one, pages are read and parsed,
and nothing else changes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container
from typing import Generic

from pipeline.adapters import files, index_json
from pipeline.adapters.index_json import Entries, Told
from pipeline.core.errors import BadFileError
from pipeline.workspace import Workspace


class PageIndex(Generic[Told]):
    """The index of a project of that name: a page's name → what is told of it, of one form."""

    def __init__(self, workspace: Workspace, name: str, form: type[Told]) -> None:
        self._workspace = workspace
        self._name = name
        self._form = form
        self._known: Entries = {}
        self._fresh: Entries = {}
        with contextlib.suppress(BadFileError):
            self._known = index_json.loads(files.read(workspace.index_place(name)) or b"")

    def get(self, name: str, digest: str) -> Told | None:
        """What was told under this name and digest; None where it is another digest or not known."""
        held = self._fresh.get(name) or self._known.get(name)
        return index_json.unpacked(held[1], self._form) if held is not None and held[0] == digest else None

    def put(self, name: str, digest: str, told: Told) -> None:
        """Keep what is told."""
        self._fresh[name] = digest, index_json.packed(told)

    def save(self, names: Container[str]) -> None:
        """Write the index if anything is new in it; what is not among ``names`` leaves it."""
        whole = {name: told for name, told in {**self._known, **self._fresh}.items() if name in names}
        if whole != self._known:
            with contextlib.suppress(BadFileError):  # without the index the next run takes longer, no more
                files.write(self._workspace.index_path(self._name), index_json.dumps(whole), durable=False)
            self._known, self._fresh = whole, {}
