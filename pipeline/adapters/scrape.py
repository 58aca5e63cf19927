"""Listing pages → announcement links; a page → its version in another language. The one module that uses bs4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from pipeline.core.errors import UsageError

_HEADINGS: Final = (
    ".entry-title a[href], article h1 a[href], article h2 a[href], article h3 a[href], a[rel~=bookmark][href], "
    "main h2 a[href], main h3 a[href], #content h2 a[href], #content h3 a[href]"
)
_SWITCHERS: Final = "a[hreflang][href], a[lang][href], [class*=wpml-ls] a[href], [class*=lang-item] a[href]"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A link on a listing page: its absolute address and its text."""

    url: str
    title: str


def announcements(data: bytes, base_url: str, selector: str = "") -> tuple[Announcement, ...]:
    """The announcements a listing page links to, each once, in document order.

    ``selector`` (CSS) finds the links, or elements whose first link is meant; without one, links in headings of
    articles are taken, on the listing's own host. Raises UsageError for a selector that is no CSS.
    """
    soup = _soup(data)
    try:
        found = soup.select(selector or _HEADINGS)
    except SelectorSyntaxError as error:
        raise UsageError(
            f'site.listing_selector "{selector}" is no CSS selector ({str(error).splitlines()[0]})'
        ) from error
    links: dict[str, Announcement] = {}
    for link in (_link(element) for element in found):
        url = _address(link, base_url)
        same_host = urlsplit(url).netloc == urlsplit(base_url).netloc
        if link is not None and url and (selector or same_host) and url != urldefrag(base_url).url:
            links.setdefault(url, Announcement(url, link.get_text(" ", strip=True)))
    return tuple(links.values())


def other_language(data: bytes, base_url: str, locale: str) -> str | None:
    """The address of the page's existing version in a language: by hreflang, else by a language switcher's link."""
    soup = _soup(data)
    for element in (*soup.select("link[rel~=alternate][hreflang][href]"), *soup.select(_SWITCHERS)):
        url = _address(element, base_url)
        if url and url != base_url and any(_speaks(name, locale) for name in _languages(element)):
            return url
    return None


def _languages(element: Tag) -> Iterator[str]:
    """Every place where a switcher says its link's language."""
    for name in ("hreflang", "lang"):
        yield str(element.get(name) or "")
    for inner in element.select("[lang]"):
        yield str(inner.get("lang") or "")
    for holder in (element, *element.parents):
        for name in holder.get("class") or ():
            if name.startswith(("lang-item-", "wpml-ls-item-")):
                yield name.rsplit("-", 1)[-1]


def _speaks(name: str, locale: str) -> bool:
    return bool(name) and name.replace("_", "-").split("-")[0].lower() == locale.split("-", maxsplit=1)[0].lower()


def _link(element: Tag) -> Tag | None:
    return element if element.name == "a" else element.find("a", href=True)


def _address(element: Tag | None, base_url: str) -> str:
    href = str(element.get("href") or "").strip() if element is not None else ""
    url = urldefrag(urljoin(base_url, href)).url if href else ""
    return url if urlsplit(url).scheme in ("http", "https") else ""


def _soup(data: bytes) -> BeautifulSoup:
    return BeautifulSoup(data, "html.parser")
