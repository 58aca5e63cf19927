"""A LibreTranslate that runs on this machine, scriptable."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self


class FakeLibreTranslate:
    """Answers while the ``with`` block runs; ``replies`` (status, headers, body) are used up first."""

    def __init__(self, translate: Callable[[str], str] = str.upper) -> None:
        self.translate = translate
        self.bodies: list[dict[str, Any]] = []
        self.replies: deque[tuple[int, dict[str, str], str]] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, fake: FakeLibreTranslate, *details: Any) -> None:
        self.fake = fake
        super().__init__(*details)  # handles the request before it returns

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.bodies.append(body)
        found = json.dumps({"translatedText": [self.fake.translate(text) for text in body["q"]]})
        status, headers, text = self.fake.replies.popleft() if self.fake.replies else (200, {}, found)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode("utf-8"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is http.server's
        """Say nothing."""
