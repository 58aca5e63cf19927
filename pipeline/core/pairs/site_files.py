"""The files about a whole site: its map with both halves of every pair, and a feed for each language.

The same pages give the same bytes: every date is one of locales/pairs.toml.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.core.languages import native_name
from pipeline.core.pairs.edits import Markup
from pipeline.core.registry import Half, Page, Registry
from pipeline.core.segmentation.markup import START, TEXT, Token
from pipeline.core.text import UNREADABLE, collapse

_MOST: Final = 50  # entries of a feed
_HEADING: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A translated page in a feed; dates are ISO 8601."""

    title: str
    address: str
    summary: str
    first_published: str
    published: str

    @classmethod
    def of(cls, text: str, half: Half) -> FeedEntry:
        """The entry of a page by its heading (else its title) and its description."""
        page = Markup(text)
        title = _content(page, "h1") or _content(page, "title") or half.address
        about = next((t.attr("content") or "" for t in page.starts("meta") if _is_description(t)), "")
        return cls(title, half.address, _plain(about), half.first_published, half.published)


def feed_path(locale: str) -> str:
    """Where a language's feed lies below the public folder."""
    return f"{locale}/feed.xml"


def feed(address: str, site: str, locale: str, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom feed (RFC 4287) of the pages in one language, the newest first."""
    newest = sorted(entries, key=lambda entry: (entry.first_published, entry.address), reverse=True)[:_MOST]
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{locale}">',
        f"<id>{html.escape(address)}</id>",
        f"<title>{html.escape(urlsplit(site).netloc)} ({html.escape(native_name(locale))})</title>",
        f"<updated>{_moment(max(entry.published for entry in entries))}</updated>",
        f"<author><name>{html.escape(urlsplit(site).netloc)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{html.escape(address)}"/>',
    ]
    for entry in newest:
        lines += _entry(entry, locale)
    return (_HEADING + "\n".join((*lines, "</feed>")) + "\n").encode("utf-8")


def site_map(registry: Registry, source: str, shown: Container[tuple[str, str]]) -> bytes:
    """A site map (sitemaps.org 0.9) of the halves shown; each names the halves of its page by ``xhtml:link``."""
    lines = ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">']
    for page in registry:
        there = {locale: address for locale, address in page.there(source).items() if (page.slug, locale) in shown}
        for locale, address in there.items():
            lines += ["<url>", f"<loc>{html.escape(address)}</loc>", *_dates(page, locale), *_alternates(there, source)]
            lines.append("</url>")
    return (_HEADING + "\n".join((*lines, "</urlset>")) + "\n").encode("utf-8")


def _dates(page: Page, locale: str) -> Iterator[str]:
    half = page.halves.get(locale)
    if half is not None:
        yield f"<lastmod>{half.published}</lastmod>"


def _alternates(there: dict[str, str], source: str) -> Iterator[str]:
    if len(there) < 2:
        return
    shown = {**there, "x-default": there[source]} if source in there else there
    for locale, address in shown.items():
        yield f'<xhtml:link rel="alternate" hreflang="{locale}" href="{html.escape(address)}"/>'


def _entry(entry: FeedEntry, locale: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{html.escape(entry.address)}</id>"
    yield f"<title>{html.escape(entry.title)}</title>"
    yield f'<link rel="alternate" hreflang="{locale}" href="{html.escape(entry.address)}"/>'
    yield f"<published>{_moment(entry.first_published)}</published>"
    yield f"<updated>{_moment(entry.published)}</updated>"
    if entry.summary:
        yield f"<summary>{html.escape(entry.summary)}</summary>"
    yield "</entry>"


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _content(page: Markup, tag: str) -> str:
    tokens = page.tokens
    index = next((number for number, token in enumerate(tokens) if token.kind == START and token.tag == tag), None)
    if index is None:
        return ""
    inner = (part for part in page.inner(index) if part.tag == "br" or part.kind == TEXT)
    return _plain("".join(part.data or " " for part in inner))


def _is_description(token: Token) -> bool:
    return (token.attr("name") or "").lower() == "description"


def _plain(text: str) -> str:
    """Text that XML may hold, on one line."""
    return re.sub(r"[\ufffe\uffff]", "", UNREADABLE.sub("", collapse(text))).strip()
