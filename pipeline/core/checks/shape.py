"""The outer shape of a translation: quotes and brackets close, the last mark is the same, nothing is cut or doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import ADDRESS, without_codes

_PAIRS: Final = (("(", ")"), ("[", "]"), ("\u00ab", "\u00bb"), ("\u201c", "\u201d"))
_MARK: Final = re.compile(r"[?!][\"'\u201d\u2019\u00bb)\]\s\u00a0\u202f]*$")
_QUESTIONS: Final = re.compile(r"[?\uff1f]")
_WORDS: Final = re.compile(r"[^\W_]+")
_LONG: Final = 80  # characters from which a text has a usual length in French
_CUT: Final = 0.45  # of the English; professional French is nearly never shorter
_SWOLLEN: Final = 2.6


def check_pairs(unit: Unit) -> Iterator[Finding]:
    """A warning for each kind of quote or bracket that opens and does not close, where the source's do."""
    source, target = (ADDRESS.sub(" ", without_codes(text)) for text in (unit.source, unit.target))
    for opened, closed in _PAIRS:
        if target.count(opened) != target.count(closed) and source.count(opened) == source.count(closed):
            yield _warning("brackets", f"{opened} and {closed} do not pair up", unit)


def check_last_mark(unit: Unit) -> Iterator[Finding]:
    """A warning for a question that became none, or text that became a question or an exclamation."""
    source, target = (_mark(without_codes(text).strip()) for text in (unit.source, unit.target))
    if source == target:
        return
    if source == "?" and not _QUESTIONS.search(unit.target):
        yield _warning("last-mark", "the English asks, the translation does not end in ?", unit)
    elif target == "?" and not _QUESTIONS.search(unit.source):
        yield _warning("last-mark", "the translation asks, the English does not", unit)


def check_length(unit: Unit) -> Iterator[Finding]:
    """A warning for a long text that lost more than half, or more than doubled: cut off, or pasted twice."""
    source, target = without_codes(unit.source), without_codes(unit.target)
    if len(source) < _LONG:
        return
    ratio = len(target) / len(source)
    if ratio < _CUT:
        yield _warning("length", f"only {ratio:.0%} as long as the English; is something missing?", unit)
    elif ratio > _SWOLLEN or _is_twice(target, source):
        yield _warning("length", f"{ratio:.0%} as long as the English; does something stand twice?", unit)


def _is_twice(target: str, source: str) -> bool:
    """Whether the first half of a text's words comes again as its second half, and the source's does not."""
    return _has_equal_halves(target) and not _has_equal_halves(source)


def _has_equal_halves(text: str) -> bool:
    words = _WORDS.findall(text.casefold())
    half = len(words) // 2
    return half >= 3 and len(words) % 2 == 0 and words[:half] == words[half:]


def _mark(text: str) -> str:
    found = _MARK.search(text)
    return found.group()[0] if found else ""


def _warning(check: str, message: str, unit: Unit) -> Finding:
    return Finding(check, Severity.WARNING, message, unit.source)
