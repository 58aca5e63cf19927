"""Translation memory exchange (TMX 1.4b): the memory learned from existing pages, as a file other tools read."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.errors import BadFileError
from pipeline.core.memory import Entry

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def dumps(entries: Iterable[Entry], source: str, target: str) -> bytes:
    """The memory as TMX, sorted, codes as plain text, the origin as a property; the same entries, the same bytes."""
    header = f'srclang={quoteattr(source)} datatype="plaintext" segtype="block" adminlang="en" o-tmf="diptych"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header creationtool="diptych" creationtoolversion="1" {header}/>',
        "<body>",
    ]
    for entry in sorted(set(entries), key=lambda e: (e.source, e.target, e.origin)):
        lines += [
            "<tu>",
            f'<prop type="x-origin">{escape(entry.origin)}</prop>',
            f"<tuv xml:lang={quoteattr(source)}><seg>{escape(entry.source)}</seg></tuv>",
            f"<tuv xml:lang={quoteattr(target)}><seg>{escape(entry.target)}</seg></tuv>",
            "</tu>",
        ]
    return "\n".join([*lines, "</body>", "</tmx>", ""]).encode("utf-8")


def loads(data: bytes, path: str, source: str, target: str) -> tuple[Entry, ...]:
    """The pairs of a TMX file in two languages. Raises BadFileError for broken XML or one with entities of its own."""
    guard = expat.ParserCreate()
    guard.EntityDeclHandler = _refuse_entities
    try:
        guard.Parse(data, True)
        root = ElementTree.fromstring(data)  # noqa: S314  the guard has refused entity declarations
    except (expat.ExpatError, ElementTree.ParseError, ValueError) as error:
        raise BadFileError(path, f"is no TMX we can read ({error}); export it again") from error
    return tuple(entry for unit in root.iter("tu") if (entry := _entry(unit, source, target)) is not None)


def _entry(unit: ElementTree.Element, source: str, target: str) -> Entry | None:
    texts: dict[str, str] = {}
    for variant in unit.iter("tuv"):
        language = (variant.get(_LANG) or variant.get("lang") or "").split("-")[0].lower()
        segment = variant.find("seg")
        if segment is not None:
            texts.setdefault(language, "".join(segment.itertext()))
    first, second = texts.get(source.split("-", maxsplit=1)[0]), texts.get(target.split("-", maxsplit=1)[0])
    origin = next((prop.text or "" for prop in unit.iter("prop") if prop.get("type") == "x-origin"), "TMX")
    return Entry(first, second, origin) if first and second else None


def _refuse_entities(*_: object) -> None:
    raise ValueError("it declares entities")
