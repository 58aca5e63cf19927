"""Inline codes ↔ text: the tokens of a sentence to a segment, and a target back to markup (decision 3).

In a segment ``<a1>`` is a code. Only text that would read as a code, or as one of the two escapes, is escaped:
``<`` as ``&lt;`` and ``&`` as ``&amp;``. Everything else stands as people write it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.core.model import Slot
from pipeline.core.segmentation.elements import FORMATTING
from pipeline.core.segmentation.marks import CLOSE, OPEN, REFERENCE, TEXT
from pipeline.core.segmentation.runs import Window
from pipeline.core.text import CODE, collapse

_LOOKS_ESCAPED: Final = re.compile(r"&(?=(?:amp|lt);)")
_LOOKS_LIKE_CODE: Final = re.compile(r"<(?=/?[a-z]+[0-9]+/?>)")
_ESCAPE: Final = re.compile(r"&(amp|lt);")
_SPACE_AROUND_BREAK: Final = re.compile(r" ?(<br[0-9]+/>) ?")


def encode(window: Window) -> tuple[str, Sequence[int]] | None:
    """The segment as shown to people, codes numbered per element name in source order, and where their tags stand.

    The places are start and end of each tag in the page, in the order of the codes in the segment (see ``Slot``).
    None where the markup in the window does not nest.
    """
    (text, marks, bounds, _, _), first, last, start, end = window
    opened: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}
    shown: list[str] = []
    tags: list[int] = []
    for index in range(first, last + 1):
        mark = marks[index]
        part = mark.part
        if part == TEXT:
            shown.append(text[bounds[index] : bounds[index + 1]])
            continue
        if part == REFERENCE:
            shown.append(mark.shown)
            continue
        tags += (bounds[index], bounds[index + 1])
        if part == CLOSE:
            element, name = opened.pop() if opened else ("", "")
            if element != mark.element:
                return None
            shown.append(f"</{name}>")
        else:
            numbers[mark.stem] = number = numbers.get(mark.stem, 0) + 1
            name = f"{mark.stem}{number}"
            if part == OPEN:
                opened.append((mark.element, name))
            shown.append(f"<{name}>" if part == OPEN else f"<{name}/>")
    if marks[last].part == TEXT:
        shown[-1] = text[max(start, bounds[last]) : end]
    if marks[first].part == TEXT:
        shown[0] = text[start : min(end, bounds[first + 1])]
    return None if opened else (_joined(window, shown, len(tags) // 2), array("I", tags) if tags else ())


def escape(text: str) -> str:
    """Plain text as it stands in a segment."""
    if "&" in text:
        text = _LOOKS_ESCAPED.sub("&amp;", text)
    return _LOOKS_LIKE_CODE.sub("&lt;", text) if "<" in text else text


def unescape(text: str) -> str:
    """Text of a segment, codes taken out, as plain text."""
    return _ESCAPE.sub(lambda match: "&" if match.group(1) == "amp" else "<", text) if "&" in text else text


def decode(target: str, slot: Slot, put: Callable[[str], str], markup: Callable[[int, int], str]) -> str:
    """The markup of a target: text through ``put`` (which escapes it), codes through ``markup`` of their spans.

    The target must have passed ``refusals.failure``.
    """
    if not slot.tags:
        return put(unescape(target))
    places = _places(slot)
    result: list[str] = []
    position = 0
    for match in CODE.finditer(target):
        if match.start() > position:
            result.append(put(unescape(target[position : match.start()])))
        result.append(markup(*places[match.group()]))
        position = match.end()
    if position < len(target):
        result.append(put(unescape(target[position:])))
    return "".join(result)


def is_formatting(name: str) -> bool:
    """Whether a code's name is that of a formatting element (``strong2``)."""
    return stem(name) in FORMATTING


def stem(name: str) -> str:
    """The element's letters in a code's name: ``strong`` of ``strong2``."""
    return name.rstrip("0123456789")


def _places(slot: Slot) -> dict[str, tuple[int, int]]:
    """Each code of a slot as it is spelt → where the markup it stands for is."""
    places = iter(slot.tags)
    spelt = (match.group() for match in CODE.finditer(slot.text))
    return {code: (start, end) for code, start, end in zip(spelt, places, places, strict=False)}


def _joined(window: Window, shown: list[str], codes: int) -> str:
    """Texts and ``codes`` codes in one string.

    Neighbouring texts are escaped together (``&lt;`` and ``b1>`` make a code).
    """
    (text, marks, _, _, _), first, last, start, end = window
    joined = "".join(shown)
    if "&" not in text[start:end] and joined.count("<") == codes:  # then no text can look like a code
        return _tidy(joined)
    result: list[str] = []
    running: list[str] = []
    for part, mark in zip(shown, marks[first : last + 1], strict=True):
        if mark.part <= REFERENCE:
            running.append(part)
            continue
        result += (escape("".join(running)), part)
        running.clear()
    return _tidy("".join((*result, escape("".join(running)))))


def _tidy(text: str) -> str:
    shown = collapse(text)
    return (_SPACE_AROUND_BREAK.sub(r"\1", shown) if "<br" in shown else shown).strip(" ")
