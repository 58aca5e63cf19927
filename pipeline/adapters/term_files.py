"""config/glossary.csv and config/fixed.csv → House, with line numbers for what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipeline.core.errors import BadFileError
from pipeline.core.terms import Term

_YES = {"yes", "y", "1", "true", "x"}
_NO = {"", "no", "n", "0", "false"}


def glossary(data: bytes, path: str, locale: str) -> tuple[Term, ...]:
    """The terms of a glossary, by its columns: ``term``, the locale's own, ``keep``, ``forbidden``, ``case``, ``note``.

    ``keep`` is yes or empty, ``forbidden`` wrong wordings with ``|`` between, ``case`` "exact" where capitals matter.
    Raises BadFileError with the line, also for a term given twice.
    """
    found: dict[tuple[str, bool], Term] = {}
    for line, row in _rows(data, path, ("term", locale)):
        term = _term(row, path, line, locale)
        key = (term.source, True) if term.exact or term.keep else (term.source.casefold(), False)
        if key in found:
            raise BadFileError(path, f'"{term.source}" stands here a second time; keep one line for it', line)
        found[key] = term
    return tuple(found.values())


def fixed(data: bytes, path: str, source: str, locale: str) -> dict[str, str]:
    """Approved wordings: columns named by the source locale and the target locale."""
    wordings: dict[str, str] = {}
    for line, row in _rows(data, path, (source, locale)):
        if not row[source] or not row[locale]:
            raise BadFileError(path, "both wordings must be given; fill the empty one or delete the line", line)
        if row[source] in wordings:
            raise BadFileError(path, "this wording stands here a second time; keep one line for it", line)
        wordings[row[source]] = row[locale]
    return wordings


def _rows(data: bytes, path: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and stripped values of each row."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise BadFileError(path, f'the first line has no column "{missing[0]}"; it names the columns', 1)
        for row in reader:
            if None in row or None in row.values():
                raise BadFileError(path, "has another number of columns than the first line", reader.line_num)
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items()}
    except UnicodeDecodeError:
        raise BadFileError(path, "is not UTF-8; save it as UTF-8") from None
    except csv.Error as error:
        raise BadFileError(path, f"{error}; check the quotes", reader.line_num) from error


def _term(row: dict[str, str], path: str, line: int, locale: str) -> Term:
    keep = row.get("keep", "").casefold()
    if keep not in _YES | _NO:
        raise BadFileError(path, f'"{keep}" in column "keep" is neither yes nor no', line)
    case = row.get("case", "").casefold()
    if case not in ("", "exact", "any"):
        raise BadFileError(path, f'"{case}" in column "case" is neither "exact" nor "any"', line)
    if not row["term"] or not (row[locale] or keep in _YES or row.get("forbidden")):
        raise BadFileError(path, f'a term needs a wording in "{locale}", or yes in "keep"', line)
    forbidden = tuple(part.strip() for part in row.get("forbidden", "").split("|") if part.strip())
    return Term(row["term"], row[locale], forbidden, keep in _YES, case == "exact", row.get("note", ""))
