"""Quotes and apostrophes by a project's wishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.typography.changes import Change, Reader
from pipeline.core.typography.plain import CODELIKE
from pipeline.core.typography.policy import Apostrophes, Quotes

_STRAIGHT: Final = re.compile(r"(?<![\w\"\ue000\ue001])\"(?=\S)(?P<text>[^\"\n]*)(?<=[^\s])\"(?![\w\"\ue000\ue001])")
_CURLY: Final = re.compile(r"\u201c(?P<text>[^\u201c\u201d\u00ab\u00bb\n]*)\u201d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_APOSTROPHE: Final = re.compile(r"(?<=[cdhjlmnstuCDJLMNSTU])'(?=[^\W\d_]|\ue000|[\u00ab\u201c\"])")


def quotes(reader: Reader) -> Iterator[Change]:
    """Changes of straight and English quotes in pairs; inside guillemets they are right."""
    text = reader.text
    if reader.french.quotes is not Quotes.GUILLEMETS or "«" in text or "»" in text:
        return
    if text.count('"') % 2 == 0:
        yield from _paired(reader, _STRAIGHT)
    yield from _paired(reader, _CURLY)


def _paired(reader: Reader, pattern: re.Pattern[str]) -> Iterator[Change]:
    for match in pattern.finditer(reader.text):
        content = match["text"]
        if CODELIKE in content or not _LETTER.search(content):
            continue
        before, behind = reader.french.gap("«", reader.locale), reader.french.gap("»", reader.locale)
        first, last = match.start(), match.end() - 1
        yield from reader.change(first, reader.behind(first + 1), f"«{before}", "quotes")
        yield from reader.change(reader.before(last), last + 1, f"{behind}»", "quotes")


def apostrophes(reader: Reader) -> Iterator[Change]:
    """Changes of straight apostrophes: all of them, or where one text has both kinds."""
    if reader.french.apostrophes is Apostrophes.EITHER and "\u2019" not in reader.text:
        return
    for match in _APOSTROPHE.finditer(reader.text):
        yield from reader.change(*match.span(), "\u2019", "apostrophes")
