"""One input tried: within its time and memory, by its law; and a found one made small."""

from __future__ import annotations

import contextlib
import re
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.targets import Run

_PACKAGE: Final = str(Path(__file__).parents[2] / "pipeline")


class HangError(BaseException):
    """An input took longer than it may. No Exception, so that no reader takes it for its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What one input did: ``mark`` is the same for inputs that fail alike, ``words`` says how."""

    mark: str
    words: str


def tried(run: Run, data: bytes, seconds: float = 2.0) -> bool | Failure:
    """Whether the input was taken, or how it failed."""
    try:
        with _limited(seconds):
            return run(data)
    except (Exception, HangError, MemoryError) as error:
        return Failure(_mark(error), "".join(traceback.format_exception(error)[-8:]))


def minimal(run: Run, data: bytes, mark: str, tries: int = 2000) -> bytes:
    """The input without whatever is not needed to fail alike: ever smaller pieces are left out, one after the other."""
    size = max(1, len(data) // 2)
    while size:
        at = 0
        while at < len(data) and tries:
            tries -= 1
            less = data[:at] + data[at + size :]
            found = tried(run, less)
            if isinstance(found, Failure) and found.mark == mark:
                data = less
            else:
                at += size
        size //= 2
    return data


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raises HangError within, once the process has worked for so long; what others do on the machine does not count."""

    def late(*_: object) -> None:
        raise HangError(f"took more than {seconds} s")

    before: Callable[..., object] | int | None = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _mark(error: BaseException) -> str:
    """The kind of an error and the place in the program that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(_PACKAGE)]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else ""
    law = "too slow" if isinstance(error, HangError) else re.sub(r"\d+|['\"].*", "", str(error))[:24]
    return f"{type(error).__name__} {place} {law}".strip()
