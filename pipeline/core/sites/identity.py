"""Whether a page under a new address is one that is known: by WordPress's own number, or by what it says."""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.model import Skeleton
from pipeline.core.segmentation.labels import segments
from pipeline.core.text import same_form, words

SAME: Final = 80
"""The likeness, 0-100, from which on a page that says the same is taken for the same."""

_NUMBER: Final = re.compile(
    r"<link[^>]*\brel=[\"']?shortlink[^>]*[?&](?:p|page_id)=([0-9]+)"
    r"|<link[^>]*[?&](?:p|page_id)=([0-9]+)[^>]*\brel=[\"']?shortlink"
    r"|<body[^>]*\b(?:postid|page-id)-([0-9]+)\b",
    re.IGNORECASE,
)


def wordpress_number(text: str) -> str:
    """The number that WordPress gave a page, from its short link or the classes of its body; else nothing."""
    found = _NUMBER.search(text)
    return next((group for group in found.groups() if group), "") if found else ""


def likeness(first: Skeleton, second: Skeleton) -> int:
    """How much of two pages' words stands in texts that both have, 0-100, rounded down."""
    one, two = ({same_form(segment.text) for segment in segments(page)} for page in (first, second))
    everything = sum(map(words, one | two))
    return sum(map(words, one & two)) * 100 // everything if everything else 0
