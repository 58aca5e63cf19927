"""Pages that lie in a folder of the project instead of on the web: an export, or another tool's output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from pipeline.core.errors import FetchError

_ENDINGS: Final = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class PagesFolder:
    """The pages below ``folder``, as if they stood at ``address``: ``a/index.html`` is ``…/a/``. Sizes are bytes."""

    folder: Path
    address: str
    largest: int

    def addresses(self) -> list[str]:
        """Every page's address, sorted. Raises FetchError where the folder is not there."""
        if not self.folder.is_dir():
            raise FetchError(f"{self.folder}: is no folder; mend site.pages_folder", content=True)
        files = (path for path in self.folder.rglob("*") if path.suffix.lower() in _ENDINGS and self._is_inside(path))
        return sorted(self._address(path) for path in files)

    def holds(self, address: str) -> bool:
        """Whether an address is that of a page here."""
        return self._path(address) is not None

    def read(self, address: str) -> bytes:
        """The bytes of a page. Raises FetchError, ``gone`` where it is not there any more."""
        path = self._path(address)
        if path is None:
            raise FetchError(f"{address}: has no file in {self.folder}", content=True, gone=True)
        try:
            if path.stat().st_size > self.largest:
                raise FetchError(f"{path}: is larger than {self.largest:,} bytes; left out", content=True)
            return path.read_bytes()
        except OSError as error:
            raise FetchError(f"{path}: cannot be read ({error.strerror})", content=True) from error

    def is_ours(self, address: str) -> bool:
        """Whether pages of this folder stand below the same base as an address."""
        return address.startswith(self.address)

    def _address(self, path: Path) -> str:
        parts = path.relative_to(self.folder).parts
        is_index = path.name.lower() in ("index.html", "index.htm")
        shown = "/".join(quote(part) for part in (parts[:-1] if is_index else parts))
        return self.address + shown + ("/" if is_index and shown else "")

    def _path(self, address: str) -> Path | None:
        parts = urlsplit(address)
        if not self.is_ours(address) or parts.query:
            return None
        path = self.folder.joinpath(*filter(None, unquote(address[len(self.address) :]).split("/")))
        found = next((file for file in (path, path / "index.html", path / "index.htm") if file.is_file()), None)
        return found if found is not None and self._is_inside(found) else None

    def _is_inside(self, path: Path) -> bool:
        """Whether a file is really below the folder, links and dots followed."""
        return path.is_file() and path.resolve().is_relative_to(self.folder.resolve())
