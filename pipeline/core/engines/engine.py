"""What a translation engine is, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pipeline.core.errors import EngineError

MEMORY_ONLY: Final = "memory"
"""The name of the engine that answers nothing, and so is not asked."""

PSEUDO: Final = "pseudo"
"""The name of the engine whose answers are no language."""


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


class RequestError(EngineError):
    """A request that brought no answers.

    ``passes`` says that the same request may go well later, and ``retry_after`` what the service said of when
    (the header of that name, or nothing). ``taken`` says that the service may have translated the texts, and so may
    bill them, although no answer came through.
    """

    def __init__(self, message: str, *, passes: bool = False, retry_after: str = "", taken: bool = False) -> None:
        super().__init__(message)
        self.passes = passes
        self.retry_after = retry_after
        self.taken = taken


class QuotaError(RequestError):
    """The account may not send more in its period. The request was refused, and is not billed."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What an account has used of its period, and its limit, in characters; None where there is none.

    ``resets`` is the day on which the period ends (ISO 8601), or nothing where the service does not say.
    """

    count: int
    limit: int | None
    resets: str = ""

    @property
    def left(self) -> int | None:
        """Characters that may still be sent."""
        return None if self.limit is None else max(0, self.limit - self.count)


class TranslationEngine(Protocol):
    """Translates segments, a request at a time. An engine decides nothing: its answers are checked again.

    It asks its service once and waits for nothing: whoever calls counts the characters, keeps the answers, and decides
    whether and when to ask again.
    """

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
        """How many questions one request may hold, at least 1."""
        ...

    @property
    def options(self) -> str:
        """Everything that an answer depends on beside text and languages: two engines with equal options agree."""
        ...

    def usage(self) -> Usage | None:
        """What the account has used, or None where nobody counts. Raises EngineError; nothing is billed."""
        ...

    def prepare(self, source: str, target: str) -> None:
        """Do what must be done once before the first request and costs nothing. Raises EngineError."""
        ...

    def unfit(self, question: Question) -> str:
        """Why a question can be in no request at all, as a sentence, or nothing."""
        ...

    def first_request(self, questions: Sequence[Question]) -> int:
        """How many of the questions, from the first, one request holds; at least 1. All must be fit."""
        ...

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One request: one answer for each question, in order; ``source`` and ``target`` are locales (``en``, ``fr``).

        The questions are fit and within one request. Raises EngineError; then there is no answer at all.
        """
        ...
