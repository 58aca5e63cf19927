"""Fill empty units from memory and by engine, the most urgent page first; everything filled is fuzzy."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.adapters.answers import Answers
from pipeline.core.engine import Answer, TranslationEngine, Usage
from pipeline.core.errors import EngineError, PipelineError
from pipeline.core.event_dates import urgency
from pipeline.core.ledger import Ledger
from pipeline.core.memory import Memory
from pipeline.core.model import Catalogue, Kind
from pipeline.core.prefill import Asked, Languages, Plan, Planner, Proposal, answered, apply
from pipeline.core.registry import Page
from pipeline.core.text import words
from pipeline.stages.asking import Asking
from pipeline.stages.budget import Budget
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace

_UNKNOWN = Proposal("?", Kind.MACHINE, "")
"""What an engine would say, in a dry run."""


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


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What one catalogue got, or in a dry run would get.

    Units from memory, from answers that were kept, by engine, and left empty; words and characters sent. ``reasons``
    say by text why the engine has no answer for it.
    """

    slug: str
    locale: str
    remembered: int
    cached: int
    translated: int
    left: int
    words: int
    characters: int
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrefillReport:
    """All catalogues of one prefill, the engine used, what stopped it, and what went wrong.

    ``usage`` is what the account said, in a dry run; ``price`` that of the characters at the configured rate.
    """

    engine: str
    why: str
    catalogues: tuple[Prefilled, ...]
    problems: tuple[Problem, ...]
    usage: Usage | None = None
    stopped_by: str = ""
    price: float | None = None

    @property
    def characters(self) -> int:
        """Characters sent, or in a dry run to be sent."""
        return sum(catalogue.characters for catalogue in self.catalogues)


def prefill(
    workspace: Workspace, engine: TranslationEngine, order: Order, *, tell: Progress | None = None
) -> PrefillReport:
    """Fill the empty units of the pages. A dry run only counts; the same text is sent once for all pages."""
    results: list[Prefilled] = []
    problems: list[Problem] = []
    asking = Asking(engine, Budget(workspace, engine, order.most), dry_run=order.dry_run)
    for locale in workspace.settings.targets:
        with workspace.memory(locale) as memory, contextlib.closing(workspace.answers(locale, engine)) as answers:
            planner = _planner(workspace, asking, order, memory, locale)
            filler = _Filler(workspace, asking, order, planner=planner, answers=answers)
            found, failed = each(_in_order(workspace, order.slugs, locale), filler.page, tell)
        results += found
        problems += failed
    usage = _usage(asking) if order.dry_run else None
    sent = sum(result.characters for result in results)
    price = sent * workspace.settings.price_per_million / 1e6 if workspace.settings.price_per_million else None
    problems += asking.problems
    return PrefillReport(engine.name, order.why, tuple(results), tuple(problems), usage, asking.stopped_by, price)


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


def _usage(asking: Asking) -> Usage | None:
    """What the account has used; a service that does not answer is a problem of this run, not its end."""
    try:
        return asking.budget.ask_account()
    except EngineError as error:
        asking.problems.append(Problem(str(error), error.exit_status))
        return None


def _planner(workspace: Workspace, asking: Asking, order: Order, memory: Memory, locale: str) -> Planner:
    languages = Languages(workspace.settings.source, locale)
    names = workspace.settings.names
    return Planner(memory, workspace.house(locale), languages, asking.engine.name, names, order.refresh)


class _Filler:
    """Works through the pages of one language."""

    def __init__(
        self, workspace: Workspace, asking: Asking, order: Order, *, planner: Planner, answers: Answers
    ) -> None:
        self.workspace = workspace
        self.asking = asking
        self.order = order
        self.answers = answers
        self.planner = planner
        self.languages = planner.languages

    def page(self, page: Page) -> Prefilled:
        catalogue = self.workspace.catalogue(page.slug, self.languages.target)
        ledger = self.workspace.ledger(page.slug, self.languages.target)
        planned = self.planner.plan(catalogue, ledger)
        known = self.asking.known(planned.asked, self.answers, refresh=self.order.refresh)
        cached = self._proposals(planned.asked, known)
        unknown = [asked for asked in planned.asked if asked.sent not in known]
        if self.order.dry_run:
            would_be = {} if self.asking.is_silent else {one.source: _UNKNOWN for one in unknown}
            return self._counted(page, planned, cached, self.asking.would_send(unknown, self.languages), would_be)
        catalogue, ledger = self._save(catalogue, ledger, {**planned.proposals, **cached})
        sent: list[Asked] = []
        made: dict[str, Proposal] = {}
        for batch, found in self.asking.ask(unknown, catalogue, self.planner, self.answers):
            sent += batch
            made |= self._proposals(batch, found)
        self._save(catalogue, ledger, made)
        return self._counted(page, planned, cached, sent, made)

    def _proposals(self, asked: Sequence[Asked], found: Mapping[str, Answer]) -> dict[str, Proposal]:
        """Source text → what came of the answer to it."""
        name = self.asking.engine.name
        return {one.source: answered(one, found[one.sent], name, self.languages) for one in asked if one.sent in found}

    def _counted(
        self,
        page: Page,
        planned: Plan,
        cached: Mapping[str, Proposal],
        sent: Sequence[Asked],
        made: Mapping[str, Proposal],
    ) -> Prefilled:
        good = sum(bool(proposal.target) for proposal in made.values())
        kept = sum(bool(proposal.target) for proposal in cached.values())
        left = len(planned.asked) - kept - good + planned.given_up
        sends = self.asking.engine.sends
        return Prefilled(
            page.slug,
            self.languages.target,
            remembered=len(planned.proposals),
            cached=kept,
            translated=good,
            left=left,
            words=sum(words(one.source) for one in sent) if sends else 0,
            characters=sum(one.characters for one in sent) if sends else 0,
            reasons=tuple((source, one.origin) for source, one in {**cached, **made}.items() if not one.target),
        )

    def _save(
        self, catalogue: Catalogue, ledger: Ledger, proposals: Mapping[str, Proposal]
    ) -> tuple[Catalogue, Ledger]:
        if proposals:
            catalogue, ledger = apply(catalogue, ledger, proposals, refresh=self.order.refresh)
            self.workspace.save_ledger(catalogue.slug, self.languages.target, ledger)
            self.workspace.save_catalogue(catalogue)
        return catalogue, ledger
