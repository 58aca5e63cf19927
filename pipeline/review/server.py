"""The server on this machine, or for others with a password: the one module that knows uvicorn."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import uvicorn

from pipeline.core.errors import UsageError
from pipeline.review.app import make
from pipeline.review.guard import House
from pipeline.review.sessions import Sessions
from pipeline.review.shelf import Shelf
from pipeline.workspace import Workspace

LOCAL: Final = "127.0.0.1"
_SELDOM: Final = 5.0  # seconds between two fresh addresses on the terminal
_QUEUE: Final = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is served, and how. ``password`` is needed for a host that others can reach."""

    host: str = LOCAL
    port: int = 0
    who: str = ""
    images: bool = False
    password: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in (LOCAL, "localhost", "::1")


class Server:
    """The page of one project on a port that is taken at once; ``run`` serves it until it is stopped."""

    def __init__(
        self,
        workspace: Workspace,
        place: Place,
        today: Callable[[], datetime.date],
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._place = place
        self._say = say
        self._last = 0.0
        self._socket = _bound(place)
        self.port = int(self._socket.getsockname()[1])
        self.sessions = Sessions(time.monotonic, place.password)
        house = House(self.port, frozenset() if place.is_local else _names(place.host))
        shelf = Shelf(workspace.root, workspace.settings, today)
        self.application = make(shelf, house, self.sessions, who=place.who, images=place.images, ask_in=self._knocked)
        config = uvicorn.Config(
            self.application, log_level="warning", access_log=False, lifespan="off", server_header=False
        )
        self._server = uvicorn.Server(config)

    def invitation(self) -> str:
        """An address that lets one browser in, once."""
        host = self._place.host if self._place.is_local else _shown(self._place.host)
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}/enter?token={self.sessions.invite()}"

    def run(self) -> None:
        """Serve until somebody presses Ctrl-C, which is how it ends."""
        with contextlib.suppress(KeyboardInterrupt):
            self._server.run(sockets=[self._socket])

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve in a thread meanwhile."""
        thread = threading.Thread(target=self.run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.should_exit = True
            thread.join(timeout=10)
            self.close()

    def close(self) -> None:
        """Let go of the port."""
        self._socket.close()

    def _knocked(self) -> None:
        """Somebody without a session asked: on the terminal there is a fresh address, for whoever may see that."""
        now = time.monotonic()
        if self._place.is_local and now - self._last > _SELDOM:
            self._last = now
            self._say(f"a browser without a session asked; to let it in open  {self.invitation()}")


def open_browser(address: str) -> bool:
    """Show an address in the system's browser; False where there is none."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def _bound(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends at once on such ones only
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((place.host, place.port))
        found.listen(_QUEUE)
    except (OSError, OverflowError) as error:
        found.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{place.host}:{place.port} cannot be used ({reason}); choose another with --port") from None
    return found


def _names(host: str) -> frozenset[str]:
    """The names by which others may call this machine."""
    return frozenset(name.lower() for name in (host, socket.gethostname(), socket.getfqdn()) if name)


def _shown(host: str) -> str:
    return socket.gethostname() if host in ("0.0.0.0", "::") else host  # noqa: S104  compared, not bound
