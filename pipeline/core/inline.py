"""Inline codes ↔ text: pieces of a sentence to a segment, and a target back to markup (decision 3).

In a segment ``<a1>`` is a code. Only text that would read as a code, or as one of the two escapes, is escaped:
``<`` as ``&lt;`` and ``&`` as ``&amp;``. Everything else stands as people write it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.elements import FORMATTING
from pipeline.core.model import CheckFailure, Code
from pipeline.core.text import CODE, collapse

_LOOKS_ESCAPED: Final = re.compile(r"&(?=(?:amp|lt);)")
_LOOKS_LIKE_CODE: Final = re.compile(r"<(?=/?[a-z]+[0-9]+/?>)")
_ESCAPE: Final = re.compile(r"&(amp|lt);")
_TAG: Final = re.compile(r"<(?:[/?!]|[a-zA-Z])")
_SPACE_AROUND_BREAK: Final = re.compile(r" ?(<br[0-9]+/>) ?")
_ISLANDS: Final = ("{{", "{%", "{#", "<?", "[[")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[0-9]+$")

OPEN, CLOSE, VOID, TEXT = "open", "close", "void", "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a sentence: text, the start or end of an inline element, or something that stands alone."""

    kind: str
    start: int
    end: int
    element: str = ""
    text: str = ""
    note: str = ""


def nest(pieces: Sequence[Piece]) -> dict[int, int] | None:
    """Index of each opening piece → index of its closing piece; None where they do not nest."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == OPEN:
            opened.append(index)
        elif piece.kind == CLOSE:
            if not opened or pieces[opened[-1]].element != piece.element:
                return None
            pairs[opened.pop()] = index
    return None if opened else pairs


def encode(pieces: Sequence[Piece], pairs: dict[int, int]) -> tuple[str, tuple[Code, ...]]:
    """The segment as shown to people and its codes, numbered per element name in source order."""
    numbers: Counter[str] = Counter()
    codes: list[Code] = []
    names: dict[int, str] = {}
    shown: list[str] = []
    for index, piece in enumerate(pieces):
        if piece.kind == TEXT:
            shown.append(piece.text)
        elif piece.kind == CLOSE:
            shown.append(f"</{names[index]}>")
        else:
            code = _code(piece, pieces, pairs.get(index), numbers)
            codes.append(code)
            names[pairs.get(index, index)] = code.name
            shown.append(f"<{code.name}>" if code.end else f"<{code.name}/>")
    return _tidy(_join(pieces, shown)), tuple(codes)


def escape(text: str) -> str:
    """Plain text as it stands in a segment."""
    return _LOOKS_LIKE_CODE.sub("&lt;", _LOOKS_ESCAPED.sub("&amp;", text))


def unescape(text: str) -> str:
    """Text of a segment, codes taken out, as plain text."""
    return _ESCAPE.sub(lambda match: "&" if match.group(1) == "amp" else "<", text)


def decode(
    target: str, source: str, codes: Sequence[Code], put: Callable[[str], str], markup: Callable[[int, int], str]
) -> str | CheckFailure:
    """The markup of a target: text through ``put`` (which escapes it), codes through ``markup`` of their spans.

    Returns a CheckFailure where the target breaks the rules of ``failure``.
    """
    problem = failure(target, source, codes)
    if problem is not None:
        return problem
    by_name = {code.name: code for code in codes}
    result: list[str] = []
    position = 0
    for match in CODE.finditer(target):
        result.append(put(unescape(target[position : match.start()])))
        code = by_name[match.group(2)]
        span = code.end if match.group(1) and code.end else code.start
        result.append(markup(*span))
        position = match.end()
    result.append(put(unescape(target[position:])))
    return "".join(result)


def failure(target: str, source: str, codes: Sequence[Code]) -> CheckFailure | None:
    """Why a target may not be rendered, or None.

    A target is text plus the source's own codes: links, images and unknown codes exactly as in the source,
    formatting codes at most as often, all well nested; no other markup and no template or PHP island that the
    source does not have, no control characters.
    """
    return (
        _wrong_codes(target, codes) or _misnested(target) or _foreign_markup(target, source) or _without_words(target)
    )


def codes_of(source: str) -> tuple[Code, ...]:
    """The codes of a segment by its text alone, without their places: enough for ``failure``."""
    closed = {match.group(2) for match in CODE.finditer(source) if match.group(1)}
    names = dict.fromkeys(match.group(2) for match in CODE.finditer(source))
    return tuple(Code(name, _NUMBER.sub("", name), (0, 0), (0, 0) if name in closed else None) for name in names)


def missing_formatting(target: str, source: str) -> tuple[str, ...]:
    """Names of the formatting codes that the source has and the target lacks (worth a warning)."""
    present = {match.group(2) for match in CODE.finditer(target)}
    names = dict.fromkeys(match.group(2) for match in CODE.finditer(source))
    return tuple(name for name in names if is_formatting(name) and name not in present)


def is_formatting(name: str) -> bool:
    """Whether a code's name is that of a formatting element (``strong2``)."""
    return _NUMBER.sub("", name) in FORMATTING


def _code(piece: Piece, pieces: Sequence[Piece], closing: int | None, numbers: Counter[str]) -> Code:
    stem = "".join(letter for letter in piece.element if "a" <= letter <= "z") or "x"
    numbers[stem] += 1
    end = None if closing is None else (pieces[closing].start, pieces[closing].end)
    return Code(f"{stem}{numbers[stem]}", piece.element, (piece.start, piece.end), end, piece.note)


def _join(pieces: Sequence[Piece], shown: list[str]) -> str:
    """Shown parts in one string, neighbouring texts escaped together (``&lt;`` and ``b1>`` make a code)."""
    result: list[str] = []
    running: list[str] = []
    for piece, part in zip(pieces, shown, strict=True):
        if piece.kind == TEXT:
            running.append(part)
            continue
        result += (escape("".join(running)), part)
        running = []
    return "".join((*result, escape("".join(running))))


def _tidy(text: str) -> str:
    return _SPACE_AROUND_BREAK.sub(r"\1", collapse(text)).strip(" ")


def _wrong_codes(target: str, codes: Sequence[Code]) -> CheckFailure | None:
    used = Counter(match.group() for match in CODE.finditer(target))
    for shown in used:
        if shown not in _forms(codes):
            return CheckFailure(f"{shown} is not in the English")
    for code in codes:
        forms = (f"<{code.name}>", f"</{code.name}>") if code.end else (f"<{code.name}/>",)
        for form in forms:
            if used[form] > 1:
                return CheckFailure(f"{form} stands {used[form]} times, once in the English")
            if used[form] == 0 and not is_formatting(code.name):
                return CheckFailure(f"{form} is missing")
    return None


def _forms(codes: Sequence[Code]) -> set[str]:
    paired = {form for code in codes if code.end for form in (f"<{code.name}>", f"</{code.name}>")}
    return paired | {f"<{code.name}/>" for code in codes if not code.end}


def _misnested(target: str) -> CheckFailure | None:
    opened: list[str] = []
    for match in CODE.finditer(target):
        if match.group(3):
            continue
        if not match.group(1):
            opened.append(match.group(2))
        elif not opened or opened.pop() != match.group(2):
            return CheckFailure(f"{match.group()} closes what is not open there")
    return CheckFailure(f"<{opened[-1]}> is not closed") if opened else None


def _foreign_markup(target: str, source: str) -> CheckFailure | None:
    control = _CONTROL.search(target)
    if control is not None:
        return CheckFailure(f"holds the control character U+{ord(control.group()):04X}")
    plain = unescape(CODE.sub("\0", target))
    known = unescape(CODE.sub("\0", source))
    for mark in _ISLANDS:
        if plain.count(mark) > known.count(mark):
            return CheckFailure(f"holds {mark}, which the English does not have")
    if len(_TAG.findall(plain)) > len(_TAG.findall(known)):
        return CheckFailure("holds markup of its own; only the codes of the English may be used")
    return None


def _without_words(target: str) -> CheckFailure | None:
    return None if CODE.sub("", target).strip() else CheckFailure("holds no text")
