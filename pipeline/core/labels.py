"""What a tag says to people: which of its attributes are text for readers, and how to name it to a translator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from pipeline.core import elements
from pipeline.core.inline import codes, stem
from pipeline.core.markup import Token, spelling
from pipeline.core.model import Code, Segment, Skeleton, Slot
from pipeline.core.text import collapse

_SERVER_SIDE: Final = ("<?", "</>")
_TAG: Final = re.compile(r"<[^>]*>")
_FILE_NAME: Final = re.compile(r"[\w.\-]*(?:[_\d]|\.(?:png|jpe?g|gif|svg|webp))[\w.\-]*", re.IGNORECASE)


def attribute_names(element: str, values: Mapping[str, str]) -> set[str]:
    """Which attributes of a start tag are text for readers. ``values`` are its attributes, resolved."""
    if element == "meta":
        kind = (values.get("property") or values.get("name") or "").lower()
        return {"content"} if kind in elements.META_TEXT else set()
    names = set(elements.ATTRIBUTES & values.keys())
    if element in elements.LABEL_OF:
        names.add("label")
    elif element in elements.SUMMARY_OF:
        names.add("summary")
    elif element == "input" and values.get("type", "").lower() in elements.VALUE_OF:
        names.add("value")
    return names


def is_file_name(value: str) -> bool:
    """Whether an alternative text is a file's name (``IMG_2087``, ``flag.svg``), no text for people."""
    return bool(_FILE_NAME.fullmatch(value.strip())) and any(letter.isalpha() for letter in value)


def segments(skeleton: Skeleton) -> tuple[Segment, ...]:
    """The distinct texts of a page in document order, each with all its roles and what its codes stand for."""
    found: dict[str, list[Slot]] = {}
    for slot in skeleton.slots:
        found.setdefault(slot.text, []).append(slot)
    return tuple(Segment(text, _roles(slots), _notes(skeleton.text, slots)) for text, slots in found.items())


def _roles(slots: list[Slot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.role for slot in slots))


def _notes(text: str, slots: list[Slot]) -> tuple[str, ...]:
    named = ((code.name, _note(text, code)) for slot in slots for code in codes(slot))
    return tuple(dict.fromkeys(f"<{name}> = {note}" for name, note in named if note))


def _note(text: str, code: Code) -> str:
    """What a code stands for, in a few words for the translator; nothing for formatting, which explains itself."""
    element = stem(code.name)
    shown = collapse(text[code.start[0] : code.start[1]])
    if element in elements.FORMATTING:
        return ""
    if element == "comment":
        return "a comment of the page"
    if not shown.startswith("<") or shown.startswith(_SERVER_SIDE):
        return f"filled in by the site: {shown[:40]}"
    token = spelling(shown)
    inner = collapse(_TAG.sub("", shown)).strip() if code.end is None else ""
    return _NOTES[element](token) if element in _NOTES else f"kept as it is: {inner[:40]}" if inner else _named(token)


def _named(token: Token) -> str:
    return f"<{token.tag}> of the page"


def _link_note(token: Token) -> str:
    target = (token.attr("href") or "").split("?")[0]
    return f"link to {target[:80]}" if target else "anchor"


def _image_note(token: Token) -> str:
    return f"image {(token.attr('src') or '').split('?')[0].rsplit('/', 1)[-1]}"


_NOTES: Final[Mapping[str, Callable[[Token], str]]] = {"a": _link_note, "img": _image_note}
