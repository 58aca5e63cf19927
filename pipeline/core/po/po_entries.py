"""Any PO file, ours or not, entry by entry with its lines: for reports, which read what `po_lines` would refuse.

The rules are those of "The Format of PO Files" in the GNU gettext manual: other charsets, plural forms, octal and
hexadecimal escapes, several strings on one line, ``#=``, no header. Nothing is written from what is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_CONFLICT: Final = ("<<<<<<<", "|||||||", ">>>>>>>")
_CHARSET: Final = re.compile(rb'^"Content-Type:[^"\n]*?charset=([^\s\\";]+)', re.MULTILINE | re.IGNORECASE)
_LONGEST_NAME: Final = 40  # characters of a charset's name; no charset has as many
_UTF8: Final = frozenset((b"UTF-8", b"UTF8"))
_PLAIN: Final = 'msgid "'  # has the same bytes in every charset that a PO file may have
_UNSET: Final = b"CHARSET"  # what xgettext leaves in a template
_LINE: Final = re.compile(
    r'(#~[ \t]*)?([a-z_]+(?:\[(\d{1,3})\])?)?[ \t]*("(?:[^"\\]|\\.)*"(?:[ \t]*"(?:[^"\\]|\\.)*")*)'
)
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE: Final = re.compile(r"((?:\\[0-7]{1,3}|\\x[0-9A-Fa-f]{1,2})+)|\\(.)")
_BYTE: Final = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))")
_MEANING: Final = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f", "a": "\a"}
_BINARY: Final = re.compile(r"^[^#\n\0][^\n\0]*\0|^\0", re.MULTILINE)  # comments may hold anything
_FORMS: Final = re.compile(r"nplurals\s*=\s*(\d+)")
_AFTER: Final = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgstr", "msgctxt"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid", "msgid_plural", "msgstr"),
}
"""Keyword → those after which it may stand; a ``msgstr`` after another only as the next plural form."""


@dataclass(frozen=True, slots=True)
class Target:
    """One translation, with the 1-based line of its ``msgstr``."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``targets`` are one, or the plural forms in order; ``plural`` is the source for many, if any."""

    line: int
    context: str | None
    source: str
    plural: str | None
    targets: tuple[Target, ...]
    fuzzy: bool = False
    obsolete: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a file in order without its header, and the header's fields by their names in small letters."""

    entries: tuple[Entry, ...]
    header: dict[str, str]

    @property
    def forms(self) -> int:
        """How many plural forms the header says that the language has; 1 where it says nothing."""
        found = _FORMS.search(self.header.get("plural-forms", ""))
        return int(found[1]) if found else 1


class _LineError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.problem = line, message


def read(data: bytes) -> Reading | tuple[int, str]:
    """A PO file read, or the 1-based line that is wrong and what to do about it."""
    try:
        entries = list(_Reader().entries(_decoded(data)))
        _refuse_twins(entries)
    except _LineError as error:
        return error.problem
    header = next((entry for entry in entries if not entry.source and entry.context is None), None)
    fields = _fields(header.targets[0].text) if header is not None and not header.obsolete else {}
    return Reading(tuple([entry for entry in entries if entry is not header]), fields)


def lines(data: bytes | None) -> dict[tuple[str | None, str], int]:
    """Context and source of each entry of a catalogue → the line of its msgstr; none where it cannot be read."""
    found = read(data or b"")
    entries = found.entries if isinstance(found, Reading) else ()
    return {(entry.context, entry.source): entry.targets[0].line for entry in entries if not entry.obsolete}


def _decoded(data: bytes) -> str:
    """The text in the charset that the header names, UTF-8 where it names none."""
    if not data.strip():
        raise _LineError(1, "the file is empty; restore it, or leave it out")
    found = _CHARSET.search(data)
    named = {name.upper() for name in _CHARSET.findall(data)}  # some lines that look like it are none
    charset = found[1] if found and found[1] != _UNSET and not _UTF8 & named else b"UTF-8"
    name = charset.decode("ascii", "replace")[:_LONGEST_NAME]
    try:
        if _PLAIN.encode(name) != _PLAIN.encode("ascii"):
            raise LookupError
        text = data.removeprefix(b"\xef\xbb\xbf").decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _LineError(line, f"byte 0x{data[error.start]:02X} is not {name}; save the file as {name}") from None
    except (LookupError, ValueError):
        line = data.count(b"\n", 0, found.start() if found else 0) + 1
        said = f'the header names the charset "{name}", in which no PO file can be read'
        raise _LineError(line, f"{said}; save the file as UTF-8 and say so there") from None
    binary = _BINARY.search(text)
    if binary is not None:
        line = text.count("\n", 0, binary.end()) + 1
        raise _LineError(line, "the file is binary, no PO file; restore it, or leave it out")
    return text


@dataclass(slots=True)
class _Draft:
    """An entry in the making."""

    line: int = 0
    strings: dict[str, list[str]] = field(default_factory=dict)
    targets: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    obsolete: bool = False

    def entry(self) -> Entry:
        texts = {keyword: "".join(pieces) for keyword, pieces in self.strings.items()}
        return Entry(
            self.line,
            texts.get("msgctxt"),
            texts["msgid"],
            texts.get("msgid_plural"),
            tuple(Target("".join(pieces), line) for pieces, line in zip(self.targets, self.lines, strict=True)),
            "fuzzy" in self.flags,
            self.obsolete,
            tuple(self.notes),
        )


class _Reader:
    """Takes one line after another; ``last`` is the keyword whose strings may go on."""

    def __init__(self) -> None:
        self.draft = _Draft()
        self.last = ""
        self.pieces: list[str] = []

    def entries(self, text: str) -> Iterator[Entry]:
        number = 0
        for number, raw in enumerate(text.split("\n"), start=1):
            line = raw.strip(" \t\r\f\v")
            is_comment = line.startswith("#") and (not line.startswith("#~") or line.startswith("#~|"))
            if self.last == "msgstr" and (is_comment or self._begins(line)):
                yield self._done()
            if is_comment:
                self._comment(line)
            elif line and line != "#~":
                self._string(number, line)
        if self.last == "msgstr":
            yield self._done()
        elif self.last:
            raise _LineError(number, "the file ends in the middle of an entry; restore it from where it came")

    def _begins(self, line: str) -> bool:
        return line.removeprefix("#~").lstrip().startswith(("msgctxt", "msgid", "domain"))

    def _done(self) -> Entry:
        entry = self.draft.entry()
        self.draft, self.last = _Draft(), ""
        return entry

    def _comment(self, line: str) -> None:
        if self.last:
            return  # a comment inside an entry says nothing that is reported
        if line[:2] == "#.":
            self.draft.notes.append(line[2:].strip())
        elif line[:2] in ("#,", "#="):
            self.draft.flags += [flag.strip() for flag in re.split("[,=]", line[1:]) if flag.strip()]

    def _string(self, number: int, line: str) -> None:
        found = _LINE.fullmatch(line)
        if found is None:
            raise _LineError(number, _trouble(line))
        mark, keyword, form, strings = found.groups()
        if keyword == "domain":
            return
        if keyword is not None:
            self._keyword(number, keyword.partition("[")[0], form, obsolete=mark is not None)
        elif not self.last:
            raise _LineError(number, "this text follows no keyword; write msgid or msgstr before it, or delete it")
        self.pieces += [_unescaped(body) for body in _STRING.findall(strings)]

    def _keyword(self, number: int, keyword: str, form: str | None, *, obsolete: bool) -> None:
        if keyword not in _AFTER:
            raise _LineError(number, f'"{keyword}" is no keyword of a PO file; write msgctxt, msgid or msgstr')
        if self.last not in _AFTER[keyword] or (keyword == self.last and form is None):
            message = f"{keyword} cannot stand after {self.last or 'nothing'}; restore the entry or delete it"
            raise _LineError(number, message)
        self.draft.line = self.draft.line or number
        self.draft.obsolete = obsolete
        self.last, self.pieces = keyword, []
        if keyword != "msgstr":
            self.draft.strings[keyword] = self.pieces
            return
        if int(form or 0) != len(self.draft.targets):
            raise _LineError(number, f"msgstr number {len(self.draft.targets)} is missing before this one")
        self.draft.targets.append(self.pieces)
        self.draft.lines.append(number)


def _trouble(line: str) -> str:
    if line.startswith(_CONFLICT) or not line.strip("="):
        return "a merge conflict marker; keep one side of the conflict and delete the markers"
    if line.count('"') == 1:
        return 'the text has no closing quote; put " at the end of the line'
    return 'this line is no part of a PO file; put text between two ", or begin a comment with "# "'


def _unescaped(body: str) -> str:
    return _ESCAPE.sub(_meaning, body) if "\\" in body else body


def _meaning(found: re.Match[str]) -> str:
    """One letter's meaning, or characters given by their bytes."""
    if found[2] is not None:
        return _MEANING.get(found[2], found[2])
    data = bytes(int(octal, 8) & 0xFF if octal else int(other, 16) for octal, other in _BYTE.findall(found[1]))
    return data.decode("utf-8", "replace")


def _fields(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip().casefold(): value.strip() for name, colon, value in pairs if colon}


def _refuse_twins(entries: list[Entry]) -> None:
    seen: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        if entry.obsolete:
            continue
        first = seen.setdefault((entry.context, entry.source), entry.line)
        if first != entry.line:
            raise _LineError(entry.line, f"the same text stands in line {first} too; keep one of the two")
