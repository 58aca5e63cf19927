"""What happens, by stable names: docs/logs.md describes each with its fields."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How much an event matters; ``debug`` is told with -vv and in logs, the others with -v too."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Event(StrEnum):
    """The names. One that was released keeps its meaning."""

    COMMAND_STARTED = "command.started"
    COMMAND_ENDED = "command.ended"
    STAGE_STARTED = "stage.started"
    STAGE_ENDED = "stage.ended"
    REQUEST = "request"
    REQUEST_WAITED = "request.waited"
    REQUEST_RETRIED = "request.retried"
    PAGE_NEW = "page.new"
    PAGE_CHANGED = "page.changed"
    PAGE_MOVED = "page.moved"
    PAGE_GONE = "page.gone"
    PAGE_UNCHANGED = "page.unchanged"
    PAGE_FAILED = "page.failed"
    CATALOGUE_WRITTEN = "catalogue.written"
    FILE_WRITTEN = "file.written"
    FILE_REMOVED = "file.removed"
    ENGINE_CALLED = "engine.called"
    ENGINE_RETRIED = "engine.retried"
    HALF_PUBLISHED = "half.published"
    HALF_UPDATED = "half.updated"
    HALF_UNCHANGED = "half.unchanged"
    HALF_STALE = "half.stale"
    HALF_HELD = "half.held"
    HALF_WITHDRAWN = "half.withdrawn"
    HALF_ROLLED_BACK = "half.rolled_back"
    RELEASE_LIVE = "release.live"
    COMMIT_MADE = "commit.made"
    PROBLEM = "problem"
    RUN_REPORT = "run.report"


_DEBUG: Final = (
    *(Event.REQUEST, Event.REQUEST_WAITED, Event.FILE_WRITTEN, Event.FILE_REMOVED),
    *(Event.PAGE_UNCHANGED, Event.HALF_UNCHANGED, Event.STAGE_STARTED),
)
_WARNING: Final = (Event.REQUEST_RETRIED, Event.ENGINE_RETRIED, Event.PAGE_GONE, Event.PAGE_FAILED)

LEVELS: Final[Mapping[Event, Level]] = {
    **dict.fromkeys(Event, Level.INFO),
    **dict.fromkeys(_DEBUG, Level.DEBUG),
    **dict.fromkeys(_WARNING, Level.WARNING),
    Event.PROBLEM: Level.ERROR,
}
"""Each event's level, where whoever tells it says no other."""
