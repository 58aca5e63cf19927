"""One name in several spellings across the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.core.source_checks.model import Circumstances, EnglishPage, Passage, SourceFinding
from pipeline.core.text import ADDRESS, common_words

_GLUED: Final = re.compile(r"(?<![\w.@/#-])(?:[A-Z][a-z]{2,}){2,3}(?![\w@/(-])(?!\.\w)")
"""``EfusNetwork``: words of three letters or more run together, each with its capital."""

_NO_NAME: Final = re.compile(
    r"(?:[@#.]|github\.com/|<code>|<code [^>]{0,200}>)(?=([A-Za-z]+))|(?<![A-Za-z])([A-Za-z]++)(?=\()"
)
"""What a person is called on another site, a keyword, and a word of a program are no spelling of a name."""

_OF_PEOPLE: Final = frozenset("mac fitz van von saint san las los der".split())
"""How names of people begin that families write in their own ways: MacDonald, Macdonald."""

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title", "th"))


class _Use(NamedTuple):
    spelling: str
    page: EnglishPage
    passage: Passage


def check_names(pages: Sequence[EnglishPage], known: Circumstances) -> Iterator[SourceFinding]:
    """A name that is run together somewhere ("EfusNetwork") is written in one way on all pages.

    Other spellings are the same letters with a space or a hyphen ("Efus Network", "Efus network") or fewer capitals
    ("Efusnetwork"), with a capital first. Its first word must stand nowhere in small letters, or it is no name.
    """
    del known
    texts = [(page, passage, ADDRESS.sub(_blank, passage.text)) for page in pages for passage in page.passages]
    glued = {found.group() for _, _, text in texts for found in _GLUED.finditer(text)}
    common = common_words(text for _, _, text in texts)
    uses: dict[str, list[_Use]] = defaultdict(list)
    others = {found.group(1) or found.group(2) for page in pages for found in _NO_NAME.finditer(page.text)}
    for name in {name for name in glued - others if _first(name).lower() not in common | _OF_PEOPLE}:
        pattern = _spellings(name)
        for page, passage, text in texts:
            for found in pattern.finditer(text) if _first(name) in text else ():
                if not (passage.role in _HEADINGS and found.group().isupper()):
                    uses[name.casefold()].append(_Use(" ".join(found.group().split()), page, passage))
    for key in sorted(uses):
        yield from _several(list(dict.fromkeys(uses[key])), Counter(use.spelling for use in uses[key]))


def _blank(found: re.Match[str]) -> str:
    return "\ufffc" * len(found.group())


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z][a-z]+", name)


def _first(name: str) -> str:
    return _words(name)[0]


def _spellings(name: str) -> re.Pattern[str]:
    """The spellings of a name that is run together, each with a capital first and no other word in capitals beside."""
    first, *rest = _words(name)
    tail = "".join(rf"[ \u00a0-]?[{word[0]}{word[0].lower()}]{word[1:]}" for word in rest)
    return re.compile(rf"(?<![\w.@/#-])(?<![A-Z]\w[ \u00a0]){first}{tail}(?![\w@/(-])(?!\.\w)")


def _several(uses: list[_Use], count: Counter[str]) -> Iterator[SourceFinding]:
    """One finding for each page that has a spelling which is not the most frequent."""
    if len(count) < 2:
        return
    best, times = count.most_common(1)[0]
    is_clear = list(count.values()).count(times) == 1
    told: set[str] = set()
    for use in uses:
        if use.page.name in told or use.spelling == best:
            continue
        told.add(use.page.name)
        others = ", ".join(f'"{other}"' for other, _ in count.most_common() if other != use.spelling)
        advice = f'write "{best}"' if is_clear else "choose one"
        message = f'the name "{use.spelling}" is also written {others}; {advice} everywhere'
        yield use.page.found_in("name-spelling", use.passage, use.spelling, message)
