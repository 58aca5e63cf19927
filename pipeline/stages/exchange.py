"""Memories of other tools come in, and ours goes out: TMX files that people send each other."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from pipeline.adapters import files, tmx
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.languages import english_name
from pipeline.core.memory import Entry
from pipeline.core.segmentation.refusals import failure
from pipeline.stages.choice import only_locale
from pipeline.stages.problems import Problem, each
from pipeline.workspace import Workspace

REFUSED: Final = "whose translation may not stand for its source"
_EXAMPLES: Final = 3  # refused pairs that a report shows
_LANGUAGES: Final = 8  # of a file, that a message names
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Imported:
    """One file taken over: where it lies now, its number of pairs, how many were left out by reason, and examples.

    ``repeated`` counts pairs that the file holds once more; ``changed`` is False where all of it was here already.
    """

    file: str
    path: str
    pairs: int
    repeated: int
    left_out: Mapping[str, int]
    examples: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files of one import, and those that could not be used."""

    locale: str
    files: tuple[Imported, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """One file written: its pairs, how many of them reviewed, and how many only learned from existing pages.

    ``left_out`` counts pairs with characters that XML cannot hold; ``problems`` names the pages left out.
    """

    path: str
    locale: str
    pairs: int
    reviewed: int
    learned: int
    left_out: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one file gave."""

    pairs: frozenset[Entry]
    repeated: int
    left_out: Counter[str]
    examples: tuple[str, ...]
    languages: tuple[str, ...]


def import_memories(workspace: Workspace, paths: Iterable[Path], locale: str = "") -> ImportReport:
    """Keep the usable pairs of each file under the project's locales/; the same file again gives the same bytes.

    Raises UsageError for two files that would be kept under one name.
    """
    locale = only_locale(workspace, locale)
    chosen: dict[str, Path] = {}
    for path in paths:
        name = safe_name(path.stem)
        other = chosen.setdefault(name, path)
        if other != path:
            raise UsageError(f"{other} and {path} would both be kept as {name}.tmx; give one another name")
    found, problems = each(chosen.items(), lambda item: _import(workspace, item[1], item[0], locale))
    return ImportReport(locale, tuple(found), tuple(problems))


def export_memory(workspace: Workspace, path: Path, locale: str = "") -> Exported:
    """Write all that people reviewed, and what was learned from existing pages, to one file.

    Raises UsageError for a place that is not for exports.
    """
    locale = only_locale(workspace, locale)
    _require_place(workspace, path)
    pages, problems = each(workspace.catalogued(), lambda page: workspace.reviewed(page.slug, locale))
    reviewed = {_pair(entry): entry for page in pages for entry in page}
    learned = {_pair(entry): entry for entry in workspace.learned(locale) if _pair(entry) not in reviewed}
    entries = [*reviewed.values(), *learned.values()]
    files.write(path, tmx.dumps(entries, workspace.settings.source, locale))
    left_out = sum(not tmx.is_exchangeable(entry) for entry in entries)
    pairs = len(entries) - left_out
    return Exported(str(path), locale, pairs, len(reviewed), len(learned), left_out, tuple(problems))


def safe_name(stem: str) -> str:
    """A file's name that every system takes: small letters and digits of ASCII, ``.``, ``_`` and ``-``.

    One that has none of them is named by its hash, so that two such files stay two.
    """
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-.")[:_LONGEST_NAME].rstrip("-.")
    return name or f"memory-{sha256(stem.encode('utf-8', 'surrogateescape')).hexdigest()[:6]}"


def _import(workspace: Workspace, path: Path, name: str, locale: str) -> Imported:
    source = workspace.settings.source
    taken = _taken(path, name, source, locale)
    if not taken.pairs:
        wanted = f"{english_name(source)} and {english_name(locale)}"
        why = "".join(f"; {count} {reason}" for reason, count in taken.left_out.items())
        held = ", ".join(taken.languages[:_LANGUAGES]) or "none named"
        raise BadFileError(str(path), f"holds no pair in {wanted} that can be used{why} (its languages: {held})")
    place = workspace.imported_folder(locale) / f"{name}.tmx"
    changed = files.write(place, tmx.dumps(taken.pairs, source, locale))
    shown = workspace.show(place)
    return Imported(str(path), shown, len(taken.pairs), taken.repeated, dict(taken.left_out), taken.examples, changed)


def _taken(path: Path, name: str, source: str, locale: str) -> _Taken:
    """The pairs of a file that can be used, read as it streams by."""
    pairs: set[Entry] = set()
    repeated = 0
    left_out: Counter[str] = Counter()
    languages: dict[str, None] = {}
    examples: list[str] = []
    for unit in tmx.units(files.chunks(path), str(path)):
        if len(languages) < _LANGUAGES:
            languages.update((language, None) for language, _ in unit.variants if language)
        entry = tmx.entry(unit, source, locale, name)
        if isinstance(entry, tmx.Lack):
            left_out[entry.value] += 1
            continue
        refused = failure(entry.target, entry.source)
        if refused is not None:
            left_out[REFUSED] += 1
            examples += [f"{refused.message} · {entry.source}"] if len(examples) < _EXAMPLES else []
            continue
        repeated += entry in pairs
        pairs.add(entry)
    return _Taken(frozenset(pairs), repeated, left_out, tuple(examples), tuple(languages))


def _pair(entry: Entry) -> tuple[str, str, str]:
    return entry.source, entry.target, entry.origin


def _require_place(workspace: Workspace, path: Path) -> None:
    if path.suffix.lower() != ".tmx":
        raise UsageError(f"{path} should end with .tmx, so that other tools know what it is")
    if path.resolve().is_relative_to(workspace.locales.resolve()):
        raise UsageError(f"{path} is where the project keeps its own files; export to another folder")
