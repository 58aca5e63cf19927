"""Inline codes ↔ text: the tokens of a sentence to a segment, and a target back to markup (decision 3).

In a segment ``<a1>`` is a code. Only text that would read as a code, or as one of the two escapes, is escaped:
``<`` as ``&lt;`` and ``&`` as ``&amp;``. Everything else stands as people write it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.core.elements import FORMATTING
from pipeline.core.marks import CLOSE, OPEN, REFERENCE, TEXT
from pipeline.core.model import CheckFailure, Code, Slot
from pipeline.core.runs import Window
from pipeline.core.text import CODE, collapse

_LOOKS_ESCAPED: Final = re.compile(r"&(?=(?:amp|lt);)")
_LOOKS_LIKE_CODE: Final = re.compile(r"<(?=/?[a-z]+[0-9]+/?>)")
_ESCAPE: Final = re.compile(r"&(amp|lt);")
_TAG: Final = re.compile(r"<(?:[/?!]|[a-zA-Z])")
_SPACE_AROUND_BREAK: Final = re.compile(r" ?(<br[0-9]+/>) ?")
_ISLANDS: Final = ("{{", "{%", "{#", "<?", "[[")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def encode(window: Window) -> tuple[str, tuple[int, ...]] | None:
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
            name = _name(mark.element, numbers)
            if part == OPEN:
                opened.append((mark.element, name))
            shown.append(f"<{name}>" if part == OPEN else f"<{name}/>")
    if marks[last].part == TEXT:
        shown[-1] = text[max(start, bounds[last]) : end]
    if marks[first].part == TEXT:
        shown[0] = text[start : min(end, bounds[first + 1])]
    return None if opened else (_joined(window, shown), tuple(tags))


def codes(slot: Slot) -> tuple[Code, ...]:
    """The codes of a slot with the places of their tags, in source order."""
    found: dict[str, Code] = {}
    places = iter(slot.tags)
    for match, start, end in zip(CODE.finditer(slot.text) if slot.tags else (), places, places, strict=False):
        name = match.group(2)
        if match.group(1):
            found[name] = found[name]._replace(end=(start, end))
        else:
            found[name] = Code(name, (start, end), None)
    return tuple(found.values())


def escape(text: str) -> str:
    """Plain text as it stands in a segment."""
    if "&" in text:
        text = _LOOKS_ESCAPED.sub("&amp;", text)
    return _LOOKS_LIKE_CODE.sub("&lt;", text) if "<" in text else text


def unescape(text: str) -> str:
    """Text of a segment, codes taken out, as plain text."""
    return _ESCAPE.sub(lambda match: "&" if match.group(1) == "amp" else "<", text) if "&" in text else text


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
    return tuple(Code(name, (0, 0), (0, 0) if name in closed else None) for name in names)


def missing_formatting(target: str, source: str) -> tuple[str, ...]:
    """Names of the formatting codes that the source has and the target lacks (worth a warning)."""
    present = {match.group(2) for match in CODE.finditer(target)}
    names = dict.fromkeys(match.group(2) for match in CODE.finditer(source))
    return tuple(name for name in names if is_formatting(name) and name not in present)


def is_formatting(name: str) -> bool:
    """Whether a code's name is that of a formatting element (``strong2``)."""
    return stem(name) in FORMATTING


def stem(name: str) -> str:
    """The element's letters in a code's name: ``strong`` of ``strong2``."""
    return name.rstrip("0123456789")


def _joined(window: Window, shown: list[str]) -> str:
    """Texts and codes in one string; neighbouring texts are escaped together (``&lt;`` and ``b1>`` make a code)."""
    (text, marks, _, _, _), first, last, start, end = window
    if "&" not in text[start:end]:  # then no text can look like a code: it would have been read as a tag
        return _tidy("".join(shown))
    result: list[str] = []
    running: list[str] = []
    for part, mark in zip(shown, marks[first : last + 1], strict=True):
        if mark.part <= REFERENCE:
            running.append(part)
            continue
        result += (escape("".join(running)), part)
        running.clear()
    return _tidy("".join((*result, escape("".join(running)))))


def _name(element: str, numbers: dict[str, int]) -> str:
    """The next code name for an element: its letters, and how many it is of its kind."""
    stem = element
    if not (element.isalpha() and element.isascii()):
        stem = "".join(letter for letter in element if "a" <= letter <= "z") or "x"
    numbers[stem] = number = numbers.get(stem, 0) + 1
    return f"{stem}{number}"


def _tidy(text: str) -> str:
    shown = collapse(text)
    return (_SPACE_AROUND_BREAK.sub(r"\1", shown) if "<br" in shown else shown).strip(" ")


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
