"""Asking an engine: never for what it answered before, never beyond a limit, every answer on disk at once.

The order of one request is: the limits, the line in the record of characters, the request, the answers on disk. So a
run that is killed has counted what it sent, and what was answered is not sent again, but for the one request that was
under way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import log
from pipeline.adapters.answers import Answers
from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import MEMORY_ONLY, Answer, Question, QuotaError, RequestError, TranslationEngine
from pipeline.core.errors import BadFileError, EngineError
from pipeline.core.events import Event
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Asked, Languages, Planner, sent_characters, with_context
from pipeline.stages.prefilling.budget import ACCOUNT, Budget, Limit, OverBudget
from pipeline.stages.problems import Problem

Given = tuple[list[Asked], dict[str, Answer]]
"""Texts that were asked for, and the answers to them by what was sent."""


class Asking:
    """One engine during one run. After it failed, or a limit was reached, it is asked nothing more.

    ``stopped_by`` names the limit, ``problems`` holds the failure; ``unsent`` has the characters of what was not sent
    because of either, by language and text.
    """

    def __init__(self, engine: TranslationEngine, budget: Budget, patience: Patience) -> None:
        self.engine = engine
        self.budget = budget
        self.patience = patience
        self.stopped_by = ""
        self.problems: list[Problem] = []
        self.unsent: dict[tuple[str, str], int] = {}
        self._is_over = False
        self._counted: set[tuple[str, str]] = set()

    @property
    def is_silent(self) -> bool:
        """Whether the engine is none, and so is not asked."""
        return self.engine.name == MEMORY_ONLY

    def known(self, asked: Sequence[Asked], answers: Answers) -> dict[str, Answer]:
        """The answers that are there already, by what was sent."""
        return {} if self.is_silent else answers.known([one.sent for one in asked])

    def would_send(self, asked: Sequence[Asked], languages: Languages) -> list[Asked]:
        """Those that a run would send, and no earlier page of it would have sent already."""
        fit = [] if self.is_silent else [one for one in asked if not self.engine.unfit(Question(one.sent))]
        fresh = [one for one in fit if (languages.target, one.sent) not in self._counted]
        self._counted.update((languages.target, one.sent) for one in fresh)
        return fresh

    def ask(self, asked: Sequence[Asked], catalogue: Catalogue, planner: Planner, answers: Answers) -> Iterator[Given]:
        """Request by request what was asked and what came back, on disk already when it is given.

        An answer that cannot be used is asked for once more, after the others.
        """
        unfit = self._unfit(asked)
        if unfit:
            yield [one for one in asked if one.sent in unfit], unfit
        left = [one for one in asked if one.sent not in unfit] if not self.is_silent else []
        while left and not self._is_over:
            batch = self._within_limits(left, planner.languages)
            questions = self._request(batch, catalogue, planner)
            found = self._translated(questions, planner.languages) if questions else {}
            if not found:
                break
            try:
                answers.keep(found, again=self.engine.sends)
            except BadFileError:
                self._is_over = True  # to ask for more would be to pay for what is lost
                raise
            settled = answers.known(list(found))
            yield [one for one in left if one.sent in found], settled
            again = [one for one in left if one.sent in found and one.sent not in settled]
            left = [one for one in left if one.sent not in found] + again
        self.unsent.update(((planner.languages.target, one.sent), one.characters) for one in left)

    def _unfit(self, asked: Sequence[Asked]) -> dict[str, Answer]:
        """Texts that no request can hold, with the reason."""
        reasons = {} if self.is_silent else {one.sent: self.engine.unfit(Question(one.sent)) for one in asked}
        return {sent: Answer(None, reason) for sent, reason in reasons.items() if reason}

    def _within_limits(self, left: list[Asked], languages: Languages) -> list[Asked]:
        """The texts that the next request may hold, from the first; none where a limit is reached.

        A text that is longer than a whole limit would block all others for ever, so it is passed over.
        """
        if not self.engine.sends:
            return left[: self.engine.batch_size]
        try:
            self.budget.ask_account()
            self.patience.ask(lambda: self.engine.prepare(languages.source, languages.target))
        except EngineError as error:
            self._fail(error)
            return []
        limits = self.budget.limits()
        fitting: list[Asked] = []
        total = 0
        for one in left:
            tight = [limit for limit in limits if total + one.characters > limit.left]
            if len(fitting) == self.engine.batch_size or (tight and fitting):
                break
            if not tight:
                fitting.append(one)
                total += one.characters
            elif all(one.characters <= limit.whole for limit in tight):
                self._stop(tight[0])
                break
            else:
                self.stopped_by = tight[0].name
        return fitting

    def _request(self, batch: Sequence[Asked], catalogue: Catalogue, planner: Planner) -> list[Question]:
        """The questions of the next request; a context that leaves no room for its text is left out."""
        questions = with_context(batch, catalogue, planner)
        fit = [replace(one, context="") if self.engine.unfit(one) else one for one in questions]
        return fit[: self.engine.first_request(fit)] if fit else []

    def _translated(self, questions: Sequence[Question], languages: Languages) -> dict[str, Answer]:
        """The answers to one request, or none where the engine fails or a limit does not allow another attempt."""
        characters = sum(map(sent_characters, (question.text for question in questions)))
        start, attempts, failure = time.monotonic(), 0, ""

        def attempt() -> list[Answer]:
            nonlocal attempts
            batch = self.budget.reserve(characters)
            attempts += 1
            try:
                return self.engine.translate(questions, languages.source, languages.target)
            except RequestError as error:
                if not error.taken:
                    self.budget.free(batch)
                raise

        try:
            found = self.patience.ask(attempt)
        except OverBudget as stop:
            failure = f"{stop} does not allow another attempt"
            self._stop(stop.limit)
            return {}
        except EngineError as error:
            failure = str(error)
            self._fail(error)
            return {}
        finally:
            if attempts:
                about: dict[str, object] = {"engine": self.engine.name, "locale": languages.target}
                about |= {"texts": len(questions), "characters": characters, "retries": attempts - 1}
                log.event(Event.ENGINE_CALLED, None, **about, seconds=log.since(start), error=failure or None)
        return {question.text: answer for question, answer in zip(questions, found, strict=True)}

    def _fail(self, error: EngineError) -> None:
        self._is_over = True
        self.problems.append(Problem(str(error), error.exit_status))
        if isinstance(error, QuotaError):
            self.stopped_by = ACCOUNT

    def _stop(self, limit: Limit) -> None:
        """No more in this run. A limit of our own is a plan that was kept; the account's is not."""
        self._is_over = True
        self.stopped_by = limit.name
        account = self.budget.ask_account()
        if limit.name != ACCOUNT or account is None:
            return
        when = f"on {account.resets}" if account.resets else "when the account's next period begins"
        message = (
            f"the account's quota is used up: {max(0, limit.left):,} of {limit.whole:,} characters are left, "
            f"less than the next text has; it resets {when}"
        )
        self.problems.append(Problem(message, EngineError.exit_status))
