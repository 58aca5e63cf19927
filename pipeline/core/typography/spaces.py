"""Spaces before ``: ; ! ? % €`` and inside guillemets, and those at which no line should end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.typography.changes import Change, Reader
from pipeline.core.typography.plain import CODELIKE, WORDLIKE
from pipeline.core.typography.policy import GAPS, HELD, THOUSANDS

MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_SHORT_MONTHS: Final = r"janv\.|févr\.|avr\.|juill?\.|sept\.|oct\.|nov\.|déc\."

_MARK: Final = re.compile(
    r"(?<![?!])(?P<talk>[?!]+)(?=[\s\u00bb\u201d\"\u2019')\],.\u2026:;\ue001]|$)"
    r"|(?<![:;])(?P<part>[;:])(?=[\s\u00ab\u201c]|$)"
    r"|(?P<amount>%(?![\w%])|(?:(?<![A-Za-z])[kM]d?)?€|\$(?![\w{(]))"
)
_ENDS_WORD: Final = re.compile(rf"[^\W_]|[)\]\u00bb\u201d{WORDLIKE}]")
_OPENS: Final = frozenset(f"([{{\u00ab\u201c?!:;\n{CODELIKE}")
# "les caractères * et ?": the mark itself is meant
_MEANT: Final = re.compile(r"(?:\b(?:et|ou|un|de|par|caractères?|signes?|symboles?|touches?|points?)|[*,\"'(])$")
_GUILLEMET: Final = re.compile(r"[«»]")

_G: Final = f"[{GAPS}]"
_TIME: Final = re.compile(
    rf"(?<![\w.,:/+])(?<![A-Za-z]-)(?P<hour>\d{{1,2}})(?P<first>{_G}?)h(?:(?P<second>{_G}?)(?P<minute>[0-5]\d))?(?![\w/])"
)
_HELD: Final = re.compile(
    rf"(?<![\w.,/:])(?:0?[1-9]|[12]\d|3[01]|1er)(?P<date>{_G}+)(?:{'|'.join(MONTHS)}|{_SHORT_MONTHS})(?!\w)"
    rf"|(?<!\w)[nN][°º](?P<number>{_G}*)\d"
    rf"|(?<![\w.\u2019'-])(?:MM?\.|Mmes?|Mlles?|Dr|Pr)(?P<title>{_G}+)(?=[A-ZÀ-Ý][\w.\u2019'-])"
)
_THOUSANDS: Final = re.compile(rf"(?<![\w.,:/+-])(?<!\d{_G})[1-9]\d{{0,2}}(?:{_G}\d{{3}})+(?![\w:/]|{_G}?\d|[.]\d)")
_INNER: Final = re.compile(_G)


def marks(reader: Reader) -> Iterator[Change]:
    """Changes of the gaps before marks and inside guillemets."""
    for match in _MARK.finditer(reader.text):
        start, end = reader.before(match.start()), match.start()
        last = reader.text[start - 1 : start]
        if not last or last == "\n":
            continue
        mark = match.group()[-1 if match["amount"] else 0]
        if _is_amount(last, start == end, match) if match["amount"] else _is_mark(reader.text, start, end, mark):
            yield from reader.gap(start, end, mark, "spaces")
    yield from _guillemets(reader)


def _is_amount(last: str, closed_up: bool, match: re.Match[str]) -> bool:
    """Whether a percent or currency sign belongs to a figure; ``5$`` may be anything."""
    return last.isdecimal() and not (closed_up and match.group() == "$")


def _is_mark(text: str, start: int, end: int, mark: str) -> bool:
    """Whether it is punctuation of what stands before it."""
    last = text[start - 1]
    if start == end:
        is_program = last == WORDLIKE and mark in ":;"  # "%s: no such file" is what programs say
        return _ENDS_WORD.match(last) is not None and not is_program
    if last == CODELIKE:
        return True
    return last not in _OPENS and not (mark in "?!;" and _MEANT.search(text[max(0, start - 12) : start]))


def _guillemets(reader: Reader) -> Iterator[Change]:
    """Only of pairs: a guillemet alone may be an arrow."""
    opened: list[int] = []
    for match in _GUILLEMET.finditer(reader.text):
        if match.group() == "«":
            opened.append(match.start())
        elif opened:
            yield from _pair(reader, opened.pop(), match.start())


def _pair(reader: Reader, first: int, last: int) -> Iterator[Change]:
    start, end = reader.behind(first + 1), reader.before(last)
    if start >= end:
        return
    if reader.text[start] != "\n":
        yield from reader.gap(first + 1, start, "«", "spaces")
    if reader.text[end - 1] != "\n":
        yield from reader.gap(end, last, "»", "spaces")


def held(reader: Reader) -> Iterator[Change]:
    """Changes of spaces in dates, times, thousands, ``n° 5`` and ``M. Quist``, at which a line could end."""
    for match in _HELD.finditer(reader.text):
        yield from reader.gap(*match.span(match.lastgroup or 0), HELD, "no-break")
    for match in _THOUSANDS.finditer(reader.text):
        for gap in _INNER.finditer(reader.text, *match.span()):
            yield from reader.gap(*gap.span(), THOUSANDS, "no-break")
    for match in _TIME.finditer(reader.text):
        for name in ("first", "second"):
            start, end = match.span(name)
            if start >= 0:
                yield from reader.gap(start, end, HELD, "no-break" if start < end else "times")
