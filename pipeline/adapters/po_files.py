"""PO files ↔ catalogues. The one module that uses polib, behind a guard (decision 8).

polib is kept from deciding anything: `po_lines` reads the file first and says what is wrong with it; what polib
makes of it must be the same entries; and what is written must read back as the catalogue it was made from.
A file in our own plain spelling takes the quick way of `po_blocks`, by which most are read and written.

Not kept, since a catalogue has no place for it: the header's own flags and ``#.`` notes, the previous context and
previous plural of an entry, and notes and references of obsolete entries. Comments lose white space at line ends
and blank lines at both ends.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import polib

from pipeline.core.errors import BadFileError
from pipeline.core.model import Catalogue, Unit
from pipeline.core.po import po_blocks, po_lines

_NO_DATE: Final = "1970-01-01 00:00+0000"
# what msginit and xgettext leave to be filled in; msgfmt --check warns of each
_PLACEHOLDERS: Final = {
    "PACKAGE VERSION",
    "FULL NAME <EMAIL@ADDRESS>",
    "LANGUAGE <LL@li.org>",
    "YEAR-MO-DA HO:MI+ZONE",
}
_SLAVIC: Final = "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
_ONE_FORM: Final = "nplurals=1; plural=0;"
_TWO_FORMS: Final = "nplurals=2; plural=(n != 1);"
_ZERO_IS_ONE: Final = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC: Final = f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {_SLAVIC} ? 1 : 2);"
_CZECH: Final = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"
# GNU gettext manual, "Plural forms"; every language that is not here has two, as English
_PLURALS: Final = {
    **dict.fromkeys(("id", "ja", "ko", "ms", "th", "vi", "zh"), _ONE_FORM),
    **dict.fromkeys(("fr", "pt_BR"), _ZERO_IS_ONE),
    **dict.fromkeys(("be", "bs", "hr", "ru", "sr", "uk"), _EAST_SLAVIC),
    **dict.fromkeys(("cs", "sk"), _CZECH),
    "pl": f"nplurals=3; plural=(n==1 ? 0 : {_SLAVIC} ? 1 : 2);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2);",
}
_LINE_END: Final = re.compile(r"\r\n?|\n")
_ENDS_LINE: Final = re.compile(r"[\r\n]")
_PREVIOUS: Final = re.compile(r"^#\| ", re.MULTILINE)
_BLANK_COMMENT: Final = re.compile(r"^# $", re.MULTILINE)
# gettext's lexer takes backslash and line end away, in comments too; the space stops it and is not read back
_JOINING_COMMENT: Final = re.compile(r"^(#.*\\)$", re.MULTILINE)


class _Text(str):
    """A text whose lines end at LF only: polib asks a string for its lines, and U+2028 must not end one."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return io.StringIO(self, newline="\n").readlines() if keepends else self.split("\n")


def load(path: Path, slug: str, locale: str) -> Catalogue | None:
    """The catalogue in a file, or None where there is no such file. Raises BadFileError as `loads` does."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadFileError(str(path), f"cannot be read ({error.strerror}); it should be a PO file") from error
    return loads(data, str(path), slug, locale)


def loads(data: bytes, path: str, slug: str, locale: str) -> Catalogue:
    """The catalogue in the bytes of a PO file; ``path`` is for messages.

    Raises BadFileError, with the line, for anything that could not be read whole: see `po_lines`.
    """
    text = _decode(data, path)
    quick = _quick(text, slug, locale)
    if quick is not None:
        return quick
    reading = po_lines.read(text)
    if not isinstance(reading, po_lines.Reading):
        line, message = reading
        raise BadFileError(path, message, line)
    try:
        found = polib.pofile(_Text(reading.text), encoding="utf-8")
    except OSError as error:
        raise BadFileError(path, f"polib cannot read it: {error}; restore the file from git") from error
    _refuse_losses(path, reading.entries, found)
    units = [_unit(entry) for entry in found]
    return Catalogue(
        slug,
        locale,
        tuple(unit for unit in units if not unit.obsolete),
        tuple(unit for unit in units if unit.obsolete),
        reading.header,
        _tidy(reading.comment),
    )


def _quick(text: str, slug: str, locale: str) -> Catalogue | None:
    """The catalogue of a file in our own spelling; None where it has to be read line by line."""
    first, *blocks = text.split("\n\n")
    header = po_lines.read(first)
    units = po_blocks.read(blocks)
    if units is None or not isinstance(header, po_lines.Reading) or header.entries:
        return None
    live = tuple([unit for unit in units if not unit.obsolete])
    gone = tuple([unit for unit in units if unit.obsolete])
    return Catalogue(slug, locale, live, gone, header.header, _tidy(header.comment))


def dumps(catalogue: Catalogue, *, source_locale: str = "en") -> bytes:
    """The bytes of the PO file of a catalogue: no wrapping, LF, live units in order, then the obsolete ones sorted.

    A ``source_locale`` other than en is named in X-Source-Language, as Poedit does. The same catalogue
    gives the same bytes. Raises BadFileError when the bytes would not read back as the same catalogue.
    """
    wanted = _kept(catalogue)
    path = f"locales/{catalogue.locale}/LC_MESSAGES/{catalogue.slug}.po"
    header = _header(catalogue, source_locale)
    fields = "".join(f"{name}: {value}\n" for name, value in header.items())
    start = polib.POEntry(msgid="", msgstr=_Text(fields), tcomment=wanted.comment)
    quick = {id(unit): po_blocks.written(unit) for unit in wanted.units if not unit.obsolete}
    quick |= {id(unit): po_blocks.written(unit) for unit in wanted.obsolete if unit.obsolete}
    rest = replace(
        wanted,
        header=header,
        units=tuple([unit for unit in wanted.units if quick.get(id(unit)) is None]),
        obsolete=tuple([unit for unit in wanted.obsolete if quick.get(id(unit)) is None]),
    )
    others = iter(_written(path, rest, start))
    known = (*wanted.units, *wanted.obsolete)
    texts = [next(others), *[quick.get(id(unit)) or next(others) for unit in known]]
    if len({(unit.context, unit.source) for unit in known}) < len(known):
        raise BadFileError(path, "not written: the same text stands in two of its entries; restore the file from git")
    return "\n".join(texts).encode()


def _written(path: str, wanted: Catalogue, start: polib.POEntry) -> list[str]:
    """The header and the entries of a catalogue by polib, read back as a file."""
    entries = [_spelt(start), *[_spelt(_entry(unit)) for unit in (*wanted.units, *wanted.obsolete)]]
    try:
        data = "\n".join(entries).encode()
        back = loads(data, path, wanted.slug, wanted.locale)
    except UnicodeEncodeError as error:
        near = error.object[max(0, error.start - 20) : error.start]
        raise BadFileError(path, f"not written: a broken character (lone surrogate) after “{near}”") from error
    except BadFileError as error:
        raise BadFileError(path, f"not written, for it could not be read again: {error}") from error
    _refuse_changes(path, wanted, back)
    return entries


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise BadFileError(path, message, line) from error


def _refuse_losses(path: str, expected: tuple[po_lines.Entry, ...], found: Iterable[polib.POEntry]) -> None:
    """Every entry the lines hold must have come through polib as it stands there."""
    ours = [(entry.context, entry.source, entry.target, entry.obsolete) for entry in expected]
    theirs = [(entry.msgctxt, entry.msgid, entry.msgstr, bool(entry.obsolete)) for entry in found]
    if ours == theirs:
        return
    place = next((n for n, (our, their) in enumerate(zip(ours, theirs, strict=False)) if our != their), len(theirs))
    line = expected[place].line if place < len(expected) else None
    raise BadFileError(path, "this entry would not come through whole; write it anew or restore it from git", line)


def _refuse_changes(path: str, wanted: Catalogue, back: Catalogue) -> None:
    if back == wanted:
        return
    pairs = zip((*wanted.units, *wanted.obsolete), (*back.units, *back.obsolete), strict=False)
    odd = next((f"the unit “{ours.source}”" for ours, theirs in pairs if ours != theirs), "the header or its comment")
    raise BadFileError(path, f"not written: {odd} holds something that a PO file cannot keep; take it out")


def _unit(entry: polib.POEntry) -> Unit:
    flags = [flag for flag in entry.flags if flag]
    references = tuple(f"{file}:{line}" if line else file for file, line in entry.occurrences)
    return Unit(
        entry.msgid,
        entry.msgstr,
        "fuzzy" in flags,
        entry.msgctxt,
        entry.previous_msgid,
        _tidy(entry.tcomment),
        () if entry.obsolete else _tidy_notes([entry.comment]),
        () if entry.obsolete else references,
        tuple(flag for flag in flags if flag != "fuzzy"),
        bool(entry.obsolete),
    )


def _entry(unit: Unit) -> polib.POEntry:
    return polib.POEntry(
        msgid=_Text(unit.source),
        msgstr=_Text(unit.target),
        msgctxt=None if unit.context is None else _Text(unit.context),
        previous_msgid=None if unit.previous is None else _Text(unit.previous),
        tcomment=unit.comments,
        comment="\n".join(unit.notes),
        occurrences=[(reference, "") for reference in unit.references],
        flags=["fuzzy", *unit.flags] if unit.fuzzy else list(unit.flags),
        obsolete=unit.obsolete,
    )


def _spelt(entry: polib.POEntry) -> str:
    """An entry as gettext writes it: "#" alone for a blank comment, "#~|" before an obsolete unit's previous text."""
    text = entry.__unicode__(0)
    if "#" in text:
        text = _JOINING_COMMENT.sub(r"\1 ", _BLANK_COMMENT.sub("#", text))
    return _PREVIOUS.sub("#~| ", text) if entry.obsolete else text


def _kept(catalogue: Catalogue) -> Catalogue:
    """The catalogue as a file keeps it: comments tidied, the obsolete units in order and without our notes."""
    obsolete = sorted(catalogue.obsolete, key=lambda unit: (unit.context or "", unit.source))
    return replace(
        catalogue,
        units=tuple([_kept_unit(unit) for unit in catalogue.units]),
        obsolete=tuple(replace(unit, comments=_tidy(unit.comments), notes=(), references=()) for unit in obsolete),
        comment=_tidy(catalogue.comment),
    )


def _kept_unit(unit: Unit) -> Unit:
    comments, notes = _tidy(unit.comments), _tidy_notes(unit.notes)
    is_same = comments == unit.comments and notes == unit.notes
    return unit if is_same else replace(unit, comments=comments, notes=notes)


def _tidy(comment: str) -> str:
    return "\n".join(line.rstrip() for line in _LINE_END.split(comment)).strip("\n") if comment else ""


def _tidy_notes(notes: Iterable[str]) -> tuple[str, ...]:
    lines = [
        line.rstrip() for note in notes for line in (_LINE_END.split(note) if _ENDS_LINE.search(note) else (note,))
    ]
    return tuple([line for line in lines if line])


def _header(catalogue: Catalogue, source_locale: str) -> dict[str, str]:
    """The header's fields: every standard one, in gettext's order, then the others as they stood."""
    old = {name.casefold(): " ".join(value.split()) for name, value in catalogue.header.items()}
    old = {name: "" if value in _PLACEHOLDERS else value for name, value in old.items()}
    language = catalogue.locale.replace("-", "_")
    plural = _PLURALS.get(language) or _PLURALS.get(language.partition("_")[0], _TWO_FORMS)
    fields = {
        "Project-Id-Version": old.get("project-id-version") or "diptych",
        "Report-Msgid-Bugs-To": old.get("report-msgid-bugs-to", ""),
        "POT-Creation-Date": _NO_DATE,
        "PO-Revision-Date": old.get("po-revision-date") or _NO_DATE,
        "Last-Translator": old.get("last-translator", ""),
        "Language-Team": old.get("language-team") or catalogue.locale,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    standard = {name.casefold() for name in fields}
    fields |= {name: old[name.casefold()] for name in catalogue.header if name.casefold() not in standard}
    return fields if source_locale == "en" else fields | {"X-Source-Language": source_locale}
