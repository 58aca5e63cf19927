"""Listing pages → announcement links; a page → its version in another language. The one module that uses bs4."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag, UnusualUsageWarning
from soupsieve import SelectorSyntaxError

from pipeline.core.errors import FetchError, UsageError
from pipeline.core.segmentation.markup import decode

_HEADINGS: Final = (
    ".entry-title a[href], article :is(h1, h2, h3, h4) a[href], article a[href]:has(h2, h3, h4), "
    ":is(main, #content) :is(h2, h3) a[href], .wp-block-post-title a[href], a[rel~=bookmark][href]"
)
_ALTERNATES: Final = "link[rel~=alternate][hreflang][href]"
# WPML; Polylang, which marks the ones that lead to the home page for want of a translation; qTranslate
_PLUGINS: Final = (
    "[class*=wpml-ls] a[href], .lang-item:not(.no-translation) a[href], "
    "[class*=qtranxs] a[href], a[class*=qtranxs][href]"
)
_MARKED: Final = ":is(a[hreflang], a[lang]):not(.no-translation *)[href]"
_CLASS: Final = re.compile(
    r"(?:wpml-ls-item|lang-item|qtranxs-lang-menu-item|qtranxs_(?:text|image|flag)|lang)[-_]([a-z]{2,3}(?:[-_][a-z0-9]+)*)",
    re.IGNORECASE,
)
_HOME: Final = re.compile(r"/?(?:[a-z]{2,3}(?:[-_][a-z]{2,4})?/?)?", re.IGNORECASE)

_HALF_TAG: Final = re.compile(r"</[^<>]*(?=<|\Z)")
"""An end tag without its end: the parser looks for it through all the rest of the page, at each one anew."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A link on a listing page: its absolute address and its text."""

    url: str
    title: str


def announcements(data: bytes, base_url: str, selector: str = "") -> tuple[Announcement, ...]:
    """The announcements a listing page links to, each once, in document order.

    ``selector`` (CSS) finds the links, or elements whose first link is meant; without one, links in headings of
    articles are taken, on the listing's own host. Raises UsageError for a selector that is no CSS, FetchError (of
    content) for bytes that cannot be read as a page.
    """
    soup = _soup(data, base_url)
    try:
        found = soup.select(selector or _HEADINGS)
    except SelectorSyntaxError as error:
        raise UsageError(
            f'site.listing_selector "{selector}" is no CSS selector ({str(error).splitlines()[0]})'
        ) from error
    base, titles = _base(soup, base_url), dict[str, str]()
    for link in (_link(element) for element in found):
        url = _address(link, base)
        same_host = urlsplit(url).netloc == urlsplit(base_url).netloc
        if link is not None and url and (selector or same_host) and url != urldefrag(base_url).url:
            # a card's picture is often a link of its own, without text
            titles[url] = titles.get(url) or link.get_text(" ", strip=True)
    return tuple(Announcement(url, title) for url, title in titles.items())


def other_language(data: bytes, base_url: str, locale: str) -> str | None:
    """The address of the page's existing version in a language: by hreflang, else by a language switcher's link.

    Of several, the one that names just this locale wins; "fr" also stands for "fr-FR", and the other way round.
    Never the page itself, nor a switcher's way out to a home page. Raises FetchError (of content) for bytes that
    cannot be read as a page.
    """
    soup = _soup(data, base_url)
    base = _base(soup, base_url)
    own = {urldefrag(base_url).url, _canonical(soup, base)}
    for selector in (_ALTERNATES, _PLUGINS, _MARKED):
        offers = [
            (url, name)
            for element in soup.select(selector)
            if (url := _address(element, base)) and url not in own
            if selector == _ALTERNATES or not _is_home(url) or _is_home(base_url)
            for name in _languages(element)
        ]
        if (best := _best(offers, locale)) is not None:
            return best
    return None


def canonical(data: bytes, base_url: str) -> str | None:
    """The absolute address a page calls its own (``link rel=canonical``), or None.

    Raises FetchError (of content) for bytes that cannot be read as a page.
    """
    soup = _soup(data, base_url)
    return _canonical(soup, _base(soup, base_url)) or None


def feeds(data: bytes, base_url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page names in its head.

    Raises FetchError (of content) for bytes that cannot be read as a page.
    """
    soup = _soup(data, base_url)
    base = _base(soup, base_url)
    links = soup.select("link[rel~=alternate][href]:is([type*=rss], [type*=atom])")
    return tuple(dict.fromkeys(address for link in links if (address := _address(link, base))))


def language(data: bytes, base_url: str) -> str:
    """The language a page says it is in (``html lang``), without its country, in lower case; empty where it does not.

    Raises FetchError (of content) for bytes that cannot be read as a page.
    """
    root = _soup(data, base_url).find("html")
    return _tag(str(root.get("lang") or "")).partition("-")[0] if isinstance(root, Tag) else ""


def _canonical(soup: BeautifulSoup, base: str) -> str:
    return _address(soup.select_one("link[rel~=canonical][href]"), base)


def _best(offers: Iterable[tuple[str, str]], locale: str) -> str | None:
    """The first address offered in just this locale, else in one that is the same but for what either leaves out."""
    wanted = _tag(locale)
    near = [(url, _tag(name)) for url, name in offers if _is_near(_tag(name), wanted)]
    return next((url for url, tag in near if tag == wanted), near[0][0] if near else None)


def _is_near(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _tag(name: str) -> str:
    return name.strip().replace("_", "-").lower()


def _languages(element: Tag) -> Iterator[str]:
    """Every place where a switcher says its link's language; of the classes around it the nearest counts."""
    marked = [element, *element.select("[lang]")]
    names = [str(tag[name]) for tag in marked for name in ("hreflang", "lang") if tag.get(name)]
    # the list of a WPML drop-down stands inside the item of the page's own language: look no further than the list
    for holder in (element, *element.parents):
        if names or holder.name in ("ul", "nav", "main", "body"):
            break
        names = [match[1] for name in holder.get("class") or () if (match := _CLASS.fullmatch(name))]
    yield from names


def _is_home(url: str) -> bool:
    """Whether an address is a site's home page in some language: ``/``, ``/fr/``, ``/?lang=fr``."""
    parts = urlsplit(url)
    return _HOME.fullmatch(parts.path) is not None and all(key == "lang" for key, _ in parse_qsl(parts.query))


def _link(element: Tag) -> Tag | None:
    return element if element.name == "a" else element.find("a", href=True)


def _base(soup: BeautifulSoup, base_url: str) -> str:
    """What the page's relative addresses stand on: its ``base`` element, else its own address."""
    return _address(soup.select_one("base[href]"), base_url) or base_url


def _address(element: Tag | None, base_url: str) -> str:
    """The absolute web address of a link without its fragment, or nothing where it has none."""
    href = str(element.get("href") or "").strip() if element is not None else ""
    try:
        url = urldefrag(urljoin(base_url, href)).url if href else ""
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""  # "http://[": an author's slip, no reason to lose the rest of the page


def _soup(data: bytes, base_url: str) -> BeautifulSoup:
    """The page as bs4 sees it. Raises FetchError where it cannot be read."""
    try:
        with warnings.catch_warnings():
            # XHTML, and pages so short that they look like a file name, are read all the same
            warnings.simplefilter("ignore", UnusualUsageWarning)
            return BeautifulSoup(_HALF_TAG.sub("", decode(data)[0]), "html.parser")
    except (ValueError, ParserRejectedMarkup) as error:
        raise FetchError(f"{base_url}: cannot be read as HTML; check it in a browser", content=True) from error
