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
from pipeline.stages.extracting.extract_index import ExtractIndex
from pipeline.stages.prefilling.asking import Asking
from pipeline.stages.prefilling.budget import Budget
from pipeline.stages.prefilling.filling import Filler, Place, Prefilled, PrefillReport, report
from pipeline.stages.prefilling.prefill_index import PrefillIndex
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace

Texts = tuple[tuple[str, str | None], ...]


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
        with (
            workspace.memory_and_digest(locale) as (memory, digest),
            contextlib.closing(workspace.answers(locale, engine)) as answers,
        ):
            languages = Languages(settings.source, locale)
            planner = Planner(memory, workspace.house(locale), languages, engine.name, settings.names, order.refresh)
            filler = Filler(asking, planner, answers, dry_run=order.dry_run)
            found, failed = _filled(workspace, filler, PrefillIndex(workspace, planner, digest), order, tell)
        results += found
        problems += failed
    return report(asking, order.why, results, problems, dry_run=order.dry_run, rate=settings.price_per_million)


def _filled(
    workspace: Workspace, filler: Filler, index: PrefillIndex, order: Order, tell: Progress | None
) -> tuple[list[Prefilled], list[Problem]]:
    """One language: the pages in which something may be empty, the soonest event first; the results page by page."""
    locale = filler.planner.languages.target
    pages = workspace.catalogued(order.slugs)
    known = {page.slug: index.get(page.slug) for page in pages}
    extracted = ExtractIndex(workspace)

    def fill(page: Page) -> Prefilled:
        before = extracted.key_now(page.slug, locale)
        texts: set[Texts] = set()
        place = _place(workspace, page, locale, texts)
        filled = filler.fill(place)
        if order.dry_run:
            return filled
        now = extracted.key_now(page.slug, locale)
        empty = sum(not unit.target for unit in place.load()[0].units)
        if len(texts) == 1 and extracted.key_now(page.slug, locale) == now:  # nobody else wrote it meanwhile
            extracted.carry(page.slug, locale, before)
            if empty == filled.left:
                index.put(filled, is_final=filler.asking.is_silent)
        return filled

    found, problems = each(
        _in_order(workspace, [page for page in pages if known[page.slug] is None], locale), fill, tell
    )
    if not order.dry_run:
        extracted.save(workspace.pages())
        index.save(workspace.catalogued())
    done = {filled.slug: filled for filled in found}
    results = (known[page.slug] or done.get(page.slug) for page in pages)
    return [result for result in results if result is not None], problems


def _place(workspace: Workspace, page: Page, locale: str, texts: set[Texts]) -> Place:
    """A page's catalogue and ledger; ``texts`` gets which texts it has each time that it is read."""

    def load() -> tuple[Catalogue, Ledger]:
        catalogue = workspace.catalogue(page.slug, locale)
        texts.add(tuple((unit.source, unit.context) for unit in catalogue.units))
        return catalogue, workspace.ledger(page.slug, locale)

    def save(catalogue: Catalogue, ledger: Ledger) -> None:
        workspace.save_ledger(page.slug, locale, ledger)
        workspace.save_catalogue(catalogue)

    return Place(page.slug, load, save)


def _in_order(workspace: Workspace, pages: list[Page], locale: str) -> list[Page]:
    """The pages, the soonest event first; a page whose catalogue is broken keeps its place and is named there."""

    def key(page: Page) -> tuple[int, int]:
        try:
            texts = [unit.source for unit in workspace.catalogue(page.slug, locale).units]
        except PipelineError:
            return (3, 0)
        return urgency(texts, workspace.today, workspace.settings.source)

    return sorted(pages, key=key) if len(pages) > 1 else pages
