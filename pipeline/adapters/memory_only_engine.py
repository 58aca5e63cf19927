"""The engine where there is none: what the memory does not know stays empty for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.core.engines.engine import MEMORY_ONLY, Answer, Question, Usage


class MemoryOnlyEngine:
    """Answers nothing, and so costs nothing and sends nothing anywhere; the default without a key."""

    name: Final = MEMORY_ONLY
    sends: Final = False
    batch_size: Final = 1000
    options: Final = ""

    def usage(self) -> Usage | None:
        """Nobody counts."""
        return None

    def prepare(self, source: str, target: str) -> None:
        """Nothing to do."""

    def unfit(self, question: Question) -> str:  # noqa: ARG002
        """Any text can be asked for."""
        return ""

    def first_request(self, questions: Sequence[Question]) -> int:
        """All there are, as many as a batch holds."""
        return min(len(questions), self.batch_size)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:  # noqa: ARG002
        """None for each question, with the reason."""
        return [Answer(None, "no engine: memory only") for _ in questions]
