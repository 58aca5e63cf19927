"""One thing that was looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether something is as it should be."""

    GOOD = "good"
    LACKS = "lacks"
    BAD = "bad"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at; ``exit_status`` is 2 or 3 where it is bad: ours to mend, or the world outside."""

    verdict: Verdict
    message: str
    topic: str = ""
    exit_status: int = 2
