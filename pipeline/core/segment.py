"""A page → skeleton and segments. The page itself is never changed: slots are spans of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.core import elements, inline, runs
from pipeline.core.inline import Piece
from pipeline.core.labels import attribute_names, is_file_name, note
from pipeline.core.markup import (
    COMMENT,
    END,
    OTHER,
    START,
    TEXT,
    Token,
    attributes,
    decode,
    is_void,
    island_filler,
    line_of,
    mask_islands,
    matching_ends,
    select,
    tokens,
)
from pipeline.core.model import Place, Remark, Skeleton, Slot
from pipeline.core.structured_data import reader_texts
from pipeline.core.text import collapse, is_translatable
from pipeline.core.titles import without_suffixes

_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SWITCHER_WORDS: Final = 60  # characters of text beside a language link that still make it a switcher
_OFF, _ON = "translate:off", "translate:on"
_PLACES: Final = {'"': Place.DOUBLE_QUOTED, "'": Place.SINGLE_QUOTED, "": Place.UNQUOTED}


@dataclass(frozen=True, slots=True)
class Rules:
    """How to read a page: its language, and CSS selectors for its content (first match wins)."""

    locale: str = "en"
    selectors: tuple[str, ...] = ()


def segment(data: bytes, rules: Rules | None = None) -> Skeleton:
    """Take a page apart. Raises ValueError where its bytes cannot be decoded without loss."""
    text, encoding, bom = decode(data)
    return segment_text(text, rules or Rules(), encoding, bom)


def segment_text(text: str, rules: Rules, encoding: str = "utf-8", bom: bytes = b"") -> Skeleton:
    """Take a page apart that is already decoded."""
    reader = _Reader(text, rules)
    reader.read()
    slots = sorted(without_suffixes(text, reader.slots), key=lambda slot: (slot.start, -slot.end))
    return Skeleton(text, encoding, bom, tuple(slots), reader.scope, (reader.first, reader.last), tuple(reader.remarks))


class _Reader:
    """One walk over the tokens of a page, gathering runs of inline content and translatable attributes."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.masked = mask_islands(text)
        self.filler = island_filler(text)
        self.locale = rules.locale.split("-")[0].lower()
        self.tokens = tokens(text)
        self.ends = matching_ends(self.tokens)
        self.scope, self.first, self.last = _scope(text, self.tokens, self.ends, rules)
        self.slots: list[Slot] = []
        self.remarks: list[Remark] = []
        self.run: list[Piece] = []
        self.blocks: list[str] = []
        self.language_link = False
        self.island = re.compile(f"({re.escape(self.filler)}+)")

    def read(self) -> None:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        self._flush()

    def _step(self, index: int) -> int:
        """Read the token at ``index``; the index to go on with."""
        token = self.tokens[index]
        if token.kind == START:
            return self._start(index, token)
        if token.kind == COMMENT and token.data.strip() == _OFF:
            self._flush()
            return self._after_comment(index, _ON)
        if token.kind == END:
            self._end(token)
        elif token.kind == TEXT and self._in_scope(token):
            self._text(token)
        elif token.kind in (COMMENT, OTHER) and self.run:
            self.run.append(Piece(inline.VOID, token.start, token.end, "comment", note="a comment of the page"))
        return index + 1

    def _start(self, index: int, token: Token) -> int:
        if token.tag in ("title", "script"):
            return self._head_text(index, token)
        end = self._hidden_until(index, token)
        if end is not None:
            self._hide(index, end)
            return end + 1
        if self._in_scope(token) or token.tag == "meta":
            self._attributes(token)
        if token.tag in elements.BLOCK:
            self._flush()
            if not is_void(token):
                self.blocks.append(token.tag)
        elif self._in_scope(token):
            self.run.append(self._inline_start(token))
        return index + 1

    def _end(self, token: Token) -> None:
        if token.tag not in elements.BLOCK:
            if self._in_scope(token) and not is_void(token):
                self.run.append(Piece(inline.CLOSE, token.start, token.end, token.tag))
            return
        self._flush()
        if token.tag in self.blocks:
            while self.blocks.pop() != token.tag:
                pass

    def _text(self, token: Token) -> None:
        """Text and character references; islands in it become codes."""
        raw = self.text[token.start : token.end]
        if raw.startswith("&"):
            self.run.append(Piece(inline.TEXT, token.start, token.end, text=token.data))
            return
        position = token.start
        for part in self.island.split(self.masked[token.start : token.end]):
            end = position + len(part)
            if part.startswith(self.filler):
                shown = self.text[position:end]
                self.run.append(Piece(inline.VOID, position, end, "x", note=f"filled in by the site: {shown[:40]}"))
            elif part:
                self.run.append(Piece(inline.TEXT, position, end, text=part))
            position = end

    def _inline_start(self, token: Token) -> Piece:
        if token.tag == "a" and self._is_foreign(token.attr("hreflang")):
            self.language_link = True
        kind = inline.VOID if is_void(token) else inline.OPEN
        return Piece(kind, token.start, token.end, token.tag, note=note(token))

    def _hide(self, index: int, end: int) -> None:
        """An element that is not offered: one code inside a sentence, a boundary elsewhere."""
        token = self.tokens[index]
        if token.tag in elements.OPAQUE:
            for inner in self.tokens[index : end + 1]:
                if inner.kind == START and self._in_scope(inner):
                    self._attributes(inner)
        if self._is_foreign(token.attr("lang")):
            self.language_link = self.language_link or any(piece.element == "a" for piece in self.run)
        if token.tag in elements.BLOCK:
            self._flush()
        elif self._in_scope(token):
            shown = "".join(inner.data for inner in self.tokens[index : end + 1] if inner.kind == TEXT)
            element = token.tag if token.tag in elements.OPAQUE else "x"
            note = f"kept as it is: {collapse(shown).strip()[:40]}"
            self.run.append(Piece(inline.VOID, token.start, self.tokens[end].end, element, note=note))

    def _hidden_until(self, index: int, token: Token) -> int | None:
        """The index of the last token of an element that is not offered, or None if it is."""
        classes = (token.attr("class") or "").split()
        hidden = (
            token.tag in elements.SKIPPED
            or token.tag in elements.OPAQUE
            or (token.attr("translate") or "").lower() == "no"
            or token.attr("data-translate-ignore") is not None
            or "notranslate" in classes
            or any(name.startswith(elements.SWITCHER_CLASSES) for name in classes)
            or (token.tag != "html" and self._is_foreign(token.attr("lang")))
        )
        if not hidden:
            return None
        if is_void(token):
            return index
        if token.tag == "p":
            return _end_of_paragraph(self.tokens, index)
        end = self.ends.get(index)
        if end is None and token.tag in elements.OPAQUE:
            return None
        return len(self.tokens) - 1 if end is None else end

    def _is_foreign(self, language: str | None) -> bool:
        return bool(language) and (language or "").split("-")[0].lower() not in ("x", self.locale)

    def _in_scope(self, token: Token) -> bool:
        return self.first <= token.start < self.last

    def _after_comment(self, index: int, data: str) -> int:
        for position in range(index + 1, len(self.tokens)):
            if self.tokens[position].kind == COMMENT and self.tokens[position].data.strip() == data:
                return position + 1
        return len(self.tokens)

    def _flush(self) -> None:
        """Turn the gathered run into slots."""
        if not self.run:
            self.language_link = False
            return
        run, self.run = self.run, []
        language_link, self.language_link = self.language_link, False
        beside = sum(len(piece.text.strip()) for piece in run)
        if language_link and beside <= _SWITCHER_WORDS:
            return
        for part in runs.cut(run):
            self._offer(runs.trim(part))

    def _offer(self, pieces: list[Piece]) -> None:
        if not any(is_translatable(piece.text) for piece in pieces if piece.kind == inline.TEXT):
            return
        start, end = pieces[0].start, pieces[-1].end
        pairs = inline.nest(pieces)
        if pairs is None:
            self._remark(start, "markup that does not nest; the block is left as it is")
            return
        if _UNREADABLE.search("".join(piece.text for piece in pieces)):
            self._remark(start, "characters that cannot be read; the block is left as it is")
            return
        shown, codes = inline.encode(pieces, pairs)
        if is_translatable(shown):
            role = self.blocks[-1] if self.blocks else "body"
            self.slots.append(Slot(start, end, shown, role, Place.TEXT, codes))

    def _attributes(self, token: Token) -> None:
        names = set(attribute_names(token)).intersection(name for name, _ in token.attrs)
        if not names:
            return
        for attribute in attributes(self.text, token):
            value = token.attr(attribute.name) or ""
            if attribute.name not in names or self.filler in value or _UNREADABLE.search(value):
                continue
            if attribute.name == "alt" and is_file_name(value):
                self._remark(
                    attribute.start, f'the alternative text "{value}" is a file name; say what the image shows'
                )
                continue
            names.discard(attribute.name)
            shown = inline.escape(collapse(value).strip())
            if is_translatable(shown):
                role = token.attr("property") or token.attr("name") or "meta" if token.tag == "meta" else attribute.name
                place = _PLACES[attribute.quote]
                self.slots.append(Slot(attribute.start, attribute.end, shown, role, place))

    def _head_text(self, index: int, token: Token) -> int:
        """The title, or the texts of a JSON-LD script; the index after it."""
        end = self.ends.get(index)
        if end is None:
            return len(self.tokens)
        start, stop = token.end, self.tokens[end].start
        if token.tag == "script" and (token.attr("type") or "").lower() == "application/ld+json":
            for found in reader_texts(self.text[start:stop]):
                slot = Slot(start + found.start, start + found.end, inline.escape(found.text), found.role, Place.JSON)
                self._keep_whole(slot)
        elif token.tag == "title":
            shown = inline.escape(collapse("".join(inner.data for inner in self.tokens[index + 1 : end])).strip())
            self._keep_whole(Slot(*_stripped(self.text, start, stop), shown, "title", Place.TITLE))
        return end + 1

    def _keep_whole(self, slot: Slot) -> None:
        if is_translatable(slot.text) and self.filler not in self.masked[slot.start : slot.end]:
            self.slots.append(slot)

    def _remark(self, position: int, message: str) -> None:
        self.remarks.append(Remark(line_of(self.text, position), message))


def _scope(text: str, found: list[Token], ends: dict[int, int], rules: Rules) -> tuple[str, int, int]:
    """What part of the page is the announcement: a name for it, and its character span."""
    for selector in rules.selectors:
        span = select(text, selector)
        if span is not None:
            return (selector, *span)
    for tag in ("main", "article"):
        index = next((i for i, token in enumerate(found) if token.kind == START and token.tag == tag), None)
        end = ends.get(index) if index is not None else None
        if index is not None and end is not None:
            return f"<{tag}>", found[index].start, found[end].end
    span = select(text, ".entry-content")
    return (".entry-content", *span) if span else ("the whole page", 0, len(text))


def _end_of_paragraph(found: list[Token], index: int) -> int:
    for position in range(index + 1, len(found)):
        token = found[position]
        if token.kind == END and token.tag == "p":
            return position
        if token.tag in elements.BLOCK:
            return position - 1
    return len(found) - 1


def _stripped(text: str, start: int, stop: int) -> tuple[int, int]:
    raw = text[start:stop]
    return start + len(raw) - len(raw.lstrip()), stop - len(raw) + len(raw.rstrip())
