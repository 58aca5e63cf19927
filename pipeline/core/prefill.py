"""Which empty unit gets memory, which goes to the engine; everything lands as "needs work"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.engine import Answer, Question
from pipeline.core.ledger import Ledger, fact
from pipeline.core.memory import Memory
from pipeline.core.model import Catalogue, Fact, Kind, Unit
from pipeline.core.refusals import failure
from pipeline.core.terms import House
from pipeline.core.text import same_form, words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target for a unit, found or made by machine. ``origin`` says how; ``previous`` is the text it was made for."""

    target: str
    kind: Kind
    origin: str
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What prefill will do: proposals by source text, and the texts to ask an engine for, in document order."""

    proposals: Mapping[str, Proposal]
    questions: tuple[Question, ...]

    @property
    def characters(self) -> int:
        """Characters that would be sent, as an engine bills them."""
        return sum(len(question.text) for question in self.questions)

    @property
    def words(self) -> int:
        """Words that would be sent."""
        return sum(words(question.text) for question in self.questions)


def plan(catalogue: Catalogue, memory: Memory, house: House) -> Plan:
    """Look at the empty units: fixed wording first, then memory, and the rest for the engine.

    Fixed wordings are never sent.
    """
    fixed = {same_form(source): target for source, target in house.fixed.items()}
    proposals: dict[str, Proposal] = {}
    questions: list[Question] = []
    title = catalogue.units[0].source if catalogue.units else ""
    for unit in catalogue.units:
        if unit.target:
            continue
        found = _fixed(unit, fixed) or _remembered(unit, memory)
        if found is not None:
            proposals[unit.source] = found
        else:
            questions.append(Question(unit.source, title if unit.source != title else ""))
    return Plan(proposals, tuple(questions))


def answered(questions: Sequence[Question], answers: Sequence[Answer], engine: str) -> dict[str, Proposal]:
    """Proposals from an engine's answers; an answer that breaks the codes is dropped."""
    found: dict[str, Proposal] = {}
    for question, answer in zip(questions, answers, strict=True):
        if answer.text and failure(answer.text, question.text) is None:
            found[question.text] = Proposal(answer.text, Kind.MACHINE, engine)
    return found


def apply(catalogue: Catalogue, ledger: Ledger, proposals: Mapping[str, Proposal]) -> tuple[Catalogue, Ledger]:
    """The catalogue with proposals in its empty units, all fuzzy, and the ledger with their origin."""
    facts: list[Fact] = []
    units: list[Unit] = []
    for unit in catalogue.units:
        proposal = proposals.get(unit.source)
        if proposal is not None and not unit.target:
            unit = replace(unit, target=proposal.target, fuzzy=True, previous=proposal.previous)  # noqa: PLW2901
            facts.append(fact(unit, proposal.kind, origin=proposal.origin))
        units.append(unit)
    return replace(catalogue, units=tuple(units)), ledger | facts


def _fixed(unit: Unit, fixed: Mapping[str, str]) -> Proposal | None:
    target = fixed.get(same_form(unit.source))
    return None if target is None else Proposal(target, Kind.MEMORY, "fixed wording")


def _remembered(unit: Unit, memory: Memory) -> Proposal | None:
    match = memory.find(unit.source)
    if match is None or failure(match.entry.target, unit.source) is not None:
        return None
    previous = match.entry.source if match.score < 100 else None
    return Proposal(match.entry.target, Kind.MEMORY, f"{int(match.score)} % {match.entry.origin}", previous)
