"""What the JSON of all commands has in common, by the schemas in docs/schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

VERSION: Final = 1
"""Of all schemas; it grows when a field goes or changes its meaning, not when one is added."""

_PLACE: Final = re.compile(r"(?P<file>[^\s:]*[./][^\s:]*)(?::(?P<line>[0-9]+))?: (?P<rest>.+)", re.DOTALL)


def envelope(command: str, problems: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a command prints: its name as typed, what went wrong, and its report's values."""
    return {"version": VERSION, "command": command, "problems": [problem(told) for told in problems], **values}


def problem(message: str) -> dict[str, Any]:
    """A line of ours, ``file:line: what is wrong; what to do``, in its parts; ``""`` and None where it does not say."""
    found = _PLACE.fullmatch(message)
    file, line, rest = (found["file"], found["line"], found["rest"]) if found else ("", None, message)
    what, _, advice = rest.partition("; ")
    return {"file": file, "line": int(line) if line else None, "message": what, "advice": advice}


def apart(message: str) -> list[str]:
    """The mistakes in an error's text, a line each; an indented line goes on with the one before."""
    return re.split(r"\n(?! )", message)
