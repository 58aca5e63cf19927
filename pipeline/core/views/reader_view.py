"""A page as its readers meet it, line by line, and what another version of it shows them differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.core.pairs.edits import Markup
from pipeline.core.segmentation.markup import END, START, TEXT, Token
from pipeline.core.text import collapse
from pipeline.core.views.word_diff import word_diff

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_SILENT: Final = frozenset(("script", "style", "template", "noscript", "head", "svg"))
_NAMED: Final = frozenset(("description", "og:title", "og:description", "og:locale", "og:locale:alternate", "og:url"))
_SHOWN: Final = ("alt", "title", "placeholder", "aria-label")
_ALIKE: Final = 0.4
_LONG: Final = 400  # lines from which on those that stand often anchor nothing; the work grows with their square
_NEAR: Final = 20  # lines in which a changed one's old form is looked for
_AROUND: Final = 30  # characters shown beside a changed word


@dataclass(frozen=True, slots=True)
class Change:
    """One line that readers see differently: what it was and what it is, either empty where there is no such line."""

    before: str
    after: str

    @property
    def shown(self) -> str:
        """The change in one line: ``+ new``, ``- gone``, or ``~`` with the words marked."""
        if not self.before:
            return f"+ {self.after}"
        if not self.after:
            return f"- {self.before}"
        return f"~ {word_diff(self.before, self.after, _AROUND)}"


def lines(text: str) -> list[str]:
    """What a page shows: its head, then a line for each block of its text, with links and images named."""
    page = Markup(text)
    return [*_head(page), *_body(page)]


def changes(before: str, after: str) -> tuple[Change, ...]:
    """What readers of one version see differently in another, in the order of the page."""
    old, new = _differing(lines(before), lines(after))
    found: list[Change] = []
    is_long = max(len(old), len(new)) > _LONG
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=is_long).get_opcodes():
        if kind != "equal":
            found += _paired(old[first:last], new[start:end])
    return tuple(found)


def _differing(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without the lines that they begin and end with alike."""
    shorter = min(len(old), len(new))
    start = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    old, new = old[start:], new[start:]
    shorter = min(len(old), len(new))
    end = next((number for number in range(shorter) if old[-1 - number] != new[-1 - number]), shorter)
    return old[: len(old) - end], new[: len(new) - end]


def _paired(old: list[str], new: list[str]) -> Iterator[Change]:
    """Lines in each other's place, those that are alike as one change."""
    for line in old:
        twin = next((other for other in new[:_NEAR] if SequenceMatcher(None, line, other).quick_ratio() > _ALIKE), None)
        if twin is None:
            yield Change(line, "")
            continue
        for other in new[: new.index(twin)]:
            yield Change("", other)
        new = new[new.index(twin) + 1 :]
        yield Change(line, twin)
    for line in new:
        yield Change("", line)


def _head(page: Markup) -> Iterator[str]:
    for index, token in enumerate(page.tokens):
        if token.kind != START:
            continue
        relation = (token.attr("rel") or "").lower()
        name = (token.attr("property") or token.attr("name") or "").lower()
        if token.tag == "html" and token.attr("lang") is not None:
            yield f"language: {token.attr('lang')}"
        elif token.tag == "title":
            yield f"title: {_text(page.inner(index))}"
        elif token.tag == "meta" and name in _NAMED:
            yield f"{name}: {token.attr('content')}"
        elif token.tag == "link" and relation in ("canonical", "alternate"):
            which = token.attr("hreflang") or token.attr("type") or ""
            yield f"{relation} {which}".rstrip() + f": {token.attr('href')}"
        elif token.tag == "script" and token.attr("type") == "application/ld+json":
            yield f"structured data: {_text(page.inner(index))}"


def _body(page: Markup) -> Iterator[str]:
    start = next((number for number, token in enumerate(page.tokens) if token.tag == "body"), 0)
    parts: list[str] = []
    silent = -1
    for number in range(start, len(page.tokens)):
        token = page.tokens[number]
        if number <= silent:
            continue
        if token.kind == START and token.tag in _SILENT:
            silent = page.ends.get(number, number)
        elif token.tag and token.tag not in _INLINE:
            yield from _line(parts)
            parts = []
        else:
            parts.append(_part(page, number, token))
    yield from _line(parts)


def _part(page: Markup, number: int, token: Token) -> str:
    """What a piece of a line shows; a link's address comes behind its text."""
    if token.kind == TEXT:
        return token.data
    if token.kind == START and token.tag == "img":
        return f" [image {token.attr('src')}: {token.attr('alt') or ''}] "
    if token.kind == START:
        return "".join(f" [{token.attr(name)}] " for name in _SHOWN if token.attr(name))
    if token.kind == END and token.tag == "a":
        link = page.tokens[page.begins.get(number, number)]
        language = f" ({link.attr('hreflang')})" if link.attr("hreflang") else ""
        return f" <{link.attr('href')}{language}>" if link.attr("href") else ""
    return ""


def _line(parts: list[str]) -> Iterator[str]:
    shown = collapse("".join(parts)).strip()
    if shown:
        yield shown


def _text(inner: list[Token]) -> str:
    return collapse("".join(part.data for part in inner if part.kind == TEXT)).strip()
