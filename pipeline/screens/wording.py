"""Words that several screens share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.core.text import counted

MOST: Final = 20
"""Pages of one kind on a screen; a big site has thousands."""

_TEXT: Final = 72  # characters of a segment that a line shows


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _TEXT else plain[: _TEXT - 1] + "…"


def wait(number: int) -> str:
    """``waits`` or ``wait``, by the number."""
    return "waits" if number == 1 else "wait"


def more(number: int, what: str, command: str) -> str:
    """That a list goes on, and how to see the rest."""
    return f"… and {counted(number, what)} more; all of them: {command}"


def problems(found: Iterable[object]) -> Iterator[str]:
    """One line each for what went wrong."""
    for problem in found:
        yield f"problem   {getattr(problem, 'message', problem)}"
