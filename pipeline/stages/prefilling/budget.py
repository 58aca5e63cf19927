"""How many characters may still be sent, and the record of those that were."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import TranslationEngine, Usage
from pipeline.core.engines.spending import Batch
from pipeline.workspace import Workspace

ACCOUNT = "the account's quota"
"""The limit that is not ours; to reach it is a failure, to reach one of our own is not."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit by its name: the characters it allows altogether, and those that are left of it."""

    name: str
    whole: int
    left: int


class OverBudget(Exception):  # noqa: N818  it is no error
    """The next request would go over a limit."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.name)
        self.limit = limit


class Budget:
    """Hard stops of one run: ``--max-chars``, what the settings allow a run and a month, the account's own limit.

    Without a workspace (for plain files) there are no settings and there is no month. ``sent`` counts the characters
    of this run that the service took, or may have taken (see ``core/spending``).
    """

    def __init__(
        self, engine: TranslationEngine, most: int | None, patience: Patience, workspace: Workspace | None = None
    ) -> None:
        self._workspace = workspace
        self._engine = engine
        self._patience = patience
        self._most = most
        self._account: Usage | None = None
        self.sent = 0

    def ask_account(self) -> Usage | None:
        """What the account has used; asked once, before the first request. Raises EngineError."""
        if self._account is None and self._engine.sends:
            self._account = self._patience.ask(self._engine.usage)
        return self._account

    def limits(self) -> list[Limit]:
        """All limits that there are, as they stand now."""
        found = [] if self._most is None else [Limit("--max-chars", self._most, self._most - self.sent)]
        if self._workspace is not None:
            settings = self._workspace.settings
            run, month = settings.chars_per_run, settings.chars_per_month
            if run:
                found.append(Limit("budget.chars_per_run", run, run - self.sent))
            if month:
                sent = self._workspace.spending().sent(self._month, self._engine.name)
                found.append(Limit("budget.chars_per_month", month, month - sent))
        if self._account is not None and self._account.limit is not None and self._account.left is not None:
            found.append(Limit(ACCOUNT, self._account.limit, self._account.left - self.sent))
        return found

    def reserve(self, characters: int) -> Batch | None:
        """Write down that characters are about to be sent. Raises OverBudget where a limit does not allow them."""
        if not self._engine.sends:
            return None
        for limit in self.limits():
            if characters > limit.left:
                raise OverBudget(limit)
        self.sent += characters
        if self._workspace is None:
            return Batch("", self._engine.name, characters, "")
        batch = Batch(self._month, self._engine.name, characters, secrets.token_hex(8))
        self._workspace.save_spending(self._workspace.spending().with_batch(batch))
        return batch

    def free(self, batch: Batch | None) -> None:
        """Take back what was reserved: the service surely did not take it."""
        if batch is None:
            return
        self.sent -= batch.characters
        if self._workspace is not None:
            self._workspace.save_spending(self._workspace.spending().without(batch))

    @property
    def _month(self) -> str:
        return "" if self._workspace is None else self._workspace.today.isoformat()[:7]
