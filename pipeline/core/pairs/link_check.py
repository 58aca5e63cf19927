"""Whether published pages hold together: their links to each other, anchors, own files, and what pairs say."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from pipeline.core.addresses import split, without_anchor
from pipeline.core.model import Severity
from pipeline.core.pairs.page_links import Link, PageLinks

CHECK: Final = "links"
_TOP: Final = ("", "top")


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """What is wrong with a link or a pair: the file and its 1-based line, the check, how bad it is, and why."""

    file: str
    line: int
    check: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Published:
    """What is published: the pages; the addresses of other files that are there, and of pages taken down.

    ``links`` has for each target locale the address of a page → that of its half in it.
    """

    pages: Sequence[PageLinks]
    source: str
    files: frozenset[str]
    dead: frozenset[str]
    links: Mapping[str, Mapping[str, str]]


def check(published: Published) -> list[LinkFinding]:
    """Every finding, by file and line."""
    checker = _Checker(published)
    found = [finding for page in published.pages for finding in checker.page(page)]
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.message))


def elsewhere(published: Published, chosen: Container[str]) -> dict[str, tuple[str, int]]:
    """The addresses that no page answers for → which of the ``chosen`` files and which line each stands in first."""
    known = {page.address for page in published.pages} | published.files | published.dead
    found: dict[str, tuple[str, int]] = {}
    for page in (page for page in published.pages if page.file in chosen):
        for link in page.links:
            address = without_anchor(link.address)[0]
            if address not in known:
                found.setdefault(address, (page.file, link.line))
    return found


class _Checker:
    def __init__(self, published: Published) -> None:
        self.published = published
        self.by_address = {page.address: page for page in published.pages}
        self.english = {page.slug: page for page in published.pages if page.locale == published.source}
        self.static = {split(address).path.rpartition("/")[0] + "/" for address in published.files}

    def page(self, page: PageLinks) -> Iterator[LinkFinding]:
        """The findings of one page."""
        yield from self._pair(page)
        for link in page.links:
            yield from self._link(page, link)

    def _pair(self, page: PageLinks) -> Iterator[LinkFinding]:
        is_source = page.locale == self.published.source
        if not is_source and page.language != page.locale:
            yield _error(page, 1, f'the page says that its language is "{page.language}", and it is {page.locale}')
        if not is_source and page.canonical != page.address:
            yield _error(page, 1, f"its canonical address is {page.canonical or 'missing'}, and it is {page.address}")
        halves = [other for other in self.published.pages if other.slug == page.slug]
        if len(halves) > 1:
            yield from self._alternates(page, halves)
        for name, address in page.alternates.items():
            if address in self.published.dead:
                yield _error(page, 1, f"hreflang {name} names {address}, which readers do not have")

    def _alternates(self, page: PageLinks, halves: list[PageLinks]) -> Iterator[LinkFinding]:
        """Each half names all halves and itself, each by its full address, and English as the default."""
        wanted = {half.locale: half.address for half in halves}
        wanted["x-default"] = wanted.get(self.published.source, page.alternates.get("x-default", ""))
        for name in sorted(wanted.keys() | page.alternates.keys()):
            said, known = page.alternates.get(name), wanted.get(name)
            if said != known and said not in self.published.dead:
                yield _error(page, 1, f"hreflang {name} names {said or 'nothing'} where {known or 'nothing'} belongs")

    def _link(self, page: PageLinks, link: Link) -> Iterator[LinkFinding]:
        address, anchor = without_anchor(link.address)
        if address in self.published.dead:
            yield _error(page, link.line, f"{address} leads to a page that readers do not have any more")
        other = self.by_address.get(address)
        if other is not None and not self._has(other, anchor):
            yield self._anchor(page, link, other, anchor)
        better = self.published.links.get(page.locale, {}).get(address)
        if better is not None and link.is_followed and better in self.by_address and other is not None:
            is_switch = other.slug == page.slug and other.locale == self.published.source
            if not is_switch:
                yield _error(page, link.line, f"{address} should lead to its half in {page.locale}, {better}")
        if self._is_ours(address) and address not in self.published.files and other is None:
            yield _error(page, link.line, f"{address} is not among the project's own files")

    def _anchor(self, page: PageLinks, link: Link, other: PageLinks, anchor: str) -> LinkFinding:
        """An anchor that the English page lacks too is its author's; one that got lost is ours."""
        english = self.english.get(other.slug)
        is_lost = english is not None and other is not english and self._has(english, anchor)
        severity = Severity.ERROR if is_lost else Severity.WARNING
        return LinkFinding(page.file, link.line, CHECK, severity, f"{link.address}: that page has no such place")

    def _has(self, page: PageLinks, anchor: str) -> bool:
        plain = anchor.partition(":~:")[0]
        return plain in _TOP or plain in page.anchors or unquote(plain) in page.anchors

    def _is_ours(self, address: str) -> bool:
        """Whether a file belongs to a folder that the project has files of its own in."""
        parts = split(address)
        folder, _, name = parts.path.rpartition("/")
        hosts = {split(known).netloc for known in self.published.files}
        return "." in name and f"{folder}/" in self.static - {"/"} and parts.netloc in hosts


def _error(page: PageLinks, line: int, message: str) -> LinkFinding:
    return LinkFinding(page.file, line, CHECK, Severity.ERROR, message)
