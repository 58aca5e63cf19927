"""What a program reads of a report: its values by the names that docs/json.md gives them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from pipeline.core.coverage import Coverage
from pipeline.core.model import Slot

_NAMES: Final[Mapping[str, str]] = {
    "slug": "page",
    "halves": "pages",
    "catalogues": "pages",
    "id": "unit",
    "path": "file",
    "is_proven": "proven",
}
_OF_CLASS: Final[Mapping[tuple[str, str], str]] = {
    ("Finding", "source"): "text",
    ("FixReport", "name"): "page",
    ("Imported", "path"): "kept_in",
    ("MachineList", "pages"): "count",
    ("WaitingTable", "units"): "count",
    ("WrittenReport", "pages"): "count",
}
_PAIRS: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("Extracted", "counts"): ("units", "words"),
    ("Prefilled", "reasons"): ("text", "reason"),
    ("Split", "units"): ("unit", "place"),
    ("Commits", "made"): ("commit", "message"),
    ("Sight", "scopes"): ("selector", "count"),
    ("Sight", "existing"): ("address", "translation"),
}
"""Fields that hold pairs, with what the two of a pair are called."""


def plain(value: object, root: Path) -> Any:
    """A report's value as JSON has it; of a Slot its text. Files of the project are named from its folder ``root``.

    Problems are left out, since they stand at the top.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, root)
    if isinstance(value, Mapping):
        return {str(key): plain(item, root) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, Slot):
        return [plain(item, root) for item in value]
    return _single(value, root)


def _single(value: object, root: Path) -> object:
    if isinstance(value, Slot):
        return value.text
    if isinstance(value, Path):
        return inside(value, root).as_posix()
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def inside(path: Path, root: Path) -> Path:
    """A path from the project's folder where it lies in it, else as it is."""
    return path.relative_to(root) if path.is_relative_to(root) else path


def pairs(value: Any, names: tuple[str, str], root: Path) -> Any:
    """A list or mapping of pairs, the two of each by their names."""
    if isinstance(value, Mapping):
        return {str(key): _named(item, names, root) for key, item in value.items()}
    return [_named(item, names, root) for item in value]


def _fields(value: Any, root: Path) -> dict[str, Any]:
    kind = type(value).__name__
    found: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        if field.repr and field.name != "problems":
            name = _OF_CLASS.get((kind, field.name)) or _NAMES.get(field.name, field.name)
            item, names = getattr(value, field.name), _PAIRS.get((kind, field.name))
            found[name] = plain(item, root) if names is None else pairs(item, names, root)
    return {**found, "percent": value.percent} if isinstance(value, Coverage) else found


def _named(pair: tuple[Any, Any], names: tuple[str, str], root: Path) -> dict[str, Any]:
    return dict(zip(names, (plain(item, root) for item in pair), strict=True))
