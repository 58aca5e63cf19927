"""A page's bytes, from the web or from the project's folder of pages; asked for only where it may have changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from pipeline.adapters.pages_folder import PagesFolder
from pipeline.adapters.web import Validators, Web
from pipeline.core.errors import FetchError
from pipeline.core.sites.charset import kept_readable
from pipeline.core.sites.media_types import STYLE_SHEET
from pipeline.core.sites.versions import Version, Versions
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reply:
    """What was had of a page: where it came from in the end, whether for good, and its bytes.

    ``data`` is None where the site says that we have this version already.
    """

    final_url: str
    data: bytes | None
    moved: bool = False
    validators: Validators = field(default_factory=Validators)


class Reader:
    """Reads pages and remembers which version each was, to ask for the next time."""

    def __init__(self, workspace: Workspace, web: Web, folder: PagesFolder | None) -> None:
        self._workspace = workspace
        self._web = web
        self._folder = folder
        self._versions = workspace.versions()
        self._noted: dict[str, Version] = {}

    def read(self, address: str, snapshot: bytes | None) -> Reply:
        """One page; ``snapshot`` is what we keep of it, if we do. Raises FetchError."""
        if self._folder is not None and self._folder.is_ours(address):
            return Reply(address, self._folder.read(address))
        known = self._versions.of(address, _digest(snapshot)) if snapshot is not None else None
        page = self._web.get_page(address, Validators(known.etag, known.modified) if known else None)
        if page.is_unchanged:
            return Reply(page.final_url, None)
        try:
            data = kept_readable(page.data, page.charset)
        except ValueError as error:
            raise FetchError(f"{address}: {error}; the page is left as it was", content=True) from error
        return Reply(page.final_url, data, page.moved, page.validators)

    def style_sheet(self, address: str) -> bytes:
        """One of the site's style sheets; none in a folder of pages. Raises FetchError."""
        if self._folder is not None and self._folder.is_ours(address):
            raise FetchError(f"{address}: style sheets are not read from folders", content=True)
        return self._web.get(address, STYLE_SHEET).data

    def note(self, address: str, reply: Reply, snapshot: bytes) -> None:
        """Remember that ``snapshot`` is what we keep of the version that ``reply`` brought."""
        is_plain = reply.final_url == address and (reply.validators.etag or reply.validators.modified)
        if is_plain:
            self._noted[address] = Version(reply.validators.etag, reply.validators.modified, _digest(snapshot))

    def save(self) -> None:
        """Write down what was noted."""
        if self._noted:
            self._workspace.save_versions(Versions({**self._versions.known, **self._noted}))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
