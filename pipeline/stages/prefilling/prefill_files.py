"""The same prefill for plain .po files: no project, no ledger; the file holds what is known."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters import files, po_files, tmx
from pipeline.adapters.answers import Answers
from pipeline.adapters.memory_store import MemoryStore, Source
from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import TranslationEngine
from pipeline.core.errors import BadFileError
from pipeline.core.ledger import Ledger
from pipeline.core.memory import Entry, Memory
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Languages, Planner
from pipeline.core.terms import House
from pipeline.stages.prefilling.asking import Asking
from pipeline.stages.prefilling.budget import Budget
from pipeline.stages.prefilling.filling import Filler, Place, PrefillReport, report
from pipeline.stages.problems import Progress, each


@dataclass(frozen=True, slots=True)
class FileOrder:
    """Which files to fill, between which locales, with which TMX files, and how many characters may be sent.

    ``answers`` is where an engine's answers are kept, for no file says which text had none that could be used.
    """

    paths: tuple[Path, ...]
    answers: Path
    source: str = "en"
    target: str = "fr"
    memory: tuple[Path, ...] = ()
    why: str = ""
    dry_run: bool = False
    most: int | None = None


def prefill_files(engine: TranslationEngine, order: FileOrder, *, tell: Progress | None = None) -> PrefillReport:
    """Fill the empty units of catalogues, each written after every request; everything filled is fuzzy.

    The memory is that of the TMX files and of the finished units of the catalogues themselves. The limits are
    ``most`` and the account's quota; there is no month, for there is no project to count it.
    """
    patience = Patience()
    asking = Asking(engine, Budget(engine, order.most, patience), patience)
    catalogues = {path: _catalogue(path, order) for path in order.paths if path.exists()}
    answers = Answers(order.answers, engine.name, engine.options, order.source, order.target)
    with MemoryStore(None, order.source) as store, contextlib.closing(answers):
        store.sync(_sources(catalogues, order))
        memory = Memory(store, order.source, order.target)
        planner = Planner(memory, House(), Languages(order.source, order.target), engine.name)
        filler = Filler(asking, planner, answers, dry_run=order.dry_run)
        found, problems = each([_place(path, order) for path in order.paths], filler.fill, tell)
    return report(asking, order.why, found, problems, dry_run=order.dry_run, rate=0)


def _place(path: Path, order: FileOrder) -> Place:
    def load() -> tuple[Catalogue, Ledger]:
        return _catalogue(path, order), Ledger()

    def save(catalogue: Catalogue, _: Ledger) -> None:
        files.write(path, po_files.dumps(catalogue, source_locale=order.source))

    return Place(path.name, load, save)


def _catalogue(path: Path, order: FileOrder) -> Catalogue:
    data = files.read(path)
    if data is None:
        raise BadFileError(str(path), "is not there")
    return po_files.loads(data, str(path), path.stem, order.target)


def _sources(catalogues: dict[Path, Catalogue], order: FileOrder) -> Iterator[Source]:
    for path in order.memory:
        data = files.read(path)
        if data is None:
            raise BadFileError(str(path), "is not there")
        found = tmx.loads(data, str(path), order.source, order.target)
        yield Source(str(path), "", lambda found=found: found)  # type: ignore[misc]
    for path, catalogue in catalogues.items():
        entries = [
            Entry(unit.source, unit.target, path.name, trust=1)
            for unit in catalogue.units
            if unit.target and not unit.fuzzy
        ]
        yield Source(f"{path} itself", "", lambda entries=entries: entries)  # type: ignore[misc]
