"""What a reader may do with any bytes: take them, or refuse them in one clear line that says where and what to do."""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.errors import PipelineError

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADVICE: Final = re.compile(
    r"\b(?:add|align|begin|begins|between|break|call|change|check|choose|close|copy|delete|did you mean|export|extract"
    r"|fill|give|index|keep|leave out|leave it out|make|mend|move|must|name|names|needs|one of|provide|put|remove|rename|restore"
    r"|save|separate|set|shorten|should|spell|such as|take|try|type|update|use|write|written|cannot be less|at most|at least|is missing|are missing"
    r"|0 to 100|twice|nearest|inside|keep one|neither|either|cannot be)\b"
)
_LONGEST: Final = 1000  # characters; a longer line is nobody's to read


class UnclearError(AssertionError):
    """A refusal that nobody could act on."""


def require_clear(error: PipelineError, name: str, *, in_line: bool = False) -> None:
    """Raises UnclearError unless each line of a refusal begins with its file (and line, if ``in_line``) and advises."""
    for line in str(error).split("\n"):
        place = re.escape(name) + (r":[1-9]\d*" if in_line else r"(?::[1-9]\d*)?")
        if not re.match(rf"{place}: ", line):
            raise UnclearError(f"does not begin with {name}{' and the line' if in_line else ''}: {line[:300]!r}")
        require_plain(line)
        if not _ADVICE.search(line):
            raise UnclearError(f"does not say what to do: {line[:300]!r}")


def require_plain(line: str) -> None:
    """Raises UnclearError for a message that is no single readable line."""
    if not line.strip():
        raise UnclearError("says nothing")
    if len(line) > _LONGEST:
        raise UnclearError(f"is {len(line)} characters long: {line[:300]!r}")
    if _CONTROL.search(line):
        raise UnclearError(f"holds control characters: {line[:300]!r}")


def require(held: bool, law: str) -> None:
    """Raises AssertionError with the law that is broken."""
    if not held:
        raise AssertionError(law)
