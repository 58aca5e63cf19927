"""Which page is whose other half, shown in the page itself: language, hreflang, switcher, links, notice.

Dressing is idempotent: a page dressed before is undressed of what was added and dressed anew.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag, urljoin

from pipeline.core.languages import native_name, territory_locale
from pipeline.core.markup import END, START, TEXT, Attribute, Token, attributes, matching_ends, tokens

_LEAD: Final = re.compile(
    r"(?:also|read)\s+(?:available\s+)?(?:this\s+page\s+)?in\s*(?:\.\.\.|\u2026|&hellip;)?", re.IGNORECASE
)
_ADDED: Final = ("diptych-switcher", "diptych-notice")
_PHRASES: Final = {"en": "Also in…", "fr": "Aussi en…", "de": "Auch auf…", "es": "También en…", "it": "Anche in…"}
_ABSOLUTE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|$")
_MAX_LEAD_TOKENS: Final = 8


@dataclass(frozen=True, slots=True)
class Dress:
    """What one half of a pair should show.

    ``halves``: locale → address of every half that is there (this one included). ``known``: further addresses of
    the other halves, such as a page made by hand. ``links``: address → address to use instead. ``base``: the
    address of the English page, which relative links are relative to. ``notice``: a sentence for readers, or none.
    """

    locale: str
    source_locale: str
    halves: Mapping[str, str]
    base: str
    links: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    notice: str = ""

    @property
    def is_source(self) -> bool:
        """Whether this is the English half."""
        return self.locale == self.source_locale


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def dress(text: str, wanted: Dress) -> str:
    """The page with everything in it that belongs to the pair set right."""
    dresser = _Dresser(text, wanted)
    return _apply(text, sorted(dresser.edits(), key=lambda edit: (edit.start, edit.end)))


class _Dresser:
    """Collects the edits of one page from one pass over its tokens."""

    def __init__(self, text: str, wanted: Dress) -> None:
        self.text = text
        self.wanted = wanted
        self.tokens = tokens(text)
        self.ends = matching_ends(self.tokens)
        self.switched: set[str] = set()
        self.paired = len(wanted.halves) > 1

    def edits(self) -> Iterator[_Edit]:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            end = index
            if token.kind == START and self._was_added(token):
                end = self.ends.get(index, index)
                yield self._removal(token.start, self.tokens[end].end)
            elif token.kind == START:
                yield from self._element(index, token)
            index = end + 1
        yield from self._additions()

    def _element(self, index: int, token: Token) -> Iterator[_Edit]:
        if token.tag == "html":
            yield from self._language(token)
        elif token.tag == "link":
            yield from self._head_link(token)
        elif token.tag == "meta" and not self.wanted.is_source:
            yield from self._meta(token)
        elif token.tag == "a":
            language = self._switch_language(index, token)
            yield from self._switch(index, token, language) if language else self._link(token)
        elif not self.wanted.is_source:
            yield from self._absolute(token)

    def _language(self, token: Token) -> Iterator[_Edit]:
        if self.wanted.is_source:
            return
        if token.attr("lang") is None:
            yield _Edit(token.start + len("<html"), token.start + len("<html"), f' lang="{self.wanted.locale}"')
        yield from self._set(token, "lang", self.wanted.locale)

    def _head_link(self, token: Token) -> Iterator[_Edit]:
        relation = (token.attr("rel") or "").lower().split()
        if "alternate" in relation and token.attr("hreflang") is not None and self.paired:
            yield self._removal(token.start, token.end)
        elif "canonical" in relation and not self.wanted.is_source:
            yield from self._set(token, "href", self.wanted.halves[self.wanted.locale])
        elif not self.wanted.is_source:
            yield from self._absolute(token)

    def _meta(self, token: Token) -> Iterator[_Edit]:
        name = (token.attr("property") or "").lower()
        if name == "og:url":
            yield from self._set(token, "content", self.wanted.halves[self.wanted.locale])
        elif name == "og:locale":
            yield from self._set(token, "content", territory_locale(self.wanted.locale))

    def _switch_language(self, index: int, token: Token) -> str | None:
        """The language a link switches to, if it is one of a language switcher for this very page."""
        inner = self._inner(index)
        shown = "".join(part.data for part in inner if part.kind == TEXT).strip().casefold()
        named = [
            token.attr("hreflang"),
            token.attr("lang"),
            *(part.attr("lang") for part in inner if part.kind == START),
        ]
        language = next((name.split("-")[0] for name in named if name), None)
        given = token.attr("href") or "#"
        href = "" if given.startswith("#") else urldefrag(urljoin(self.wanted.base, given)).url
        if href in self.wanted.known and language is None:
            return self.wanted.locale
        if language is None or language not in (*self.wanted.halves, self.wanted.locale):
            return None
        is_switch = href in self.wanted.known or shown in (native_name(language).casefold(), language)
        return language if is_switch else None

    def _switch(self, index: int, token: Token, language: str) -> Iterator[_Edit]:
        """Point a switcher's link at the other half; on a translated page its own language becomes the source's."""
        if not self.paired:
            return
        target = self.wanted.source_locale if language == self.wanted.locale else language
        if target not in self.wanted.halves:
            return
        self.switched.add(target)
        yield from self._set(token, "href", self.wanted.halves[target])
        if target == language:
            return
        name = html.escape(native_name(target), quote=False)
        for part in (token, *self._inner(index)):
            if part.kind == START:
                yield from self._set(part, "hreflang", target)
                yield from self._set(part, "lang", target)
            elif part.kind == TEXT and part.data.strip():
                yield _Edit(part.start, part.end, name)
                name = ""  # a name spelt with references is several pieces of text
        yield from self._lead(index)

    def _lead(self, index: int) -> Iterator[_Edit]:
        """The words before a switcher's link: "Also in..." becomes "Aussi en…"."""
        for token in reversed(self.tokens[max(0, index - _MAX_LEAD_TOKENS) : index]):
            match = _LEAD.search(self.text, token.start, token.end) if token.kind == TEXT else None
            if match is not None:
                yield _Edit(match.start(), match.end(), _phrase(self.wanted.locale))
                return

    def _link(self, token: Token) -> Iterator[_Edit]:
        """A link to a page that has a half in this language goes there, anchor kept."""
        href = token.attr("href")
        if href is None or self.wanted.is_source:
            return
        address, anchor = urldefrag(urljoin(self.wanted.base, href))
        wanted = self.wanted.links.get(address)
        if wanted is None or href.startswith("#"):
            yield from self._absolute(token)
            return
        yield from self._set(token, "href", f"{wanted}#{anchor}" if anchor else wanted)

    def _absolute(self, token: Token) -> Iterator[_Edit]:
        """Relative addresses would break on a page at another address."""
        for name in ("href", "src", "action", "poster"):
            value = token.attr(name)
            if value is not None and not _ABSOLUTE.match(value.strip()):
                yield from self._set(token, name, urljoin(self.wanted.base, value.strip()))

    def _additions(self) -> Iterator[_Edit]:
        if self.paired:
            position = self._head_position()
            if position is not None:
                yield _Edit(position, position, "".join(self._alternates()))
        place = next((t.end for t in self.tokens if t.kind == END and t.tag == "h1"), None)
        place = place or next((t.end for t in self.tokens if t.kind == START and t.tag in ("main", "body")), None)
        added = self._switcher() + self._notice()
        if place is not None and added:
            yield _Edit(place, place, added)

    def _head_position(self) -> int | None:
        for token in self.tokens:
            if token.kind == START and token.tag == "link" and (token.attr("rel") or "").lower() == "canonical":
                return token.end
            if token.kind == END and token.tag == "head":
                return token.start
        return None

    def _alternates(self) -> Iterator[str]:
        """Every half, this one too, and the English one as default (search engines ask for all of them on all)."""
        halves = {**self.wanted.halves, "x-default": self.wanted.halves[self.wanted.source_locale]}
        for locale, address in halves.items():
            yield f'\n<link rel="alternate" hreflang="{locale}" href="{html.escape(address)}">'

    def _switcher(self) -> str:
        missing = [name for name in self.wanted.halves if name != self.wanted.locale and name not in self.switched]
        if not self.paired or not missing:
            return ""
        links = ", ".join(
            f'<a href="{html.escape(self.wanted.halves[name])}" hreflang="{name}" lang="{name}">{native_name(name)}</a>'
            for name in missing
        )
        return f'\n<p class="diptych-switcher">{_phrase(self.wanted.locale)} ({links})</p>'

    def _notice(self) -> str:
        if not self.wanted.notice:
            return ""
        return f'\n<p class="diptych-notice" role="note">{html.escape(self.wanted.notice, quote=False)}</p>'

    def _was_added(self, token: Token) -> bool:
        return any(name in _ADDED for name in (token.attr("class") or "").split())

    def _inner(self, index: int) -> list[Token]:
        end = self.ends.get(index)
        return self.tokens[index + 1 : end] if end is not None else []

    def _set(self, token: Token, name: str, value: str) -> Iterator[_Edit]:
        """Give an attribute that is there another value."""
        if token.attr(name) in (None, value):
            return
        found = next((attribute for attribute in attributes(self.text, token) if attribute.name == name), None)
        if found is not None:
            yield _Edit(found.start, found.end, _quoted(value, found))

    def _removal(self, start: int, end: int) -> _Edit:
        """Take an element out, with the white space before it if it has a line to itself."""
        before = self.text[:start].rstrip(" \t\r\n")
        alone = "\n" in self.text[len(before) : start] and self.text[end : end + 1] in ("\n", "\r", "")
        return _Edit(len(before) if alone else start, end, "")


def _phrase(locale: str) -> str:
    return _PHRASES.get(locale.split("-", maxsplit=1)[0], _PHRASES["en"])


def _quoted(value: str, attribute: Attribute) -> str:
    escaped = html.escape(value, quote=True)
    return escaped if attribute.quote else f'"{escaped}"'


def _apply(text: str, edits: list[_Edit]) -> str:
    """Splice edits in; one that overlaps an earlier one is left out."""
    result: list[str] = []
    position = 0
    for edit in edits:
        if edit.start >= position:
            result += (text[position : edit.start], edit.text)
            position = edit.end
    result.append(text[position:])
    return "".join(result)
