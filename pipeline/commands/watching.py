"""What happens during a command, for those who asked: sentences with -v, JSON lines with --log-json."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import __version__, log
from pipeline.core.errors import UsageError
from pipeline.core.events import Event, Level
from pipeline.core.redacting import basic, forms, redacted, without_quotations

_KEYS: Final = ("DEEPL_AUTH_KEY", "LIBRETRANSLATE_API_KEY", "DIPTYCH_WORDPRESS_PASSWORD")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_PEOPLE: Final = "--as"
_KEPT: Final = ("locales", "config", "public", "static", ".git", ".diptych")


@dataclass(slots=True)
class Watched:
    """A command under way; whoever runs it says how it ended."""

    status: int | None = None


@contextlib.contextmanager
def watching(options: argparse.Namespace, words: Sequence[str]) -> Iterator[Watched]:
    """Tell of one command from its beginning to its end, if asked. Raises UsageError for a log that cannot be meant."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(log.listening(*_handlers(options)))
        start, watched = time.monotonic(), Watched()
        log.event(Event.COMMAND_STARTED, command=options.command, arguments=_arguments(words), version=__version__)
        failure: str | None = None
        try:
            yield watched
        except BaseException as error:
            failure = type(error).__name__
            raise
        finally:
            level = Level.ERROR if failure else Level.WARNING if watched.status else Level.INFO
            log.event(
                Event.COMMAND_ENDED,
                level,
                command=options.command,
                status=watched.status,
                seconds=log.since(start),
                error=failure,
            )


def clean() -> Callable[[str], str]:
    """What takes the secrets of this process's environment out of a text."""
    given = [os.environ.get(name, "") for name in _KEYS]
    user, password = (os.environ.get(f"DIPTYCH_WORDPRESS_{name}", "") for name in ("USER", "PASSWORD"))
    known = forms([*given, basic(user, password)])
    return lambda text: redacted(text, known)


class _Sentences(logging.Handler):
    """Writes each event to standard error in words, after whatever progress line stands there."""

    def __init__(self, level: int, root: Path) -> None:
        super().__init__(level)
        self._clean = clean()
        self._root = root

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; none where standard error is closed."""
        try:
            line = self._line(record)
        except Exception:  # whatever it is, the command goes on
            self.handleError(record)
            return
        start = "\r\x1b[K" if sys.stderr.isatty() else ""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{start}· {line}\n")
            sys.stderr.flush()

    def _line(self, record: logging.LogRecord) -> str:
        from pipeline.screens.events import sentence  # noqa: PLC0415  only where somebody listens

        event, fields = log.told(record)
        plain = {key: log.shown(one, self._root) if isinstance(one, Path) else one for key, one in fields.items()}
        return _CONTROLS.sub(" ", self._clean(sentence(event, plain)))


def _handlers(options: argparse.Namespace) -> Iterator[logging.Handler]:
    root = getattr(options, "project", Path()).resolve()
    if options.log_json:
        yield _json_lines(options, root)
    if options.verbose:
        yield _Sentences(logging.INFO if options.verbose == 1 else logging.DEBUG, root)


def _json_lines(options: argparse.Namespace, root: Path) -> logging.Handler:
    from pipeline.adapters.log_file import STDERR, JsonLines  # noqa: PLC0415  see above

    if options.log_json == STDERR and options.verbose:
        raise UsageError("-v and --log-json - both write to standard error; give the log a file")
    if options.log_json != STDERR:
        _refuse_committed(root, Path(options.log_json))
    cleaned = clean()
    return JsonLines(
        options.log_json,
        root=root,
        run=os.urandom(4).hex(),
        clean=lambda text: cleaned(without_quotations(text)),
        complain=lambda line: print(f"diptych: {line}", file=sys.stderr),
    )


def _refuse_committed(root: Path, path: Path) -> None:
    """A log says when things happened, so no two are alike. Raises UsageError for one among the project's files."""
    place = path.resolve()
    if any(place.is_relative_to(root / name) for name in _KEPT):
        raise UsageError(f"{path} is where the project keeps its own files; give the log another place")


def _arguments(words: Sequence[str]) -> list[str]:
    """The command line without names of people and without texts that stand for units."""
    found: list[str] = []
    for before, word in zip(("", *words), words, strict=False):
        is_text = any(character.isspace() for character in word) or before == _PEOPLE
        shown = f"{_PEOPLE}=…" if word.startswith(f"{_PEOPLE}=") else word
        found.append("…" if is_text and not shown.startswith(_PEOPLE) else shown)
    return found
