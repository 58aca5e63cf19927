"""What can be seen of a site before there is a project for it: how it is made, what it lists, what is in French."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from pipeline.adapters import scrape
from pipeline.adapters.web import Fetched, Web
from pipeline.core.errors import FetchError
from pipeline.core.segment import segment
from pipeline.core.segmentation.markup import decode
from pipeline.core.segmentation.rules import Rules
from pipeline.core.sites.media_types import XML
from pipeline.core.sites.site_lists import UnreadableListError, read_xml
from pipeline.core.sites.site_marks import is_wordpress, translation_plugins

_SAMPLES: Final = 3  # announcements that are looked at
_SITEMAPS: Final = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")


@dataclass(frozen=True, slots=True)
class MachineList:
    """A sitemap or feed: its address, and how many pages and further lists it names."""

    address: str
    pages: int
    lists: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen. ``announcements`` are addresses that the page lists, none where it is one itself.

    ``scopes`` says where the content of the samples was found, each once with its number, the commonest before the
    others; ``existing`` are pairs of a sample's address and that of its French page, empty where none is linked.
    """

    address: str
    announcements: tuple[str, ...]
    scopes: tuple[tuple[str, int], ...]
    existing: tuple[tuple[str, str], ...]
    is_wordpress: bool = False
    plugins: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[MachineList, ...] = ()


def look(web: Web, address: str, locale: str = "fr") -> Sight:
    """Look at a page and at a few that it lists. Raises FetchError where the page itself cannot be had."""
    page = web.get_page(address)
    found = [item.url for item in scrape.announcements(page.data, page.final_url)]
    samples = list(_samples(web, found)) or [page]
    text = "\n".join(decode(one.data)[0] for one in (page, *samples))
    return Sight(
        address,
        tuple(found),
        tuple(Counter(_scope(sample) for sample in samples).most_common()),
        tuple((one.url, scrape.other_language(one.data, one.url, locale) or "") for one in samples),
        is_wordpress(text),
        translation_plugins(text),
        scrape.feeds(page.data, page.final_url),
        tuple(_sitemaps(web, address)),
    )


def _samples(web: Web, addresses: Iterable[str]) -> Iterator[Fetched]:
    """The first few that can be had."""
    had = 0
    for address in addresses:
        if had == _SAMPLES:
            return
        try:
            yield web.get_page(address)
        except FetchError:
            continue
        had += 1


def _scope(page: Fetched) -> str:
    try:
        return segment(page.data, Rules()).scope
    except ValueError:
        return "nothing that could be read"


def _sitemaps(web: Web, address: str) -> Iterator[MachineList]:
    """The sitemaps that robots.txt names, else the first that stands in a usual place."""
    try:
        named = web.robots(address).sitemaps
    except FetchError:
        named = ()
    for place in named or tuple(urljoin(address, f"/{name}") for name in _SITEMAPS):
        try:
            found = read_xml(web.get(place, XML).data, place)
        except (FetchError, UnreadableListError):
            continue
        yield MachineList(place, len(found.pages), len(found.lists))
        if not named:
            return
