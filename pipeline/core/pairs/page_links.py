"""What a published page links to, shows and says of its pair, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from pipeline.core.addresses import based
from pipeline.core.pairs.edits import Markup
from pipeline.core.segmentation.markup import START, Token

_SOURCES: Final = frozenset("img source video audio embed track iframe script input".split())


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a page, in full, with its 1-based line; ``shown`` says that it is a link that people follow."""

    address: str
    line: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class PageLinks:
    """One published page: its slug, locale, file and address, and what was found in it.

    ``alternates`` are hreflang → address, ``anchors`` its ids and names. Addresses are full, unless they cannot be.
    """

    slug: str
    locale: str
    file: str
    address: str
    language: str = ""
    canonical: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


def read(slug: str, locale: str, file: str, address: str, text: str) -> PageLinks:
    """What a page says."""
    page = Markup(text)
    starts = [token for token in page.tokens if token.kind == START]
    base = next((token.attr("href") for token in starts if token.tag == "base" and token.attr("href")), None)
    alternates = {
        token.attr("hreflang") or "": token.attr("href") or ""
        for token in page.starts("link")
        if "alternate" in _relation(token) and token.attr("hreflang")
    }
    canonical = next((t.attr("href") or "" for t in page.starts("link") if "canonical" in _relation(t)), "")
    anchors = {token.attr("id") for token in starts} | {token.attr("name") for token in starts if token.tag == "a"}
    links = tuple(_links(text, starts, based(address, base)))
    language = next((token.attr("lang") or "" for token in page.starts("html")), "")
    named = frozenset(name for name in anchors if name)
    return PageLinks(slug, locale, file, address, language, canonical, alternates, named, links)


def _links(text: str, starts: list[Token], base: str) -> Iterator[Link]:
    line, position = 1, 0
    for token in starts:
        name = "href" if token.tag in ("a", "area") else "src" if token.tag in _SOURCES else ""
        name = "href" if token.tag == "link" and "stylesheet" in _relation(token) else name
        value = (token.attr(name) or "").strip() if name else ""
        if not value:
            continue
        line, position = line + text.count("\n", position, token.start), token.start
        try:
            address = urljoin(base, value)
            is_web = urlsplit(address).scheme in ("http", "https")
        except ValueError:
            address, is_web = value, True
        if is_web:
            yield Link(address, line, token.tag in ("a", "area"))


def _relation(token: Token) -> list[str]:
    return (token.attr("rel") or "").lower().split()
