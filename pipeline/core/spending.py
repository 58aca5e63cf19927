"""What was sent to engines that count: a set of facts, one a batch, so that a month's budget holds on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEADING: Final = "# diptych characters sent 1: month, engine, characters, digest of the batch"
_LINE: Final = re.compile(r"(\d{4}-\d{2})\t([\w-]+)\t(\d+)\t([0-9a-f]{16})")


@dataclass(frozen=True, slots=True, order=True)
class Batch:
    """One batch: the month (ISO 8601), the engine, the characters sent, and a digest that tells batches apart."""

    month: str
    engine: str
    characters: int
    digest: str


@dataclass(frozen=True, slots=True)
class Spending:
    """All batches. Union is the correct merge of two."""

    batches: frozenset[Batch] = frozenset()

    def sent(self, month: str, engine: str) -> int:
        """Characters sent in a month."""
        return sum(batch.characters for batch in self.batches if (batch.month, batch.engine) == (month, engine))

    def with_batch(self, month: str, engine: str, texts: Sequence[str]) -> Spending:
        """The same and one more batch; the same texts sent again count again."""
        number = sum(batch.month == month for batch in self.batches)
        seed = "\x00".join((str(number), *texts))
        digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Spending(self.batches | {Batch(month, engine, sum(map(len, texts)), digest)})


def dumps(spending: Spending) -> str:
    """As text: a heading, then one batch a line, sorted."""
    lines = (f"{b.month}\t{b.engine}\t{b.characters}\t{b.digest}" for b in sorted(spending.batches))
    return "\n".join([HEADING, *lines]) + "\n"


def loads(text: str) -> Spending | tuple[int, str]:
    """From its text, or the 1-based line that is wrong and why."""
    batches: set[Batch] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return number, "is no batch (month, engine, characters, digest); restore the line from git"
        batches.add(Batch(found.group(1), found.group(2), int(found.group(3)), found.group(4)))
    return Spending(frozenset(batches))
