"""Sentences of a segment: where one ends, by punctuation and what follows it, not after an abbreviation."""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.text import CODE

_END: Final = re.compile(
    r"[.!?\u2026]+(?:[\u00a0\u202f]?[\"'\u201d\u2019\u00bb)\]])*(?:</[a-z]+[0-9]+>)*(?P<gap>[ \n\t\u00a0]+)"
    r"(?=(?:<[a-z]+[0-9]+/?>)*[\"'\u201c\u2018\u00ab(\[\u00bf\u00a1]*[\u00a0\u202f ]?[^\W_a-z])"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|Ste|No|Nos|vs|cf|etc|approx|Fig|fig|Vol|vol|Art|art|Inc|Ltd|Jr|Sr|Gen|Sen|Rep|"
    r"M|MM|Mme|Mlle|Me|n|p|pp|av|env|ex|hab|min|max|tél|Tel|Tél|ed|éd|[Ee]\.g|[Ii]\.e|a\.m|p\.m|J\.-C)|(?:^|[\s(])[A-ZÀ-Ý](?:\.-?[A-ZÀ-Ý])*)$"
)


def split(text: str) -> tuple[str, ...]:
    """The sentences of a segment without the spaces between them; inline codes never come apart.

    In the manner of SRX 2.0: a break after final punctuation before a capital or a figure, except after
    abbreviations and initials.
    """
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[start : match.start()]) and match.group()[0] == ".":
            continue
        if _is_closed(text[start : match.start("gap")]):
            found.append(text[start : match.start("gap")])
            start = match.end()
    return (*found, text[start:])


def _is_closed(part: str) -> bool:
    """Whether each code opened in a part is closed in it."""
    opened: list[str] = []
    for code in CODE.finditer(part):
        if code.group(3):
            continue
        if not code.group(1):
            opened.append(code.group(2))
        elif not opened or opened.pop() != code.group(2):
            return False
    return not opened
