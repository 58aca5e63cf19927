"""Whether an engine put the codes around the right words, as far as that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.text import ADDRESS, CODE, without_codes

_INSIDE_WORD: Final = re.compile(r"[^\W\d_]</?[a-z]+[0-9]+/?>[^\W\d_]")
_DIGITS: Final = re.compile(r"\d+")
_SHIFT: Final = 0.45  # how much of the whole text a code may hold more or less than in the source


def misplaced(target: str, source: str) -> str:
    """What is wrong with the place of a code, as the end of a sentence, or nothing.

    A code may move with its words. It may not stand within a word, lose the figures or addresses that it held, hold
    nothing but marks, or take up a quite different share of the text.
    """
    if _INSIDE_WORD.search(target) and not _INSIDE_WORD.search(source):
        return "has a code within a word"
    held = dict(_pairs(target))
    for name, inner in _pairs(source):
        found = held.get(name)
        if found is None:
            continue  # formatting left out; whether it may be is for others to say
        if _facts(inner) != _facts(found) and _facts(source) == _facts(target):
            return f"has other figures or addresses within <{name}>"
        if any(map(str.isalnum, inner)) and not any(map(str.isalnum, found)):
            return f"has no words left within <{name}>"
        if abs(_share(inner, source) - _share(found, target)) > _SHIFT:
            return f"has moved <{name}> to other words"
    return ""


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Name and plain content of each code that wraps something."""
    starts: dict[str, int] = {}
    for code in CODE.finditer(text):
        if code.group(3):
            continue
        if code.group(1):
            yield code.group(2), without_codes(text[starts.get(code.group(2), 0) : code.start()])
        else:
            starts[code.group(2)] = code.end()


def _facts(text: str) -> tuple[list[str], list[str]]:
    """Figures and addresses, which no translation changes; times and dates may be spelt otherwise."""
    plain = without_codes(text)
    addresses = sorted(ADDRESS.findall(plain))
    return sorted(_DIGITS.findall(ADDRESS.sub(" ", plain))), addresses


def _share(inner: str, text: str) -> float:
    return len(inner.strip()) / max(1, len(without_codes(text).strip()))
