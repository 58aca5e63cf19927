"""Fill empty units from memory and by engine. What an engine answered is on disk before the next batch is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.engine import Question, TranslationEngine
from pipeline.core.errors import EngineError
from pipeline.core.ledger import Ledger
from pipeline.core.memory import Memory
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Plan, Proposal, answered, apply, plan
from pipeline.core.registry import Page
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What one catalogue got: units from memory, units by engine, units left empty, characters sent."""

    slug: str
    locale: str
    remembered: int
    translated: int
    left: int
    characters: int


@dataclass(frozen=True, slots=True)
class PrefillReport:
    """All catalogues of one prefill, the engine used, and what went wrong."""

    engine: str
    why: str
    catalogues: tuple[Prefilled, ...]
    problems: tuple[Problem, ...]


def prefill(
    workspace: Workspace,
    engine: TranslationEngine,
    slugs: tuple[str, ...] = (),
    *,
    why: str = "",
    dry_run: bool = False,
    tell: Progress | None = None,
) -> PrefillReport:
    """Fill the empty units of the pages; everything filled is fuzzy. A dry run only counts."""
    results: list[Prefilled] = []
    problems: list[Problem] = []
    for locale in workspace.settings.targets:
        filler = _Filler(workspace, engine, locale, dry_run)
        found, failed = each(workspace.catalogued(slugs), filler.page, tell)
        results += found
        problems += [*failed, *filler.problems]
    return PrefillReport(engine.name, why, tuple(results), tuple(problems))


class _Filler:
    """Works through the pages of one language; after the engine failed, only memory is used."""

    def __init__(self, workspace: Workspace, engine: TranslationEngine, locale: str, dry_run: bool) -> None:
        self.workspace = workspace
        self.engine = engine
        self.locale = locale
        self.dry_run = dry_run
        self.memory: Memory = workspace.memory(locale)
        self.problems: list[Problem] = []

    def page(self, page: Page) -> Prefilled:
        catalogue = self.workspace.catalogue(page.slug, self.locale)
        planned = plan(catalogue, self.memory, self.workspace.house(self.locale))
        if self.dry_run:
            return self._counted(page, planned, 0, planned.characters if self.engine.sends else 0)
        ledger = self.workspace.ledger(page.slug, self.locale)
        catalogue, ledger = self._save(catalogue, ledger, planned.proposals)
        translated, sent = self._ask(catalogue, ledger, planned.questions)
        return self._counted(page, planned, translated, sent)

    def _counted(self, page: Page, planned: Plan, translated: int, sent: int) -> Prefilled:
        left = len(planned.questions) - translated
        return Prefilled(page.slug, self.locale, len(planned.proposals), translated, left, sent)

    def _ask(self, catalogue: Catalogue, ledger: Ledger, questions: Sequence[Question]) -> tuple[int, int]:
        """Ask the engine batch by batch; units translated and characters sent."""
        done = sent = 0
        for start in range(0, len(questions), self.engine.batch_size):
            if self.problems:
                break
            batch = questions[start : start + self.engine.batch_size]
            try:
                answers = self.engine.translate(batch, self.workspace.settings.source, self.locale)
            except EngineError as error:
                self.problems.append(Problem(str(error), error.exit_status))
                break
            found = answered(batch, answers, self.engine.name)
            catalogue, ledger = self._save(catalogue, ledger, found)
            done, sent = done + len(found), sent + sum(len(question.text) for question in batch)
        return done, sent if self.engine.sends else 0

    def _save(
        self, catalogue: Catalogue, ledger: Ledger, proposals: Mapping[str, Proposal]
    ) -> tuple[Catalogue, Ledger]:
        if proposals:
            catalogue, ledger = apply(catalogue, ledger, proposals)
            self.workspace.save_ledger(catalogue.slug, self.locale, ledger)
            self.workspace.save_catalogue(catalogue)
        return catalogue, ledger
