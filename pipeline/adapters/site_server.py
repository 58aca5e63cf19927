"""The public folder over HTTP for the people at this machine: read only, on 127.0.0.1, by its own name alone."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pipeline.core.errors import UsageError

_HERE: Final = "127.0.0.1"
_KINDS: Final = {".html": "text/html", ".htm": "text/html", ".xml": "application/xml", "": "text/html"}
_AS_IT_IS: Final = "text/html"  # a page says its own encoding

Mend = Callable[[bytes], bytes]


class SiteServer:
    """Serves a folder at ``address`` until it is closed. Raises UsageError where the port is taken.

    ``mend`` may change a page on its way, such as its links, so that they stay on this machine.
    """

    def __init__(self, folder: Path, port: int, mend: Mend) -> None:
        try:
            self._server = ThreadingHTTPServer((_HERE, port), _handler(folder, mend))
        except OSError as error:
            raise UsageError(f"port {port} cannot be used ({error.strerror}); name another one: --port N") from error
        self._server.daemon_threads = True
        self.address = f"http://{_HERE}:{self._server.server_port}/"

    def serve(self) -> None:
        """Answer until ``close`` is called from another thread, or Ctrl-C."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


def found(folder: Path, target: str) -> Path | None:
    """The file for the path of a request; None where there is none, or where it would lead out of the folder."""
    path = unquote(urlsplit(target).path)
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") or "\\" in part or "\x00" in part for part in parts):
        return None
    top = folder.resolve()
    file = top.joinpath(*parts)
    file = file / "index.html" if file.is_dir() else file
    return file if file.is_file() and file.resolve().is_relative_to(top) else None


def _handler(folder: Path, mend: Mend) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "diptych"
        sys_version = ""
        timeout = 30

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def _answer(self, *, with_body: bool) -> None:
            port = self.server.server_port if isinstance(self.server, ThreadingHTTPServer) else 0
            if self.headers.get("Host") not in (f"{_HERE}:{port}", f"localhost:{port}"):
                self._send(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"Not by this name.\n", with_body)
                return
            file = found(folder, self.path)
            if file is None:
                self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"No such page here.\n", with_body)
                return
            kind = _KINDS.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            data = file.read_bytes()
            self._send(HTTPStatus.OK, kind, mend(data) if kind == _AS_IT_IS else data, with_body)

        def _send(self, status: HTTPStatus, kind: str, body: bytes, with_body: bool) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler
