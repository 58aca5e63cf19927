"""Titles that are the page's heading and the site's name: only the heading is text to translate."""

from __future__ import annotations

import re
from typing import Final

from pipeline.core import inline
from pipeline.core.model import Place, Slot
from pipeline.core.text import collapse, same_form, unreferenced

_LONGEST: Final = 2000  # characters of a title
_TITLES: Final = frozenset(("title", "og:title", "twitter:title"))
_SUFFIX: Final = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u00bb-]|&(?:#8211|#8212|#124|ndash|mdash|raquo|middot);)\s+")


def without_suffixes(text: str, slots: list[Slot]) -> list[Slot]:
    """The slots with "| Site name" left in the skeleton where a title is the page's heading plus that."""
    heading = next((same_form(slot.text) for slot in slots if slot.role == "h1"), None)
    if heading is None:
        return slots
    return [_without_suffix(text, slot, heading) if slot.role in _TITLES else slot for slot in slots]


def _without_suffix(text: str, slot: Slot, heading: str) -> Slot:
    raw = text[slot.start : slot.end]
    if len(raw) > _LONGEST:
        return slot
    for match in _SUFFIX.finditer(raw):
        shown = inline.escape(collapse(unreferenced(raw[: match.start()])))
        if slot.place is not Place.TEXT and same_form(shown) == heading:
            return slot._replace(end=slot.start + match.start(), text=shown)
    return slot
