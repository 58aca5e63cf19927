"""What changed from one text to another, word by word, as people mark it: [-gone-] and {+new+} (as git's word diff)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.core.typography.visible import visible_change

_PART: Final = re.compile(r"\s+|</?[a-z]+[0-9]+/?>|\w+|[^\w\s]")
_MANY: Final = 600  # parts from which on the two are shown whole; the work grows with their product


def word_diff(before: str, after: str, around: int = 0) -> str:
    """Both texts in one, with ``[-…-]`` around what is gone and ``{+…+}`` around what is new.

    With ``around`` no more than so many characters of what stayed are shown on either side of a change.
    """
    pieces = list(changes(before, after))
    return "".join(
        _marked(piece, around, is_first=number == 0, is_last=number == len(pieces) - 1)
        for number, piece in enumerate(pieces)
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """What stayed (``gone`` and ``come`` are the same), or what ``gone`` was replaced by what has ``come``."""

    gone: str
    come: str

    @property
    def is_same(self) -> bool:
        """Whether nothing changed here."""
        return self.gone == self.come

    @property
    def gone_shown(self) -> str:
        """What is gone, as people see it: spaces that look alike have signs, what is invisible has its name."""
        return self.gone if self.is_same else visible_change(self.gone)

    @property
    def come_shown(self) -> str:
        """What is new, in the same manner."""
        return self.come if self.is_same else visible_change(self.come)


def changes(before: str, after: str) -> Iterator[Piece]:
    """Both texts in pieces: those of ``gone`` make up the one, those of ``come`` the other."""
    old, new = _PART.findall(before), _PART.findall(after)
    if max(len(old), len(new)) > _MANY:
        yield Piece(before, after)
        return
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Piece("".join(old[first:last]), "".join(new[start:end]))


def _marked(piece: Piece, around: int, *, is_first: bool, is_last: bool) -> str:
    if piece.is_same:
        return _shortened(piece.come, around, is_first=is_first, is_last=is_last) if around else piece.come
    gone = f"[-{piece.gone_shown}-]" if piece.gone else ""
    return gone + (f"{{+{piece.come_shown}+}}" if piece.come else "")


def _shortened(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    head, tail = "" if is_first else text[:around], "" if is_last else text[-around:]
    return text if len(text) <= 2 * around else f"{head}…{tail}"
