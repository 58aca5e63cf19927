"""The WordPress REST API, both ways, with an application password. API: developer handbook, "REST API Handbook".

Reading is tried again where a failure may pass. Writing is not, unless the site said that it did nothing: an answer
that got lost may have been a yes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.auth import HTTPBasicAuth
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline import log
from pipeline.core.errors import SiteError
from pipeline.core.events import Event
from pipeline.core.wordpress.post_answers import items, number, one_line, post_text, stored_post, table
from pipeline.core.wordpress.post_file import PostText
from pipeline.core.wordpress.posts import OPEN, SiteFacts, StoredPost

_MAX_BYTES: Final = 50_000_000
_CHUNK: Final = 65_536  # bytes
_LONGEST_WAIT: Final = 30.0  # seconds
_ENOUGH: Final = 3  # requests in a row that failed three times each, after which the site is not asked any more
_BUSY: Final = (429, 503)  # the request was not looked at
_EDIT: Final = {"context": "edit"}
_ANY_STATUS: Final = "publish,future,draft,pending,private"
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")
_UNSEEN: Final = ("rest_not_logged_in", "rest_forbidden_context", "rest_cannot_create", "rest_cannot_edit")
_REFUSED: Final = (
    "WordPress does not take this user and application password; make one under Users → Profile → Application "
    "Passwords and set DIPTYCH_WORDPRESS_USER and DIPTYCH_WORDPRESS_PASSWORD"
)
_DROPPED: Final = (
    "WordPress did not see the password; application passwords may be switched off there, or the web server drops the "
    "Authorization header (see docs/wordpress.md)"
)


class _PassingError(Exception):
    """A failure worth another try, with the seconds that the site wants to be left alone."""

    def __init__(self, error: SiteError, seconds: float = 0.0) -> None:
        super().__init__(str(error))
        self.error = error
        self.seconds = seconds


class _Request(NamedTuple):
    """One request: ``expects`` is the modified_gmt of the post that a write is meant for."""

    method: str
    route: str
    parameters: Mapping[str, str] = {}
    body: Mapping[str, Any] | None = None
    expects: str = ""

    @property
    def is_reading(self) -> bool:
        """Whether it may be sent twice."""
        return self.method in ("GET", "OPTIONS")


class WordPress:
    """The site at ``address``. Nothing that it raises or logs holds the password. Times are seconds, sizes bytes."""

    def __init__(
        self,
        address: str,
        user: str,
        password: str,
        *,
        timeout: tuple[float, float] = (10.0, 60.0),
        max_bytes: int = _MAX_BYTES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not user or not password:
            missing = "DIPTYCH_WORDPRESS_USER" if not user else "DIPTYCH_WORDPRESS_PASSWORD"
            raise SiteError(f"{missing} is not set; {_REFUSED.partition('; ')[2]}")
        self._address = address.rstrip("/") + "/"
        self._auth = HTTPBasicAuth(user.encode("utf-8"), password.encode("utf-8"))
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._sleep = sleep
        self._root = ""
        self._failures = 0

    # --- reading

    def facts(self, kinds: Iterable[str]) -> SiteFacts:
        """What the site and the account can do. Raises SiteError, also where the account is not let in."""
        index = table(self._read(""))
        me = table(self._read("wp/v2/users/me", context="edit"))
        rights = table(me.get("capabilities", {}))
        spaces = index.get("namespaces", [])
        companion = table(self._read("diptych/v1/site")) if "diptych/v1" in spaces else {}
        fields = {kind: self._fields(kind) for kind in kinds}
        return SiteFacts(
            name=one_line(str(index.get("name", ""))),
            user=one_line(str(me.get("name", ""))),
            companion=str(companion.get("version", "")),
            polylang=str(companion.get("polylang", "")) or ("yes" if "pll/v1" in spaces else ""),
            polylang_fields=any({"lang", "translations"} <= names for names in fields.values()),
            wpml=str(companion.get("wpml", "")) or ("yes" if "wpml/v1" in spaces else ""),
            multilingualpress=any(str(space).startswith("multilingualpress") for space in spaces),
            can_publish=bool(rights.get("publish_posts")),
            can_edit_others=bool(rights.get("edit_others_posts")),
            can_write_html=bool(rights.get("unfiltered_html")),
            types=tuple(kind for kind, names in fields.items() if names),
        )

    def _fields(self, kind: str) -> set[str]:
        """The names of the fields that posts of a type have; none where the site has no such type."""
        try:
            found = table(self._send(_Request("OPTIONS", f"wp/v2/{kind}")))
        except SiteError as error:
            if error.status != requests.codes.not_found:
                raise
            return set()
        return set(table(table(found.get("schema", {})).get("properties", {})))

    def post(self, kind: str, number: int) -> StoredPost | None:
        """One post as stored, None where there is none (any more). Raises SiteError."""
        try:
            return stored_post(kind, self._read(f"wp/v2/{kind}/{number}", context="edit"))
        except SiteError as error:
            if error.status in (requests.codes.not_found, requests.codes.gone):
                return None
            raise

    def by_slug(self, kind: str, slug: str) -> list[StoredPost]:
        """The posts of a type that have a slug, whatever their status. Raises SiteError."""
        found = self._read(f"wp/v2/{kind}", slug=slug, status=_ANY_STATUS, context="edit", per_page="100")
        return [stored_post(kind, item) for item in items(found)]

    def revisions(self, kind: str, number: int) -> list[PostText]:
        """The texts that a post had, newest first; at most 100. Raises SiteError."""
        found = self._read(f"wp/v2/{kind}/{number}/revisions", context="edit", per_page="100")
        return [post_text(table(item)) for item in items(found)]

    def alt(self, image: int) -> str:
        """What is said of an image for those who cannot see it; nothing where it is gone. Raises SiteError."""
        try:
            return str(table(self._read(f"wp/v2/media/{image}")).get("alt_text", ""))
        except SiteError as error:
            if error.status not in (requests.codes.not_found, requests.codes.gone):
                raise
            return ""

    def terms(self, taxonomy: str, *, numbers: Iterable[int] = (), slugs: Iterable[str] = ()) -> dict[str, int]:
        """Slug → number of those of the named categories or tags that are there. Raises SiteError."""
        wanted = {"include": ",".join(map(str, numbers)), "slug": ",".join(slugs)}
        chosen = {name: value for name, value in wanted.items() if value}
        if not chosen:
            return {}
        found = items(self._read(f"wp/v2/{taxonomy}", per_page="100", **chosen))
        return {str(table(item).get("slug")): number(table(item), "id") for item in found}

    # --- writing

    def create(self, kind: str, fields: Mapping[str, Any]) -> StoredPost:
        """A new post. Raises SiteError."""
        return stored_post(kind, self._send(_Request("POST", f"wp/v2/{kind}", _EDIT, fields)))

    def update(self, kind: str, number: int, fields: Mapping[str, Any], expects: str) -> StoredPost:
        """Change some fields of a post. Raises SiteError.

        With the companion plugin the site refuses (412) where the post is not as of ``expects`` any more.
        """
        return stored_post(kind, self._send(_Request("POST", f"wp/v2/{kind}/{number}", _EDIT, fields, expects)))

    def delete(self, kind: str, number: int) -> None:
        """Take a post away for good; for drafts of our own only. Raises SiteError."""
        self._send(_Request("DELETE", f"wp/v2/{kind}/{number}", {"force": "true"}))

    # --- one request

    def _read(self, route: str, **parameters: str) -> object:
        return self._send(_Request("GET", route, parameters))

    def _send(self, request: _Request) -> object:
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(3),
            wait=_wait,
            sleep=self._sleep,
            before_sleep=lambda state: self._tell_again(request, state),
            reraise=True,
        )
        if self._failures >= _ENOUGH:
            raise SiteError(f"{self._address} is away; it was asked no more, try again later", code="away")
        try:
            self._root = self._root or attempts(self._find_root)
            found = attempts(self._once, self._root, request)
        except _PassingError as error:
            self._failures += 1
            raise error.error from None
        self._failures = 0
        return found

    def _find_root(self) -> str:
        """Where REST is: below ``wp-json/``, or a parameter on sites without pretty addresses."""
        try:
            self._once(f"{self._address}wp-json/", _Request("GET", ""))
        except SiteError as error:
            if error.status != requests.codes.not_found and error.code != "no_json":
                raise
            plain = f"{self._address}?rest_route=/"
            self._once(plain, _Request("GET", ""))
            return plain
        return f"{self._address}wp-json/"

    def _once(self, root: str, request: _Request) -> object:
        headers = {"Accept": "application/json", "User-Agent": "diptych/1"}
        if request.expects:
            headers["X-Diptych-Expects"] = request.expects
        try:
            with requests.Session() as session:
                if urlsplit(root).hostname in _LOCAL:
                    session.trust_env = False  # no proxy knows this machine
                with (
                    log.request("wordpress", request.method, root + request.route) as told,
                    session.request(
                        request.method,
                        root + request.route,
                        params=dict(request.parameters),
                        json=None if request.body is None else dict(request.body),
                        headers=headers,
                        auth=self._auth,
                        timeout=self._timeout,
                        allow_redirects=False,
                        stream=True,
                    ) as response,
                ):
                    told.status = response.status_code
                    data = self._body(response)
                    told.size = len(data)
                    return self._answer(request, response, data)
        except requests.RequestException as error:
            slow = isinstance(error, requests.Timeout)
            failure = SiteError(
                f"{self._address} {'did not answer in time' if slow else 'cannot be reached'}", code="away"
            )
            if request.is_reading or isinstance(error, requests.ConnectTimeout):
                raise _PassingError(failure) from None
            raise failure from None

    def _tell_again(self, request: _Request, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        is_asked = isinstance(error, _PassingError) and error.seconds > 0
        where = {"service": "wordpress", "url": (self._root or self._address) + request.route}
        log.retried(
            Event.REQUEST_RETRIED, state.attempt_number, state.upcoming_sleep, error, is_asked=is_asked, **where
        )

    def _body(self, response: requests.Response) -> bytes:
        data = bytearray()
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if len(data) > self._max_bytes:
                raise SiteError(f"{self._address} sent more than {self._max_bytes:,} bytes; nothing of it was used")
        return bytes(data)

    def _answer(self, request: _Request, response: requests.Response, data: bytes) -> object:
        status = response.status_code
        if response.is_redirect:
            host = urlsplit(response.headers.get("Location", "")).netloc or "another address"
            raise SiteError(f"{self._address} leads on to {one_line(host)}; give that address in wordpress.address")
        try:
            found: object = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if status in (requests.codes.ok, requests.codes.created) and isinstance(found, dict | list):
            return found
        failure = self._failure(status, found)
        if status in _BUSY or (status >= requests.codes.server_error and request.is_reading):
            after = response.headers.get("Retry-After", "")
            raise _PassingError(failure, float(after) if after.isdecimal() else 0.0)
        raise failure

    def _failure(self, status: int, found: object) -> SiteError:
        said = found if isinstance(found, dict) else {}
        code, words = one_line(str(said.get("code", ""))), one_line(str(said.get("message", "")))
        if status == requests.codes.unauthorized:
            reason = _DROPPED if code in _UNSEEN else _REFUSED
        elif code == OPEN:
            reason = f"{words}; run this again when the editor there is closed"
        elif status == requests.codes.forbidden:
            reason = f"WordPress does not let this account do that ({words or 'status 403'}); give it a role that may"
        elif status in (requests.codes.ok, requests.codes.created, requests.codes.not_found) and not said:
            return SiteError(
                f"{self._address} answers {status} without JSON; is it a WordPress site, and is its REST API open?",
                status=status if status == requests.codes.not_found else 0,
                code="no_json",
            )
        else:
            again = "; try again later" if status >= requests.codes.server_error or status in _BUSY else ""
            reason = f"answers {status}{f' ({words})' if words else ''}{again}"
        return SiteError(f"{self._address}: {reason}", status=status, code=code)


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the site asked for, within reason, else 1, 2."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.seconds if isinstance(error, _PassingError) else 0.0
    return min(asked, _LONGEST_WAIT) or wait_exponential(multiplier=1, max=10)(state)
