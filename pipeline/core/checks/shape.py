"""The outer shape of a translation: quotes and brackets close, the last mark is the same, nothing is cut or doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import ADDRESS, without_codes

_PAIRS: Final = (("(", ")"), ("[", "]"), ("\u00ab", "\u00bb"), ("\u201c", "\u201d"))
_MARK: Final = re.compile(r"[?!][\"'\u201d\u2019\u00bb)\]\s\u00a0\u202f]*$")
_MARKS: Final = {"?": re.compile(r"[?\uff1f]"), "!": re.compile(r"!")}
_DOUBLED: Final = re.compile(r"(?<![\w'\u2019-])([^\W\d_]{2,})[ \u00a0]{1,2}((?i:\1))(?![\w'\u2019-])")
_DOUBLED_TOO: Final = re.compile(r"\b(\w+)\W+\1\b", re.IGNORECASE)
_TWICE: Final = frozenset("nous vous très bien non oui elle si tout plus encore en".split())  # « nous nous réunissons »
_OPEN_END: Final = re.compile(
    r"(?:\b(?:les?|la|des?|du|une?|à|aux?|et|ou|dans|pour|que|qui|par|sur|avec|ces?|cette|ses|sa))\s*$", re.IGNORECASE
)
_WORDS: Final = re.compile(r"[^\W_]+")
_END: Final = re.compile(r"[^\W\d_][.!?\u2026][\"'\u201d\u2019\u00bb)\]]?\s*$")
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
    """A warning for a question or an exclamation that became none, or text that became one."""
    if not any(mark in text for mark in "?!" for text in (unit.source, unit.target)):
        return
    source, target = (_mark(without_codes(text).strip()) for text in (unit.source, unit.target))
    if source == target:
        return
    for mark, verb, name in (("?", "asks", "a question"), ("!", "exclaims", "an exclamation")):
        if source == mark and not _MARKS[mark].search(unit.target):
            yield _warning("last-mark", f"the English {verb}, the translation does not end in {mark}", unit)
        elif target == mark and not _MARKS[mark].search(unit.source):
            yield _warning("last-mark", f"the translation is {name}, the English is none", unit)


def check_doubled(unit: Unit) -> Iterator[Finding]:
    """A warning for a word that stands twice in a row, where the source has none: "le le"."""
    for match in _DOUBLED.finditer(unit.target):
        is_usual = match.group(1).casefold() in _TWICE or not match.group(2).islower() or match.group(1).isupper()
        if not is_usual and _DOUBLED_TOO.search(unit.source) is None:
            yield _warning("doubled", f'"{match.group()}": a word stands twice', unit)
            return


def check_length(unit: Unit) -> Iterator[Finding]:
    """A warning for a text cut off, within a sentence or by more than half, and one that more than doubled."""
    source, target = without_codes(unit.source), without_codes(unit.target)
    if _END.search(source) and _OPEN_END.search(target):
        yield _warning("length", f'ends in "{target.split()[-1]}"; is something missing?', unit)
        return
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
