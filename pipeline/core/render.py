"""Skeleton and targets → page. What is not translated is copied from the page character by character."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from pipeline.core import inline
from pipeline.core.model import CheckFailure, Place, Skeleton, Slot
from pipeline.core.segmentation import front_matter
from pipeline.core.segmentation.markup import encode
from pipeline.core.segmentation.refusals import failure
from pipeline.core.text import collapse

_EVERYWHERE: Final[Mapping[int, str]] = {}
_BRACE: Final = CheckFailure("would make a template expression with the { beside it")


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


def render(skeleton: Skeleton, targets: Mapping[str, str], placed: Mapping[int, str] = _EVERYWHERE) -> Rendered:
    """Put targets (by source text) into the page. A missing, empty or refused target leaves the source there.

    ``placed`` has the targets of texts that differ from place to place, by the number of the slot.
    """
    renderer = _Renderer(skeleton, targets, placed)
    text = renderer.span(0, len(skeleton.text), 0, len(skeleton.slots))
    return Rendered(text, skeleton.encoding, skeleton.bom, renderer.refused)


class _Renderer:
    """Splices slots into the text; slots of attributes may stand inside the codes of a text slot."""

    def __init__(self, skeleton: Skeleton, targets: Mapping[str, str], placed: Mapping[int, str]) -> None:
        self.text = skeleton.text
        self.targets = targets
        self.placed = placed
        self.slots = skeleton.slots
        self.put = _puts(skeleton)
        self.encoding = skeleton.encoding
        self.refused: dict[str, CheckFailure] = {}

    def span(self, start: int, end: int, first: int, stop: int) -> str:
        """The text from ``start`` to ``end`` with the outermost of slots ``first`` to ``stop`` in it replaced."""
        text, slots, targets, placed = self.text, self.slots, self.targets, self.placed
        result: list[str] = []
        position = start
        number = first
        while number < stop:
            slot, target = slots[number], placed.get(number)
            inner = number = number + 1
            while number < stop and slots[number].start < slot.end:
                number += 1
            if slot.start < position or slot.end > end:
                number = inner
                continue
            target = target or targets.get(slot.text)
            if not target or target == slot.text:
                if inner == number:
                    continue
                shown = self.span(slot.start, slot.end, inner, number)
            else:
                shown = self._translated(slot, target, inner, number)
            result += (text[position : slot.start], shown)
            position = slot.end
        result.append(text[position:end])
        return "".join(result)

    def _translated(self, slot: Slot, target: str, first: int, stop: int) -> str:
        """A slot with its target, or as it was if that is refused; slots ``first`` to ``stop`` stand inside it."""
        problem = failure(target, slot.text)
        if problem is None:
            shown = inline.decode(target, slot, self.put[slot.place], self._markup(first, stop))
            problem = self._braces(slot, shown) or front_matter.trouble(shown, slot.place, self.encoding)
            if problem is None:
                return f'"{shown}"' if slot.place is Place.UNQUOTED else shown
        self.refused[slot.text] = problem
        return self.span(slot.start, slot.end, first, stop)

    def _markup(self, first: int, stop: int) -> Callable[[int, int], str]:
        """How the tags of a slot are copied: as they are, but with the slots in them replaced."""
        if first == stop:
            return lambda start, end: self.text[start:end]
        return lambda start, end: self.span(start, end, *self._between(start, end, first, stop))

    def _between(self, start: int, end: int, first: int, stop: int) -> tuple[int, int]:
        inside = [number for number in range(first, stop) if start <= self.slots[number].start < end]
        return (inside[0], inside[-1] + 1) if inside else (first, first)

    def _braces(self, slot: Slot, shown: str) -> CheckFailure | None:
        """Text that is harmless alone may start a template expression with a brace that stands beside it."""
        if shown.endswith("{") and self.text[slot.end : slot.end + 1] in ("{", "%", "#"):
            return _BRACE
        if slot.start and self.text[slot.start - 1] == "{" and shown.startswith(("{", "%", "#")):
            return _BRACE
        return None


def _put_front(place: Place, text: str) -> str:
    return front_matter.written(collapse(text), place)


def _puts(skeleton: Skeleton) -> dict[Place, Callable[[str], str]]:
    """How plain text is written at each place of a page so that it stays text."""
    is_unicode = skeleton.encoding.startswith("utf")
    shortcodes = skeleton.wordpress

    def put_json(text: str) -> str:
        written = json.dumps(collapse(text), ensure_ascii=not is_unicode)[1:-1]
        for character in ("<", ">", "&", "[", "]") if shortcodes else ("<", ">", "&"):
            written = written.replace(character, f"\\u{ord(character):04x}")
        return written.replace("--", "\\u002d\\u002d")

    def putter(quote: str, reference: str) -> Callable[[str], str]:
        def put(text: str) -> str:
            text = collapse(text)
            if "&" in text or "<" in text or quote in text:
                text = text.replace("&", "&amp;").replace("<", "&lt;").replace(quote, reference)
            if shortcodes:  # WordPress looks for brackets and for ends of tags inside quotes too
                text = text.replace("[", "&#91;").replace("]", "&#93;").replace(">", "&gt;")
            return text

        return put

    text, double, single = putter(">", "&gt;"), putter('"', "&quot;"), putter("'", "&#39;")
    return {
        Place.TEXT: text,
        Place.TITLE: text,
        Place.DOUBLE_QUOTED: double,
        Place.SINGLE_QUOTED: single,
        Place.UNQUOTED: double,
        Place.JSON: put_json,
        Place.JSON_MARKUP: lambda plain: put_json(html.escape(plain)),
        **{place: partial(_put_front, place) for place in front_matter.PLACES},
    }
