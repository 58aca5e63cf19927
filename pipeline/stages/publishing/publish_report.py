"""What publishing did with each half of each page, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.core.gate import Held
from pipeline.core.views.reader_view import Change
from pipeline.stages.problems import Problem


class Outcome(StrEnum):
    """What publishing did with one half."""

    PUBLISHED = "published"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stays as published"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Published:
    """One half after publishing: what was done, and why it is held if it is.

    ``changes`` is what its readers see differently, where that was asked for. ``before`` and ``after`` are the page.
    """

    slug: str
    locale: str
    outcome: Outcome
    address: str = ""
    path: Path | None = None
    held: Held | None = None
    changes: tuple[Change, ...] = ()
    before: bytes = field(default=b"", repr=False)
    after: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PublishReport:
    """Every half of every page, what went wrong, and what else people should know.

    ``release`` is the name of the release that readers have now. ``rolled_back`` is the date since which nothing new
    goes out, if that is so.
    """

    halves: tuple[Published, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    release: str = ""
    rolled_back: str = ""
