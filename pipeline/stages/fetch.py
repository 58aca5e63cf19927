"""Bring the English pages in. A snapshot is rewritten only when the announcement itself changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.adapters import files, scrape
from pipeline.adapters.settings import Settings
from pipeline.adapters.web import Web
from pipeline.core.errors import FetchError
from pipeline.core.fingerprint import fingerprint
from pipeline.core.markup import decode
from pipeline.core.registry import Half, Page, Registry, new_slug
from pipeline.core.segment import segment_text
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace


class Outcome(StrEnum):
    """What a fetch found."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page after a fetch."""

    slug: str
    address: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FetchReport:
    """All pages of one fetch, and what could not be had."""

    pages: tuple[Fetched, ...]
    problems: tuple[Problem, ...]


def make_web(settings: Settings) -> Web:
    """The web as these settings allow it: the site's own host and those named."""
    addresses = (settings.address, settings.fetch_from, *settings.listings, *settings.pages)
    hosts = {urlsplit(address).netloc for address in addresses if address} | set(settings.hosts)
    contact = settings.contact or settings.address
    substitute = (settings.address, settings.fetch_from) if settings.fetch_from else None
    return Web(
        user_agent=f"diptych/1 (+{contact})",
        hosts=frozenset(hosts),
        substitute=substitute,
        max_bytes=settings.rules.largest,
    )


def fetch(
    workspace: Workspace, web: Web, slugs: tuple[str, ...] = (), *, dry_run: bool = False, tell: Progress | None = None
) -> FetchReport:
    """Fetch the pages named, or the listings, the pages they list and all pages known.

    Raises nothing for a page that cannot be had: that is a problem in the report, and its snapshot stays.
    """
    registry = workspace.registry()
    problems: list[Problem] = []
    addresses = [page.address for page in workspace.pages(slugs)] if slugs else []
    if not slugs:
        addresses, problems = _addresses(workspace.settings, web, registry)
    fetcher = _Fetcher(workspace, web, registry, dry_run)
    results, failed = each(addresses, fetcher.page, tell)
    if not dry_run:
        workspace.save_registry(fetcher.registry)
    return FetchReport(tuple(results), (*problems, *failed))


def _addresses(settings: Settings, web: Web, registry: Registry) -> tuple[list[str], list[Problem]]:
    """Every address to fetch, once: listed ones in order, configured ones, then known ones no longer listed."""

    def listed(listing: str) -> list[str]:
        page = web.get_page(listing)
        found = scrape.announcements(page.data, page.final_url, settings.listing_selector)
        if not found:
            message = f"{listing}: no announcement links found; set site.listing_selector in config/diptych.toml"
            raise FetchError(message, content=True)
        return [announcement.url for announcement in found]

    lists, problems = each(settings.listings, listed)
    addresses = [address for found in lists for address in found]
    addresses += [*settings.pages, *(page.address for page in registry)]
    return list(dict.fromkeys(addresses)), problems


class _Fetcher:
    """Fetches page after page, growing the registry."""

    def __init__(self, workspace: Workspace, web: Web, registry: Registry, dry_run: bool) -> None:
        self.workspace = workspace
        self.web = web
        self.registry = registry
        self.dry_run = dry_run

    def page(self, address: str) -> Fetched:
        data = self.web.get_page(address).data
        known = self.registry.by_address(address)
        page = known or Page(new_slug(address, self.registry), address)
        outcome = self._compare(page.slug, data, address)
        if outcome is not Outcome.UNCHANGED and not self.dry_run:
            files.write(self.workspace.snapshot_path(page.slug), data)
        for half in self._existing(page, data):
            page = page.with_half(half)
        self.registry = self.registry.with_page(page)
        return Fetched(page.slug, address, outcome)

    def _compare(self, slug: str, data: bytes, address: str) -> Outcome:
        rules = self.workspace.rules
        try:
            text = decode(data)[0]
        except ValueError as error:
            raise FetchError(f"{address}: {error}; the page is left as it was", content=True) from error
        if not segment_text(text, rules).slots:
            raise FetchError(
                f"{address}: holds no text; the page is left as it was, look at it in a browser", content=True
            )
        new = fingerprint(text, rules)
        old = files.read(self.workspace.snapshot_path(slug))
        if old is None:
            return Outcome.NEW
        return Outcome.UNCHANGED if fingerprint(decode(old)[0], rules) == new else Outcome.CHANGED

    def _existing(self, page: Page, data: bytes) -> Iterator[Half]:
        """The halves with the address of the hand-made page that the English one links to."""
        own = {half.address for half in page.halves.values()}
        for locale in self.workspace.settings.targets:
            address = scrape.other_language(data, page.address, locale) or ""
            if address not in own and address != page.half(locale).existing:
                yield replace(page.half(locale), existing=address)
