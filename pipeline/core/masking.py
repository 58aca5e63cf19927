"""What never goes to an engine: e-mail addresses, URLs and configured names stand as empty codes in what is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.core.text import ADDRESS, CODE

_STEM: Final = "x"


def mask(text: str, names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The text with ``<x1/>``, ``<x2/>`` for what is kept back, and what each stands for.

    A name counts as a whole word in exactly its own spelling. The codes are the text's own from here on: an answer must
    hold each once.
    """
    pattern = _pattern(frozenset(names))
    used = {code.group(2) for code in CODE.finditer(text)}
    hidden: dict[str, str] = {}

    def hide(match: re.Match[str]) -> str:
        if CODE.fullmatch(match.group()):
            return match.group()
        number = len(hidden) + 1
        while f"{_STEM}{number}" in used:
            number += 1
        used.add(f"{_STEM}{number}")
        code = f"<{_STEM}{number}/>"
        hidden[code] = match.group()
        return code

    return pattern.sub(hide, text), hidden


def unmask(text: str, hidden: Mapping[str, str]) -> str:
    """The text with what was kept back in its place again."""
    for code, shown in hidden.items():
        text = text.replace(code, shown)
    return text


def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)) if name.strip())
    parts = [CODE.pattern.replace("(", "(?:"), ADDRESS.pattern, *([rf"(?<!\w)(?:{known})(?!\w)"] if known else [])]
    return re.compile("|".join(f"(?:{part})" for part in parts))
