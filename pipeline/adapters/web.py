"""Pages over HTTP, politely and within bounds: requests for the talking, tenacity for trying again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline.core.errors import FetchError

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 5
_BUSY: Final = (408, 429, 500, 502, 503, 504)
_LONGEST_WAIT: Final = 60.0  # seconds
_CHUNK: Final = 65_536  # bytes
_PAGES: Final = ("text/html", "application/xhtml+xml")
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was had: the address asked for, the one it came from, and its bytes."""

    url: str
    final_url: str
    data: bytes
    charset: str | None


class _TryAgainError(Exception):
    """A failure that may pass; ``after`` is how many seconds the server asked us to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


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
        self._hosts = hosts
        self._substitute = substitute
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._pause = 1.0 / per_second
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}

    def get_page(self, url: str) -> Fetched:
        """One HTML page. Raises FetchError: of content (404, empty, too large, no HTML), else of network."""
        current = url
        seen = [url]
        while True:
            self._require_allowed(current, url)
            response, data = self._persistently(current)
            if response.status_code not in _REDIRECTS:
                _refuse(url, response, data)
                return Fetched(url, current, data, _charset(response))
            current = self._public(urljoin(self._private(current), response.headers.get("Location", "")))
            if current in seen or len(seen) > _MOST_REDIRECTS:
                raise FetchError(f"{_safe(url)}: redirects in a loop or too often; check the address in a browser")
            seen.append(current)

    def _require_allowed(self, url: str, asked: str) -> None:
        """Raises FetchError where an address, perhaps one redirected to, is on no allowed host."""
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        if parts.scheme not in ("http", "https") or host not in self._hosts:
            place = "is on" if url == asked else "leads to"
            raise FetchError(
                f"{_safe(asked)}: {place} {host or url[:40]}, no allowed host; if it is yours add it to site.hosts"
            )

    def _persistently(self, url: str) -> tuple[requests.Response, bytes]:
        """One request, tried up to three times where the failure may pass."""
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(3),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(self._once, url)
        except _TryAgainError as error:
            raise FetchError(f"{_safe(url)}: {error}; try again later") from None

    def _once(self, url: str) -> tuple[requests.Response, bytes]:
        self._take_turns(urlsplit(url).netloc)
        private = self._private(url)
        try:
            with requests.Session() as session:
                if urlsplit(private).hostname in ("127.0.0.1", "localhost", "::1"):
                    session.trust_env = False
                request = session.prepare_request(requests.Request("GET", private, headers=self._headers()))
                request.url = private  # as given: no unquoting and quoting again
                settings = session.merge_environment_settings(private, {}, True, None, None)
                with session.send(request, timeout=self._timeout, allow_redirects=False, **settings) as response:
                    return response, self._body(url, response)
        except requests.Timeout as error:
            raise _TryAgainError("did not answer in time") from error
        except requests.RequestException as error:
            raise _TryAgainError("cannot be reached") from error

    def _body(self, url: str, response: requests.Response) -> bytes:
        """The response's body, cut off where it grows too large. Raises FetchError or _TryAgainError."""
        if response.status_code in _BUSY:
            reason = f"answers {response.status_code} ({HTTPStatus(response.status_code).phrase.lower()})"
            raise _TryAgainError(reason, _retry_after(response))
        data = bytearray()
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
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else 0.0


def _refuse(url: str, response: requests.Response, data: bytes) -> None:
    """Raise FetchError where the server answered with something that is no page."""
    status, kind = response.status_code, response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    reason = ""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        reason = f"answers {status} (not there); take it off the listing, or out of locales/pairs.toml"
    elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        reason = f"answers {status} (not allowed); is the page public?"
    elif status != HTTPStatus.OK:
        reason = f"answers {status}; check the address in a browser"
    elif not data.strip():
        reason = "is empty; check the address in a browser"
    elif (kind and kind not in _PAGES) or (b"\x00" in data[:1024] and not data.startswith(_BOMS)):
        reason = f"is no HTML page ({kind or 'binary'}); left out"
    if reason:
        raise FetchError(f"{_safe(url)}: {reason}", content=True)


def _charset(response: requests.Response) -> str | None:
    _, _, parameter = response.headers.get("Content-Type", "").partition("charset=")
    return parameter.strip("\"' ") or None


def _safe(url: str) -> str:
    """The address without a user name and password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
