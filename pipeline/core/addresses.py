"""Addresses as pages hold them, authors' slips included: ``http://[`` is no address, and no reason to lose the page."""

from __future__ import annotations

from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit


def join(base: str, address: str) -> str:
    """The full address of one that may be relative; one that is none as it stands."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def split(address: str) -> SplitResult:
    """The parts of an address; one that is none is all path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def without_anchor(address: str) -> tuple[str, str]:
    """An address without its anchor, and the anchor; one that is none as it stands."""
    try:
        plain, anchor = urldefrag(address)
    except ValueError:
        return address, ""
    return plain, anchor


def based(address: str, base: str | None) -> str:
    """What the relative addresses of a page stand on: its ``base`` element's address, else its own."""
    try:
        found = urljoin(address, base or "")
        return found if urlsplit(found).scheme in ("http", "https", "file") else address
    except ValueError:
        return address
