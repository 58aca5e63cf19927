"""What a translation engine is, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pipeline.core.errors import EngineError

MEMORY_ONLY: Final = "memory"
"""The name of the engine that answers nothing, and so is not asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """One text to translate, codes as in a segment; ``context`` is text around it that is not translated."""

    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A translation with the question's codes, or None with the reason why there is none."""

    text: str | None
    reason: str = ""


class PartialError(EngineError):
    """The engine failed in the middle; ``answers`` holds, by question, what was answered and paid before."""

    def __init__(self, message: str, answers: Mapping[Question, Answer]) -> None:
        super().__init__(message)
        self.answers = answers


@dataclass(frozen=True, slots=True)
class Usage:
    """What an account has used of its period, and its limit, in characters; None where there is none."""

    count: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """Characters that may still be sent."""
        return None if self.limit is None else max(0, self.limit - self.count)


class TranslationEngine(Protocol):
    """Translates batches of segments. An engine never decides what is stored: its answers are checked again."""

    @property
    def name(self) -> str:
        """A short name for ledger and reports."""
        ...

    @property
    def sends(self) -> bool:
        """Whether texts leave this machine, so that characters count."""
        ...

    @property
    def batch_size(self) -> int:
        """How many questions one call may hold, at least 1."""
        ...

    @property
    def options(self) -> str:
        """Everything that an answer depends on beside text and languages: two engines with equal options agree."""
        ...

    def usage(self) -> Usage | None:
        """What the account has used, or None where nobody counts. Raises EngineError."""
        ...

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order; ``source`` and ``target`` are locales (``en``, ``fr``).

        Raises EngineError where the service cannot be used at all (key, quota, network), PartialError where some
        answers are there already.
        """
        ...


def answers_before(error: EngineError) -> Mapping[Question, Answer]:
    """What was answered before an engine failed."""
    return error.answers if isinstance(error, PartialError) else {}
