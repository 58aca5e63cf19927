"""What servers answer: what was had of it, and why something cannot be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests

from pipeline.adapters.web.requests_as_given import without_password
from pipeline.core.errors import FetchError
from pipeline.core.sites.media_types import PAGE, Wanted, trouble


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows which version of a page we have (RFC 9110, 13.1): its ETag and Last-Modified."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """The conditions of a request."""
        both = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in both.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was had: the public address asked for, the one it came from, its bytes, the charset of its header.

    ``moved`` says that the server called every redirect on the way a permanent one; ``is_unchanged`` that we have
    this version already, so that ``data`` is empty. ``headers`` have names in lower case.
    """

    url: str
    final_url: str
    data: bytes
    charset: str | None
    moved: bool = False
    is_unchanged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What to ask with the next time."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))


def retry_after(response: requests.Response) -> float:
    """Seconds the server asks us to wait: a number or, by its own clock, a date (RFC 9110, 10.2.3); else 0."""
    value = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value) - parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return max(0.0, until.total_seconds())


def refuse(url: str, response: requests.Response, data: bytes, wanted: Wanted) -> None:
    """Raise FetchError where the server answered with something that is not what was wanted."""
    reason = _status_trouble(response.status_code) or trouble(wanted, kind(response), data)
    if reason:
        is_gone = response.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        raise FetchError(f"{without_password(url)}: {reason}", content=True, gone=is_gone)


def _status_trouble(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"answers {status} (not there); take it off the listing, or out of locales/pairs.toml"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"answers {status} (not allowed); is the page public?"
    return "" if status == HTTPStatus.OK else f"answers {status}; check the address in a browser"


def is_cut(response: requests.Response, data: bytes, wanted: Wanted) -> bool:
    """Whether a page ends in the middle, where nothing but the page itself can show it.

    Where the length or the last chunk says how much there is, a body that is cut is an error by itself. Without
    either the end is where the connection ended, and the end of a packed body is lost in silence by what unpacks it.
    """
    has_length = "Content-Length" in response.headers or "chunked" in response.headers.get("Transfer-Encoding", "")
    is_shown = has_length and "Content-Encoding" not in response.headers
    if wanted is not PAGE or is_shown:
        return False
    page = data.lower()
    return b"<html" in page and b"</html" not in page


def kind(response: requests.Response) -> str:
    """The content type without its parameters, in lower case."""
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()[:60]


def charset(response: requests.Response) -> str | None:
    """The charset that the header names."""
    message = Message()
    message["Content-Type"] = response.headers.get("Content-Type", "")
    return (message.get_content_charset() or "").strip("'") or None
