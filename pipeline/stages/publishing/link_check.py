"""The links of what is published, looked at: among the pages themselves, and where asked for on the web."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
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
from pipeline.core.text import counted
from pipeline.stages.fetching.fetch import make_web
from pipeline.stages.problems import Progress
from pipeline.stages.publishing.public_site import static_addresses
from pipeline.workspace import Workspace

_MEMBERS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_ANSWERS: Final = re.compile(r"answers (\d{3})\b")
_LOST: Final = "is missing though readers have it; type: diptych publish, which puts it back"
_NOTHING: Final = LinkFinding("", 0, CHECK, Severity.WARNING, "")
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
    chosen = {page.file for page in pages if not slugs or page.slug in slugs}
    others = elsewhere(published, chosen)
    found = check(published)
    if web is not None:
        found += _Asker(web, settings.members_only).ask(others, tell)
    lost = _lost(workspace, registry, slugs)
    shown = (*lost, *(finding for finding in found if finding.file in chosen))
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


def _lost(workspace: Workspace, registry: Registry, slugs: tuple[str, ...]) -> list[LinkFinding]:
    """The files of halves that readers have, and that are not in locales/published any more."""
    source = workspace.settings.source
    return [
        LinkFinding(workspace.show(path), 1, CHECK, Severity.ERROR, _LOST)
        for page in registry
        for locale in page.there(source)
        if not page.is_post and (locale != source or page.digest) and (not slugs or page.slug in slugs)
        if not (path := workspace.published_path(page.slug, locale)).exists()
    ]


class _Asker:
    """Asks for addresses; a host that gives no answer is not asked again, and gets one line."""

    def __init__(self, web: Web, members_only: tuple[str, ...]) -> None:
        self.web = web
        self.members_only = members_only
        self.answering: set[str] = set()
        self.silent: dict[str, LinkFinding] = {}
        self.more: Counter[str] = Counter()

    def ask(self, others: Mapping[str, tuple[str, int]], tell: Progress | None) -> Iterator[LinkFinding]:
        """What is wrong with each address, and then with each host."""
        for number, (address, (file, line)) in enumerate(others.items(), start=1):
            if tell is not None:
                tell(number, len(others))
            host = split(address).netloc.rpartition("@")[2]
            if host in self.silent:
                self.more[host] += 1
                continue
            severity, message = self._answer(address, host)
            finding = LinkFinding(file, line, CHECK, severity, message)
            if host in self.silent:
                self.silent[host] = finding
            elif message:
                yield finding
        yield from (self._of_host(host, finding) for host, finding in self.silent.items())

    def _of_host(self, host: str, finding: LinkFinding) -> LinkFinding:
        more = self.more[host]
        also = f" ({counted(more, 'more link')} to {host} not looked at)" if more else ""
        return replace(finding, message=f"{finding.message}{also}")

    def _answer(self, address: str, host: str) -> tuple[Severity, str]:
        """How bad, and what an address answers; nothing where that is as it should be."""
        try:
            self.web.get_page(address)
        except FetchError as error:
            answered = _ANSWERS.search(str(error))
            if error.passing and not answered and host not in self.answering:
                self.silent[host] = _NOTHING
                return Severity.WARNING, str(error)
            self.answering.add(host)
            return _refused(address, error, int(answered[1]) if answered else 0, self.members_only)
        self.answering.add(host)
        return Severity.WARNING, ""


def _refused(address: str, error: FetchError, status: int, members_only: tuple[str, ...]) -> tuple[Severity, str]:
    if status in _MEMBERS:
        is_known = any(address.startswith(prefix) for prefix in members_only)
        reason = "" if is_known else f"{address} answers {status}; if that is meant, add it to links.members_only"
        return Severity.WARNING, reason
    if error.gone:
        return Severity.ERROR, f"{address} answers {status} (not there)"
    is_there = error.exit_status == _OF_CONTENT and not status  # a PDF or an image is no page, and is there
    return Severity.WARNING, "" if is_there else str(error)
