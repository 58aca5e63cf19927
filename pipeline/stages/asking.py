"""Asking an engine: never for what it answered before, never beyond the budget, every answer on disk at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.adapters.answers import Answers
from pipeline.core.engine import MEMORY_ONLY, Answer, Question, TranslationEngine, answers_before
from pipeline.core.errors import EngineError
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Asked, Languages, Planner, with_context
from pipeline.stages.budget import Budget
from pipeline.stages.problems import Problem


class Asking:
    """One engine during one run. After it failed, or a limit was reached, it is asked nothing more.

    ``stopped_by`` names the limit; ``problems`` holds the failure.
    """

    def __init__(self, engine: TranslationEngine, budget: Budget, *, dry_run: bool) -> None:
        self.engine = engine
        self.budget = budget
        self.dry_run = dry_run
        self.stopped_by = ""
        self.problems: list[Problem] = []
        self._counted: set[tuple[str, str]] = set()

    @property
    def is_silent(self) -> bool:
        """Whether the engine is none, and so is not asked."""
        return self.engine.name == MEMORY_ONLY

    def known(self, asked: Sequence[Asked], answers: Answers, *, refresh: bool) -> dict[str, Answer]:
        """The answers that are there already, by what was sent; to refresh only the good ones."""
        found = {} if self.is_silent else answers.known([one.sent for one in asked])
        return {text: answer for text, answer in found.items() if answer.text or not refresh}

    def would_send(self, asked: Sequence[Asked], languages: Languages) -> list[Asked]:
        """Those that no earlier page of this run would have sent already."""
        fresh = [one for one in asked if (languages.target, one.sent) not in self._counted]
        self._counted.update((languages.target, one.sent) for one in fresh)
        return fresh

    def ask(
        self, asked: Sequence[Asked], catalogue: Catalogue, planner: Planner, answers: Answers
    ) -> Iterator[tuple[list[Asked], dict[str, Answer]]]:
        """Batch by batch what was sent and what came back, kept on disk already when it is given."""
        left = [] if self.is_silent else list(asked)
        while left and not self.problems and not self.stopped_by:
            batch = self._within_budget(left[: self.engine.batch_size])
            if not batch:
                break
            found = self._translated(with_context(batch, catalogue, planner.kept_names), planner.languages)
            if found and self.engine.sends:
                self.budget.record([one.sent for one in batch if one.sent in found])
            if found:
                answers.keep(found)
                yield [one for one in batch if one.sent in found], found
            left = left[len(batch) :]

    def _translated(self, questions: Sequence[Question], languages: Languages) -> dict[str, Answer]:
        """The answers to a batch; where the engine fails in the middle, those that were given before."""
        try:
            found = self.engine.translate(questions, languages.source, languages.target)
        except EngineError as error:
            self.problems.append(Problem(str(error), error.exit_status))
            return {question.text: answer for question, answer in answers_before(error).items()}
        return {question.text: answer for question, answer in zip(questions, found, strict=True)}

    def _within_budget(self, batch: Sequence[Asked]) -> list[Asked]:
        """As much of a batch as may still be sent; none where the limit is reached or the account does not answer."""
        if not self.engine.sends:
            return list(batch)
        try:
            self.budget.ask_account()
        except EngineError as error:
            self.problems.append(Problem(str(error), error.exit_status))
            return []
        limit = self.budget.room()
        if limit is None:
            return list(batch)
        total = 0

        def fits(one: Asked) -> bool:
            nonlocal total
            total += one.characters
            return total <= limit.left

        fitting = list(takewhile(fits, batch))
        if len(fitting) < len(batch):
            self.stopped_by = "" if fitting else limit.name
        return fitting
