"""What the gate says of each page: its English taken apart, and each translation rendered that may go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.core.coverage import measure
from pipeline.core.gate import Held, Release, decide, shared_targets, signature
from pipeline.core.ledger import source_hash, target_hash
from pipeline.core.model import Catalogue, Skeleton
from pipeline.core.registry import Page
from pipeline.core.render import render
from pipeline.workspace import SHARED, Workspace

Hashes = tuple[tuple[str, str], ...]

SHARED_TOO: Final = ("0" * 16, "0" * 16)
"""Stands among the hashes of a half to say that those of shared texts do too; earlier releases left them out."""


@dataclass(frozen=True, slots=True)
class Work:
    """One page on its way: its present English, and by language the gate's decision and the page that may go out.

    ``units`` are source and target hash of each unit that a page was rendered from.
    """

    page: Page
    skeleton: Skeleton
    follows: str
    decisions: Mapping[str, Release | Held]
    texts: Mapping[str, str]
    units: Mapping[str, Hashes] = field(default_factory=dict)


class Decider:
    """Asks the gate about one page after the other."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._shared_targets: dict[str, Mapping[str, str]] = {}

    def prepare(self, page: Page) -> Work:
        """Take the English apart and let the gate decide for each language. Raises BadFileError."""
        skeleton = self.workspace.skeleton(page.slug)
        decisions: dict[str, Release | Held] = {}
        texts: dict[str, str] = {}
        units: dict[str, Hashes] = {}
        for locale in self.workspace.settings.targets:
            catalogue = self.workspace.catalogue(page.slug, locale)
            decision, text = self._decide(page, locale, skeleton, catalogue)
            decisions[locale] = decision
            if text is not None:
                texts[locale], units[locale] = text, self._hashes(catalogue, locale)
        return Work(page, skeleton, signature(skeleton), decisions, texts, units)

    def _decide(
        self, page: Page, locale: str, skeleton: Skeleton, catalogue: Catalogue
    ) -> tuple[Release | Held, str | None]:
        """The gate's decision, and the page rendered if it may go out."""
        ledger, settings = self.workspace.ledger(page.slug, locale), self.workspace.settings
        decision = decide(skeleton, catalogue, ledger, self.workspace.checker(locale), settings.policy)
        if page.gone:
            reason = "the site has the English page no more; nothing new goes out"
            return Held(measure(catalogue.units, ledger), blocked=reason), None
        if isinstance(decision, Held):
            return decision, None
        rendered = render(skeleton, {**self._shared(locale), **decision.targets}, decision.placed)
        if rendered.refused:
            reason = next(iter(rendered.refused.values())).message
            return Held(measure(catalogue.units, ledger), blocked=f"a translation cannot be put in: {reason}"), None
        return decision, rendered.text

    def _hashes(self, catalogue: Catalogue, locale: str) -> Hashes:
        """What a page is rendered from, the shared texts too: a rollback asks whether any was revoked since."""
        shared = ((source_hash(source), target_hash(target)) for source, target in self._shared(locale).items())
        return tuple(sorted({*unit_hashes(catalogue), *shared, SHARED_TOO}))

    def _shared(self, locale: str) -> Mapping[str, str]:
        """The reviewed targets of menus, footers and forms."""
        if not self.workspace.rules.whole_page:
            return {}
        if locale not in self._shared_targets:
            catalogue, ledger = self.workspace.catalogue(SHARED, locale), self.workspace.ledger(SHARED, locale)
            checker, policy = self.workspace.checker(locale), self.workspace.settings.policy
            self._shared_targets[locale] = shared_targets(catalogue, ledger, checker, policy)
        return self._shared_targets[locale]


def unit_hashes(catalogue: Catalogue) -> Hashes:
    """The hashes of the two texts of each unit, in order."""
    return tuple(
        sorted({(source_hash(unit.source, unit.context), target_hash(unit.target)) for unit in catalogue.units})
    )
