"""check and coverage of catalogues from anywhere, by their files: with a ledger beside one if there is one."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline.adapters import files
from pipeline.adapters import settings as configuration
from pipeline.core import ledger as ledgers
from pipeline.core.coverage import measure
from pipeline.core.errors import BadFileError, UsageError
from pipeline.core.formats.model import CheckReport, CoverageReport, Located, Row, numbered
from pipeline.core.gates.floors import Asked, judge
from pipeline.core.gates.seen_first import weigh
from pipeline.core.languages import is_known
from pipeline.core.ledger import Ledger, state, unit_id
from pipeline.core.model import State
from pipeline.core.po import po_entries
from pipeline.core.po.entry_checks import findings, is_ours, unit
from pipeline.core.verify import Checker
from pipeline.stages.problems import Problem, Progress, each
from pipeline.workspace import Workspace

_LEDGER: Final = ".review.tsv"
_LOCALE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_DONE: Final = frozenset((State.REVIEWED, State.APPROVED))


@dataclass(frozen=True, slots=True)
class FileGate:
    """Files and folders to look at, and their languages; empty: as each file says, else English to French."""

    paths: tuple[Path, ...]
    source: str = ""
    target: str = ""
    floor: int = 0
    per_page: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    """A catalogue read, the ledger beside it if any, and the checks for it."""

    name: str
    reading: po_entries.Reading
    ledger: Ledger | None
    checker: Checker
    ours: bool


def is_file(name: str) -> bool:
    """Whether a word of the command line names files and not a page: it ends like one or has a slash in it."""
    return name.endswith((".po", ".pot")) or "/" in name or os.sep in name or name in (".", "..")


def check(gate: FileGate, tell: Progress | None = None) -> tuple[CheckReport, list[Problem]]:
    """Every finding in finished entries. Files that cannot be read are problems, and the others are checked."""
    paths = list(_found(gate.paths))
    results, problems = each(paths, lambda path: list(_findings(_opened(path, gate))), tell)
    found = numbered(finding for result in results for finding in result)
    names = tuple(path.as_posix() for path in paths)
    return CheckReport(found, names, tuple([problem.message for problem in problems])), problems


def coverage(
    gate: FileGate, today: datetime.date, tell: Progress | None = None
) -> tuple[CoverageReport, list[Problem]]:
    """The states of each file; without a ledger beside it finished entries count as translated."""
    rows, problems = each(list(_found(gate.paths)), lambda path: _row(_opened(path, gate)), tell)
    place = rows[0].file if rows else ""
    judged, low = judge(rows, Asked(gate.floor, place, gate.per_page), today)
    unread = tuple([problem.message for problem in problems])
    return CoverageReport(judged, gate.floor, numbered(low), unread, per_page=gate.per_page), problems


def _found(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The catalogues, each once. Raises UsageError for a path that is not there."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.po"))
            if not inside:
                raise UsageError(f"{path} holds no .po file")
        elif path.exists():
            inside = [path]
        else:
            raise UsageError(f"{path} is not there")
        yield from (found for found in inside if found not in seen)
        seen.update(inside)


def _opened(path: Path, gate: FileGate) -> _File:
    reading = po_entries.read(files.read(path) or b"")
    if not isinstance(reading, po_entries.Reading):
        raise BadFileError(path.as_posix(), reading[1], reading[0])
    ledger, project = _ledger(path), _project(path)
    source, target = _languages(path, reading, gate)
    checker = Checker(source, target) if project is None else project.checker(target)
    ours = project is not None or is_ours(reading)
    return _File(path.as_posix(), reading, ledger, checker.knowing(ledger) if ledger is not None else checker, ours)


def _project(path: Path) -> Workspace | None:
    """The project whose catalogue a file is, so that its terms and levels hold for it too. Raises SettingsError."""
    place = path.resolve()
    if len(place.parents) < 4 or place.parent.name != "LC_MESSAGES":
        return None
    root = place.parents[3]
    if place.parents[2] != root / "locales" or not (root / configuration.FILE).exists():
        return None
    return Workspace(root, configuration.load(root, {}), datetime.date.min)


def _ledger(path: Path) -> Ledger | None:
    place = path.with_suffix(_LEDGER)
    data = files.read(place)
    if data is None:
        return None
    found = ledgers.loads(data.decode("utf-8", "replace"))
    if isinstance(found, tuple):
        raise BadFileError(place.as_posix(), found[1], found[0])
    return found


def _languages(path: Path, reading: po_entries.Reading, gate: FileGate) -> tuple[str, str]:
    """As asked, as the header says, as the file's place says (fr/LC_MESSAGES/x.po, fr.po), else en and fr."""
    said = reading.header.get("language", ""), *_names(PurePosixPath(path.as_posix()))
    target = gate.target or next(filter(None, map(_locale, said)), "fr")
    return gate.source or _locale(reading.header.get("x-source-language", "")) or "en", target


def _names(path: PurePosixPath) -> tuple[str, ...]:
    folder = path.parts[-3] if len(path.parts) > 2 and path.parent.name == "LC_MESSAGES" else ""
    return folder, path.stem


def _locale(name: str) -> str:
    """A language as BCP 47 spells it, or nothing where it is none: fr_FR.UTF-8 is fr-FR."""
    plain = name.strip().partition(".")[0].partition("@")[0].replace("_", "-")
    return plain if _LOCALE.fullmatch(plain) and is_known(plain) else ""


def _findings(file: _File) -> Iterator[Located]:
    for entry in file.reading.entries:
        if entry.obsolete:
            continue
        name = ""
        for target, finding in findings(entry, file.checker, ours=file.ours):
            name = name or unit_id(unit(entry))
            yield Located(
                file.name, target.line, finding.check, finding.severity, finding.message, finding.source, name
            )


def _row(file: _File) -> Row:
    units = [unit(entry, file.reading.forms) for entry in file.reading.entries if not entry.obsolete]
    ledger = file.ledger or Ledger()
    index, proven = ledger.index(), file.ledger is not None
    done = _DONE if proven else _DONE | {State.CLAIMED}
    states = [(item, state(item, index)) for item in units]
    first = weigh(states, done, file.checker.source_locale, frozenset()) if file.ours else None
    return Row(file.name, file.checker.target_locale, file.name, measure(units, ledger), first, proven)
