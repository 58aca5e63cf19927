"""A page's markup with the edits that its attributes and elements may get."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.core.segmentation.markup import START, Attribute, Token, attributes, matching_ends, tokens


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a page, and what comes in their place."""

    start: int
    end: int
    text: str


@dataclass
class Markup:
    """A page and its tokens; makes edits, changes nothing."""

    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The page's tokens in order."""
        return tokens(self.text)

    @cached_property
    def ends(self) -> dict[int, int]:
        """Index of each start tag that is closed → the index of its end tag."""
        return matching_ends(self.tokens)

    @cached_property
    def begins(self) -> dict[int, int]:
        """Index of each end tag that closes something → the index of its start tag."""
        return {end: start for start, end in self.ends.items()}

    def inner(self, index: int) -> list[Token]:
        """The tokens inside an element."""
        end = self.ends.get(index)
        return self.tokens[index + 1 : end] if end is not None else []

    def around(self, index: int) -> Iterator[int]:
        """The elements around a token, the innermost first."""
        for number in range(index - 1, -1, -1):
            if self.ends.get(number, -1) > index:
                yield number

    def set(self, token: Token, name: str, value: str) -> Iterator[Edit]:
        """Give an attribute that is there another value."""
        if token.attr(name) in (None, value):
            return
        found = self._attribute(token, name)
        if found is not None:
            yield Edit(found.start, found.end, _quoted(value, found))

    def put(self, token: Token, name: str, value: str, after: str) -> Iterator[Edit]:
        """Give an attribute a value; one that is not there comes behind another one that is, or behind the tag."""
        if token.attr(name) is not None:
            yield from self.set(token, name, value)
            return
        place = self._end_of(token, after)
        if place is not None:
            yield Edit(place, place, f' {name}="{html.escape(value)}"')

    def drop(self, token: Token, name: str) -> Iterator[Edit]:
        """Take an attribute with a value away, with the white space before it."""
        found = self._attribute(token, name)
        if found is None:
            return
        lead = self.text[token.start : found.start]
        before = len(lead[: lead.lower().rfind(name)].rstrip())
        yield Edit(token.start + before, found.end + bool(found.quote), "")

    def added(self, start: int, end: int) -> Edit:
        """Take out what was added here on a line of its own, exactly."""
        return Edit(start - (self.text[start - 1 : start] == "\n"), end, "")

    def removal(self, start: int, end: int) -> Edit:
        """Take an element out, with the white space before it if it has a line to itself."""
        before = self.text[:start].rstrip(" \t\r\n")
        alone = "\n" in self.text[len(before) : start] and self.text[end : end + 1] in ("\n", "\r", "")
        return Edit(len(before) if alone else start, end, "")

    def starts(self, tag: str) -> Iterator[Token]:
        """The start tags of a name."""
        return (token for token in self.tokens if token.kind == START and token.tag == tag)

    def _attribute(self, token: Token, name: str) -> Attribute | None:
        return next((found for found in attributes(self.text, token) if found.name == name), None)

    def _end_of(self, token: Token, name: str) -> int | None:
        if not name:
            return token.start + 1 + len(token.tag)
        found = self._attribute(token, name)
        return None if found is None else found.end + bool(found.quote)


def apply(text: str, edits: list[Edit]) -> str:
    """Splice edits in; one that overlaps an earlier one is left out."""
    result: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda item: (item.start, item.end)):
        if edit.start >= position:
            result += (text[position : edit.start], edit.text)
            position = edit.end
    result.append(text[position:])
    return "".join(result)


def _quoted(value: str, attribute: Attribute) -> str:
    escaped = html.escape(value, quote=True)
    return escaped if attribute.quote else f'"{escaped}"'
