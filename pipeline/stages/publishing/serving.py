"""What readers have, shown on this machine: links to pages that are published here lead to them here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pipeline.adapters.site_server import Mend, SiteServer, found
from pipeline.core.errors import UsageError
from pipeline.workspace import Workspace

_LINK: Final = re.compile(rb"((?:href|src)\s*=\s*[\"']?)https?://([^/\"'\s>#?]+)((?:/[^\"'\s>#?]*)?)", re.IGNORECASE)


def server(workspace: Workspace, port: int) -> SiteServer:
    """A server of the public folder. Raises UsageError where nothing is published, or the port is taken."""
    folder = workspace.root / workspace.settings.folder
    if not folder.is_dir():
        raise UsageError("nothing is published yet; type: diptych publish")
    return SiteServer(folder, port, local_links(folder, urlsplit(workspace.settings.address).netloc))


def local_links(folder: Path, host: str) -> Mend:
    """Makes a page's links to the site's own pages stay here, where the page is here."""

    def local(match: re.Match[bytes]) -> bytes:
        path = match[3].decode("utf-8", "surrogateescape") or "/"
        is_here = match[2].decode("ascii", "replace") == host and found(folder, path) is not None
        return match[1] + path.encode("utf-8", "surrogateescape") if is_here else match[0]

    return lambda data: _LINK.sub(local, data)
