"""The same prefill for plain .po files: no project, no ledger; the file holds what is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from pipeline.adapters import files, po_files, tmx
from pipeline.adapters.memory_store import MemoryStore, Source
from pipeline.core.engine import MEMORY_ONLY, Answer, TranslationEngine, answers_before
from pipeline.core.errors import BadFileError, EngineError
from pipeline.core.ledger import Ledger
from pipeline.core.memory import Entry, Memory
from pipeline.core.model import Catalogue
from pipeline.core.prefill import Asked, Languages, Planner, Proposal, answered, apply, with_context
from pipeline.core.terms import House
from pipeline.core.text import words
from pipeline.stages.prefill import Prefilled, PrefillReport
from pipeline.stages.problems import Problem, Progress, each


@dataclass(frozen=True, slots=True)
class FileOrder:
    """Which files to fill, between which locales, with which TMX files, and how many characters may be sent."""

    paths: tuple[Path, ...]
    source: str = "en"
    target: str = "fr"
    memory: tuple[Path, ...] = ()
    why: str = ""
    dry_run: bool = False
    most: int | None = None
    refresh: bool = False


def prefill_files(engine: TranslationEngine, order: FileOrder, *, tell: Progress | None = None) -> PrefillReport:
    """Fill the empty units of catalogues, each written after every batch; everything filled is fuzzy.

    The memory is that of the TMX files and of the finished units of the catalogues themselves.
    """
    catalogues = {path: _catalogue(path, order) for path in order.paths if path.exists()}
    with MemoryStore(None, order.source) as store:
        store.sync(_sources(catalogues, order))
        filler = _FileFiller(engine, order, Memory(store, order.source, order.target))
        found, problems = each(order.paths, filler.file, tell)
    return PrefillReport(
        engine.name, order.why, tuple(found), (*problems, *filler.problems), stopped_by=filler.stopped_by
    )


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


class _FileFiller:
    """Works through the files with one engine; after it failed, only memory is used."""

    def __init__(self, engine: TranslationEngine, order: FileOrder, memory: Memory) -> None:
        self.engine = engine
        self.order = order
        self.languages = Languages(order.source, order.target)
        self.planner = Planner(memory, House(), self.languages, engine.name, refresh=order.refresh)
        self.problems: list[Problem] = []
        self.stopped_by = ""
        self.sent = 0
        self.answers: dict[str, Answer] = {}

    def file(self, path: Path) -> Prefilled:
        catalogue = _catalogue(path, self.order)
        planned = self.planner.plan(catalogue, Ledger())
        if not self.order.dry_run:
            catalogue = self._save(path, catalogue, dict(planned.proposals))
        sent: list[Asked] = []
        good = 0
        reasons: list[tuple[str, str]] = []
        for batch in self._batches(planned.asked):
            sent += batch
            if self.order.dry_run:
                good += len(batch)
                continue
            made = self._made(batch, catalogue)
            catalogue = self._save(path, catalogue, made)
            good += sum(bool(proposal.target) for proposal in made.values())
            reasons += [(source, proposal.origin) for source, proposal in made.items() if not proposal.target]
        fresh = sent if self.engine.sends else []
        return Prefilled(
            path.name,
            self.order.target,
            remembered=len(planned.proposals),
            cached=0,
            translated=good,
            left=len(planned.asked) - good,
            words=sum(words(one.source) for one in fresh),
            characters=sum(one.characters for one in fresh),
            reasons=tuple(reasons),
        )

    def _batches(self, asked: tuple[Asked, ...]) -> Iterator[list[Asked]]:
        """The texts in batches, as long as the engine works and characters are left."""
        left = [] if self.engine.name == MEMORY_ONLY else list(asked)
        while left and not self.problems and not self.stopped_by:
            batch = list(takewhile(self._fits, left[: self.engine.batch_size]))
            if not batch:
                self.stopped_by = "--max-chars"
                return
            yield batch
            left = left[len(batch) :]

    def _fits(self, one: Asked) -> bool:
        if not self.engine.sends or one.sent in self.answers:
            return True
        if self.order.most is not None and self.sent + one.characters > self.order.most:
            return False
        self.sent += one.characters
        return True

    def _made(self, batch: list[Asked], catalogue: Catalogue) -> dict[str, Proposal]:
        fresh = [one for one in batch if one.sent not in self.answers]
        questions = with_context(fresh, catalogue, self.planner.kept_names)
        try:
            found = self.engine.translate(questions, self.languages.source, self.languages.target)
            given = dict(zip(questions, found, strict=True))
        except EngineError as error:
            self.problems.append(Problem(str(error), error.exit_status))
            given = dict(answers_before(error))
        self.answers |= {question.text: answer for question, answer in given.items()}
        known = self.answers
        name = self.engine.name
        return {one.source: answered(one, known[one.sent], name, self.languages) for one in batch if one.sent in known}

    def _save(self, path: Path, catalogue: Catalogue, proposals: dict[str, Proposal]) -> Catalogue:
        filled, _ = apply(catalogue, Ledger(), proposals)
        if filled != catalogue:
            files.write(path, po_files.dumps(filled, source_locale=self.order.source))
        return filled
