"""A page's bytes as markup tokens with exact places in the text. The one module that uses turbohtml.

Nothing is normalised away: joining the spans of the tokens gives the page back.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import turbohtml
from turbohtml.detect import detect

from pipeline.core.elements import VOID

TEXT, START, END, COMMENT, OTHER = "text", "start", "end", "comment", "other"

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML: Final = re.compile(rb"^\s*<\?xml[^>]+?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_SNIFFED_BYTES: Final = 4096
_ISLAND: Final = re.compile(r"<\?.*?\?>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\A---\n.*?\n---\n", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"([^\s/>\"'=][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>][^\s>]*)))?")
_KINDS: Final = {
    turbohtml.TokenType.TEXT: TEXT,
    turbohtml.TokenType.CHARACTER_REFERENCE: TEXT,
    turbohtml.TokenType.START_TAG: START,
    turbohtml.TokenType.END_TAG: END,
    turbohtml.TokenType.COMMENT: COMMENT,
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of markup: its kind, its span in the text, its tag in lower case, its text resolved."""

    kind: str
    start: int
    end: int
    tag: str = ""
    data: str = ""
    attrs: tuple[tuple[str, str], ...] = ()

    def attr(self, name: str) -> str | None:
        """The resolved value of an attribute (the first of duplicates), or None."""
        return next((value for key, value in self.attrs if key == name), None)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Where the value of an attribute stands in the page, without its quotes; ``quote`` is ``"``, ``'`` or empty."""

    name: str
    start: int
    end: int
    quote: str


def decode(data: bytes) -> tuple[str, str, bytes]:
    """A page's bytes as (text, encoding, byte-order mark); encoding the text gives the bytes back.

    The order is the HTML standard's: byte-order mark, declaration, then sniffing. Bytes that the encoding
    cannot read become lone surrogates. Raises ValueError where no encoding gives the bytes back.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], encoding), encoding, bom
    for candidate in (_declared(data), _sniffed(data), "windows-1252", "utf-8"):
        if candidate is not None and _is_lossless(data, candidate):
            return _decoded(data, candidate), candidate, b""
    raise ValueError("no encoding reads this page without loss")


def encode(text: str, encoding: str, bom: bytes = b"") -> bytes:
    """The bytes of a page's text; a character the encoding lacks becomes a numeric reference."""
    try:
        return bom + text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return bom + b"".join(_encode_character(character, encoding) for character in text)


def tokens(text: str) -> list[Token]:
    """The markup tokens of a page, in order; islands of server-side code are text to it, never tags."""
    flat, offsets = _flatten(mask_islands(text))
    found: list[Token] = []
    position = 0
    for token in turbohtml.tokenize(flat, resolve_references=False, capture_source=True):
        source = token.source if token.source is not None else token.data or ""
        start, position = position, position + len(source)
        found.append(_token(token, offsets(start), offsets(position)))
    return found


def mask_islands(text: str) -> str:
    """The text with PHP, Jinja and front-matter islands replaced, character by character, by a filler."""
    filler = island_filler(text)
    return _ISLAND.sub(lambda match: filler * len(match.group()), text)


def island_filler(text: str) -> str:
    """The private-use character that stands for islands in this text: the first it does not hold itself."""
    return next(chr(point) for point in range(0xE000, 0xF8FF) if chr(point) not in text)


def attributes(text: str, token: Token) -> Iterator[Attribute]:
    """Where each attribute value of a start tag stands; nothing at all where the tag is too odd to be sure."""
    first = _end_of_name(text, token.start + 1, token.end)
    found: list[Attribute] = []
    for match in _ATTRIBUTE.finditer(text, first, token.end - 1):
        group = next((number for number in (2, 3, 4) if match.group(number) is not None), None)
        if group is not None:
            quote = {2: '"', 3: "'"}.get(group, "")
            found.append(Attribute(match.group(1).lower(), match.start(group), match.end(group), quote))
    known = {name for name, _ in token.attrs}
    if all(attribute.name in known for attribute in found):
        yield from found


def matching_ends(found: list[Token]) -> dict[int, int]:
    """Index of each start tag that is closed → the index of its end tag, counting same-named tags only."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for index, token in enumerate(found):
        if token.kind == START and token.tag not in VOID:
            opened.setdefault(token.tag, []).append(index)
        elif token.kind == END and opened.get(token.tag):
            ends[opened[token.tag].pop()] = index
    return ends


def select(text: str, selector: str) -> tuple[int, int] | None:
    """The character span of the first element that a CSS selector finds, or None."""
    flat, offsets = _flatten(mask_islands(text))
    node = turbohtml.parse(flat, source_locations=True).select_one(selector)
    location = node.source_location if node is not None else None
    if location is None:
        return None
    end = location.end_tag.end_offset if location.end_tag else len(flat)
    return offsets(location.start_tag.start_offset), offsets(end)


def line_of(text: str, position: int) -> int:
    """The 1-based line a character stands on."""
    return text.count("\n", 0, position) + 1


def is_void(token: Token) -> bool:
    """Whether a start tag never has an end tag."""
    return token.tag in VOID


def _token(token: turbohtml.Token, start: int, end: int) -> Token:
    kind = _KINDS.get(token.type, OTHER)
    tag = (token.tag or "") if kind in (START, END) else ""
    attrs = tuple(token.attrs or ()) if kind == START else ()
    return Token(kind, start, end, tag, token.data or "", attrs)


def _flatten(text: str) -> tuple[str, _Offsets]:
    """The text with newlines as HTML normalises them, and the way back to the original positions."""
    return text.replace("\r\n", "\n").replace("\r", "\n"), _Offsets(text)


class _Offsets:
    """Maps positions of the newline-normalised text back to the original."""

    __slots__ = ("_pairs",)

    def __init__(self, text: str) -> None:
        pairs = (match.start() for match in re.finditer("\r\n", text)) if "\r" in text else ()
        self._pairs = [position - index for index, position in enumerate(pairs)]

    def __call__(self, position: int) -> int:
        return position + bisect.bisect_left(self._pairs, position)


def _end_of_name(text: str, start: int, end: int) -> int:
    position = start
    while position < end and text[position] not in " \t\n\r\f/>":
        position += 1
    return position


def _declared(data: bytes) -> str | None:
    head = data[:_SNIFFED_BYTES]
    match = _DECLARED.search(head) or _DECLARED_XML.search(head)
    if match is None:
        return None
    label = match.group(1).decode("ascii").lower()
    if label.startswith("utf-16"):  # a page whose declaration we could read is no UTF-16 (HTML standard, 13.2.3.2)
        return "utf-8"
    return "windows-1252" if label in ("iso-8859-1", "latin1", "us-ascii", "ascii") else label


def _sniffed(data: bytes) -> str | None:
    if data.isascii():  # nothing says what a letter beyond ASCII would be read as, so those become references
        return "ascii"
    found = detect(data[:_SNIFFED_BYTES]).encoding
    return found.lower() if found else None


def _is_lossless(data: bytes, encoding: str) -> bool:
    try:
        return _decoded(data, encoding).encode(encoding, "surrogateescape") == data
    except (LookupError, UnicodeError):
        return False


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "surrogateescape")


def _encode_character(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return f"&#{ord(character)};".encode(encoding)
