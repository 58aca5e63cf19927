"""The site's own style sheets, kept once under the hash of their content so that previews look right offline."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from pipeline.adapters import files
from pipeline.core.addresses import join, split
from pipeline.core.errors import BadFileError, FetchError
from pipeline.core.segmentation.markup import START, tokens
from pipeline.core.text import unreferenced
from pipeline.core.views.framing import without_query
from pipeline.workspace import Workspace

_MOST: Final = 20  # style sheets of one page
_INDEX: Final = "styles.tsv"
_DIGITS: Final = 16


def kept_styles(workspace: Workspace) -> Mapping[str, str]:
    """The style sheets kept, by the address that pages link to. Raises BadFileError."""
    folder = _folder(workspace)
    found: dict[str, str] = {}
    for address, name in _index(workspace).items():
        data = files.read(folder / f"{name}.css")
        if data is not None:
            found[address] = data.decode("utf-8", "replace")
    return found


class StyleKeeper:
    """Fetches the style sheets of pages that came in new or changed, each once in a run.

    ``get`` gives the bytes of one and raises FetchError where it cannot be had.
    """

    def __init__(self, workspace: Workspace, get: Callable[[str], bytes]) -> None:
        self._workspace = workspace
        self._get = get
        self._seen: set[str] = set()

    def keep(self, text: str, base: str) -> None:
        """Those that a page links to on its own host; ``base`` is its address.

        One that cannot be had is left out: the preview is plainer then, and nothing else depends on it.
        """
        index = dict(_index(self._workspace))
        before = dict(index)
        for address in islice(linked(text, base), _MOST):
            stem = without_query(address)
            if stem in self._seen:
                continue
            self._seen.add(stem)
            with contextlib.suppress(FetchError):
                data = self._get(address)
                index[stem] = name = hashlib.sha256(data).hexdigest()[:_DIGITS]
                files.write(_folder(self._workspace) / f"{name}.css", data)
        if index != before:
            lines = "".join(f"{address}\t{name}\n" for address, name in sorted(index.items()))
            files.write(_folder(self._workspace) / _INDEX, lines.encode("utf-8"))
            for name in set(before.values()) - set(index.values()):
                files.remove(_folder(self._workspace) / f"{name}.css")


def linked(text: str, base: str) -> Iterator[str]:
    """The addresses of the style sheets that a page links to on its own host."""
    for token in tokens(text):
        if token.kind == START and token.tag == "link" and "stylesheet" in (token.attr("rel") or "").lower().split():
            address = join(base, unreferenced(token.attr("href") or ""))
            if split(address).netloc == split(base).netloc:
                yield address


def _folder(workspace: Workspace) -> Path:
    return workspace.locales / "styles"


def _index(workspace: Workspace) -> Mapping[str, str]:
    """Address → name of the file. Raises BadFileError with the line."""
    path = _folder(workspace) / _INDEX
    data = files.read(path) or b""
    found: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        address, tab, name = line.partition("\t")
        if not tab or not name.isalnum():
            raise BadFileError(workspace.show(path), "is not an address, a tab and a hash; restore it from git", number)
        found[address] = name
    return found
