"""Links that do not say where they lead, and links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from pipeline.core.source_checks.model import Anchor, Circumstances, EnglishPage, SourceFinding, Traits

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
    """The place on its own page that a link names with ``#`` is there.

    Nothing is said of pages that other programs complete (WordPress source, templates), of links that scripts use, and
    of places that scripts make.
    """
    del known
    for link in page.links:
        if link.href.startswith("#") and not link.acts and page.is_whole and _is_dead(link.href[1:], page.ids):
            yield page.found("dead-anchor", link.start, _dead(link.href[1:], "this page", page.ids))


def check_anchors_elsewhere(pages: Sequence[Traits]) -> Iterator[SourceFinding]:
    """The same of places on other pages of the project."""
    by_address = {plain_address(page.address): page for page in pages if page.address}
    for page in pages:
        for anchor in page.anchors:
            other = by_address.get(anchor.page)
            if other is not None and other.is_whole and _is_dead(anchor.place, other.ids):
                where = "this page" if other is page else f"the page {other.name}"
                yield page.found("dead-anchor", anchor.line, _dead(anchor.place, where, other.ids))


def anchors(page: EnglishPage) -> Iterator[Anchor]:
    """The links of a page to places on pages by their address."""
    for link in page.links:
        if "#" not in link.href or link.href.startswith("#") or link.acts or not page.address:
            continue
        try:
            address, place = urldefrag(urljoin(page.address, link.href))
        except ValueError:
            continue
        yield Anchor(plain_address(address), place, page.line(link.start))


def _is_dead(place: str, ids: Container[str]) -> bool:
    if place in _ALWAYS_THERE or place in ids or unquote(place) in ids:
        return False
    return place.lower() != "top" and not _MADE_BY_SCRIPTS.search(unquote(place))


def plain_address(address: str) -> str:
    """An address by which two spellings of one page are known to be the same: scheme and last slash do not matter."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _dead(place: str, where: str, ids: Iterable[str]) -> str:
    close = next((known for known in sorted(ids) if known.casefold() == unquote(place).casefold()), "")
    advice = f'write "#{close}"' if close else f'give the place id="{place}", or take "#{place}" out of the link'
    return f'a link leads to "#{place}", but {where} has no such place; {advice}'
