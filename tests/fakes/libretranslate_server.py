"""A LibreTranslate that runs on this machine, scriptable."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.fakes.local_server import LocalHandler, LocalServer


class FakeLibreTranslate(LocalServer):
    """Answers while the ``with`` block runs; ``replies`` (status, headers, body) are used up first."""

    def __init__(self, translate: Callable[[str], str] = str.upper) -> None:
        super().__init__(_Handler)
        self.translate = translate
        self.bodies: list[dict[str, Any]] = []
        self.replies: deque[tuple[int, dict[str, str], str]] = deque()


class _Handler(LocalHandler[FakeLibreTranslate]):
    def do_POST(self) -> None:  # noqa: N802  the name is http.server's
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.bodies.append(body)
        found = json.dumps({"translatedText": [self.fake.translate(text) for text in body["q"]]})
        status, headers, text = self.fake.replies.popleft() if self.fake.replies else (200, {}, found)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode("utf-8"))
