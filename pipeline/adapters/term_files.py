"""config/glossary.csv and config/fixed.csv → House, with line numbers for what is wrong.

Both are tables as spreadsheets write them: UTF-8 with or without a BOM, commas or semicolons between the columns (what
Excel writes depends on the country), the columns' names in the first line.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterator
from typing import Final

from pipeline.core.errors import BadFileError
from pipeline.core.languages import is_known
from pipeline.core.terms import Term
from pipeline.core.text import same_form

_YES: Final = {"yes", "y", "1", "true", "x"}
_NO: Final = {"", "no", "n", "0", "false"}
_GLOSSARY: Final = ("term", "keep", "forbidden", "case", "note")
_FIXED: Final = ("note",)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SPELT: Final = {"\t": "a tab", "\n": "a line break", "\r": "a line break", "\u2028": "a line break"}

Row = dict[str, str]


def glossary(data: bytes, path: str, locale: str) -> tuple[Term, ...]:
    """The terms of a glossary, by its columns: ``term``, the locale's own, ``keep``, ``forbidden``, ``case``, ``note``.

    ``keep`` is yes or empty, ``forbidden`` wrong wordings with ``|`` between, ``case`` "exact" where capitals matter.
    Raises BadFileError with the line, also for a term given twice.
    """
    found: dict[tuple[str, bool], Term] = {}
    lines: dict[tuple[str, bool], int] = {}
    for line, row in _rows(data, path, ("term", locale), _GLOSSARY):
        term = _term(row, path, line, locale)
        shown = same_form(term.source)
        key = (shown, True) if term.exact or term.keep else (shown.casefold(), False)
        if key in found:
            message = f'"{term.source}" stands here a second time, after line {lines[key]}; keep one line for it'
            raise BadFileError(path, message, line)
        found[key], lines[key] = term, line
    return tuple(found.values())


def fixed(data: bytes, path: str, source: str, locale: str) -> dict[str, str]:
    """Approved wordings: columns named by the source locale and the target locale."""
    wordings: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(data, path, (source, locale), _FIXED):
        if not row[source] or not row[locale]:
            raise BadFileError(path, "both wordings must be given; fill the empty one or delete the line", line)
        shown = same_form(row[source])
        if shown in lines:
            message = f"this wording stands here a second time, after line {lines[shown]}; keep one line for it"
            raise BadFileError(path, message, line)
        wordings[row[source]], lines[shown] = row[locale], line
    return wordings


def taxonomies(data: bytes, path: str, source: str, locale: str) -> dict[tuple[str, str], str]:
    """Categories and tags of WordPress by slug: columns ``taxonomy`` (categories or tags), source and target locale.

    An empty target leaves the term out. Raises BadFileError with the line, also for a term given twice.
    """
    found: dict[tuple[str, str], str] = {}
    for line, row in _rows(data, path, ("taxonomy", source, locale), _FIXED):
        key = (row["taxonomy"], row[source])
        if row["taxonomy"] not in ("categories", "tags") or not row[source]:
            raise BadFileError(path, f'give a taxonomy (categories or tags) and a slug in "{source}"', line)
        if key in found:
            raise BadFileError(path, f'"{row[source]}" stands here a second time; keep one line for it', line)
        found[key] = row[locale]
    return found


def _rows(data: bytes, path: str, needed: Collection[str], known: Collection[str]) -> Iterator[tuple[int, Row]]:
    """The line a row begins on, and its values without spaces around them; rows without any value are left out."""
    text = _text(data, path)
    lines = _lines(text, path)
    _, header = next(lines, (1, []))
    names = [name.strip().casefold() for name in header]
    wanted = {name.casefold(): name for name in needed}
    _check_header(names, path, needed, known)
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if len(values) != len(names):
            message = (
                f"has {len(values)} columns where the first line has {len(names)}; put a wording that holds a comma "
                "or a semicolon in quotes"
            )
            raise BadFileError(path, message, line)
        for name, value in zip(names, values, strict=True):
            _check_value(name, value, path, line)
        yield line, {wanted.get(name, name): value for name, value in zip(names, values, strict=True) if name}


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFileError(path, 'is not UTF-8; save it again as "CSV UTF-8"', line) from None


def _lines(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on, from 1."""
    first = text.partition("\n")[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the quotes of this line do not fit ({error}); a quote within a wording is written twice"
        raise BadFileError(path, message, start) from None


def _check_header(names: list[str], path: str, needed: Collection[str], known: Collection[str]) -> None:
    """Raises BadFileError for a column that is missing, unknown or there twice."""
    for name in needed:
        if name.casefold() not in names:
            columns = ", ".join(dict.fromkeys((*needed, *known)))
            message = f'the first line has no column "{name}"; it names the columns ({columns})'
            raise BadFileError(path, message, 1)
    for name in filter(None, names):
        if names.count(name) > 1:
            raise BadFileError(path, f'the first line has the column "{name}" twice; keep one', 1)
        if name not in (*needed, *known) and not _is_locale(name, needed):
            close = difflib.get_close_matches(name, known, 1)
            hint = f'did you mean "{close[0]}"?' if close else "delete it, or call it note"
            raise BadFileError(path, f'"{name}" is no column of this table; {hint}', 1)


def _is_locale(name: str, needed: Collection[str]) -> bool:
    """Whether a column is that of a language, of this run or another."""
    return name in {one.casefold() for one in needed} or is_known(name)


def _check_value(name: str, value: str, path: str, line: int) -> None:
    """Raises BadFileError for a value under no name, or with a character that no wording has."""
    if value and not name:
        raise BadFileError(path, f'"{value}" stands in a column without a name; name it in the first line', line)
    found = _CONTROL.search(value)
    if found is not None:
        shown = _SPELT.get(found.group(), f"the control character U+{ord(found.group()):04X}")
        quotes = " (or close the quotes before it)" if shown == "a line break" else ""
        raise BadFileError(path, f'{shown} stands within "{name}"; put a space there{quotes}', line)


def _term(row: Row, path: str, line: int, locale: str) -> Term:
    keep = row.get("keep", "").casefold()
    if keep not in _YES | _NO:
        raise BadFileError(path, f'"{keep}" in column "keep" is neither yes nor no', line)
    case = row.get("case", "").casefold()
    if case not in ("", "exact", "any"):
        raise BadFileError(path, f'"{case}" in column "case" is neither "exact" nor "any"', line)
    if not row["term"] or not (row[locale] or keep in _YES or row.get("forbidden")):
        raise BadFileError(path, f'a term needs a wording in "{locale}", or yes in "keep"', line)
    if keep in _YES and row[locale] not in ("", row["term"]):
        raise BadFileError(
            path, f'"{row["term"]}" is kept as it is, and is "{row[locale]}"; delete one of the two', line
        )
    forbidden = tuple(part.strip() for part in row.get("forbidden", "").split("|") if part.strip())
    if row[locale] in forbidden:
        raise BadFileError(path, f'"{row[locale]}" is both the wording and forbidden; delete one of the two', line)
    return Term(row["term"], row[locale], forbidden, keep in _YES, case == "exact", row.get("note", ""))
