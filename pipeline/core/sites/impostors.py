"""Pages that answer "200 OK" and are something else: a login form, a riddle for robots, an error in good clothes.

Said only where a page that we know has lost all its texts, or where a new one has next to none beside the mark, so
that an announcement about passwords is none.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.model import Skeleton
from pipeline.core.segmentation.labels import segments
from pipeline.core.sites.identity import likeness
from pipeline.core.text import words

_MARKS: Final = (
    ("a login page", re.compile(r"<input[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)),
    (
        "a test for robots (captcha)",
        re.compile(
            r"/cdn-cgi/challenge|cf-challenge|cf-turnstile|[gh]-?(?:re)?captcha|_Incapsula_|datadome|ddos-guard",
            re.IGNORECASE,
        ),
    ),
    (
        "an error page",
        re.compile(
            r"<title[^>]*>[^<]*(?:\b[45]\d\d\b|not found|error|forbidden|access denied|unavailable|maintenance"
            r"|just a moment)|Error establishing a database connection|There has been a critical error on this website",
            re.IGNORECASE,
        ),
    ),
)
_FEW_WORDS: Final = 120
_STRANGER: Final = 10  # percent of shared words below which nothing is left of the page that we know


def impostor(text: str, page: Skeleton, known: Skeleton | None) -> str:
    """What a page is in truth ("a login page"), or nothing. ``known`` is the page as we have it, if we do."""
    is_suspect = likeness(known, page) < _STRANGER if known is not None else _words(page) < _FEW_WORDS
    return next((name for name, mark in _MARKS if mark.search(text)), "") if is_suspect else ""


def _words(page: Skeleton) -> int:
    return sum(words(segment.text) for segment in segments(page))
