"""Both halves of every pair, in step. The gate decides; a French page behind its English stays as it was."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import urljoin

from pipeline.adapters import files
from pipeline.core.coverage import measure
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.gate import Held, Release, decide, shared_targets, signature
from pipeline.core.languages import long_date
from pipeline.core.markup import decode, encode
from pipeline.core.model import Skeleton
from pipeline.core.pairs import Dress, dress
from pipeline.core.registry import Half, Page, is_plain, slugify
from pipeline.core.render import render
from pipeline.core.text import without_codes
from pipeline.stages.problems import Problem, each
from pipeline.workspace import SHARED, Workspace


class Outcome(StrEnum):
    """What publishing did with one half."""

    PUBLISHED = "published"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stays as published"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Published:
    """One half after publishing: what was done, and why it is held if it is."""

    slug: str
    locale: str
    outcome: Outcome
    address: str = ""
    path: Path | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class PublishReport:
    """Every half of every page, and what went wrong."""

    halves: tuple[Published, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """One page on its way: its present English, and what the gate said for each language,
    and the pages that may go out.
    """

    page: Page
    skeleton: Skeleton
    decisions: Mapping[str, Release | Held]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's text with the encoding it keeps."""

    text: str
    encoding: str
    bom: bytes


def publish(workspace: Workspace, slugs: tuple[str, ...] = (), *, dry_run: bool = False) -> PublishReport:
    """Publish what is reviewed and hold what is not. Naming a page also brings a withdrawn one back.

    All links change in one step: every page is dressed anew against the same registry.
    """
    workspace.pages(slugs)
    publisher = _Publisher(workspace, slugs, dry_run)
    return publisher.run()


def withdraw(workspace: Workspace, slug: str, locale: str = "") -> PublishReport:
    """Take a translated page down at once and mend the links to it. Raises UsageError if it is not published."""
    registry = workspace.registry()
    workspace.pages((slug,))
    page = registry.pages[slug]
    chosen = [locale] if locale else list(workspace.settings.targets)
    live = [name for name in chosen if page.half(name).is_live]
    if not live and not any(page.half(name).withdrawn for name in chosen):  # a withdrawal that was cut off goes on
        raise UsageError(f"{slug} is not published in {', '.join(chosen)}; nothing to take down")
    for name in live:
        page = page.with_half(replace(page.half(name), withdrawn=workspace.today.isoformat()))
    workspace.save_registry(registry.with_page(page))
    return publish(workspace)


class _Publisher:
    """Decides for all pages first, then writes, and records last."""

    def __init__(self, workspace: Workspace, slugs: tuple[str, ...], dry_run: bool) -> None:
        self.workspace = workspace
        self.settings = workspace.settings
        self.slugs = slugs
        self.dry_run = dry_run
        self.registry = workspace.registry()
        self.shared: dict[str, Mapping[str, str]] = {}

    def run(self) -> PublishReport:
        named = self.workspace.without_english(self.slugs) if self.slugs else []
        work, unread = each([*self.workspace.pages(), *named], self._prepare)
        settled, collided = each(work, self._settle)
        written, failed = each(settled, self._write)
        written += [self._without_english(page) for page in self.workspace.without_english()]
        if not self.dry_run:
            self.workspace.save_registry(self.registry)
        return PublishReport(tuple(half for page in written for half in page), (*unread, *collided, *failed))

    def _prepare(self, page: Page) -> _Work:
        """Take the English apart and let the gate decide for each language."""
        skeleton = self.workspace.skeleton(page.slug)
        decisions: dict[str, Release | Held] = {}
        texts: dict[str, str] = {}
        for locale in self.settings.targets:
            decision, text = self._decide(page.slug, locale, skeleton)
            decisions[locale] = decision
            if text is not None:
                texts[locale] = text
        return _Work(page, skeleton, decisions, texts)

    def _decide(self, slug: str, locale: str, skeleton: Skeleton) -> tuple[Release | Held, str | None]:
        """The gate's decision, and the page rendered if it may go out."""
        catalogue, ledger = self.workspace.catalogue(slug, locale), self.workspace.ledger(slug, locale)
        decision = decide(skeleton, catalogue, ledger, self.workspace.checker(locale), self.settings.policy)
        if self.registry.pages[slug].gone:
            reason = "the site has the English page no more; nothing new goes out"
            return Held(measure(catalogue.units, ledger), blocked=reason), None
        if isinstance(decision, Held):
            return decision, None
        rendered = render(skeleton, {**self._shared(locale), **decision.targets}, decision.placed)
        if rendered.refused:
            reason = next(iter(rendered.refused.values())).message
            return Held(measure(catalogue.units, ledger), blocked=f"a translation cannot be put in: {reason}"), None
        return decision, rendered.text

    def _shared(self, locale: str) -> Mapping[str, str]:
        """The reviewed targets of menus, footers and forms."""
        if not self.workspace.rules.whole_page:
            return {}
        if locale not in self.shared:
            catalogue, ledger = self.workspace.catalogue(SHARED, locale), self.workspace.ledger(SHARED, locale)
            checker = self.workspace.checker(locale)
            self.shared[locale] = shared_targets(catalogue, ledger, checker, self.settings.policy)
        return self.shared[locale]

    def _settle(self, work: _Work) -> _Work:
        """Enter in the registry what will be there for readers."""
        page = self.registry.pages[work.page.slug]
        for locale, decision in work.decisions.items():
            half = page.half(locale)
            if isinstance(decision, Release) and (not half.withdrawn or page.slug in self.slugs):
                page = page.with_half(self._live(work, half, decision))
        self.registry = self.registry.with_page(page)
        return replace(work, page=page)

    def _live(self, work: _Work, half: Half, decision: Release) -> Half:
        today, follows = self.workspace.today.isoformat(), signature(work.skeleton)
        if half.is_live and half.follows == follows:
            return half
        return replace(
            half,
            address=half.address or self._new_address(work, half, decision),
            first_published=half.first_published or today,
            published=today,
            follows=follows,
            withdrawn="",
        )

    def _new_address(self, work: _Work, half: Half, decision: Release) -> str:
        """The address of a half that has none: the hand-made page's, else one made from its title.

        Raises BadFileError where another page has that address.
        """
        address = half.existing if is_plain(half.existing) else ""
        if not address:
            slots = work.skeleton.slots
            title = next((s.text for role in ("h1", "title") for s in slots if s.role == role), work.page.slug)
            slug = slugify(without_codes(decision.targets.get(title, title), " ")) or work.page.slug
            address = urljoin(self.settings.address, f"{half.locale}/{slug}/")
        owner = self.registry.owner(address)
        if owner not in (None, work.page.slug):
            raise BadFileError(
                "locales/pairs.toml",
                f"{work.page.slug} would get the address of {owner}, {address}; give it another: "
                f'[pages.{work.page.slug}.{half.locale}] address = "…"',
            )
        return address

    def _write(self, work: _Work) -> list[Published]:
        """Write both halves, dressed for what is there now."""
        results = [self._write_source(work)]
        for locale, decision in work.decisions.items():
            half = work.page.half(locale)
            if not half.is_live:
                self._take_down(work.page, half)
                outcome = Outcome.WITHDRAWN if half.withdrawn else Outcome.HELD
                held = decision if isinstance(decision, Held) else None
                results.append(Published(work.page.slug, locale, outcome, held=held))
            elif isinstance(decision, Release):
                results.append(self._write_half(work, half, work.texts[locale]))
            else:
                results.append(self._write_stale(work, half, decision))
        return results

    def _without_english(self, page: Page) -> list[Published]:
        """Take down what was withdrawn of a page whose English is not there; the rest stays as readers have it."""
        withdrawn = [half for half in page.halves.values() if half.withdrawn]
        for half in withdrawn:
            self._take_down(page, half)
        return [Published(page.slug, half.locale, Outcome.WITHDRAWN) for half in withdrawn]

    def _take_down(self, page: Page, half: Half) -> None:
        """Remove what is left of a withdrawn half; done on every run, so that a crash leaves nothing up."""
        if half.withdrawn and not self.dry_run:
            files.remove(self.workspace.public_path(page, half.locale))
            files.remove(self.workspace.published_path(page.slug, half.locale))

    def _write_source(self, work: _Work) -> Published:
        page = _Text(work.skeleton.text, work.skeleton.encoding, work.skeleton.bom)
        behind = any(isinstance(decision, Held) for decision in work.decisions.values())
        if self.settings.hold_english and behind and len(work.page.there(self.settings.source)) > 1:
            page = self._as_published(work.page.slug, self.settings.source)
        outcome, path = self._put(work, self.settings.source, page)
        return Published(work.page.slug, self.settings.source, outcome, work.page.address, path)

    def _write_half(self, work: _Work, half: Half, text: str) -> Published:
        page = _Text(text, work.skeleton.encoding, work.skeleton.bom)
        outcome, path = self._put(work, half.locale, page)
        return Published(work.page.slug, half.locale, outcome, half.address, path)

    def _write_stale(self, work: _Work, half: Half, decision: Held) -> Published:
        """The page as last published, its links mended, with a notice if the English changed since."""
        notice = ""
        if half.follows != signature(work.skeleton):
            date = long_date(datetime.date.fromisoformat(half.published), half.locale)
            notice = self.settings.notice_for(half.locale).replace("{date}", date)
        page = self._as_published(work.page.slug, half.locale)
        _, path = self._put(work, half.locale, page, notice)
        return Published(work.page.slug, half.locale, Outcome.STALE, half.address, path, decision)

    def _as_published(self, slug: str, locale: str) -> _Text:
        path = self.workspace.published_path(slug, locale)
        data = files.read(path)
        if data is None:
            raise BadFileError(self.workspace.show(path), "is missing though readers have it; restore it from git")
        return _Text(*decode(data))

    def _put(self, work: _Work, locale: str, page: _Text, notice: str = "") -> tuple[Outcome, Path]:
        """Write one half to locales/published and to the public folder."""
        dressed = dress(page.text, self._dress(work.page, locale, notice))
        data = encode(dressed, page.encoding, page.bom)
        kept, public = (
            self.workspace.published_path(work.page.slug, locale),
            self.workspace.public_path(work.page, locale),
        )
        before = files.read(kept)
        if not self.dry_run:
            files.write(kept, data)
            files.write(public, data)
        if before is None:
            return Outcome.PUBLISHED, public
        return Outcome.UNCHANGED if before == data else Outcome.UPDATED, public

    def _dress(self, page: Page, locale: str, notice: str) -> Dress:
        halves = page.there(self.settings.source)
        known = {half.existing for half in page.halves.values() if half.existing} | set(halves.values())
        return Dress(
            locale,
            self.settings.source,
            halves,
            page.address,
            self.registry.links(self.settings.source, locale),
            frozenset(known),
            notice,
        )
