"""Pages over HTTP, politely and within bounds: requests for the talking, tenacity for trying again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import responses as phrases
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline.core.errors import FetchError

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_PERMANENT: Final = (301, 308)
_MOST_REDIRECTS: Final = 5
_BUSY: Final = (408, 429)  # and every status from 500 on
_LONGEST_WAIT: Final = 60.0  # seconds
_CHUNK: Final = 65_536  # bytes
_PAGES: Final = ("text/html", "application/xhtml+xml")
_STYLES: Final = ("text/css",)
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_MAGIC: Final = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04")
_REASONS: Final = (
    (requests.Timeout, "did not answer in time"),
    (requests.exceptions.SSLError, "cannot be reached safely (its certificate is not trusted, or TLS failed)"),
    (requests.exceptions.ChunkedEncodingError, "broke off in the middle"),
    (requests.exceptions.ContentDecodingError, "came damaged"),
    (requests.RequestException, "cannot be reached"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was had: the public address asked for, the one it came from, its bytes, the charset of its header.

    ``moved`` says that the server called every redirect on the way a permanent one.
    """

    url: str
    final_url: str
    data: bytes
    charset: str | None
    moved: bool = False


class _TryAgainError(Exception):
    """A failure that may pass; ``after`` is how many seconds the server asked us to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class _AsGiven(HTTPAdapter):
    """Puts an address on the request line as it stands: urllib3 would make %ac %AC, and a lone % %25.

    For one request only: the connections it makes know one address.
    """

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, *more: Any, **named: Any) -> Any:
        """The pool of connections, each sending the request's own address (the whole of it to a proxy)."""
        pool: Any = super().get_connection_with_tls_context(request, *more, **named)
        whole = _safe(request.url or "").partition("#")[0]
        path = re.sub(r"^[^/]*//[^/?]*", "", whole)
        target = path if path.startswith("/") else f"/{path}"
        make = pool.ConnectionCls

        def connection(**options: Any) -> Any:
            made = make(**options)
            put = made.putrequest
            made.putrequest = lambda method, url, **flags: put(
                method, target if url.startswith("/") else whole, **flags
            )
            return made

        pool.ConnectionCls = connection
        return pool


class Web:
    """Fetches pages from allowed hosts, at most ``per_second`` requests a second to each.

    ``hosts`` are host names with their port if one is given. ``substitute`` is a public base address and the one to
    fetch from instead; reports keep the public one. Times are seconds, sizes bytes.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        hosts: frozenset[str],
        substitute: tuple[str, str] | None = None,
        max_bytes: int = 10_000_000,
        timeout: tuple[float, float] = (10.0, 30.0),
        per_second: float = 4.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._user_agent = user_agent
        self._hosts = frozenset(host.lower() for host in hosts)
        self._substitute = substitute
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._pause = 1.0 / per_second
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}

    def get_page(self, url: str) -> Fetched:
        """One HTML page. Raises FetchError: of content (404, empty, too large, no HTML), else of network.

        The address is asked for as given; only what no request line can hold (white space, letters that are not
        ASCII) is quoted. Redirects are followed by hand, so that each is checked: at most 5, each to an allowed host.
        """
        current = url
        seen = [url]
        moved = True
        while True:
            self._require_allowed(current, url)
            response, data = self._persistently(current)
            if response.status_code not in _REDIRECTS:
                _refuse(url, response, data)
                return Fetched(url, current, data, _charset(response), moved and current != url)
            moved = moved and response.status_code in _PERMANENT
            current = self._led_to(current, response)
            if current in seen:
                raise FetchError(f"{_safe(url)}: redirects in a loop; check the address in a browser")
            if len(seen) > _MOST_REDIRECTS:
                raise FetchError(f"{_safe(url)}: redirects more than {_MOST_REDIRECTS} times; give its last address")
            seen.append(current)

    def get_style(self, url: str) -> bytes:
        """One style sheet of an allowed host, without redirects. Raises FetchError."""
        self._require_allowed(url, url)
        response, data = self._persistently(url, _STYLES)
        if response.status_code != HTTPStatus.OK or not data:
            raise FetchError(f"{_safe(url)}: is no style sheet; left out", content=True)
        return data

    def _led_to(self, url: str, response: requests.Response) -> str:
        """The public address a redirect leads to. Raises FetchError where it names none."""
        # http.client reads headers as Latin-1; servers write addresses in UTF-8
        location = response.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            if location:
                return self._public(urljoin(self._private(url), location))
        except ValueError:
            pass  # "http://[": no address either
        raise FetchError(f"{_safe(url)}: redirects to no address; check the address in a browser", content=True)

    def _require_allowed(self, url: str, asked: str) -> None:
        """Raises FetchError where an address, perhaps one redirected to, is on no allowed host."""
        scheme, host = _place(url)
        if scheme not in ("http", "https") or host not in self._hosts:
            place = f"{'is on' if url == asked else 'leads to'} {host or _safe(url)[:40]}"
            raise FetchError(f"{_safe(asked)}: {place}, no allowed host; if it is yours add it to site.hosts")

    def _persistently(self, url: str, kinds: tuple[str, ...] = _PAGES) -> tuple[requests.Response, bytes]:
        """One request, tried up to three times where the failure may pass."""
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(3),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(self._once, url, kinds)
        except _TryAgainError as error:
            raise FetchError(f"{_safe(url)}: {error}; try again later") from None

    def _once(self, url: str, kinds: tuple[str, ...]) -> tuple[requests.Response, bytes]:
        self._take_turns(_place(url)[1])
        private = _sendable(self._private(url))
        try:
            with requests.Session() as session:
                session.mount("http://", _AsGiven())
                session.mount("https://", _AsGiven())
                if urlsplit(private).hostname in ("127.0.0.1", "localhost", "::1"):
                    session.trust_env = False  # no proxy knows this machine
                request = session.prepare_request(requests.Request("GET", private, headers=self._headers()))
                request.url = private  # as given: no unquoting and quoting again
                settings: dict[str, Any] = {**session.merge_environment_settings(private, {}, True, None, None)}
                # the session's own send would read the whole body of a redirect and stumble over its address
                adapter = session.get_adapter(private)
                with adapter.send(request, timeout=self._timeout, **settings) as response:
                    return response, self._body(url, response, kinds)
        except requests.RequestException as error:
            reason = next(words for kind, words in _REASONS if isinstance(error, kind))
            raise _TryAgainError(reason) from error

    def _body(self, url: str, response: requests.Response, kinds: tuple[str, ...]) -> bytes:
        """The body of a page, unread where it is none. Raises FetchError where it grows too large, _TryAgainError."""
        status = response.status_code
        if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            phrase = f" ({phrases[status].lower()})" if status in phrases else ""
            raise _TryAgainError(f"answers {status}{phrase}", _retry_after(response))
        data = bytearray()
        if status != HTTPStatus.OK or not _is_page(_kind(response), kinds):
            return b""
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if len(data) > self._max_bytes:
                raise FetchError(f"{_safe(url)}: is larger than {self._max_bytes:,} bytes; left out", content=True)
        return bytes(data)

    def _take_turns(self, host: str) -> None:
        now = self._clock()
        due = self._last.get(host, now - self._pause) + self._pause
        if due > now:
            self._sleep(due - now)
        self._last[host] = max(due, now)

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self._user_agent, "Accept": ", ".join(_PAGES), "Accept-Encoding": "gzip, deflate"}

    def _private(self, url: str) -> str:
        public, private = self._substitute or ("", "")
        return private + url[len(public) :] if public and url.startswith(public) else url

    def _public(self, url: str) -> str:
        public, private = self._substitute or ("", "")
        return public + url[len(private) :] if private and url.startswith(private) else url


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the server asked for, within reason, else 1, 2, 4."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, _TryAgainError) else 0.0
    return min(asked, _LONGEST_WAIT) or wait_exponential(multiplier=1, max=10)(state)


def _retry_after(response: requests.Response) -> float:
    """Seconds the server asks us to wait: a number or, by its own clock, a date (RFC 9110, 10.2.3); else 0."""
    value = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value) - parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return max(0.0, until.total_seconds())


def _refuse(url: str, response: requests.Response, data: bytes) -> None:
    """Raise FetchError where the server answered with something that is no page."""
    reason = _status_trouble(response.status_code) or _body_trouble(_kind(response), data)
    if reason:
        is_gone = response.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        raise FetchError(f"{_safe(url)}: {reason}", content=True, gone=is_gone)


def _status_trouble(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"answers {status} (not there); take it off the listing, or out of locales/pairs.toml"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"answers {status} (not allowed); is the page public?"
    return "" if status == HTTPStatus.OK else f"answers {status}; check the address in a browser"


def _body_trouble(kind: str, data: bytes) -> str:
    is_binary = data.startswith(_MAGIC) or (b"\x00" in data[:1024] and not data.startswith(_BOMS))
    if is_binary or not _is_page(kind):
        return f"is no HTML page ({kind if not _is_page(kind) else 'binary'}); left out"
    return "" if data.strip() else "is empty; check the address in a browser"


def _is_page(kind: str, kinds: tuple[str, ...] = _PAGES) -> bool:
    """Whether a content type may be a page; a server that names none may mean one."""
    return not kind or kind in kinds


def _kind(response: requests.Response) -> str:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()[:60]


def _charset(response: requests.Response) -> str | None:
    message = Message()
    message["Content-Type"] = response.headers.get("Content-Type", "")
    return (message.get_content_charset() or "").strip("'") or None


def _place(url: str) -> tuple[str, str]:
    """Scheme and host, in lower case, with the port if given; both empty where the address is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.rpartition("@")[2].lower()


def _sendable(url: str) -> str:
    """The address with only those characters quoted that no request line can hold; every % stays as it is."""
    return re.sub(r"[^\x21-\x7e]+", lambda found: quote(found[0], errors="replace"), url)


def _safe(url: str) -> str:
    """The address on one line, without a user name and password in it."""
    return re.sub(r"(?<=//)[^/?#]*@", "", re.sub(r"[\x00-\x1f\x7f]+", "", url))
