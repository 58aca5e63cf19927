"""JSON-LD in a page: which of its strings are text for readers, and where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pipeline.core.segmentation.elements import PROPER_NAMES

_MARK: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')

_COLON: Final = re.compile(r"\s*:")


@dataclass(frozen=True, slots=True)
class JsonText:
    """A string value: its span without the quotes, its text, and its key with the type of its object."""

    start: int
    end: int
    text: str
    role: str


@dataclass(slots=True)
class _Frame:
    types: list[str] = field(default_factory=list)
    texts: list[tuple[str, re.Match[str]]] = field(default_factory=list)


def reader_texts(source: str, fields: frozenset[str]) -> list[JsonText]:
    """The strings under ``fields`` of a JSON-LD script, in order; none where it is no valid JSON.

    Names of organisations, people and web sites are proper names and left out.
    """
    try:
        json.loads(source)
    except (ValueError, RecursionError):
        return []
    return sorted(_walk(source, fields), key=lambda found: found.start)


def _walk(source: str, fields: frozenset[str]) -> Iterator[JsonText]:
    frames = [_Frame()]
    key = ""
    before = ""
    for match in _MARK.finditer(source):
        mark = match.group()
        if mark in "{[":
            frames.append(_Frame(types=[]) if mark == "{" else frames[-1])
        elif mark == "}":
            yield from _texts(frames.pop())
        elif mark == "]":
            frames.pop()
        elif mark[0] == '"' and before == ":":
            _keep(frames[-1], key, match, fields)
        elif mark[0] == '"':
            if key == "@type" and before in ("[", ","):
                frames[-1].types.append(json.loads(mark))
            if _COLON.match(source, match.end()):
                key = json.loads(mark)
        before = mark


def _keep(frame: _Frame, key: str, match: re.Match[str], fields: frozenset[str]) -> None:
    if key == "@type":
        frame.types.append(json.loads(match.group()))
    elif key in fields:
        frame.texts.append((key, match))


def _texts(frame: _Frame) -> Iterator[JsonText]:
    kind = frame.types[0] if frame.types else "Thing"
    for key, match in frame.texts:
        if not (key == "name" and PROPER_NAMES.intersection(frame.types)):
            yield JsonText(match.start() + 1, match.end() - 1, json.loads(match.group()), f"{kind} {key}")
