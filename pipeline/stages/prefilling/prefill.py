"""Fill empty units of a project from memory and by engine, the most urgent page first; everything filled is fuzzy."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import TranslationEngine
from pipeline.core.errors import PipelineError
from pipeline.core.event_dates import urgency
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Languages, Planner
from pipeline.core.registry import Page
from pipeline.stages.prefilling.asking import Asking
from pipeline.stages.prefilling.budget import Budget
from pipeline.stages.prefilling.filling import Filler, Place, Prefilled, PrefillReport, report
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a prefill.

    ``most`` is the number of characters that may be sent; ``refresh`` asks again for machine text nobody touched.
    """

    slugs: tuple[str, ...] = ()
    why: str = ""
    dry_run: bool = False
    most: int | None = None
    refresh: bool = False


def prefill(
    workspace: Workspace, engine: TranslationEngine, order: Order, *, tell: Progress | None = None
) -> PrefillReport:
    """Fill the empty units of the pages. A dry run only counts; the same text is sent once for all pages."""
    results: list[Prefilled] = []
    problems: list[Problem] = []
    settings, patience = workspace.settings, Patience()
    asking = Asking(engine, Budget(engine, order.most, patience, workspace), patience)
    for locale in settings.targets:
        with workspace.memory(locale) as memory, contextlib.closing(workspace.answers(locale, engine)) as answers:
            languages = Languages(settings.source, locale)
            planner = Planner(memory, workspace.house(locale), languages, engine.name, settings.names, order.refresh)
            filler = Filler(asking, planner, answers, dry_run=order.dry_run)
            places = [_place(workspace, page, locale) for page in _in_order(workspace, order.slugs, locale)]
            found, failed = each(places, filler.fill, tell)
        results += found
        problems += failed
    return report(asking, order.why, results, problems, dry_run=order.dry_run, rate=settings.price_per_million)


def _place(workspace: Workspace, page: Page, locale: str) -> Place:
    def load() -> tuple[Catalogue, Ledger]:
        return workspace.catalogue(page.slug, locale), workspace.ledger(page.slug, locale)

    def save(catalogue: Catalogue, ledger: Ledger) -> None:
        workspace.save_ledger(page.slug, locale, ledger)
        workspace.save_catalogue(catalogue)

    return Place(page.slug, load, save)


def _in_order(workspace: Workspace, slugs: tuple[str, ...], locale: str) -> list[Page]:
    """The pages, the soonest event first; a page whose catalogue is broken keeps its place and is named there."""

    def key(page: Page) -> tuple[int, int]:
        try:
            texts = [unit.source for unit in workspace.catalogue(page.slug, locale).units]
        except PipelineError:
            return (3, 0)
        return urgency(texts, workspace.today, workspace.settings.source)

    pages = workspace.catalogued(slugs)
    return sorted(pages, key=key) if len(pages) > 1 else pages
