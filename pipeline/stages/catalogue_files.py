"""Catalogues as files, in a project or not: one form for all, merging with a template, merging two branches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.adapters import files, git, po_files
from pipeline.core import ledger as ledgers
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.merge import Merged, merge
from pipeline.core.model import Catalogue, Segment, Unit
from pipeline.core.reviews.three_way import United, unite
from pipeline.stages.problems import Problem, each

_LEDGER = ".review.tsv"


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file and whether its bytes were other than its form asks for."""

    path: Path
    changed: bool


@dataclass(frozen=True, slots=True)
class FormatReport:
    """All files of one fmt, and those that could not be read."""

    files: tuple[Formatted, ...]
    problems: tuple[Problem, ...]

    @property
    def changed(self) -> int:
        """How many files were not in their form."""
        return sum(item.changed for item in self.files)


def reformat(paths: tuple[Path, ...], *, check: bool = False) -> FormatReport:
    """Catalogues and ledgers, or folders of them, in the form in which diptych writes them.

    With ``check`` nothing is written, and a ledger's lines may stand in any order, as git's union leaves them.
    Raises UsageError for a path that is not there.
    """
    results, problems = each(list(_found(paths)), lambda path: _formatted(path, check=check))
    return FormatReport(tuple(results), tuple(problems))


def msgmerge(old: Path, new: Path, output: Path) -> Merged:
    """The texts of ``new`` with the targets of ``old``, as a file. Raises BadFileError where one cannot be read."""
    held, wanted = _catalogue(old), _catalogue(new)
    merged = merge(held, [_segment(unit) for unit in wanted.units])
    fresh = {(unit.context, unit.source): unit for unit in wanted.units}
    units = tuple(_described(unit, fresh[unit.context, unit.source]) for unit in merged.catalogue.units)
    header = {**wanted.header, **{name: value for name, value in held.header.items() if value}}
    catalogue = replace(merged.catalogue, units=units, header=header)
    files.write(output, po_files.dumps(catalogue))
    return replace(merged, catalogue=catalogue)


def merge_driver(base: Path, ours: Path, theirs: Path) -> United | None:
    """Merge two branches' catalogues into ``ours``, for git; None where git's own merge left conflict markers.

    A side that cannot be read as a catalogue leaves the three to git's merge of lines. Raises BadFileError where one
    of the three is not there.
    """
    for path in (base, ours, theirs):
        if not path.exists():
            raise BadFileError(str(path), "is not there; git names three files for: diptych merge-driver %O %A %B")
    try:
        sides = [_catalogue(path, like=ours) for path in (base, ours, theirs)]
    except BadFileError:
        clean = git.merge_text(ours, base, theirs)
        return United(Catalogue(ours.stem, ""), ()) if clean else None
    united = unite(*sides)
    files.write(ours, po_files.dumps(united.catalogue))
    return united


def _found(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted((*path.rglob("*.po"), *path.rglob(f"*{_LEDGER}")))
        elif path.exists():
            yield path
        else:
            raise UsageError(f"{path} is not there")


def _formatted(path: Path, *, check: bool) -> Formatted:
    data = files.read(path) or b""
    is_ledger = path.name.endswith(_LEDGER)
    wanted = _ledger_form(path, data) if is_ledger else po_files.dumps(_catalogue(path))
    if check and is_ledger:
        return Formatted(path, set(data.split(b"\n")) != set(wanted.split(b"\n")))
    if not check:
        files.write(path, wanted)
    return Formatted(path, data != wanted)


def _ledger_form(path: Path, data: bytes) -> bytes:
    try:
        found = ledgers.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFileError(str(path), "is not UTF-8; restore the file from git", line) from None
    if isinstance(found, tuple):
        raise BadFileError(str(path), found[1], found[0])
    return ledgers.dumps(found).encode()


def _catalogue(path: Path, like: Path | None = None) -> Catalogue:
    """The catalogue in a file; its header says the language. An empty file is an empty one (git's missing side)."""
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    if like is not None and not data.strip():
        return Catalogue(like.stem, "")
    found = po_files.loads(data, str(path), (like or path).stem, "")
    locale = found.header.get("Language", "").replace("_", "-")
    return replace(found, locale=locale or "und")


def _segment(unit: Unit) -> Segment:
    return Segment(unit.source, notes=unit.notes, context=unit.context)


def _described(unit: Unit, fresh: Unit) -> Unit:
    """A unit with the references, notes and flags of the file that has the texts."""
    if (unit.references, unit.flags, unit.notes) == (fresh.references, fresh.flags, fresh.notes):
        return unit
    return replace(unit, references=fresh.references, flags=fresh.flags or unit.flags, notes=fresh.notes)
