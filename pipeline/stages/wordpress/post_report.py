"""What publishing to WordPress was asked to do, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pipeline.core.gate import Held
from pipeline.core.wordpress.posts import ALT, LANGUAGE, NOTICE, SOURCE, WRITTEN
from pipeline.stages.problems import Problem

_FIELDS: Final = {"featured_media": "featured image", "date_gmt": "date"}
_META: Final = {
    ALT: "featured image's alt",
    NOTICE: "notice for readers",
    SOURCE: "link to the English",
    LANGUAGE: "language",
}


class PostAct(StrEnum):
    """What publishing did with one post, or would do."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "edited in WordPress"
    OPEN = "open in WordPress"
    TAKEN_DOWN = "taken down in WordPress"
    STALE = "stays as published"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    UNDONE = "rolled back"


@dataclass(frozen=True, slots=True)
class PostHalf:
    """One half after publishing: ``status`` is WordPress's, ``details`` says what was written or found, a line each."""

    slug: str
    locale: str
    act: PostAct
    address: str = ""
    status: str = ""
    details: tuple[str, ...] = ()
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class PostsReport:
    """Every half in WordPress, and what went wrong."""

    halves: tuple[PostHalf, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PostOrder:
    """What was asked for: the pages named, a plan only, and whether an editor's change may be written over.

    ``down`` are the pages that are to be taken down now.
    """

    slugs: tuple[str, ...] = ()
    dry_run: bool = False
    over_edits: bool = False
    down: tuple[str, ...] = ()


def in_words(field: tuple[str, Any]) -> str:
    """A changed field in words."""
    name, value = field
    if name == "status":
        return f"status: {value}"
    if name == "meta":
        return ", ".join(_META.get(key, key) for key in value if key != WRITTEN)
    return _FIELDS.get(name, name)
