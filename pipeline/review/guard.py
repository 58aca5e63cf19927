"""What a request must be before anything is done for it, and what every answer tells the browser."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_LOCAL: Final = frozenset(("127.0.0.1", "localhost", "[::1]"))

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For our own pages: what is not ours neither runs nor loads."""

_FRAME_POLICY: Final = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; {images}"
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class House:
    """Where the page is served: its port, and the names of this machine that others may use (none: nobody else)."""

    port: int
    names: frozenset[str] = frozenset()

    def knows(self, host: str) -> bool:
        """Whether a Host header names this machine; a name that some site made point here does not.

        For others an address in figures counts too: only names can be made to point elsewhere (DNS rebinding).
        """
        name, port = _parted(host)
        if port not in ("", str(self.port)):
            return False
        return name in _LOCAL or name in self.names or (bool(self.names) and _is_address(name))


def headers(*, is_frame: bool = False, images: bool = False) -> dict[str, str]:
    """What every answer carries; a frame's page may load nothing but, if ``images``, those of its site."""
    policy = _FRAME_POLICY.format(images="img-src http: https: data:; " if images else "") if is_frame else PAGE_POLICY
    framing = "SAMEORIGIN" if is_frame else "DENY"
    return {**_HEADERS, "Content-Security-Policy": policy, "X-Frame-Options": framing}


def forged(headers: Mapping[str, str], secret: str) -> str:
    """Why a request that changes something was not sent by our own page, or nothing.

    It must carry the session's secret, come from our origin, and be JSON, which no form of another site can send.
    """
    origin, host = headers.get("origin", ""), headers.get("host", "")
    if origin and urlsplit(origin).netloc != host:
        return "it comes from another site"
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "it comes from another site"
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return "it is no JSON"
    if not hmac.compare_digest(headers.get("x-diptych", "").encode("utf-8", "replace"), secret.encode()):
        return "it lacks this session's secret; load the page again"
    return ""


def _parted(host: str) -> tuple[str, str]:
    """Name and port of a Host header, in lower case; an IPv6 address keeps its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        name, _, port = host.partition("]")
        return f"{name}]", port.removeprefix(":")
    name, _, port = host.partition(":")
    return name.removesuffix("."), port


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
