"""What changed from one text to another, word by word, as people mark it: [-gone-] and {+new+} (as git's word diff)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

_PART: Final = re.compile(r"\s+|</?[a-z]+[0-9]+/?>|\w+|[^\w\s]")
_MANY: Final = 600  # parts from which on the two are shown whole; the work grows with their product


def word_diff(before: str, after: str, around: int = 0) -> str:
    """Both texts in one, with ``[-…-]`` around what is gone and ``{+…+}`` around what is new.

    With ``around`` no more than so many characters of what stayed are shown on either side of a change.
    """
    old, new = _PART.findall(before), _PART.findall(after)
    if max(len(old), len(new)) > _MANY:
        return f"[-{before}-]{{+{after}+}}"
    return "".join(_pieces(old, new, around))


def _pieces(old: list[str], new: list[str], around: int) -> Iterator[str]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        if kind == "equal":
            yield _shortened(come, around, is_first=start == 0, is_last=end == len(new)) if around else come
            continue
        if gone:
            yield f"[-{gone}-]"
        if come:
            yield f"{{+{come}+}}"


def _shortened(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    head, tail = "" if is_first else text[:around], "" if is_last else text[-around:]
    return text if len(text) <= 2 * around else f"{head}…{tail}"
