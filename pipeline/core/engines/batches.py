"""How many questions go into one request of a service: so many texts, so many bytes, one context for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.core.engines.engine import Question


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold: a number of texts, and bytes for all of them and their context.

    ``size`` gives the bytes of a question as it is sent, ``context_size`` those of its context.
    """

    texts: int
    bytes: int
    size: Callable[[Question], int]
    context_size: Callable[[Question], int]

    def fits(self, question: Question) -> bool:
        """Whether a question can be sent at all."""
        return self.size(question) + self.context_size(question) <= self.bytes

    def first_request(self, questions: Sequence[Question]) -> int:
        """How many of the questions, from the first, one request holds: those with the context of the first.

        At least 1, so the first must fit.
        """
        used = self.context_size(questions[0])
        for number, question in enumerate(questions[: self.texts]):
            used += self.size(question)
            if number and (question.context != questions[0].context or used > self.bytes):
                return number
        return min(len(questions), self.texts)
