"""Pages over HTTP, politely and within bounds: requests for the talking, tenacity for trying again."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import responses as phrases
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline import log
from pipeline.adapters.web.requests_as_given import Deadline, is_private, names_private, send
from pipeline.adapters.web.requests_as_given import without_password as _safe
from pipeline.adapters.web.responses import Fetched, Validators, charset, is_cut, kind, refuse, retry_after
from pipeline.core.errors import FetchError
from pipeline.core.events import Event
from pipeline.core.sites import robots
from pipeline.core.sites.media_types import PAGE, ROBOTS, Wanted
from pipeline.core.sites.robots import Robots

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_PERMANENT: Final = (301, 308)
_MOST_REDIRECTS: Final = 5
_BUSY: Final = (408, 429)  # and every status from 500 on
_LONGEST_WAIT: Final = 60.0  # seconds
_CHUNK: Final = 65_536  # bytes
_ENCODINGS: Final = "gzip, deflate, br"
_REASONS: Final = (
    (requests.Timeout, "did not answer in time"),
    (requests.exceptions.SSLError, "cannot be reached safely (its certificate is not trusted, or TLS failed)"),
    (requests.exceptions.ChunkedEncodingError, "broke off in the middle"),
    (requests.exceptions.ContentDecodingError, "came damaged"),
    (requests.RequestException, "cannot be reached"),
)


class _TryAgainError(Exception):
    """A failure that may pass; ``after`` is how many seconds the server asked us to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class Web:
    """Fetches pages from allowed hosts, at most ``per_second`` requests a second to each.

    ``hosts`` are host names with their port if one is given. Those of ``private_hosts``, and of ``hosts`` those that
    say so themselves (127.0.0.1), may be in private networks. ``substitute`` is a public base address and the one to
    fetch from instead; reports keep the public one. With ``robots_txt`` a site's robots.txt is asked first. Times are
    seconds, sizes bytes; an answer takes at most ``total_seconds``.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        hosts: frozenset[str],
        substitute: tuple[str, str] | None = None,
        private_hosts: frozenset[str] = frozenset(),
        robots_txt: bool = False,
        max_bytes: int = 10_000_000,
        timeout: tuple[float, float] = (10.0, 30.0),
        total_seconds: float = 120.0,
        per_second: float = 4.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._user_agent = user_agent
        self._hosts = frozenset(host.lower() for host in hosts)
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._robots_txt = robots_txt
        self._robots: dict[str, Robots | str] = {}  # rules, or why they cannot be had now
        self._substitute = substitute
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._total_seconds = total_seconds
        self._pause = 1.0 / per_second
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}

    def get_page(self, url: str, known: Validators | None = None) -> Fetched:
        """One HTML page, or the word that it is still the version ``known``. Raises FetchError as ``get`` does."""
        return self.get(url, PAGE, known)

    def get(self, url: str, wanted: Wanted, known: Validators | None = None) -> Fetched:
        """One document. Raises FetchError: of content (404, empty, too large, no such document), else of network.

        The address is asked for as given; only what no request line can hold (white space, letters that are not
        ASCII) is quoted. Redirects are followed by hand, so that each is checked: at most 5, each to an allowed host.
        """
        current = url
        seen = [url]
        moved = True
        while True:
            self._require_allowed(current, url)
            self._require_welcome(current, wanted)
            conditions = known.headers() if known is not None and current == url else {}
            response, data = self._persistently(current, wanted, conditions)
            if response.status_code not in _REDIRECTS:
                is_unchanged = response.status_code == HTTPStatus.NOT_MODIFIED and bool(conditions)
                if not is_unchanged:
                    refuse(url, response, data, wanted)
                headers = {name.lower(): value for name, value in response.headers.items()}
                is_moved = moved and current != url
                return Fetched(url, current, data, charset(response), is_moved, is_unchanged, headers)
            moved = moved and response.status_code in _PERMANENT
            current = self._led_to(current, response)
            if current in seen:
                raise FetchError(f"{_safe(url)}: redirects in a loop; check the address in a browser")
            if len(seen) > _MOST_REDIRECTS:
                raise FetchError(f"{_safe(url)}: redirects more than {_MOST_REDIRECTS} times; give its last address")
            seen.append(current)

    def robots(self, url: str) -> Robots:
        """What the address's site asks of us, asked once. Raises FetchError where it does not answer.

        A site without the file asks nothing; one that cannot give it now is left alone (RFC 9309, 2.3.1). What it
        answers is kept, also a failure, so that a site that is down is asked for it once.
        """
        place = urljoin(url, "/robots.txt")
        if place not in self._robots:
            try:
                self._robots[place] = robots.read(self.get(place, ROBOTS).data)
            except FetchError as error:
                self._robots[place] = str(error) if error.passing else robots.EVERYTHING
        known = self._robots[place]
        if isinstance(known, str):
            raise FetchError(f"{_safe(url)}: not asked for, since {known}", passing=True)
        return known

    def _require_welcome(self, url: str, wanted: Wanted) -> None:
        """Raises FetchError where the site's robots.txt asks not to fetch an address."""
        if self._robots_txt and wanted is not ROBOTS and not self.robots(url).allows(url):
            raise FetchError(
                f"{_safe(url)}: robots.txt asks us not to fetch it; if the site is yours, set site.robots = false",
                content=True,
            )

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

    def _persistently(self, url: str, wanted: Wanted, conditions: dict[str, str]) -> tuple[requests.Response, bytes]:
        """One request, tried up to three times where the failure may pass."""
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(3),
            wait=_wait,
            sleep=self._sleep,
            before_sleep=lambda state: _tell_again(url, state),
            reraise=True,
        )
        try:
            return attempts(self._once, url, wanted, conditions)
        except _TryAgainError as error:
            raise FetchError(f"{_safe(url)}: {error}; try again later", passing=True) from None

    def _once(self, url: str, wanted: Wanted, conditions: dict[str, str]) -> tuple[requests.Response, bytes]:
        self._take_turns(url, wanted)
        headers = {"User-Agent": self._user_agent, "Accept": wanted.accept, "Accept-Encoding": _ENCODINGS, **conditions}
        end = self._clock() + self._total_seconds
        try:
            found = self._answer(url, wanted, headers, end)
        except requests.RequestException as error:
            self._require_in_time(url, end)
            reason = next(words for what, words in _REASONS if isinstance(error, what))
            raise _TryAgainError(reason) from error
        self._require_in_time(url, end)
        return found

    def _answer(self, url: str, wanted: Wanted, headers: dict[str, str], end: float) -> tuple[requests.Response, bytes]:
        private = self._private(url)
        with (
            log.request("site", "GET", url) as told,
            Deadline(self._total_seconds) as deadline,
            send(private, headers, self._timeout, lambda to: self._require_public(url, to), deadline) as response,
        ):
            told.status = response.status_code
            data = self._body(url, response, wanted, end)
            told.size = len(data)
            if is_cut(response, data, wanted):
                raise _TryAgainError("broke off in the middle")
            return response, data

    def _require_in_time(self, url: str, end: float) -> None:
        """Raises FetchError where an answer took longer than it may; there may be more of it."""
        if self._clock() > end:
            raise FetchError(
                f"{_safe(url)}: was not finished in {self._total_seconds:.0f} s; try again later", passing=True
            )

    def _require_public(self, url: str, address: str) -> None:
        """Raises FetchError where the machine connected to is in a private network and nobody said that it may."""
        host = _place(self._private(url))[1]
        name = (urlsplit(f"//{host}").hostname or "").lower()
        is_meant = names_private(host) or bool(self._private_hosts & {host, name})
        if is_private(address) and not is_meant:
            raise FetchError(
                f"{_safe(url)}: leads to {address}, in a private network; if that is meant, "
                f'add "{name}" to site.private_hosts'
            )

    def _body(self, url: str, response: requests.Response, wanted: Wanted, end: float) -> bytes:
        """The body, unread where it is not what was wanted. Raises FetchError where it grows too large or slow."""
        status = response.status_code
        if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            phrase = f" ({phrases[status].lower()})" if status in phrases else ""
            raise _TryAgainError(f"answers {status}{phrase}", retry_after(response))
        data = bytearray()
        if status != HTTPStatus.OK or not wanted.fits(kind(response)):
            return b""
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if len(data) > self._max_bytes:
                raise FetchError(f"{_safe(url)}: is larger than {self._max_bytes:,} bytes; left out", content=True)
            self._require_in_time(url, end)
        return bytes(data)

    def _take_turns(self, url: str, wanted: Wanted) -> None:
        """Wait until the host may be asked again."""
        host = _place(url)[1]
        asked_for = self.robots(url).delay if self._robots_txt and wanted is not ROBOTS else 0.0
        pause = max(self._pause, asked_for)
        now = self._clock()
        due = self._last.get(host, now - pause) + pause
        if due > now:
            log.waited(url, due - now, "crawl_delay" if asked_for > self._pause else "pace")
            self._sleep(due - now)
        self._last[host] = max(due, now)

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


def _tell_again(url: str, state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    is_asked = isinstance(error, _TryAgainError) and error.after > 0
    where = {"service": "site", "url": url}
    log.retried(Event.REQUEST_RETRIED, state.attempt_number, state.upcoming_sleep, error, is_asked=is_asked, **where)


def _place(url: str) -> tuple[str, str]:
    """Scheme and host, in lower case, with the port if given; both empty where the address is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.rpartition("@")[2].lower()
