"""Translation memory exchange (TMX 1.4b): memories as files that OmegaT, Weblate and other tools write and read.

A file is read as it streams by, so its size does not matter. Our inline codes (``<a1>``) are written as plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.errors import BadFileError
from pipeline.core.memory import Entry
from pipeline.core.text import CODE, collapse
from pipeline.core.xml_text import is_holdable, texts

ORIGIN: Final = "TMX"
"""Where a pair comes from if neither its file nor the reader says."""

_ORIGIN: Final = "x-origin"
_BEFORE: Final = "x-before"
_NATIVE: Final = frozenset(("bpt", "ept", "ph", "it", "ut"))  # elements that hold another format's codes
_BREAK: Final = re.compile(r"<br\b|<w:br\b|\\n|^\s*\n\s*$")
_HEADING: Final = re.compile(r"</?h[1-6]>")  # HTML's own, not one of our codes
_DROPPED: Final = re.compile(r" ?\0[ \0]*(?=([.,)\]…])?)")  # U+0000 stands where a code was; XML cannot hold it


class Lack(StrEnum):
    """Why a translation unit is no pair for us."""

    LANGUAGES = "in other languages"
    EMPTY = "with an empty side"


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One ``tu``: its texts, each with its language as the file has it, where it comes from, what stands before it."""

    variants: tuple[tuple[str, str], ...]
    origin: str = ""
    before: str = ""


def dumps(entries: Iterable[Entry], source: str, target: str) -> bytes:
    """The memory as TMX, sorted, codes as plain text, the origin as a property; the same entries, the same bytes.

    Entries that are not ``is_exchangeable`` are left out.
    """
    header = f'srclang={quoteattr(source)} datatype="plaintext" segtype="block" adminlang="en" o-tmf="diptych"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header creationtool="diptych" creationtoolversion="1" {header}/>',
        "<body>",
    ]
    for text, translation, origin, before in sorted({_written(entry) for entry in entries if is_exchangeable(entry)}):
        lines += [
            "<tu>",
            f'<prop type="{_ORIGIN}">{escape(origin)}</prop>',
            *([f'<prop type="{_BEFORE}">{escape(before)}</prop>'] if before else ()),
            f"<tuv xml:lang={quoteattr(source)}><seg>{escape(text)}</seg></tuv>",
            f"<tuv xml:lang={quoteattr(target)}><seg>{escape(translation)}</seg></tuv>",
            "</tu>",
        ]
    return "\n".join([*lines, "</body>", "</tmx>", ""]).encode("utf-8")


def is_exchangeable(entry: Entry) -> bool:
    """Whether XML can hold the entry."""
    return all(map(is_holdable, _written(entry)))


def loads(data: bytes, path: str, source: str, target: str) -> tuple[Entry, ...]:
    """The pairs of a TMX file in two languages. Raises BadFileError with the line."""
    return tuple(entries((data,), path, source, target))


def entries(chunks: Iterable[bytes], path: str, source: str, target: str, origin: str = ORIGIN) -> Iterator[Entry]:
    """The pairs in two languages, one after the other. Raises BadFileError with the line."""
    for unit in units(chunks, path):
        found = entry(unit, source, target, origin)
        if isinstance(found, Entry):
            yield found


def entry(unit: TranslationUnit, source: str, target: str, origin: str = ORIGIN) -> Entry | Lack:
    """The pair that a translation unit holds for two languages, white space normalised; or why there is none.

    ``en`` fits ``en-GB`` and the other way round, the nearest first. ``origin`` is for units that name none.
    """
    first, second = _best(unit.variants, source), _best(unit.variants, target)
    if first is None or second is None:
        return Lack.LANGUAGES
    if not first or not second:
        return Lack.EMPTY
    return Entry(first, second, unit.origin or origin, unit.before)


def units(chunks: Iterable[bytes], path: str) -> Iterator[TranslationUnit]:
    """Every translation unit of a TMX file. Raises BadFileError with the line for what is no TMX or no sound XML,
    and for a file that declares entities, by which a small file could become an endless one.
    """
    reader = _Reader()
    try:
        for text in texts(chunks, path):
            reader.parser.Parse(text.encode("utf-8"), False)
            yield from reader.taken()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = f"is no sound XML here ({expat.ErrorString(error.code)}); export it again, or mend this line"
        raise BadFileError(path, message, error.lineno) from error
    except _Refusal as refusal:
        raise BadFileError(path, str(refusal), reader.parser.CurrentLineNumber) from None
    yield from reader.taken()


class _Refusal(Exception):  # noqa: N818  no error of the program: the file is refused, and units() says where
    """Sound XML that we do not read; ``str()`` says why and what to do."""


class _Reader:
    """Listens to the parser and keeps the translation units that it has read whole until they are taken."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = _refuse_entities
        self.parser.SkippedEntityHandler = _refuse_unknown
        self._found: list[TranslationUnit] = []
        self._depth = 0
        self._variants: list[tuple[str, str]] = []
        self._properties: dict[str, str] = {}
        self._language = ""
        self._property = ""
        self._native = 0  # how deep within another format's code
        self._is_break = False
        self._code: list[str] = []
        self._running: list[str] | None = None  # the text of the segment or the property being read

    def taken(self) -> list[TranslationUnit]:
        """The units read since the last time."""
        found, self._found = self._found, []
        return found

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        name = _local(qualified)
        if not self._depth and name != "tmx":
            raise _Refusal(f"is no TMX: its outermost element is <{qualified}>; export the memory as TMX")
        self._depth += 1
        if self._native or (name in _NATIVE and self._running is not None):
            self._native += 1
            self._is_break = self._is_break or attributes.get("type") == "lb"
        elif name == "tu":
            self._variants, self._properties = [], {}
        elif name == "tuv":
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name == "seg":
            self._running = []
        elif name == "prop" and attributes.get("type") in (_ORIGIN, _BEFORE):
            self._property = attributes["type"]
            self._running = []

    def _end(self, qualified: str) -> None:
        name = _local(qualified)
        self._depth -= 1
        if self._native:
            self._native -= 1
            self._end_code()
        elif name == "seg":
            self._variants.append((self._language, _tidied(self._run())))
        elif name == "prop" and self._property:
            self._properties.setdefault(self._property, self._run())
            self._property = ""
        elif name == "tu":
            origin, before = (self._properties.get(kind, "") for kind in (_ORIGIN, _BEFORE))
            self._found.append(TranslationUnit(tuple(self._variants), origin, before))

    def _end_code(self) -> None:
        if self._native or self._running is None:
            return
        self._running.append(_shown("".join(self._code), is_break=self._is_break))
        self._code.clear()
        self._is_break = False

    def _text(self, text: str) -> None:
        if self._native:
            self._code.append(text)
        elif self._running is not None:
            self._running.append(text)

    def _run(self) -> str:
        text = "".join(self._running or ())
        self._running = None
        return text


def _written(entry: Entry) -> tuple[str, str, str, str]:
    """What a file keeps of an entry. How far to trust it is for the reader to say."""
    return entry.source, entry.target, entry.origin, entry.before


def _shown(code: str, *, is_break: bool) -> str:
    """What stays in a text of another format's code: one of ours, or U+0000 where it was, for ``_tidied``."""
    own = code.strip()
    if own and not CODE.sub("", own) and not _HEADING.search(own):
        return own
    return " \0" if is_break or _BREAK.search(code) else "\0"


def _tidied(text: str) -> str:
    """A segment in the form of our own: NFC, each run of white space one space, none where a code was dropped."""
    shown = collapse(text)
    if "\0" in shown:
        shown = _DROPPED.sub(lambda match: " " if " " in match.group() and not match.group(1) else "", shown)
    return unicodedata.normalize("NFC", shown).strip(" ")


def _best(variants: Iterable[tuple[str, str]], wanted: str) -> str | None:
    """The text in the language nearest to the one wanted, one that is not empty before others; None without any."""
    ranked = ((_distance(language, wanted), text) for language, text in variants)
    fitting = [(not text, distance, text) for distance, text in ranked if distance is not None]
    return min(fitting, key=lambda item: item[:2])[2] if fitting else None


def _distance(language: str, wanted: str) -> int | None:
    """How many subtags one language has more than the other; None where they disagree in one (fr-FR and fr-CA)."""
    theirs, ours = _subtags(language), _subtags(wanted)
    agree = all(one == other for one, other in zip(theirs, ours, strict=False))
    return abs(len(theirs) - len(ours)) if agree else None


def _subtags(language: str) -> list[str]:
    return language.strip().replace("_", "-").casefold().split("-")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_entities(name: str, *_: object) -> None:
    raise _Refusal(f'declares the entity "{name}"; take its DOCTYPE out, or export the memory again')


def _refuse_unknown(name: str, _is_parameter: object) -> None:
    raise _Refusal(f"holds &{name};, which no memory declares; write the character itself")
