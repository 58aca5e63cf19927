"""The error tree: a broken environment or bad input, each message saying what the user can do.

PipelineError                 exit status 2 unless the subclass says otherwise
├── UsageError                a command line that cannot be meant
├── SettingsError             config/diptych.toml is missing or wrong
├── BadFileError              one file cannot be used; it stays as it is
└── OutsideError              exit status 3: network, service or quota
    ├── ExecutorError         the processes or the cluster that do the work cannot be had, or die
    ├── FetchError            a page could not be had
    ├── EngineError           the translation engine refused or failed
    └── SiteError             WordPress refused a request or failed

Content trouble (findings, held pages, blocks left out) is never an exception: it is a value.
"""

from __future__ import annotations

import re
from typing import Final

_UNSHOWABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST: Final = 700  # characters of one message; what it quotes of a file may be a whole file
_BEGINNING: Final = 400


def one_line(message: str) -> str:
    """A message on one line of bearable length: what no terminal should get is spelt, the middle of too much left out.

    Messages quote files and servers, which may hold anything; where and what to do stand at both ends.
    """
    spelt = _UNSHOWABLE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), message)
    return spelt if len(spelt) <= _LONGEST else f"{spelt[:_BEGINNING]} … {spelt[_BEGINNING - _LONGEST :]}"


class PipelineError(Exception):
    """Something the user must mend; ``str()`` is the one line to show."""

    exit_status = 2


class UsageError(PipelineError):
    """A command line that cannot be meant."""


class SettingsError(PipelineError):
    """The configuration is missing or wrong; ``mistakes`` holds every mistake found, one line each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        self.mistakes = tuple(map(one_line, mistakes))
        super().__init__("\n".join(self.mistakes))


class BadFileError(PipelineError):
    """One file cannot be used: ``path``, ``line`` (1-based, or None) and what to do about it."""

    def __init__(self, path: str, message: str, line: int | None = None) -> None:
        where = path if line is None else f"{path}:{line}"
        super().__init__(one_line(f"{where}: {message}"))
        self.path = path
        self.line = line


class OutsideError(PipelineError):
    """Network, service or quota."""

    exit_status = 3


class ExecutorError(OutsideError):
    """The processes or the cluster that do the work cannot be had, or die whatever they are given."""


class FetchError(OutsideError):
    """A page could not be had; ``content`` is True when the server answered but with something unusable.

    ``gone`` says that the server knows no such page (404 or 410), ``passing`` that it may be had another time.
    """

    def __init__(self, message: str, *, content: bool = False, gone: bool = False, passing: bool = False) -> None:
        super().__init__(one_line(message))
        self.exit_status = 2 if content else 3
        self.passing = passing
        self.gone = gone


class EngineError(OutsideError):
    """The translation engine refused or failed."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class SiteError(OutsideError):
    """WordPress refused a request or failed: the HTTP ``status`` (0: no answer) and WordPress's own ``code``."""

    def __init__(self, message: str, *, status: int = 0, code: str = "") -> None:
        super().__init__(one_line(message))
        self.status = status
        self.code = code
