"""What is wrong in a TOML file (1.0), and in which line: Python's parser says it of people's files in words of its own.

Whatever the bytes, nothing is raised.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PARTS: Final = 100  # of a key
_TEXT: Final = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_SHOWN: Final = 50  # characters of a line
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")
_WORDS: Final = {
    "Invalid value": 'the value is missing or none; a text stands in "quotes", true, false and numbers without',
    "Cannot overwrite": "this key stands here for the second time; take one of the two out",
    "Cannot declare": "this table stands here for the second time; put both together",
    "Unclosed": "a list or table before it has no end; close its bracket",
    "Illegal character": "a text does not end in its line; close its quotes",
}
"""The parser's messages by their beginnings, as people say them, and what to do."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """The 1-based line that is wrong, None where nobody knows it, and what is wrong and what to do."""

    line: int | None
    message: str


def loads(data: bytes) -> dict[str, Any] | Mistake:
    """The content of a TOML file, or the mistake that it cannot be read by."""
    deep = next((number for number, line in enumerate(data.split(b"\n"), start=1) if _is_deep(line)), None)
    if deep is not None:
        return Mistake(deep, "holds a key of more parts than can be meant; shorten it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Mistake(data.count(b"\n", 0, error.start) + 1, "is not UTF-8; save the file as UTF-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _mistake(str(error), text)
    except RecursionError:
        return Mistake(None, "holds lists or tables within each other too deep to be meant; take them out")
    except ValueError:  # Python's own limit, which is there because reading more digits takes ever longer
        return Mistake(None, "holds a number with more digits than can be meant; shorten it")


def _is_deep(line: bytes) -> bool:
    """Whether a key has so many parts that reading it takes long: with the square of their number."""
    if line.count(b".") <= _PARTS or line.startswith(b"#"):
        return False
    return _TEXT.sub(b"", line).partition(b"=")[0].count(b".") > _PARTS


def _mistake(message: str, text: str) -> Mistake:
    place = _PLACE.search(message)
    lines = text.splitlines() or [""]
    if place and not place[1]:
        return Mistake(len(lines), "the file ends in the middle of a value; close its quotes or brackets")
    line = int(place[1]) if place else 1
    shown = lines[min(line, len(lines)) - 1].strip()
    if shown.startswith(_CONFLICT):
        return Mistake(line, "git left a conflict here; choose one side, and take its marks out")
    what = _PLACE.sub("", message)
    said = next((words for start, words in _WORDS.items() if what.startswith(start)), f"{what}; mend that line")
    return Mistake(line, f"{shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'} — {said}")
