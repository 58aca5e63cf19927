"""What a translation engine is, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


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

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order; ``source`` and ``target`` are locales (``en``, ``fr``).

        Raises EngineError where the service cannot be used at all (key, quota, network).
        """
        ...
