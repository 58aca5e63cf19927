"""A site that has a bad day: it passes on what the sample site answers, but for what the first part of the path says.

``http://127.0.0.1:1/cut/topics/…`` is the page of the sample site, cut in the middle. Only round 1 is hit, unless the
fault is about the whole site. Sockets are plain, so that what no server sends can be sent. Prints its address; ends with
its input.
"""

from __future__ import annotations

import contextlib
import gzip
import secrets
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Final

from tests.faults.world import R1

_HTML: Final = "text/html; charset=UTF-8"
_NONCE: Final = b"0123456789"  # as servers.py puts into every page
_ERROR: Final = b"<html><head><title>503 Service Unavailable</title></head><body><p>Come back later.</p></body></html>"
_LOGIN: Final = (
    b'<html><head><title>Log in</title></head><body><form><p>Your name and password, please</p><input name="log">'
    b'<input type="password" name="pwd"></form></body></html>'
)
_CAPTCHA: Final = (
    b'<html><head><title>Just a moment...</title></head><body><p>Checking that you are no robot</p><div class="h-captcha">'
    b"</div></body></html>"
)
SITEMAP: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + b"".join(
        b"<url><loc>https://forum.example/topics/evenings/web-conferences-round-%d/</loc></url>" % n
        for n in range(1, 5)
    )
    + b"</urlset>"
)

Sender = Callable[[socket.socket, bytes], None]


def whole(body: bytes, kind: str = _HTML, status: str = "200 OK", *more: str) -> bytes:
    """An answer as it should be."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _headers(*more: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {_HTML}", "Connection: close", *more, "", ""]).encode()


def _cut(to: socket.socket, body: bytes) -> None:
    to.sendall(_headers(f"Content-Length: {len(body)}") + body[: len(body) // 2])


def _unended(to: socket.socket, body: bytes) -> None:
    half = body[: len(body) // 2]
    to.sendall(_headers("Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(half), half))


def _unframed(to: socket.socket, body: bytes) -> None:
    to.sendall(_headers() + body[: len(body) // 2])


def _packed(to: socket.socket, body: bytes) -> None:
    half = gzip.compress(body)[: len(gzip.compress(body)) // 2]
    to.sendall(_headers("Content-Encoding: gzip", f"Content-Length: {len(half)}") + half)


def _slow(to: socket.socket, body: bytes) -> None:
    to.sendall(_headers(f"Content-Length: {len(body)}"))
    _drip(to, body)


def _slow_headers(to: socket.socket, body: bytes) -> None:
    _drip(to, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000)


def _drip(to: socket.socket, data: bytes) -> None:
    with contextlib.suppress(OSError):  # who waits has had enough
        for byte in data:
            to.sendall(bytes((byte,)))
            time.sleep(0.05)


def _reset(to: socket.socket, body: bytes) -> None:
    to.sendall(_headers(f"Content-Length: {len(body)}") + body[:1000])
    to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _nonce(to: socket.socket, body: bytes) -> None:
    to.sendall(whole(body.replace(_NONCE, secrets.token_hex(5).encode())))


def _always(answer: bytes) -> Sender:
    return lambda to, _: to.sendall(answer)


PAGE_FAULTS: Final[dict[str, Sender]] = {
    "cut": _cut,
    "unended": _unended,
    "unframed": _unframed,
    "packed": _packed,
    "slow": _slow,
    "slow-headers": _slow_headers,
    "reset": _reset,
    "silent": lambda *_: None,
    "garbage": _always(b"\x00\xff\xfe not HTTP at all\r\n\r\n"),
    "error-page": _always(whole(_ERROR)),
    "login": _always(whole(_LOGIN)),
    "captcha": _always(whole(_CAPTCHA)),
    "empty": _always(whole(b"")),
    "busy": _always(whole(b"no", _HTML, "500 Internal Server Error")),
    "loop": _always(whole(b"", _HTML, "302 Found", f"Location: https://forum.example/topics/evenings/{R1}/")),
    "private": _always(whole(b"", _HTML, "302 Found", "Location: http://10.0.0.1/admin")),
    "not-html": _always(whole(b"%PDF-1.7", "application/pdf")),
    "as-text": lambda to, body: to.sendall(whole(body, "text/plain")),
}
"""By what may happen to one page."""

SITE_FAULTS: Final[dict[str, tuple[str, bytes]]] = {
    "robots": ("/robots.txt", whole(b"no", "text/plain", "500 Internal Server Error")),
    "sitemap": ("/sitemap.xml", whole(SITEMAP[: len(SITEMAP) // 2], "text/xml")),
    "listing": ("/activities/", whole(b"no", _HTML, "502 Bad Gateway")),
}
"""By which path of the site is hit, and what it answers."""


class _Asked:
    """A request read whole: which fault, which path, what goes on to the real one."""

    def __init__(self, to: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += to.recv(65536) or b"\r\n\r\n"
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines)
        while len(body) < int(fields.get("Content-Length", 0)):
            body += to.recv(65536)
        self.body = body or None
        self.headers = {name: fields[name] for name in ("Authorization", "Content-Type") if name in fields}
        self.fault, _, rest = first.split(" ")[1].lstrip("/").partition("/")
        self.path = f"/{rest}"


class _Site:
    def __init__(self, pages: str, deepl: str) -> None:
        self.pages = pages
        self.deepl = deepl
        self.listener = socket.create_server(("127.0.0.1", 0))

    def serve(self) -> None:
        while True:
            to, _ = self.listener.accept()
            threading.Thread(target=self._answer, args=(to,), daemon=True).start()

    def _answer(self, to: socket.socket) -> None:
        with to, contextlib.suppress(OSError):
            asked = _Asked(to)
            fault, path = asked.fault, asked.path
            if fault in SITE_FAULTS and SITE_FAULTS[fault][0] == path:
                to.sendall(SITE_FAULTS[fault][1])
            elif path == "/sitemap.xml":
                to.sendall(whole(SITEMAP, "text/xml"))
            elif fault in PAGE_FAULTS and (R1 in path or path == "/v2/translate"):
                PAGE_FAULTS[fault](to, self._real(asked)[1])
            elif fault == "nonce" and R1 in path:
                _nonce(to, self._real(asked)[1])
            else:
                status, body, kind = self._real(asked)
                to.sendall(whole(body, kind, f"{status} Passed on"))

    def _real(self, asked: _Asked) -> tuple[int, bytes, str]:
        """What the sample site, or the DeepL, answers."""
        upstream = self.deepl if asked.path.startswith(("/v2/", "/v3/")) else self.pages
        url = upstream.rstrip("/") + asked.path
        try:
            with urllib.request.urlopen(urllib.request.Request(url, asked.body, asked.headers)) as answer:
                return answer.status, answer.read(), answer.headers.get("Content-Type", _HTML)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), _HTML


def main() -> None:
    """Serve until the input ends."""
    site = _Site(*sys.argv[1:])
    threading.Thread(target=site.serve, daemon=True).start()
    sys.stdout.write(f"http://127.0.0.1:{site.listener.getsockname()[1]}/\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
