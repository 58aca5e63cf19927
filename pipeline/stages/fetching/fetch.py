"""Bring the English pages in. A snapshot is rewritten only when the announcement itself changed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from pipeline import log
from pipeline.adapters.pages_folder import PagesFolder
from pipeline.adapters.web import Web
from pipeline.core.errors import PipelineError
from pipeline.core.events import Event
from pipeline.core.registry import Registry
from pipeline.core.settings.values import Settings
from pipeline.stages.fetching.fetch_page import Fetched, Fetcher, Outcome
from pipeline.stages.fetching.fetch_post import PostFetcher
from pipeline.stages.fetching.finding import addresses
from pipeline.stages.fetching.reading import Reader
from pipeline.stages.problems import Problem, Progress, each
from pipeline.stages.wordpress.post_store import make_wordpress
from pipeline.workspace import Workspace

_NOT_ASKED: Final = ": not asked for, since "  # the web's words where a host's robots.txt cannot be had


@dataclass(frozen=True, slots=True)
class FetchReport:
    """All pages of one fetch, and what could not be had."""

    pages: tuple[Fetched, ...]
    problems: tuple[Problem, ...]


def make_web(settings: Settings) -> Web:
    """The web as these settings allow it: the site's own host and those named."""
    named = (settings.address, settings.fetch_from, *settings.listings, *settings.pages)
    named = (*named, *settings.sitemaps, *settings.feeds)
    hosts = {urlsplit(address).netloc for address in named if address} | set(settings.hosts)
    contact = settings.contact or settings.address
    substitute = (settings.address, settings.fetch_from) if settings.fetch_from else None
    return Web(
        user_agent=f"diptych/1 (+{contact})",
        hosts=frozenset(hosts),
        private_hosts=frozenset(settings.private_hosts),
        robots_txt=settings.robots,
        substitute=substitute,
        per_second=settings.per_second,
        max_bytes=settings.rules.largest,
    )


def fetch(
    workspace: Workspace, web: Web, slugs: tuple[str, ...] = (), *, dry_run: bool = False, tell: Progress | None = None
) -> FetchReport:
    """Fetch the pages named, or the listings, the pages they list and all pages known.

    Raises nothing for a page that cannot be had: that is a problem in the report, and its snapshot stays.
    """
    registry = workspace.registry()
    folder = _folder(workspace)
    reader = Reader(workspace, web, folder)
    fetcher = _fetcher(workspace, reader, registry, dry_run)
    problems: list[Problem] = []
    known = [page.address for page in (workspace.pages(slugs) if slugs else registry)]
    found: list[str] = []
    if not slugs:
        found, problems = addresses(workspace.settings, web, folder)
    page = _telling(fetcher.page)
    results, failed = each(known, page, tell)  # first, so that a new address may be one of those gone
    more, failed_too = each([address for address in found if address not in fetcher.seen], page, tell)
    if not dry_run:
        workspace.save_registry(fetcher.registry)
        reader.save()
    return FetchReport(_once((*results, *more)), _together([*problems, *failed, *failed_too]))


_EVENTS: Final = {
    Outcome.NEW: Event.PAGE_NEW,
    Outcome.CHANGED: Event.PAGE_CHANGED,
    Outcome.MOVED: Event.PAGE_MOVED,
    Outcome.GONE: Event.PAGE_GONE,
    Outcome.UNCHANGED: Event.PAGE_UNCHANGED,
}


def _telling(fetch_page: Callable[[str], Fetched]) -> Callable[[str], Fetched]:
    """The same, and each page is told of as soon as it is there or cannot be had."""

    def page(address: str) -> Fetched:
        start = time.monotonic()
        try:
            found = fetch_page(address)
        except PipelineError as error:
            log.event(Event.PAGE_FAILED, url=address, error=str(error), seconds=log.since(start))
            raise
        log.event(_EVENTS[found.outcome], page=found.slug, url=found.address, seconds=log.since(start))
        return found

    return page


def _fetcher(workspace: Workspace, reader: Reader, registry: Registry, dry_run: bool) -> Fetcher | PostFetcher:
    """What brings pages in: as they are served, or as WordPress stores them."""
    if not workspace.settings.wordpress.is_source:
        return Fetcher(workspace, reader, registry, dry_run)
    return PostFetcher(workspace, make_wordpress(workspace.settings), registry, dry_run)


def _together(problems: list[Problem]) -> tuple[Problem, ...]:
    """One problem for all addresses that one host's silence kept from being asked for; the others as they are."""
    reasons = [problem.message.partition(_NOT_ASKED)[2] for problem in problems]
    count = Counter(reasons)
    told = {
        reason: replace(problem, message=f"{count[reason]:,} addresses were not asked for, since {reason}")
        for reason, problem in zip(reasons, problems, strict=True)
        if reason and count[reason] > 1
    }
    return tuple(dict.fromkeys(told.get(reason, it) for reason, it in zip(reasons, problems, strict=True)))


def _once(pages: Iterable[Fetched]) -> tuple[Fetched, ...]:
    """Each page once: one that answers at its new address is not gone, though its old one does not answer."""
    found: dict[str, Fetched] = {}
    for page in pages:
        if page.slug not in found or found[page.slug].outcome in (Outcome.GONE, Outcome.UNCHANGED):
            found[page.slug] = page
    return tuple(found.values())


def _folder(workspace: Workspace) -> PagesFolder | None:
    settings = workspace.settings
    if not settings.pages_folder:
        return None
    return PagesFolder(workspace.root / settings.pages_folder, settings.address, settings.rules.largest)
