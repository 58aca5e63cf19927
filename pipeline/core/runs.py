"""A run is what stands between two block tags. Here it is cut into sentences and freed of its outer markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.core.elements import ARROWS, WORD_LIKE
from pipeline.core.inline import CLOSE, OPEN, TEXT, VOID, Piece

_SPACES: Final = " \t\n\r\f\u00a0"
_TRAILING: Final = ARROWS - {">"}


def cut(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The run cut where a reader sees a new paragraph or list item.

    That is at ``<br><br>``, and at a single ``<br>`` after which the line starts with an arrow or bullet.
    """
    parts: list[list[Piece]] = [[]]
    for index, piece in enumerate(pieces):
        if piece.element == "br" and piece.kind == VOID and _starts_anew(pieces, index + 1):
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def trim(pieces: Sequence[Piece]) -> list[Piece]:
    """The run without outer white space, arrows, breaks, images, empty elements and wrapping codes."""
    window = _Window(list(pieces))
    while window.first <= window.last and (window.drop_codes() or window.drop_text()):
        pass
    return window.pieces[window.first : window.last + 1]


def _starts_anew(pieces: Sequence[Piece], index: int) -> bool:
    """Whether from ``index`` on there is a second break or an arrow before any word."""
    for piece in pieces[index:]:
        if piece.element == "br":
            return True
        if piece.kind == VOID:
            return False
        text = piece.text.strip()
        if piece.kind == TEXT and text:
            return text[0] in ARROWS
    return False


class _Window:
    """The part of a run that is left, narrowed from both edges; pairs stay as they were in the whole run."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.partners = _partners(pieces)
        self.first, self.last = 0, len(pieces) - 1
        self.quoted = any("«" in piece.text for piece in pieces if piece.kind == TEXT)

    def drop_codes(self) -> bool:
        """Take a code, a wrapping pair or an empty element off an edge; whether there was one."""
        first, last = self.first, self.last
        if self.partners.get(first) == last != first:
            self.first, self.last = first + 1, last - 1
        elif self._is_ornament(first):
            self.first = first + 1
        elif self._is_ornament(last):
            self.last = last - 1
        else:
            return self._drop_empty()
        return True

    def drop_text(self) -> bool:
        """Take white space and arrows off an edge; whether there were any."""
        before = self.first, self.last, self.pieces[self.first], self.pieces[self.last]
        self._shorten(self.first, _without_lead)
        if self.first <= self.last:
            ornaments = _TRAILING - {"»"} if self.quoted else _TRAILING
            self._shorten(self.last, lambda piece: _without_tail(piece, ornaments))
        if self.first > self.last:
            return False
        return before != (self.first, self.last, self.pieces[self.first], self.pieces[self.last])

    def _shorten(self, index: int, cut_off: Callable[[Piece], Piece | None]) -> None:
        if self.pieces[index].kind != TEXT:
            return
        shorter = cut_off(self.pieces[index])
        if shorter is not None:
            self.pieces[index] = shorter
        elif index == self.first:
            self.first += 1
        else:
            self.last -= 1

    def _drop_empty(self) -> bool:
        """Take an element without words off an edge, such as an icon or an anchor."""
        close, opening = self.partners.get(self.first, -1), self.partners.get(self.last, self.last)
        if self.first < close < self.last and not _has_content(self.pieces[self.first : close]):
            self.first = close + 1
        elif self.first < opening < self.last and not _has_content(self.pieces[opening : self.last]):
            self.last = opening - 1
        else:
            return False
        return True

    def _is_ornament(self, index: int) -> bool:
        """A break or image at the edge, or a tag there whose other half is not in the run."""
        piece = self.pieces[index]
        if piece.kind == VOID:
            return piece.element not in WORD_LIKE
        return piece.kind in (OPEN, CLOSE) and index not in self.partners


def _has_content(pieces: Sequence[Piece]) -> bool:
    return any(
        (piece.kind == TEXT and piece.text.strip()) or (piece.kind == VOID and piece.element in WORD_LIKE)
        for piece in pieces
    )


def _partners(pieces: Sequence[Piece]) -> dict[int, int]:
    """Start ↔ end pieces that belong together, both ways; those without a partner are left out."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    waiting: Counter[str] = Counter()
    for index, piece in enumerate(pieces):
        if piece.kind == OPEN:
            opened.append(index)
            waiting[piece.element] += 1
        elif piece.kind == CLOSE and opened and _closes(piece, pieces[opened[-1]]):
            waiting[piece.element] -= 1
            partners[index] = opened[-1]
            partners[opened.pop()] = index
        elif piece.kind == CLOSE and waiting[piece.element] > 0:
            opened.append(index)  # misnested: nothing outside it may be paired across it
    return partners


def _closes(piece: Piece, opening: Piece) -> bool:
    return opening.kind == OPEN and opening.element == piece.element


def _without_lead(piece: Piece) -> Piece | None:
    text = piece.text.lstrip(_SPACES + "".join(ARROWS))
    lost = len(piece.text) - len(text)
    if not text or not _is_literal(piece):
        return piece if text else None
    return replace(piece, text=text, start=piece.start + lost)


def _without_tail(piece: Piece, ornaments: frozenset[str]) -> Piece | None:
    text = piece.text.rstrip(_SPACES + "".join(ornaments))
    lost = len(piece.text) - len(text)
    if not text or not _is_literal(piece):
        return piece if text else None
    return replace(piece, text=text, end=piece.end - lost)


def _is_literal(piece: Piece) -> bool:
    """Whether the text stands in the page character by character, not as a reference."""
    return piece.end - piece.start == len(piece.text)
