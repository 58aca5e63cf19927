"""config/links.csv → addresses that translated pages link to instead, with line numbers for what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.errors import BadFileError

_ADDRESS: Final = re.compile(r"https?://[^\s/<>\"'\\\x00-\x1f]+(?:/[^\s<>\"'\\\x00-\x1f]*)?")

_UNEVEN: Final = (
    "has another number of columns than the first line; put an address that holds a comma or a semicolon in quotes"
)


def links(data: bytes, path: str, source: str, locale: str) -> dict[str, str]:
    """The addresses by the English ones: columns named by the source locale and the target locale.

    Commas or semicolons stand between the columns. A row without an address in the locale is another language's.
    Raises BadFileError with the line.
    """
    found: dict[str, str] = {}
    for line, row in _rows(data, path, (source, locale)):
        for name in (source, locale):
            if (row[name] or name == source) and not _ADDRESS.fullmatch(row[name]):
                raise BadFileError(path, f'"{row[name]}" in column "{name}" is no web address; mend it', line)
        if row[source] in found:
            raise BadFileError(path, "this address stands here a second time; keep one line for it", line)
        found[row[source]] = row[locale]
    return {address: target for address, target in found.items() if target}


def _rows(data: bytes, path: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and stripped values of each row."""
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        reader = csv.DictReader(
            io.StringIO(text, newline=""), strict=True, delimiter=";" if ";" in first and "," not in first else ","
        )
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise BadFileError(path, f'the first line has no column "{missing[0]}"; it names the columns', 1)
        for row in reader:
            if None in row or None in row.values():
                raise BadFileError(path, _UNEVEN, reader.line_num)
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items()}
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFileError(path, "is not UTF-8; save it as UTF-8", line) from None
    except csv.Error as error:
        raise BadFileError(path, f"{error}; check the quotes", max(1, reader.line_num)) from error
