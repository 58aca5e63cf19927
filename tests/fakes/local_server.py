"""What the fake services share: a web server on this machine that runs while a ``with`` block does, and says nothing."""

from __future__ import annotations

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Fake = TypeVar("Fake", bound="LocalServer")


class LocalServer:
    """Answers on 127.0.0.1 by ``handler``, which is made with the fake and what http.server gives."""

    def __init__(self, handler: type[LocalHandler[Any]]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, self))
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
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"


class LocalHandler(BaseHTTPRequestHandler, Generic[Fake]):
    """One request; ``fake`` is the server's."""

    def __init__(self, fake: Fake, *details: Any) -> None:
        self.fake = fake
        super().__init__(*details)  # handles the request before it returns

    def log_message(self, *_: object) -> None:
        """Say nothing: tests look at the fake."""
