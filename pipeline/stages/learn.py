"""Harvest the French that the site already has: into the memory, and into the catalogues of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.adapters.web import Web
from pipeline.core.align import Aligned, align
from pipeline.core.errors import FetchError
from pipeline.core.ledger import Ledger, fact, source_hash, state, target_hash
from pipeline.core.memory import Entry
from pipeline.core.model import Catalogue, Kind, State, Unit
from pipeline.core.registry import Page
from pipeline.core.segment import segment
from pipeline.core.segmentation.markup import decode
from pipeline.core.segmentation.refusals import failure
from pipeline.core.segmentation.rules import Rules
from pipeline.core.sites.pair_addresses import candidates, is_in
from pipeline.core.verify import errors
from pipeline.stages.extracting.extract import extract_page
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace

_SURE = 60  # confidence (0-100) from which a pair is kept


@dataclass(frozen=True, slots=True)
class Learned:
    """What one existing page gave: pairs kept, pairs left out, units filled, units accepted; how sure (0-100).

    ``revoked`` is the number of units whose French somebody took the review back from; those are not accepted again.
    """

    slug: str
    locale: str
    address: str
    pairs: tuple[Aligned, ...]
    unsure: int
    unpaired: int
    filled: int
    accepted: int
    revoked: int = 0

    @property
    def least_sure(self) -> int:
        """The lowest confidence among the pairs kept."""
        return min((pair.confidence for pair in self.pairs), default=0)


@dataclass(frozen=True, slots=True)
class LearnReport:
    """All pages learned from, and what could not be had."""

    pages: tuple[Learned, ...]
    problems: tuple[Problem, ...]


def learn(
    workspace: Workspace, web: Web, slugs: tuple[str, ...] = (), *, who: str = "", tell: Progress | None = None
) -> LearnReport:
    """Learn from every page that has an existing other half. With ``who``, what is live on the site and has no
    error finding is accepted in that name; otherwise all of it is fuzzy.
    """
    results: list[Learned] = []
    problems: list[Problem] = []
    for locale in workspace.settings.targets:
        learner = _Learner(workspace, web, locale, who)
        pages = [page for page in map(learner.with_translation, workspace.pages(slugs)) if page.half(locale).existing]
        found, failed = each(pages, learner.page, tell)
        workspace.save_learned(locale, learner.entries)
        results += found
        problems += failed
    return LearnReport(tuple(results), tuple(problems))


class _Learner:
    """Goes through the pages of one language, gathering the memory."""

    def __init__(self, workspace: Workspace, web: Web, locale: str, who: str) -> None:
        self.workspace = workspace
        self.web = web
        self.locale = locale
        self.who = who
        self.entries = workspace.learned(locale)

    def with_translation(self, page: Page) -> Page:
        """The page with the address of its existing translation: as it links to it, else by the configured patterns."""
        settings = self.workspace.settings
        if page.half(self.locale).existing or page.address not in self.workspace.registry().owners():
            return page
        for address in candidates(page.address, settings.translations, self.locale):
            if self._is_translation(address):
                found = page.with_half(replace(page.half(self.locale), existing=address))
                self.workspace.save_registry(self.workspace.registry().with_page(found))
                return found
        return page

    def _is_translation(self, address: str) -> bool:
        """Whether there is a page at an address, in the language."""
        try:
            data = self.web.get_page(address).data
            text = decode(data)[0]
            plain = " ".join(slot.text for slot in segment(data, self._rules).slots)
        except (FetchError, ValueError):
            return False
        return is_in(text, plain, self.locale)

    @property
    def _rules(self) -> Rules:
        """How the existing pages are read."""
        return replace(self.workspace.rules, locale=self.locale, whole_page=False)

    def page(self, page: Page) -> Learned:
        address = page.half(self.locale).existing
        pairs, unpaired = self._pairs(page, address)
        kept = tuple(pair for pair in pairs if pair.confidence >= _SURE)
        fresh = tuple(Entry(pair.source.text, pair.target.text, page.slug) for pair in kept)
        self.entries = (*(entry for entry in self.entries if entry.origin != page.slug), *fresh)
        return Learned(page.slug, self.locale, address, kept, len(pairs) - len(kept), unpaired, *self._seed(page, kept))

    def _pairs(self, page: Page, address: str) -> tuple[list[Aligned], int]:
        """Aligned segments of both halves, and how many English ones have no partner."""
        english = self.workspace.skeleton(page.slug)
        try:
            existing = segment(self.web.get_page(address).data, self._rules)
        except ValueError as error:
            raise FetchError(f"{address}: {error}", content=True) from error
        languages = {"source_locale": self.workspace.settings.source, "target_locale": self.locale}
        pairs = align(english.slots, existing.slots, **languages)
        return pairs, len(english.slots) - len(pairs)

    def _seed(self, page: Page, pairs: Sequence[Aligned]) -> tuple[int, int, int]:
        """Put learned targets into the empty units of the page's catalogue; units filled, accepted, and revoked."""
        extract_page(self.workspace, page, self.locale)
        catalogue = self.workspace.catalogue(page.slug, self.locale)
        ledger = self.workspace.ledger(page.slug, self.locale)
        learned = {pair.source.text: pair for pair in reversed(pairs)}
        seeded, ledger, filled = _filled(catalogue, ledger, learned)
        self.workspace.save_ledger(page.slug, self.locale, ledger)  # stopped in between, nothing is known of less
        accepted, revoked = 0, 0
        if self.who:
            seeded, ledger, accepted, revoked = self._accepted(seeded, ledger, learned)
        self.workspace.save_catalogue(seeded)
        self.workspace.save_ledger(page.slug, self.locale, ledger)
        return filled, accepted, revoked

    def _accepted(
        self, catalogue: Catalogue, ledger: Ledger, learned: dict[str, Aligned]
    ) -> tuple[Catalogue, Ledger, int, int]:
        checker, today = self.workspace.checker(self.locale), self.workspace.today.isoformat()
        index, taken_back = ledger.index(), ledger.taken_back()
        units: list[Unit] = []
        facts = []
        revoked = 0
        for unit in catalogue.units:
            pair = learned.get(unit.source)
            clean = replace(unit, fuzzy=False, previous=None)
            is_open = unit.fuzzy or state(unit, index) is State.CLAIMED  # claimed too: an earlier run may have died
            is_live = pair is not None and unit.target == pair.target.text
            if is_live and (source_hash(unit.source, unit.context), target_hash(unit.target)) in taken_back:
                units.append(unit)
                revoked += 1
            elif is_open and pair and is_live and not errors(checker.unit(clean)):
                facts.append(fact(clean, Kind.ACCEPTED, self.who, today, f"live on the site, {pair.confidence} %"))
                units.append(clean)
            else:
                units.append(unit)
        return replace(catalogue, units=tuple(units)), ledger | facts, len(facts), revoked


def _filled(catalogue: Catalogue, ledger: Ledger, learned: dict[str, Aligned]) -> tuple[Catalogue, Ledger, int]:
    units: list[Unit] = []
    facts = []
    for unit in catalogue.units:
        pair = learned.get(unit.source)
        if pair and not unit.target and failure(pair.target.text, unit.source) is None:
            filled = replace(unit, target=pair.target.text, fuzzy=True)
            facts.append(fact(filled, Kind.MEMORY, origin=f"learned, {pair.confidence} %"))
            units.append(filled)
        else:
            units.append(unit)
    return replace(catalogue, units=tuple(units)), ledger | facts, len(facts)
