"""A page's bytes as markup tokens with exact places in the text. The one module that uses turbohtml.

Nothing is normalised away: joining the spans of the tokens gives the page back.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import turbohtml
from turbohtml.detect import detect

from pipeline.core.segmentation.elements import VOID
from pipeline.core.segmentation.islands import mask
from pipeline.core.segmentation.marks import PLAIN_TEXT, Mark

TEXT, START, END, COMMENT, OTHER = "text", "start", "end", "comment", "other"

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML: Final = re.compile(rb"^\s*<\?xml[^>]+?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_WEB_ENCODING: Final = re.compile(
    r"utf-?8|(?:iso-?8859|windows|cp|koi8|ibm|x-mac|mac|gb|big5|euc|shift|iso-2022|x-sjis|sjis|tis|ks_c)[\w:-]*"
)
_SNIFFED_BYTES: Final = 4096
_ASCII: Final = 127
_SAFE: Final = frozenset(("utf-8", "ascii", "windows-1252"))  # read any bytes and give them back
_S: Final = r" \t\n\f\r"  # white space in tags (HTML standard, 13.2.5.32); no-break spaces and their like are values
_ATTRIBUTE: Final = re.compile(
    rf"([^{_S}/>\"'=][^{_S}/>=]*)(?:[{_S}]*=[{_S}]*(?:\"([^\"]*)\"|'([^']*)'|([^{_S}\"'>][^{_S}>]*)))?"
)
_QUOTES: Final = {2: '"', 3: "'", 4: ""}
_AFTER_NAME: Final = re.compile(r"[ \t\n\r\f/>]")
_KINDS: Final = {
    turbohtml.TokenType.TEXT: TEXT,
    turbohtml.TokenType.CHARACTER_REFERENCE: TEXT,
    turbohtml.TokenType.START_TAG: START,
    turbohtml.TokenType.END_TAG: END,
    turbohtml.TokenType.COMMENT: COMMENT,
}


class Token(NamedTuple):
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


class Attribute(NamedTuple):
    """Where the value of an attribute stands in the page, without its quotes; ``quote`` is ``"``, ``'`` or empty."""

    name: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """The tokens of a page: token ``i`` has ``marks[i]`` and spans ``bounds[i]`` to ``bounds[i + 1]`` of the text.

    ``events`` are the numbers of the tokens that do more than stand in a sentence.
    """

    marks: list[Mark]
    bounds: array[int]
    events: array[int]


def decode(data: bytes) -> tuple[str, str, bytes]:
    """A page's bytes as (text, encoding, byte-order mark); encoding the text gives the bytes back.

    The order is the HTML standard's: byte-order mark, declaration, then sniffing. Bytes that the encoding
    cannot read become lone surrogates. Raises ValueError where no encoding gives the bytes back.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _decoded(data[len(bom) :], encoding)
            if text is None:
                break
            return text, encoding, bom
    else:
        for candidate in _candidates(data):
            text = _decoded(data, candidate)
            if text is not None:
                return text, candidate, b""
    raise ValueError("no encoding reads this page without loss; save it as UTF-8")


def encode(text: str, encoding: str, bom: bytes = b"") -> bytes:
    """The bytes of a page's text; a character the encoding lacks becomes a numeric reference."""
    return bom + text.encode(encoding, _REFERENCES)


def scan(flat: str, marks: Mapping[str, Mark], start: int = 0) -> Scanned:
    """The tokens of a page whose newlines and islands are out of the way, by what their spelling means.

    ``marks`` gives the mark of any spelling; ``start`` is where ``flat`` begins in the whole page. Raises ValueError
    where the tokens do not add up to the page, so that no span could be trusted.
    """
    found: list[Mark] = []
    bounds, events = array("I", (start,)), array("I")
    position = start
    for token in _tokenized(flat):
        source = token.source
        if source is None:
            position += len(token.data or "")
            found.append(PLAIN_TEXT)
        else:
            position += len(source)
            mark = marks[source]
            if mark.event:
                events.append(len(found))
            found.append(mark)
        bounds.append(position)
    _refuse_gaps(flat, position - start)
    return Scanned(found, bounds, events)


def tokens(text: str) -> list[Token]:
    """The markup tokens of a page, in order; islands of server-side code are text to it, never tags."""
    flat = flatten(mask(text).text)
    found: list[Token] = []
    position = 0
    for token in _tokenized(flat):
        source = token.source if token.source is not None else token.data or ""
        start, position = position, position + len(source)
        found.append(_token(token, start, position))
    _refuse_gaps(flat, position)
    return found


def spelling(source: str) -> Token:
    """The token that one spelling is, such as ``<a href=x>`` or ``&eacute;``."""
    for token in _tokenized(source):
        return _token(token, 0, len(source))
    return Token(OTHER, 0, len(source))


def flatten(text: str) -> str:
    """The text with newlines as HTML normalises them, of the same length: a pair becomes a space and a newline."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def attributes(text: str, token: Token) -> list[Attribute]:
    """Where each attribute value of a start tag stands; nothing at all where the tag is too odd to be sure."""
    first = _end_of_name(text, token.start + 1, token.end)
    known = {name for name, _ in token.attrs}
    found: list[Attribute] = []
    for match in _ATTRIBUTE.finditer(text, first, token.end - 1):
        group = match.lastindex
        if group is None or group == 1:
            continue
        name = match[1].lower()
        if name not in known:
            return []
        start, end = match.span(group)
        found.append(Attribute(name, start, end, _QUOTES[group]))
    return found


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


def select(text: str, selector: str) -> list[tuple[int, int]]:
    """The character spans of the elements that a CSS selector finds, in order. Raises ValueError for no selector."""
    flat = flatten(mask(text).text)
    try:
        nodes = turbohtml.parse(flat, source_locations=True).select(selector)
    except turbohtml.SelectorSyntaxError as error:
        raise ValueError(f"{selector} is no CSS selector: {error}") from error
    locations = [node.source_location for node in nodes]
    return [
        (place.start_tag.start_offset, place.end_tag.end_offset if place.end_tag else len(flat))
        for place in locations
        if place is not None
    ]


def is_selector(text: str) -> bool:
    """Whether a text is a CSS selector."""
    try:
        turbohtml.parse("").select(text)
    except turbohtml.SelectorSyntaxError:
        return False
    return True


def _token(token: turbohtml.Token, start: int, end: int) -> Token:
    kind = _KINDS.get(token.type, OTHER)
    tag = (token.tag or "") if kind in (START, END) else ""
    attrs = tuple(token.attrs or ()) if kind == START else ()
    return Token(kind, start, end, tag, token.data or "", attrs)


def _tokenized(flat: str) -> Iterator[turbohtml.Token]:
    return turbohtml.tokenize(flat, resolve_references=False, capture_source=True)


def _refuse_gaps(flat: str, position: int) -> None:
    """Only a tag cut off by the end of the page may be missing from its tokens."""
    if position != len(flat) and flat[position : position + 1] != "<":
        raise ValueError("its markup cannot be told apart safely")


def _end_of_name(text: str, start: int, end: int) -> int:
    match = _AFTER_NAME.search(text, start, end)
    return match.start() if match else end


def _declared(data: bytes) -> str | None:
    head = data[:_SNIFFED_BYTES]
    match = _DECLARED.search(head) or _DECLARED_XML.search(head)
    if match is None:
        return None
    label = match.group(1).decode("ascii").lower()
    if label.startswith("utf-16"):  # a page whose declaration we could read is no UTF-16 (HTML standard, 13.2.3.2)
        return "utf-8"
    if label in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        return "windows-1252"
    return label if _WEB_ENCODING.fullmatch(label) else None


def _sniffed(data: bytes) -> str | None:
    if data.isascii():  # nothing says what a letter beyond ASCII would be read as, so those become references
        return "ascii"
    if _is_utf8(data):
        return "utf-8"
    first = next(place for place, byte in enumerate(data) if byte > _ASCII)
    found = detect(data[max(0, first - _SNIFFED_BYTES // 2) :][:_SNIFFED_BYTES]).encoding
    return found.lower() if found else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _candidates(data: bytes) -> Iterator[str]:
    declared = _declared(data)
    if declared is not None:
        yield declared
    sniffed = _sniffed(data)
    if sniffed is not None:
        yield sniffed
    yield "windows-1252"


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, or None where encoding it would not give the same bytes."""
    try:
        text = data.decode(encoding, "surrogateescape")
        if encoding in _SAFE or text.encode(encoding, "surrogateescape") == data:
            return text
    except (LookupError, UnicodeError):
        return None
    return None


def _as_reference(error: UnicodeError) -> tuple[str | bytes, int]:
    """A byte the page could not be read by goes back as it was; a character it cannot spell becomes a reference."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    point = ord(error.object[error.start])
    return bytes((point - 0xDC00,)) if 0xDC80 <= point <= 0xDCFF else f"&#{point};", error.start + 1


_REFERENCES: Final = "diptych-references"
codecs.register_error(_REFERENCES, _as_reference)
