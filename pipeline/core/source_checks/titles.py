"""Titles of pages: too long for search pages, or given twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding, Spot, Traits, others_of

_SHOWN: Final = 60  # characters of an ordinary title
_PIXELS: Final = 600  # of a title in Arial, 20 pixels high, as search pages show it on a wide screen
_HEIGHT: Final = 20
_WIDTHS: Final = {
    222: "ijl'|", 278: " .,:;!/ftI\\", 333: "()-r`", 500: "cksvxyzJ", 556: "abdeghnopqu0123456789L?_$#\u2013",
    611: "FTZ", 667: "ABEKPSVXY&", 722: "CDHNRUw", 778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "\u2014\u2026",
}  # fmt: skip
"""Widths in thousandths of the letter's height (Arial has those of Helvetica); any other letter is 556 wide."""

_WIDTH: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_SITE: Final = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]\s+")


def pixels(text: str) -> int:
    """The width of a title on a search page, estimated."""
    return sum(_WIDTH.get(letter, 556) for letter in text) * _HEIGHT // 1000


def check_title_length(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """A title fits the line of a search page, 60 characters and 600 pixels; the site's name at its end may be cut."""
    del known
    if page.title is None:
        return
    ends = [found.start() for found in _SITE.finditer(page.title.text)]
    text = page.title.text[: ends[-1]] if ends else page.title.text
    if len(text) > _SHOWN and pixels(text) > _PIXELS:
        size = f"{len(text)} characters (about {pixels(text)} pixels)"
        message = f"the title has {size}; search pages show about {_SHOWN} ({_PIXELS} pixels) and cut it after"
        end = f'"{_seen(text)}"; put first what tells this page from others, and shorten it'
        yield page.found("long-title", page.title.start, f"{message} {end}")


def _seen(text: str) -> str:
    """What a search page shows of a title that is too long."""
    words = text.split()
    while words and pixels(" ".join(words) + "\u2026") > _PIXELS:
        words.pop()
    return " ".join(words)


def check_same_titles(pages: Sequence[Traits]) -> Iterator[SourceFinding]:
    """No two pages have one title: readers of a search page, and of a list of tabs, cannot tell them apart."""
    titled: dict[str, list[tuple[Traits, Spot]]] = defaultdict(list)
    for page in pages:
        if page.title is not None:
            titled[page.title.text.casefold()].append((page, page.title))
    for alike in (alike for alike in titled.values() if len(alike) > 1):
        for page, title in alike:
            others = others_of(page, [other for other, _ in alike])
            message = f'the title "{title.text}" is that of {others} too; say in each what the page is about'
            yield page.found("same-title", title.line, message)
