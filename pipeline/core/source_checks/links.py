"""Links that do not say where they lead, and links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from pipeline.core.source_checks.model import Circumstances, EnglishPage, Link, SourceFinding

_SAYS_NOTHING: Final = frozenset(
    (
        "here", "click here", "click", "click this link", "read more", "read on", "more", "learn more", "find out more",
        "see more", "more info", "more information", "continue reading", "link", "this link", "this page",
        "this website", "this site", "download here", "go", "see here", "read more here", "learn more here",
        "find out more here",
    )
)  # fmt: skip
_BARE_URL: Final = re.compile(r"(?:https?://|www\.)[^\s/]+/\S+", re.IGNORECASE)
_EDGES: Final = " \u00a0.,;:!?()[]<>\u00bb\u203a\u2192\u2026\u25b6\ufffc\"'"
_ALWAYS_THERE: Final = frozenset(("", "top"))
"""Fragments that mean the top of any page (HTML standard, 7.4.6.4)."""

_MADE_BY_SCRIPTS: Final = re.compile(r"[/!?:=]|^\W|^(?:comments?|respond|more-\d+)", re.IGNORECASE)


def check_link_texts(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A link's text names what readers find there: not "here", "read more" or the address of a page.

    The address of a whole site ("https://forum.example/") and those for mail are names.
    """
    del known
    for link in page.links:
        plain = link.text.strip(_EDGES)
        if link.label or link.href in ("", "#") or link.href.lower().startswith(("mailto:", "tel:")):
            continue
        if plain.casefold() in _SAYS_NOTHING and not _is_heading(plain, link.href):
            message = f'the link text "{plain}" does not say where it leads; write what readers find there'
            yield page.found("link-text", link.start, f"{message} (it leads to {_short(link.href)})")
        elif _BARE_URL.fullmatch(plain):
            message = f'the link text "{_short(plain)}" is an address; write the name of the page it leads to'
            yield page.found("link-text", link.start, message)


def _is_heading(text: str, href: str) -> bool:
    """Whether a link of a table of contents is called as the heading that it leads to."""
    return href[:1] == "#" and re.sub(r"\W+", "", href.casefold()) == re.sub(r"\W+", "", text.casefold())


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"


def check_anchors(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """The place that a link names with ``#`` is there, on this page or on the page of the project it leads to.

    Nothing is said of pages that other programs complete (WordPress source, templates), of links that scripts use, and
    of places that scripts make.
    """
    for link in page.links:
        target = _target(link, page, known)
        if target is None or link.acts:
            continue
        other, name = target
        ids = other.ids
        if not other.is_whole or name in _ALWAYS_THERE or name in ids or unquote(name) in ids:
            continue
        if name.lower() != "top" and not _MADE_BY_SCRIPTS.search(unquote(name)):
            yield page.found("dead-anchor", link.start, _dead(name, other if other is not page else None, ids))


def _target(link: Link, page: EnglishPage, known: Circumstances) -> tuple[EnglishPage, str] | None:
    """The page and the place on it that a link leads to; None where it names no place or leaves the project."""
    if "#" not in link.href:
        return None
    if link.href.startswith("#"):
        return page, link.href[1:]
    if not page.address:
        return None
    try:
        address, name = urldefrag(urljoin(page.address, link.href))
    except ValueError:
        return None
    other = known.by_address.get(plain_address(address))
    return None if other is None else (other, name)


def plain_address(address: str) -> str:
    """An address by which two spellings of one page are known to be the same: scheme and last slash do not matter."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _dead(name: str, other: EnglishPage | None, ids: frozenset[str]) -> str:
    where = "this page" if other is None else f"the page {other.name}"
    close = next((known for known in sorted(ids) if known.casefold() == unquote(name).casefold()), "")
    advice = f'write "#{close}"' if close else f'give the place id="{name}", or take "#{name}" out of the link'
    return f'a link leads to "#{name}", but {where} has no such place; {advice}'
