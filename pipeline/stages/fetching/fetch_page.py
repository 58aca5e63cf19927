"""One English page in: known, new, under another address, or gone from the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.adapters import files, scrape
from pipeline.core.errors import FetchError
from pipeline.core.registry import Half, Page, Registry, new_slug
from pipeline.core.segment import segment_text
from pipeline.core.segmentation.markup import decode
from pipeline.core.sites.fingerprint import fingerprint
from pipeline.core.sites.identity import SAME, likeness, wordpress_number
from pipeline.core.sites.impostors import impostor
from pipeline.stages.fetching.reading import Reader, Reply
from pipeline.stages.fetching.style_sheets import StyleKeeper
from pipeline.workspace import Workspace


class Outcome(StrEnum):
    """What a fetch found."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page after a fetch."""

    slug: str
    address: str
    outcome: Outcome


class Fetcher:
    """Fetches page after page, growing the registry. ``seen`` has every address that was asked for."""

    def __init__(self, workspace: Workspace, reader: Reader, registry: Registry, dry_run: bool) -> None:
        self.workspace = workspace
        self.reader = reader
        self.registry = registry
        self.dry_run = dry_run
        self.seen: set[str] = set()
        self.styles = StyleKeeper(workspace, reader.style_sheet)

    def page(self, address: str) -> Fetched:
        """One page. Raises FetchError where it cannot be had; a known page that is gone is none of these."""
        self.seen.add(address)
        known = self.registry.by_address(address)
        try:
            reply = self.reader.read(address, self._snapshot(known.slug) if known else None)
        except FetchError as error:
            if known is None or not error.gone:
                raise
            return self._gone(known)
        if known is not None and self._is_front_page(reply.final_url) and not self._is_front_page(address):
            return self._gone(known)
        if reply.data is None:
            return self._as_it_was(known)
        if known is not None and reply.moved:
            return self._led_on(known, reply, reply.data)
        data = reply.data
        self._require_text(data, address, known)
        page = known or self._known_by_another_address(address, data)
        if page is None:
            self._require_source_language(data, address)
            fetched = self._enter(Page(new_slug(address, self.registry), address), data, None)
        else:
            fetched = self._enter(page, data, address if page.gone and page is not known else None)
        kept = self._snapshot(fetched.slug)
        if kept is not None:
            self.reader.note(fetched.address, reply, kept)
        return fetched

    def _as_it_was(self, page: Page | None) -> Fetched:
        """A known page of which the site says that we have its present version."""
        assert page is not None, "only known pages are asked for by their version"
        if page.gone:
            self.registry = self.registry.with_page(replace(page, gone=""))
        return Fetched(page.slug, page.address, Outcome.UNCHANGED)

    def _enter(self, page: Page, data: bytes, moved_to: str | None) -> Fetched:
        """Keep a page's bytes if the announcement changed, and what is known of it."""
        outcome = self._compare(page.slug, data)
        if outcome is not Outcome.UNCHANGED and not self.dry_run:
            self.styles.keep(decode(data)[0], moved_to or page.address)  # first: a page that is kept is not new again
            files.write(self.workspace.snapshot_path(page.slug), data)
        for half in self._existing(page, data):
            page = page.with_half(half)
        page = replace(page, address=moved_to or page.address, source="html", gone="")
        self.registry = self.registry.with_page(page)
        return Fetched(page.slug, page.address, Outcome.MOVED if moved_to else outcome)

    def _gone(self, page: Page) -> Fetched:
        """The site has the page no more: that is noted, and everything stays as it is."""
        self.registry = self.registry.with_page(replace(page, gone=page.gone or self.workspace.today.isoformat()))
        return Fetched(page.slug, page.address, Outcome.GONE)

    def _led_on(self, page: Page, reply: Reply, data: bytes) -> Fetched:
        """A known page whose address leads on for good, to its new place."""
        self.seen.add(reply.final_url)
        if self.registry.by_address(reply.final_url) is not None:
            return self._gone(page)
        self._require_text(data, reply.final_url, page)
        return self._enter(page, data, reply.final_url)

    def _is_front_page(self, address: str) -> bool:
        """Whether an address is where sites send those who ask for what was taken off."""
        return not urlsplit(address).path.strip("/") or address in self.workspace.settings.listings

    def _known_by_another_address(self, address: str, data: bytes) -> Page | None:
        """The known page that this one is: by its canonical link, WordPress's number, or what it says."""
        own = scrape.canonical(data, address)
        page = self.registry.by_address(own) if own else None
        if page is not None:
            return page
        gone = [page for page in self.registry if page.gone]
        host = urlsplit(address).netloc
        held = [(page, self._held(page)) for page in gone if urlsplit(page.address).netloc == host]
        text = decode(data)[0]
        number = wordpress_number(text)
        numbered = (page for page, old in held if number and wordpress_number(old) == number)
        rules = self.workspace.rules
        new = segment_text(text, rules)
        alike = (page for page, old in held if likeness(segment_text(old, rules), new) >= SAME)
        return next(numbered, None) or next(alike, None)

    def _held(self, page: Page) -> str:
        """The text of a page as it came in last."""
        return decode(self._snapshot(page.slug) or b"")[0]

    def _snapshot(self, slug: str) -> bytes | None:
        return files.read(self.workspace.snapshot_path(slug))

    def _require_source_language(self, data: bytes, address: str) -> None:
        """Raises FetchError for a new page that says it is in one of the languages we translate into."""
        found = scrape.language(data, address)
        if found in {locale.split("-", maxsplit=1)[0] for locale in self.workspace.settings.targets}:
            raise FetchError(
                f'{address}: says that it is in "{found}" itself; left out (site.exclude keeps such pages off)',
                content=True,
            )

    def _require_text(self, data: bytes, address: str, known: Page | None) -> None:
        try:
            text = decode(data)[0]
        except ValueError as error:
            raise FetchError(f"{address}: {error}; the page is left as it was", content=True) from error
        page = segment_text(text, self.workspace.rules)
        held = self._held(known) if known is not None else ""
        instead = impostor(text, page, segment_text(held, self.workspace.rules) if held else None)
        if instead:
            raise FetchError(
                f"{address}: the site shows {instead} in its place; the page is left as it was, "
                "look at it in a browser",
                content=True,
            )
        if not page.slots:
            raise FetchError(
                f"{address}: holds no text; the page is left as it was, look at it in a browser", content=True
            )

    def _compare(self, slug: str, data: bytes) -> Outcome:
        rules = self.workspace.rules
        old = self._snapshot(slug)
        if old is None:
            return Outcome.NEW
        same = fingerprint(decode(old)[0], rules) == fingerprint(decode(data)[0], rules)
        return Outcome.UNCHANGED if same else Outcome.CHANGED

    def _existing(self, page: Page, data: bytes) -> Iterator[Half]:
        """The halves with the address of the hand-made page that the English one links to."""
        own = {half.address for half in page.halves.values()}
        for locale in self.workspace.settings.targets:
            address = scrape.other_language(data, page.address, locale) or ""
            if address not in own and address != page.half(locale).existing:
                yield replace(page.half(locale), existing=address)
