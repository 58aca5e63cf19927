"""The bytes of a TOML file (1.0) as a table, or which line of it is wrong. Whatever the bytes, nothing is raised."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

_PARTS: Final = 100
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(data: bytes) -> dict[str, Any] | tuple[int | None, str]:
    """The table, or the 1-based line (None where nobody knows it) and what is wrong, without a full stop."""
    deep = next((n for n, line in enumerate(data.split(b"\n"), start=1) if _is_deep(line)), None)
    if deep is not None:
        return deep, "holds a key of more parts than can be meant; shorten it"
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1, "is not UTF-8; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        return _wrong(str(error), data.count(b"\n") + 1)
    except RecursionError:
        return None, "holds lists or tables within each other too deep to be meant; take them out"
    except ValueError:  # Python's own limit, which is there because reading more digits takes ever longer
        return None, "holds a number with more digits than can be meant; shorten it"


def _is_deep(line: bytes) -> bool:
    """Whether a key has so many parts that reading it takes long: with the square of their number."""
    return line.count(b".") > _PARTS and line.partition(b"=")[0].count(b".") > _PARTS and not line.startswith(b"#")


def _wrong(said: str, last: int) -> tuple[int, str]:
    """The parser's words, with the line before them."""
    place = _PLACE.search(said)
    what = said[: place.start()] if place else said
    if place is None or place[1] is None:
        return last, f"{what}; the file ends too early"
    return int(place[1]), f"{what} (column {place[2]})"
