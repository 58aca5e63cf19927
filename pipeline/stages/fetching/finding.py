"""Which pages the site has: by its listings, sitemaps, feeds, WordPress's REST API, a folder, and the settings."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from pipeline.adapters import scrape
from pipeline.adapters.pages_folder import PagesFolder
from pipeline.adapters.web import Web
from pipeline.core.errors import FetchError
from pipeline.core.settings.values import Settings
from pipeline.core.sites.media_types import JSON, XML
from pipeline.core.sites.site_lists import Listed, SiteList, UnreadableListError, in_language, read_collection, read_xml
from pipeline.stages.problems import Problem, each

REST: Final = "wp-json/wp/v2/"
_A_PAGE: Final = 100  # posts in one answer, the most that WordPress gives
_MOST_LISTS: Final = 1000  # sitemaps behind one index; 1,000 times 50,000 addresses are enough for any site


def addresses(settings: Settings, web: Web, folder: PagesFolder | None) -> tuple[list[str], list[Problem]]:
    """Every address that the site or the settings name, once, in the order of the settings' kinds.

    ``site.include`` and ``site.exclude`` choose among what sitemaps, feeds, collections and the folder name; listings
    and pages were chosen by whoever named them.
    """
    finder = _Finder(settings, web)
    found: list[str] = []
    problems: list[Problem] = []
    for sources, read in finder.kinds():
        lists, failed = each(sources, read)
        found += [address for one in lists for address in one]
        problems += failed
    if folder is not None:
        found += filter(finder.is_chosen, folder.addresses())
    return list(dict.fromkeys([*found, *settings.pages])), problems


class _Finder:
    """Reads the lists of one site."""

    def __init__(self, settings: Settings, web: Web) -> None:
        self.settings = settings
        self.web = web

    def kinds(self) -> Iterator[tuple[Iterable[str], Callable[[str], list[str]]]]:
        yield self.settings.listings, self.listing
        yield self.settings.sitemaps, self.sitemap
        yield self.settings.feeds, self.feed
        yield self.settings.wordpress_types, self.collection

    def listing(self, address: str) -> list[str]:
        page = self.web.get_page(address)
        found = scrape.announcements(page.data, page.final_url, self.settings.listing_selector)
        if not found:
            message = f"{address}: no announcement links found; set site.listing_selector in config/diptych.toml"
            raise FetchError(message, content=True)
        return [announcement.url for announcement in found]

    def sitemap(self, address: str) -> list[str]:
        """The pages of a sitemap, and of those that an index names."""
        waiting, seen = [address], set[str]()
        found: list[Listed] = []
        while waiting and len(seen) < _MOST_LISTS:
            current = waiting.pop(0)
            if current in seen:
                continue
            seen.add(current)
            site_list = self._list(current)
            found += site_list.pages
            waiting += site_list.lists
        return self._chosen(found)

    def feed(self, address: str) -> list[str]:
        return self._chosen(self._list(address).pages)

    def collection(self, name: str) -> list[str]:
        """The published posts of one WordPress collection, a hundred a request, oldest first."""
        found: list[Listed] = []
        number, last = 1, 1
        while number <= last:
            response = self.web.get(self._query(name, number), JSON)
            found += _read(read_collection, response.data, response.url).pages
            total = response.headers.get("x-wp-totalpages", "")
            last = int(total) if total.isdecimal() else 1
            number += 1
        return self._chosen(found)

    def _query(self, name: str, number: int) -> str:
        query = {"per_page": _A_PAGE, "page": number, "orderby": "id", "order": "asc", "_fields": "link"}
        since = {"after": f"{self.settings.since}T00:00:00"} if self.settings.since else {}
        # WPML and Polylang Pro choose by it, the others do not mind
        language = {"lang": self.settings.source.split("-", maxsplit=1)[0]}
        return f"{urljoin(self.settings.address, REST)}{name}?{urlencode({**query, **since, **language})}"

    def _list(self, address: str) -> SiteList:
        response = self.web.get(address, XML)
        return _read(lambda data: read_xml(data, response.final_url), response.data, address)

    def _chosen(self, found: Iterable[Listed]) -> list[str]:
        pages = in_language(found, self.settings.source)
        return [page.address for page in pages if page.address and self.is_chosen(page.address)]

    def is_chosen(self, address: str) -> bool:
        """Whether the settings' patterns take an address: ``*`` stands for anything in its path and query."""
        parts = urlsplit(address)
        shown = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"

        def fits(pattern: str) -> bool:
            return fnmatch.fnmatchcase(address if "://" in pattern else shown, pattern.replace("[", "[[]"))

        wanted, unwanted = self.settings.include, self.settings.exclude
        return (not wanted or any(map(fits, wanted))) and not any(map(fits, unwanted))


def _read(read: Callable[[bytes], SiteList], data: bytes, address: str) -> SiteList:
    try:
        return read(data)
    except UnreadableListError as error:
        raise FetchError(f"{address}: {error}; check the address in a browser", content=True) from error
