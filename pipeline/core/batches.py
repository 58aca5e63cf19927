"""Questions as requests that a service takes: so many texts, so many bytes, one context each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.engine import Question


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


def requests(questions: Sequence[Question], limits: Limits) -> Iterator[list[Question]]:
    """The questions in order as requests within the limits, those with the same context together."""
    by_context: dict[str, list[Question]] = {}
    for question in questions:
        by_context.setdefault(question.context, []).append(question)
    for group in by_context.values():
        yield from _portions(group, limits)


def _portions(questions: Sequence[Question], limits: Limits) -> Iterator[list[Question]]:
    portion: list[Question] = []
    used = 0
    for question in questions:
        needed = limits.size(question)
        if portion and (len(portion) == limits.texts or used + needed > limits.bytes):
            yield portion
            portion = []
        if not portion:
            used = limits.context_size(question)
        portion.append(question)
        used += needed
    if portion:
        yield portion
