"""Skeleton and targets → page. What is not translated is copied from the page character by character."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.core import inline
from pipeline.core.markup import encode
from pipeline.core.model import CheckFailure, Place, Skeleton, Slot
from pipeline.core.text import collapse

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_DOUBLE: Final = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;"})
_SINGLE: Final = str.maketrans({"&": "&amp;", "'": "&#39;", "<": "&lt;"})
_JSON: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page with its translations in place, and the texts whose target was refused, with the reason."""

    text: str
    encoding: str
    bom: bytes
    refused: Mapping[str, CheckFailure]

    def data(self) -> bytes:
        """The page's bytes."""
        return encode(self.text, self.encoding, self.bom)


def render(skeleton: Skeleton, targets: Mapping[str, str]) -> Rendered:
    """Put targets (by source text) into the page. A missing, empty or refused target leaves the source there."""
    renderer = _Renderer(skeleton, targets)
    text = renderer.span(0, len(skeleton.text))
    return Rendered(text, skeleton.encoding, skeleton.bom, renderer.refused)


def put(place: Place) -> Callable[[str], str]:
    """How plain text is written at a place of the page so that it stays text."""
    return _PUT[place]


class _Renderer:
    """Splices slots into the text; slots of attributes may stand inside the codes of a text slot."""

    def __init__(self, skeleton: Skeleton, targets: Mapping[str, str]) -> None:
        self.skeleton = skeleton
        self.targets = targets
        self.slots = skeleton.slots
        self.starts = [slot.start for slot in skeleton.slots]
        self.refused: dict[str, CheckFailure] = {}

    def span(self, start: int, end: int, *, inside: Slot | None = None) -> str:
        """The text from ``start`` to ``end`` with the outermost slots wholly in it replaced, save ``inside``."""
        text = self.skeleton.text
        result: list[str] = []
        position = start
        for slot in self.slots[bisect_left(self.starts, start) :]:
            if slot.start >= end:
                break
            if slot is inside or slot.start < position or slot.end > end:
                continue
            result += (text[position : slot.start], self._slot(slot))
            position = slot.end
        result.append(text[position:end])
        return "".join(result)

    def _slot(self, slot: Slot) -> str:
        target = self.targets.get(slot.text, "")
        if not target or target == slot.text:
            return self.span(slot.start, slot.end, inside=slot)
        outcome = inline.decode(target, slot.text, inline.codes(slot), _PUT[slot.place], self.span)
        if isinstance(outcome, CheckFailure):
            self.refused[slot.text] = outcome
            return self.span(slot.start, slot.end, inside=slot)
        return f'"{outcome}"' if slot.place is Place.UNQUOTED else outcome


def _plain(text: str) -> str:
    return collapse(text).translate(_TEXT)


def _json(text: str) -> str:
    return json.dumps(collapse(text), ensure_ascii=False)[1:-1].translate(_JSON)


_PUT: Final[dict[Place, Callable[[str], str]]] = {
    Place.TEXT: _plain,
    Place.TITLE: _plain,
    Place.DOUBLE_QUOTED: lambda text: collapse(text).translate(_DOUBLE),
    Place.SINGLE_QUOTED: lambda text: collapse(text).translate(_SINGLE),
    Place.UNQUOTED: lambda text: collapse(text).translate(_DOUBLE),
    Place.JSON: _json,
}
