"""How many characters may still be sent, and the record of those that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.engine import TranslationEngine, Usage
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit that leaves the least room, in characters, and what it is called."""

    left: int
    name: str


class Budget:
    """Hard stops of one run: ``--max-chars``, what the settings allow a run and a month, the account's own limit."""

    def __init__(self, workspace: Workspace, engine: TranslationEngine, most: int | None) -> None:
        self._workspace = workspace
        self._engine = engine
        self._month = workspace.today.isoformat()[:7]
        self._most = most
        self._account: Usage | None = None
        self.sent = 0

    def ask_account(self) -> Usage | None:
        """What the account has used; asked once, before the first batch. Raises EngineError."""
        if self._account is None and self._engine.sends:
            self._account = self._engine.usage()
        return self._account

    def room(self) -> Limit | None:
        """The tightest limit, or None where there is none."""
        settings = self._workspace.settings
        limits: list[Limit] = []
        if self._most is not None:
            limits.append(Limit(self._most - self.sent, "--max-chars"))
        if settings.chars_per_run:
            limits.append(Limit(settings.chars_per_run - self.sent, "budget.chars_per_run"))
        if settings.chars_per_month:
            sent = self._workspace.spending().sent(self._month, self._engine.name)
            limits.append(Limit(settings.chars_per_month - sent, "budget.chars_per_month"))
        if self._account is not None and self._account.left is not None:
            limits.append(Limit(self._account.left - self.sent, "the account's quota"))
        return min(limits, key=lambda limit: limit.left, default=None)

    def record(self, texts: Sequence[str]) -> None:
        """Write down that texts were sent."""
        self.sent += sum(map(len, texts))
        self._workspace.save_spending(self._workspace.spending().with_batch(self._month, self._engine.name, texts))
