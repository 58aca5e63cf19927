"""One name in several spellings across the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.source_checks.model import EnglishPage, NameUses, SourceFinding, Traits
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


def glued_words(page: EnglishPage) -> frozenset[str]:
    """The words of a page that may be names run together."""
    return frozenset(found.group() for passage in page.passages for found in _GLUED.finditer(_plain(passage.text)))


def no_names(page: EnglishPage) -> frozenset[str]:
    """Those that stand where no name does, as far as they look like one."""
    found = (found.group(1) or found.group(2) for found in _NO_NAME.finditer(page.text))
    return frozenset(word for word in found if _GLUED.fullmatch(word))


def candidates(pages: Sequence[Traits]) -> tuple[str, ...]:
    """What may be a name run together somewhere on these pages, in order."""
    glued = {word for page in pages for word in page.glued}
    known = glued - {word for page in pages for word in page.no_names}
    return tuple(sorted(name for name in known if _first(name).lower() not in _OF_PEOPLE))


def uses_of(page: EnglishPage, names: Sequence[str]) -> NameUses:
    """Where and how a page spells these names."""
    texts = [(passage, _plain(passage.text)) for passage in page.passages]
    firsts = {_first(name).lower() for name in names}
    common = firsts & common_words(text for _, text in texts)
    found = [
        (name.casefold(), passage, match.group())
        for name in names
        for passage, text in texts
        for match in (_spellings(name).finditer(text) if _first(name) in text else ())
        if not (passage.role in _HEADINGS and match.group().isupper())
    ]
    uses = ((key, " ".join(words.split()), page.line_of(passage, words)) for key, passage, words in found)
    return NameUses(page.name, tuple(sorted(common)), tuple(uses))


def check_names(names: Sequence[str], pages: Sequence[NameUses]) -> Iterator[SourceFinding]:
    """A name that is run together somewhere ("EfusNetwork") is written in one way on all pages.

    Other spellings are the same letters with a space or a hyphen ("Efus Network", "Efus network") or fewer capitals
    ("Efusnetwork"), with a capital first. Its first word must stand nowhere in small letters, or it is no name.
    """
    common = {word for page in pages for word in page.common}
    wanted = {name.casefold() for name in names if _first(name).lower() not in common}
    uses: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for page in pages:
        for key, spelling, line in page.uses:
            uses[key].append((spelling, page.page, line))
    for key in sorted(wanted & uses.keys()):
        yield from _several(list(dict.fromkeys(uses[key])), Counter(spelling for spelling, _, _ in uses[key]))


def _plain(text: str) -> str:
    return ADDRESS.sub(_blank, text)


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


def _several(uses: list[tuple[str, str, int]], count: Counter[str]) -> Iterator[SourceFinding]:
    """One finding for each page that has a spelling which is not the most frequent."""
    if len(count) < 2:
        return
    best, times = count.most_common(1)[0]
    is_clear = list(count.values()).count(times) == 1
    told: set[str] = set()
    for spelling, page, line in uses:
        if page in told or spelling == best:
            continue
        told.add(page)
        others = ", ".join(f'"{other}"' for other, _ in count.most_common() if other != spelling)
        advice = f'write "{best}"' if is_clear else "choose one"
        message = f'the name "{spelling}" is also written {others}; {advice} everywhere'
        yield SourceFinding(page, line, "name-spelling", message)
