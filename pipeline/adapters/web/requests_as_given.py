"""One HTTP request: its address as given, and only to an address that may be talked to."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import threading
from collections.abc import Callable
from socket import SHUT_RDWR
from typing import Any, Final, Self
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy

Check = Callable[[str], None]
"""Raises where the machine at an IP address may not be talked to."""

_THIS_MACHINE: Final = ("127.0.0.1", "localhost", "::1")


class Deadline:
    """Ends a connection after some seconds, whatever is being waited for: a server that sends a byte now and then
    keeps every time-out for a single read from coming.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._socket: Any = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def hold(self, socket: Any) -> None:
        """The connection to end."""
        self._socket = socket

    def _end(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # closed, or not there yet: then connecting has its own
            self._socket.shutdown(SHUT_RDWR)


class _AsGiven(HTTPAdapter):
    """Puts an address on the request line as it stands: urllib3 would make %ac %AC, and a lone % %25.

    For one request only: the connections it makes know one address. ``check`` sees the IP address that is really
    connected to, before anything is sent: a name that was harmless when it was looked up first may lead elsewhere
    by the second time (DNS rebinding).
    """

    def __init__(self, check: Check | None, deadline: Deadline) -> None:
        super().__init__()
        self._check = check
        self._deadline = deadline

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, *more: Any, **named: Any) -> Any:
        """The pool of connections, each sending the request's own address (the whole of it to a proxy)."""
        pool: Any = super().get_connection_with_tls_context(request, *more, **named)
        whole = without_password(request.url or "").partition("#")[0]
        path = re.sub(r"^[^/]*//[^/?]*", "", whole)
        target = path if path.startswith("/") else f"/{path}"
        make, check, deadline = pool.ConnectionCls, self._check, self._deadline

        def connection(**options: Any) -> Any:
            made = make(**options)
            put, connect, start = made.putrequest, made._new_conn, made.connect
            made.putrequest = lambda method, url, **flags: put(
                method, target if url.startswith("/") else whole, **flags
            )

            def held() -> None:
                start()
                deadline.hold(made.sock)

            made.connect = held
            if check is not None:
                made._new_conn = lambda: _checked(connect(), check)
            return made

        pool.ConnectionCls = connection
        return pool


def _checked(connected: Any, check: Check) -> Any:
    """The socket, closed where it leads to an address that may not be talked to."""
    try:
        check(connected.getpeername()[0])
    except BaseException:
        connected.close()
        raise
    return connected


def send(
    url: str, headers: dict[str, str], timeout: tuple[float, float], check: Check, deadline: Deadline
) -> requests.Response:
    """The response to a GET, its body not read yet. Raises requests.RequestException, and what ``check`` raises.

    Through a proxy the far end is not seen, so that ``check`` is left out there.
    """
    private = sendable(url)
    with requests.Session() as session:
        if urlsplit(private).hostname in _THIS_MACHINE:
            session.trust_env = False  # no proxy knows this machine
        request = session.prepare_request(requests.Request("GET", private, headers=headers))
        request.url = private  # as given: no unquoting and quoting again
        settings: dict[str, Any] = {**session.merge_environment_settings(private, {}, True, None, None)}
        is_proxied = select_proxy(private, settings["proxies"]) is not None
        # the session's own send would read the whole body of a redirect and stumble over its address
        adapter = _AsGiven(None if is_proxied else check, deadline)
        return adapter.send(request, timeout=timeout, **settings)


def is_private(address: str) -> bool:
    """Whether an IP address is of a private, local or otherwise special network, whatever wraps it."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return not inner.is_global
    return not found.is_global or found.is_multicast


def names_private(host: str) -> bool:
    """Whether a host name says by itself that it is a private place: ``localhost``, ``127.0.0.1``, ``[::1]``."""
    name = (urlsplit(f"//{host}").hostname or "").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return is_private(name)
    except ValueError:
        return False


def sendable(url: str) -> str:
    """The address with only those characters quoted that no request line can hold; every % stays as it is."""
    return re.sub(r"[^\x21-\x7e]+", lambda found: quote(found[0], errors="replace"), url)


def without_password(url: str) -> str:
    """The address on one line, without a user name and password in it."""
    return re.sub(r"(?<=//)[^/?#]*@", "", re.sub(r"[\x00-\x1f\x7f]+", "", url))
