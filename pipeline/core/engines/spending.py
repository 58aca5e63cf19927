"""What was sent to engines that count: a set of facts, one a request, so that a month's budget holds on every machine.

A request's line is written before it is sent, and taken back only where the service surely did not take the texts: it
refused them (400, 403, 413, 429, 456, 503, 529), or was never reached. So a time-out, a broken connection, a failure
within (500, 502, 504), an answer that cannot be read and a run that is killed all count, each attempt by itself: the
service may have billed them. The characters are those of the texts as sent, codes and escapes included; DeepL bills
no codes, so the sum is never below the bill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAMED: Final = "# diptych characters sent"
HEADING: Final = f"{_NAMED} 1: month, engine, characters, a mark of its own"
_LINE: Final = re.compile(r"(\d{4}-\d{2})\t([\w-]+)\t([0-9]{1,15})\t([0-9a-f]{16})")


@dataclass(frozen=True, slots=True, order=True)
class Batch:
    """One request: the month (ISO 8601), the engine, the characters sent, and a mark that no other request has.

    The mark must differ from machine to machine, or two requests of one size would be counted once.
    """

    month: str
    engine: str
    characters: int
    mark: str


@dataclass(frozen=True, slots=True)
class Spending:
    """All batches. Union is the correct merge of two."""

    batches: frozenset[Batch] = frozenset()

    def sent(self, month: str, engine: str) -> int:
        """Characters sent in a month."""
        return sum(batch.characters for batch in self.batches if (batch.month, batch.engine) == (month, engine))

    def with_batch(self, batch: Batch) -> Spending:
        """The same and one more batch."""
        return Spending(self.batches | {batch})

    def without(self, batch: Batch) -> Spending:
        """The same but for a batch that was not taken."""
        return Spending(self.batches - {batch})


def dumps(spending: Spending) -> str:
    """As text: a heading, then one batch a line, sorted."""
    lines = (f"{b.month}\t{b.engine}\t{b.characters}\t{b.mark}" for b in sorted(spending.batches))
    return "\n".join([HEADING, *lines]) + "\n"


def loads(text: str) -> Spending | tuple[int, str]:
    """From its text, or the 1-based line that is wrong and why."""
    batches: set[Batch] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(_NAMED) and not line.startswith(f"{_NAMED} 1:"):
            return number, "is of another version of the format; update diptych"
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return number, "is no batch (month, engine, characters, mark); restore the line from git"
        batches.add(Batch(found.group(1), found.group(2), int(found.group(3)), found.group(4)))
    return Spending(frozenset(batches))
