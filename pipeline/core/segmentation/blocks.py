"""Texts for readers inside a block comment of WordPress (``<!-- wp:button {"text":"Register"} /-->``).

Most repeat what the block shows; since they are the same segment, they get the same translation and stay equal to it,
without which the editor calls the block broken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.text import unreferenced

_COMMENT: Final = re.compile(r"<!--\s*wp:([\w/-]+)\s+(\{.*\})\s*/?-->", re.DOTALL)
_MARK: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
_COLON: Final = re.compile(r"\s*:")
_CHARACTER: Final = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_SURROGATE: Final = re.compile(r"\\u[dD][89abAB]", re.ASCII)


@dataclass(frozen=True, slots=True)
class BlockText:
    """A text of a block comment: its value, its key with the block's name, and where it stands in the comment.

    ``places[i]`` is the place of the value's character ``i``, ``places[-1]`` the end. ``is_markup`` says that the
    value is HTML, as the editor keeps rich text.
    """

    value: str
    role: str
    places: Sequence[int]
    is_markup: bool


def block_texts(comment: str, fields: frozenset[str]) -> Iterator[BlockText]:
    """The strings of a block comment whose key is one of ``fields``; none where its JSON is not valid."""
    found = _COMMENT.fullmatch(comment)
    if found is None or not _is_json(found[2]):
        return
    key, before = "", ""
    for match in _MARK.finditer(comment, found.start(2), found.end(2)):
        mark = match.group()
        if mark[0] == '"' and _COLON.match(comment, match.end()):
            key = json.loads(mark)
        elif mark[0] == '"' and before in (":", "[", ",") and key in fields and not _SURROGATE.search(mark):
            value = json.loads(mark)
            yield BlockText(value, f"wp:{found[1]} {key}", _places(mark, match.start()), _is_markup(value))
        before = mark


def _is_json(source: str) -> bool:
    try:
        json.loads(source)
    except (ValueError, RecursionError):
        return False
    return True


def _places(mark: str, start: int) -> list[int]:
    """Where each character of a JSON string stands, and where the string ends, quotes left out."""
    spans = [match.start() for match in _CHARACTER.finditer(mark, 1, len(mark) - 1)]
    return [start + place for place in (*spans, len(mark) - 1)]


def _is_markup(value: str) -> bool:
    return "<" in value or unreferenced(value) != value
