"""The links of what is published, looked at: among the pages themselves, and where asked for on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from pipeline.adapters import files
from pipeline.adapters.web import Web
from pipeline.core.addresses import join, split
from pipeline.core.errors import FetchError
from pipeline.core.model import Severity
from pipeline.core.pairs.link_check import CHECK, LinkFinding, Published, check, elsewhere
from pipeline.core.pairs.page_links import PageLinks, read
from pipeline.core.pairs.site_files import feed_path
from pipeline.core.registry import Registry
from pipeline.core.segmentation.markup import decode
from pipeline.stages.fetching.fetch import make_web
from pipeline.stages.problems import Progress
from pipeline.stages.publishing.public_site import static_addresses
from pipeline.workspace import Workspace

_MEMBERS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_ANSWERS: Final = re.compile(r"answers (\d{3})\b")
_OF_CONTENT: Final = 2  # the exit status of a failure that is not the network's


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What was found, how many pages and links were looked at, and how many addresses elsewhere were not asked."""

    findings: tuple[LinkFinding, ...]
    pages: int
    links: int
    not_asked: int


def check_published(
    workspace: Workspace, slugs: tuple[str, ...] = (), web: Web | None = None, tell: Progress | None = None
) -> LinkReport:
    """Look at the pages in locales/published, which are what readers have; with ``web`` also at what they lead to."""
    workspace.pages(slugs)
    registry = workspace.registry()
    pages = _pages(workspace, registry)
    settings = workspace.settings
    made = {join(settings.address, name) for name in ("sitemap.xml", *map(feed_path, settings.targets))}
    links = {locale: registry.links(settings.source, locale) for locale in settings.targets}
    published = Published(pages, settings.source, static_addresses(workspace) | made, registry.dead(), links)
    others = elsewhere(published)
    found = check(published)
    if web is not None:
        found += _asked(web, others, settings.members_only, tell)
    chosen = {page.file for page in pages if not slugs or page.slug in slugs}
    shown = tuple(finding for finding in found if finding.file in chosen)
    count = sum(len(page.links) for page in pages if page.file in chosen)
    return LinkReport(shown, len(chosen), count, len(others) if web is None else 0)


def make_link_web(workspace: Workspace) -> Web:
    """The web as the settings allow it, with every host that the published pages link to."""
    pages = _pages(workspace, workspace.registry())
    hosts = {split(link.address).netloc.rpartition("@")[2] for page in pages for link in page.links}
    return make_web(replace(workspace.settings, hosts=(*workspace.settings.hosts, *sorted(hosts))))


def _pages(workspace: Workspace, registry: Registry) -> list[PageLinks]:
    found: list[PageLinks] = []
    for page in registry:
        for locale, address in page.there(workspace.settings.source).items():
            path = workspace.published_path(page.slug, locale)
            data = files.read(path)
            if data is not None:
                found.append(read(page.slug, locale, workspace.show(path), address, decode(data)[0]))
    return found


def _asked(
    web: Web, others: dict[str, tuple[str, int]], members_only: tuple[str, ...], tell: Progress | None
) -> list[LinkFinding]:
    found: list[LinkFinding] = []
    for number, (address, (file, line)) in enumerate(others.items(), start=1):
        if tell is not None:
            tell(number, len(others))
        severity, message = _answer(web, address, members_only)
        if message:
            found.append(LinkFinding(file, line, CHECK, severity, message))
    return found


def _answer(web: Web, address: str, members_only: tuple[str, ...]) -> tuple[Severity, str]:
    """How bad, and what an address answers; nothing where that is as it should be."""
    try:
        web.get_page(address)
    except FetchError as error:
        answered = _ANSWERS.search(str(error))
        status = int(answered[1]) if answered else 0
        if status in _MEMBERS:
            is_known = any(address.startswith(prefix) for prefix in members_only)
            reason = "" if is_known else f"{address} answers {status}; if that is meant, add it to links.members_only"
            return Severity.WARNING, reason
        if error.gone:
            return Severity.ERROR, f"{address} answers {status} (not there)"
        is_there = error.exit_status == _OF_CONTENT and not status  # a PDF or an image is no page, and is there
        return Severity.WARNING, "" if is_there else str(error)
    return Severity.WARNING, ""
