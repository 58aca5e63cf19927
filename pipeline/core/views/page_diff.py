"""What readers of a page will see otherwise: its texts word by word, and the lines of its code."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from pipeline.core.segment import segment_text
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import without_codes
from pipeline.core.views.word_diff import Piece, changes


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text that differs, by what it is on the page (h1, p, alt), in pieces."""

    role: str
    pieces: tuple[Piece, ...]


def text_changes(before: str, after: str, rules: Rules) -> list[TextChange]:
    """The texts of a page that are new, gone or worded otherwise, in the order of the page."""
    old, new = _texts(before, rules), _texts(after, rules)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found: list[TextChange] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            pairs = zip_longest(old[first:last], new[start:end], fillvalue=("", ""))
            found += [TextChange(is_[0] or was[0], tuple(changes(was[1], is_[1]))) for was, is_ in pairs]
    return found


def code_changes(before: str, after: str, most: int) -> list[str]:
    """At most so many lines of the page's code that differ, as ``diff -U0`` shows them."""
    return list(islice(_lines(before, after), most))


def _lines(before: str, after: str) -> Iterator[str]:
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
        if not line.startswith(("---", "+++")):
            yield line


def _texts(page: str, rules: Rules) -> list[tuple[str, str]]:
    return [(slot.role, without_codes(slot.text)) for slot in segment_text(page, rules).slots] if page else []
