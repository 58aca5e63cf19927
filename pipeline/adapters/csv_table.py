"""Tables for people's spreadsheets: CSV (RFC 4180) that Excel opens as it is meant, and runs nothing of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TAKEN_FOR_NUMBER: Final = re.compile(
    r"0\d+|\d+[eE]\d+"
)  # names of units such as 012345 and 12e456, which would change


def dumps(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8 with a BOM. A cell that a spreadsheet would take for a formula gets ``'`` before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    is_risky = cell.startswith(_FORMULA) or _TAKEN_FOR_NUMBER.fullmatch(cell)
    return f"'{cell}" if is_risky else cell
