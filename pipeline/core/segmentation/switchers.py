"""Whether a sentence with a link to another language is a language switcher, which is no text to translate."""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.languages import names
from pipeline.core.segmentation.marks import CLOSE, OPEN, TEXT, VOID
from pipeline.core.segmentation.runs import Run

_LONGEST: Final = 60  # characters of a switcher
_BESIDE: Final = 20  # characters beside its links, as in "Also in…", where they name no language
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TAG: Final = re.compile(r"<[^>]*>")


def is_switcher(run: Run) -> bool:
    """Whether a run, in which some link or word is of another language, is but a switcher.

    It is short, and its links name languages or next to nothing stands beside them.
    """
    inside: list[str] = []
    beside: list[str] = []
    depth = 0
    for index in range(run.first, run.stop):
        mark = run.marks[index]
        if mark.element == "a":
            depth += (mark.part == OPEN) - (mark.part == CLOSE)
        if mark.part == VOID:  # a word of another language stands as one code
            inside.append(_TAG.sub(" ", run.text[run.bounds[index] : run.bounds[index + 1]]))
        elif mark.part <= TEXT or mark.shown:
            (inside if depth > 0 else beside).append(run.shown(index))
    length = sum(len(part.strip()) for part in beside)
    if length <= _BESIDE:
        return length + sum(len(part.strip()) for part in inside) <= _LONGEST
    words = {word.casefold() for word in _LETTERS.findall(" ".join(inside))}
    return length <= _LONGEST and not words.isdisjoint(names())
