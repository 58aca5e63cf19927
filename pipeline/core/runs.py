"""A run is what stands between two block tags. Here it is cut into sentences and freed of its outer markup."""

from __future__ import annotations

from collections.abc import Sequence
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
    current = list(pieces)
    while current:
        shorter = _trim_text(_trim_codes(current))  # each round takes at least one piece or stops
        if shorter == current:
            break
        current = shorter
    return current


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


def _trim_codes(pieces: list[Piece]) -> list[Piece]:
    """One round of taking codes off the edges."""
    partners = _partners(pieces)
    first, last = 0, len(pieces) - 1
    if partners.get(first) == last != first:
        return pieces[1:-1]
    if _is_ornament(pieces, partners, first):
        return pieces[1:]
    if _is_ornament(pieces, partners, last):
        return pieces[:-1]
    close, opening = partners.get(first, first), partners.get(last, last)
    if close > first and not _has_content(pieces[first:close]):
        return pieces[close + 1 :]
    if opening < last and not _has_content(pieces[opening:]):
        return pieces[:opening]
    return pieces


def _is_ornament(pieces: list[Piece], partners: dict[int, int], index: int) -> bool:
    """A break or image at the edge, or a tag there whose other half is not in the run."""
    piece = pieces[index]
    if piece.kind == VOID:
        return piece.element not in WORD_LIKE
    return piece.kind in (OPEN, CLOSE) and index not in partners


def _has_content(pieces: Sequence[Piece]) -> bool:
    return any(
        (piece.kind == TEXT and piece.text.strip()) or (piece.kind == VOID and piece.element in WORD_LIKE)
        for piece in pieces
    )


def _partners(pieces: Sequence[Piece]) -> dict[int, int]:
    """Start ↔ end pieces that belong together, both ways; those without a partner are left out."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == OPEN:
            opened.append(index)
        elif piece.kind == CLOSE and opened and pieces[opened[-1]].element == piece.element:
            partners[index] = opened[-1]
            partners[opened.pop()] = index
        elif piece.kind == CLOSE and any(pieces[i].element == piece.element for i in opened):
            opened.append(index)  # misnested: nothing outside it may be paired across it
    return partners


def _trim_text(pieces: list[Piece]) -> list[Piece]:
    """One round of taking white space and arrows off the first and the last text."""
    if pieces and pieces[0].kind == TEXT:
        pieces = [*_without_lead(pieces[0]), *pieces[1:]]
    if pieces and pieces[-1].kind == TEXT:
        quoted = any("«" in piece.text for piece in pieces if piece.kind == TEXT)
        pieces = [*pieces[:-1], *_without_tail(pieces[-1], _TRAILING - {"»"} if quoted else _TRAILING)]
    return pieces


def _without_lead(piece: Piece) -> list[Piece]:
    text = piece.text.lstrip(_SPACES + "".join(ARROWS))
    lost = len(piece.text) - len(text)
    if not text or not _is_literal(piece):
        return [piece] if text else []
    return [replace(piece, text=text, start=piece.start + lost)]


def _without_tail(piece: Piece, ornaments: frozenset[str]) -> list[Piece]:
    text = piece.text.rstrip(_SPACES + "".join(ornaments))
    lost = len(piece.text) - len(text)
    if not text or not _is_literal(piece):
        return [piece] if text else []
    return [replace(piece, text=text, end=piece.end - lost)]


def _is_literal(piece: Piece) -> bool:
    """Whether the text stands in the page character by character, not as a reference."""
    return piece.end - piece.start == len(piece.text)
