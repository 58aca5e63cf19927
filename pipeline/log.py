"""Telling what happens: adapters and stages call ``event``; who listens is set up by the command line.

Loggers of the standard library named ``diptych.…``, by the first part of the event's name. Until somebody listens
nothing is told and nothing is costly. The core tells nothing.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.core.events import LEVELS, Event, Level

Fields = Mapping[str, object]

_ROOT: Final = logging.getLogger("diptych")
_OFF: Final = logging.CRITICAL + 10
_LEVELS: Final = {
    Level.DEBUG: logging.DEBUG,
    Level.INFO: logging.INFO,
    Level.WARNING: logging.WARNING,
    Level.ERROR: logging.ERROR,
}
_LIBRARIES: Final = ("deepl", "urllib3", "requests", "charset_normalizer")
_REFUSED: Final = 400  # HTTP statuses from here on are no success
_LONG_WAIT: Final = 2.0  # seconds, from which on a person wonders
_COPIES: Final[set[Path]] = set()


def event(name: Event, level: Level | None = None, **fields: object) -> None:
    """Tell that something happened. A field that is None is left out; fields are numbers, names, never texts."""
    number = _LEVELS[level or LEVELS[name]]
    if _ROOT.isEnabledFor(number) and not _is_of_a_copy(fields.get("path")):
        known = {key: value for key, value in fields.items() if value is not None}
        logger = logging.getLogger(f"diptych.{name.partition('.')[0]}")
        logger.log(number, "%s", name, extra={"event": name, "fields": known})


def told(record: logging.LogRecord) -> tuple[Event, Fields]:
    """What a record of ours tells."""
    found: tuple[Event, Fields] = record.event, record.fields  # type: ignore[attr-defined]
    return found


def shown(path: Path, root: Path) -> str:
    """A path as people type it in the project at ``root``."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


@contextlib.contextmanager
def listening(*handlers: logging.Handler) -> Iterator[None]:
    """Hand what happens to these handlers, and silence what libraries log: that may show keys and texts."""
    _ROOT.propagate = False
    _silence_libraries()
    before = _ROOT.level
    _ROOT.setLevel(min((handler.level or logging.DEBUG for handler in handlers), default=_OFF))
    for handler in handlers:
        _ROOT.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            _ROOT.removeHandler(handler)
            handler.close()
        _ROOT.setLevel(before)


@contextlib.contextmanager
def silent(copy: Path) -> Iterator[None]:
    """Tell of no file in a folder meanwhile, whoever writes it: it is a copy that nobody has."""
    _COPIES.add(copy)
    try:
        yield
    finally:
        _COPIES.discard(copy)


def _is_of_a_copy(path: object) -> bool:
    return isinstance(path, Path) and any(path.is_relative_to(copy) for copy in tuple(_COPIES))


def _silence_libraries() -> None:
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


@dataclass(slots=True)
class Request:
    """One request that is under way; whoever sends it fills in what came of it: HTTP status, bytes of the body."""

    status: int = 0
    size: int = 0
    error: str = ""


@contextlib.contextmanager
def request(service: str, method: str, url: str) -> Iterator[Request]:
    """Tell of one request when it is over, however it ends, with its seconds."""
    start = time.monotonic()
    made = Request()
    try:
        yield made
    except BaseException as failure:
        if made.status < _REFUSED:  # else the status says it
            made.error = type(failure).__name__.removesuffix("Error").lstrip("_")
        raise
    finally:
        event(
            Event.REQUEST,
            service=service,
            method=method,
            url=url,
            status=made.status or None,
            bytes=made.size,
            unchanged=True if made.status == 304 else None,
            seconds=since(start),
            error=made.error or None,
        )


def retried(name: Event, attempt: int, seconds: float, error: object, *, is_asked: bool, **fields: object) -> None:
    """Tell that something is tried again in some seconds; ``is_asked`` says that the other side named them."""
    reason = "retry_after" if is_asked else "backoff"
    event(name, None, attempt=attempt, seconds=round(seconds, 3), reason=reason, error=str(error), **fields)


def waited(url: str, seconds: float, reason: str) -> None:
    """Tell that a request waits: ``pace`` is our own, ``crawl_delay`` the site's wish in its robots.txt."""
    event(
        Event.REQUEST_WAITED,
        Level.INFO if seconds >= _LONG_WAIT else Level.DEBUG,
        url=url,
        seconds=round(seconds, 3),
        reason=reason,
    )


def since(start: float) -> float:
    """Seconds since a point in ``time.monotonic``, to the millisecond."""
    return round(time.monotonic() - start, 3)


_ROOT.propagate = False
_ROOT.addHandler(logging.NullHandler())
_ROOT.setLevel(_OFF)
