"""The sample site over HTTP on this machine, with fresh nonces and versions on every request, as real sites have."""

from __future__ import annotations

import argparse
import contextlib
import re
import secrets
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

PAGES = Path(__file__).parent / "pages"
ROBOTS = "/robots.txt"
PORT = 8420
FRENCH = "/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/"
_ROUND = re.compile(r"/topics/evenings/web-conferences-(round-\d)/(\?lang=fr)?")

_NAMED = re.compile(rb"https?:(?:\\?/){2}forum\.example\\?/")


class SampleSite:
    """Serves a folder of the sample's pages at ``address`` while it is entered; ``requests`` are the paths asked.

    A test may move pages: ``redirects`` leads a path on for good, ``copies`` has new paths with the old ones whose page
    they show, ``missing`` what is not there any more. ``counted`` gives nonces by count instead of by chance, for a
    story whose every byte should come out the same. ``own_links`` makes the pages name this server instead of
    forum.example, so that it is a site by itself.
    """

    def __init__(self, folder: Path = PAGES, port: int = 0, *, counted: bool = False, own_links: bool = False) -> None:
        self.folder = folder
        self.counted = counted
        self.own_links = own_links
        self.requests: list[str] = []
        self.redirects: dict[str, str] = {}
        self.copies: dict[str, str] = {}
        self.missing: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a path with its query."""
        self.requests.append(path)
        if path.startswith("/network/"):
            return 403, "text/html; charset=UTF-8", b"<p>Members only</p>"
        if path in self.redirects:
            return 301, self.redirects[path], b""
        file = self.folder / _file(self.copies.get(path, path))
        if path in self.missing or not file.is_file():
            return 404, "text/html; charset=UTF-8", b"<p>Not found</p>"
        body = file.read_bytes()
        for placeholder in (b"@@NONCE@@", b"@@VER@@"):
            nonce = f"{len(self.requests) - self.requests.count(ROBOTS):010x}" if self.counted else secrets.token_hex(5)
            body = body.replace(placeholder, nonce.encode("ascii"))
        if self.own_links:
            body = _NAMED.sub(lambda found: _spelt(self.address, found[0]), body)
        return 200, "text/css" if file.suffix == ".css" else "text/html; charset=UTF-8", body


def _spelt(address: str, found: bytes) -> bytes:
    """An address spelt as another one is: with its slashes escaped, as in JSON, or not."""
    return address.replace("/", "\\/" if b"\\" in found else "/").encode("ascii")


def _file(path: str) -> str:
    """The file for a path; a name that is not there for none."""
    found = _ROUND.fullmatch(path)
    if found:
        return f"{found.group(1)}{'.fr' if found.group(2) else ''}.html"
    known = {"/activities/": "activities.html", FRENCH: "round-1.fr.html"}
    return known.get(path, "style.css" if path.startswith("/wp-content/themes/forum/style.css") else "none")


def _handler(site: SampleSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = site.answer(self.path)
            self.send_response(status)
            self.send_header("Location" if status == 301 else "Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C, as a site by itself, so that ``diptych init`` can be tried on it."""
    parser = argparse.ArgumentParser("sample.serving", description=__doc__)
    parser.add_argument("--folder", type=Path, default=PAGES)
    parser.add_argument("--port", type=int, default=PORT, help=f"{PORT}; 0: any")
    options = parser.parse_args(arguments)
    try:
        site = SampleSite(options.folder, options.port, own_links=True)
    except OSError as error:
        parser.error(f"port {options.port} cannot be used ({error.strerror}); name another one: --port N")
    with contextlib.suppress(KeyboardInterrupt), site:
        print(f"{site.address}\nin an empty folder type: diptych init {site.address}activities/", flush=True)
        threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
