"""Where the members of JSON objects stand in their text, so that single ones can be changed and the rest stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_DECODER: Final = json.JSONDecoder()
_BLANK: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its key, its value, where it starts, and where its value starts and ends."""

    key: str
    value: object
    start: int
    value_start: int
    end: int


@dataclass(slots=True)
class JsonObject:
    """An object: where it starts, its members, and the keys that lead to it from the top."""

    start: int
    path: tuple[str, ...]
    members: list[Member] = field(default_factory=list)

    def get(self, key: str) -> Member | None:
        """The member with a key."""
        return next((member for member in self.members if member.key == key), None)


def objects(text: str) -> list[JsonObject]:
    """Every object of a JSON text, the outer before the inner; none where it is no valid JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return []
    return sorted(_Reader(text).all(), key=lambda found: found.start)


class _Reader:
    """Reads JSON that is known to be valid."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[JsonObject] = []

    def all(self) -> Iterator[JsonObject]:
        self._value(self._skip(0), ())
        yield from self.found

    def _value(self, place: int, path: tuple[str, ...]) -> int:
        """Read what starts at a place; where it ends."""
        if self.text[place] == "{":
            return self._object(place, path)
        if self.text[place] == "[":
            return self._array(place, path)
        return _DECODER.raw_decode(self.text, place)[1]

    def _object(self, start: int, path: tuple[str, ...]) -> int:
        item = JsonObject(start, path)
        self.found.append(item)
        place = self._skip(start + 1)
        while self.text[place] != "}":
            key, end = _DECODER.raw_decode(self.text, place)
            value_start = self._skip(self._skip(end) + 1)
            value_end = self._value(value_start, (*path, key))
            value = json.loads(self.text[value_start:value_end])
            item.members.append(Member(key, value, place, value_start, value_end))
            place = self._skip(value_end)
            place = self._skip(place + 1) if self.text[place] == "," else place
        return place + 1

    def _array(self, start: int, path: tuple[str, ...]) -> int:
        place = self._skip(start + 1)
        while self.text[place] != "]":
            place = self._skip(self._value(place, path))
            place = self._skip(place + 1) if self.text[place] == "," else place
        return place + 1

    def _skip(self, place: int) -> int:
        while self.text[place : place + 1] and self.text[place] in _BLANK:
            place += 1
        return place
