"""Which empty unit gets memory, which goes to the engine; everything lands as "needs work"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.engines.engine import PSEUDO, Answer, Question
from pipeline.core.engines.foreign import foreign
from pipeline.core.engines.masking import mask, unmask
from pipeline.core.engines.tagged import to_xml
from pipeline.core.ledger import Ledger, fact, source_hash, target_hash
from pipeline.core.memory import Memory
from pipeline.core.model import Catalogue, Fact, Kind, Unit
from pipeline.core.quantities.composing import compose
from pipeline.core.segmentation.refusals import failure
from pipeline.core.terms import House
from pipeline.core.text import is_translatable, same_form, without_codes, words

_CONTEXT = 1500  # characters of neighbouring text that an engine may look at, before and after a batch
_NO_TEXT = target_hash("")


@dataclass(frozen=True, slots=True)
class Languages:
    """From which locale into which."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target for a unit, found or made by machine; an empty one says that the engine has none, and ``origin`` why.

    ``previous`` is the text it was made for, where that is another one.
    """

    target: str
    kind: Kind
    origin: str
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to ask an engine for: the unit's ``source``, what is sent of it, and what was kept back."""

    source: str
    sent: str
    hidden: Mapping[str, str]

    @property
    def characters(self) -> int:
        """Characters that are sent."""
        return sent_characters(self.sent)


@dataclass(frozen=True, slots=True)
class Plan:
    """What prefill will do: proposals by source text, and the texts to ask an engine for, in document order.

    ``given_up`` counts the units that the engine had no good answer for before.
    """

    proposals: Mapping[str, Proposal]
    asked: tuple[Asked, ...]
    given_up: int = 0

    @property
    def words(self) -> int:
        """Words of the texts that would be asked for."""
        return sum(words(asked.source) for asked in self.asked)


@dataclass(frozen=True, slots=True)
class Planner:
    """Looks at empty units: fixed wording first, then memory, and the rest for the engine called ``engine``.

    Fixed wordings, addresses and ``names`` are never sent. With ``refresh`` machine text that nobody touched counts as
    empty, and units without a good answer are asked for again.
    """

    memory: Memory
    house: House
    languages: Languages
    engine: str = "memory"
    names: tuple[str, ...] = ()
    refresh: bool = False

    def plan(self, catalogue: Catalogue, ledger: Ledger) -> Plan:
        """The proposals and questions for one catalogue; a text that stands twice is asked for once."""
        fixed = self.wordings
        tried = set() if self.refresh else _tried(ledger, self.engine)
        proposals: dict[str, Proposal] = {}
        asked: dict[str, Asked] = {}
        given_up = 0
        before = ""
        for unit in catalogue.units:
            if _is_open(unit, ledger, refresh=self.refresh):
                found = _fixed(unit, fixed) or self._remembered(unit, catalogue.slug, before) or self._kept(unit)
                if found is not None:
                    proposals[unit.source] = found
                elif source_hash(unit.source, unit.context) in tried:
                    given_up += 1
                else:
                    asked.setdefault(unit.source, Asked(unit.source, *mask(unit.source, self.kept_names, fixed)))
            before = unit.source
        return Plan(proposals, tuple(asked.values()), given_up)

    @property
    def kept_names(self) -> tuple[str, ...]:
        """Names that stay as they are and never leave this machine."""
        return (*self.names, *(term.source for term in self.house.terms if term.keep))

    @property
    def wordings(self) -> dict[str, str]:
        """The fixed wordings by the form in which two texts count as the same."""
        return {same_form(source): target for source, target in self.house.fixed.items()}

    def _remembered(self, unit: Unit, slug: str, before: str) -> Proposal | None:
        match = self.memory.find(unit.source, slug, before)
        if match is None:
            made = compose(unit.source, self.languages.source, self.languages.target)
            return None if made is None else Proposal(made, Kind.MEMORY, "made from date and time")
        previous = match.entry.source if match.entry.source != unit.source and match.score < 100 else None
        how = f", {match.how}" if match.how else ""
        return Proposal(match.target, Kind.MEMORY, f"{int(match.score)} % {match.entry.origin}{how}", previous)

    def _kept(self, unit: Unit) -> Proposal | None:
        """A text of names and addresses alone stays as it is, one of fixed sentences has theirs."""
        masked, hidden = mask(unit.source, self.kept_names, self.wordings)
        if is_translatable(masked):
            return None
        made = unmask(masked, hidden)
        return Proposal(made, Kind.MEMORY, "names and addresses stay" if made == unit.source else "fixed wording")


def sent_characters(text: str) -> int:
    """The characters of a text as it is sent, with its codes and escapes: never fewer than a service may bill."""
    return len(to_xml(text))


def with_context(asked: Sequence[Asked], catalogue: Catalogue, planner: Planner) -> list[Question]:
    """The texts as questions with the page's title and the text around them all; that is read, not translated.

    What is never sent is not sent here either.
    """
    names, wordings = planner.kept_names, planner.wordings
    texts = [
        "" if same_form(unit.source) in wordings else without_codes(mask(unit.source, names, wordings)[0], " ")
        for unit in catalogue.units
    ]
    places = {unit.source: number for number, unit in enumerate(catalogue.units)}
    found = [places[one.source] for one in asked if one.source in places]
    if not found:
        return [Question(one.sent) for one in asked]
    before = " ".join(texts[1 : min(found)])[-_CONTEXT:]
    after = " ".join(texts[max(found) + 1 :])[:_CONTEXT]
    context = "\n".join(part for part in (texts[0] if min(found) else "", before, after) if part.strip())
    return [Question(one.sent, context) for one in asked]


def answered(asked: Asked, answer: Answer, engine: str, languages: Languages) -> Proposal:
    """A proposal from an engine's answer; one that breaks the codes or is in another language is empty, with why."""
    text = unmask(answer.text or "", asked.hidden)
    reason = answer.reason if not text else ""
    if text:
        wrong = failure(text, asked.source)
        is_language = engine != PSEUDO
        other = foreign(text, asked.source, languages.source, languages.target) if is_language else ""
        if wrong is not None:
            reason = f"not used: the answer breaks a rule: {wrong.message}"
        elif other:
            reason = f"not used: the answer {other}"
    return (
        Proposal("", Kind.MACHINE, f"{engine}: {reason}")
        if reason or not text
        else Proposal(text, Kind.MACHINE, engine)
    )


def apply(
    catalogue: Catalogue, ledger: Ledger, proposals: Mapping[str, Proposal], *, refresh: bool = False
) -> tuple[Catalogue, Ledger]:
    """The catalogue with proposals in its empty units, all fuzzy, and the ledger with their origin."""
    facts: list[Fact] = []
    units: list[Unit] = []
    for unit in catalogue.units:
        proposal = proposals.get(unit.source)
        if proposal is None or not _is_open(unit, ledger, refresh=refresh):
            units.append(unit)
            continue
        filled = replace(unit, target=proposal.target, fuzzy=True, previous=proposal.previous)
        facts.append(fact(filled, proposal.kind, origin=proposal.origin))
        units.append(filled if proposal.target else unit)
    return replace(catalogue, units=tuple(units)), ledger | facts


def reasons(proposals: Iterable[tuple[str, Proposal]]) -> Iterator[tuple[str, str]]:
    """Source and reason of each proposal that is none."""
    yield from ((source, proposal.origin) for source, proposal in proposals if not proposal.target)


def _is_open(unit: Unit, ledger: Ledger, *, refresh: bool) -> bool:
    """Whether prefill may fill a unit: it is empty, or (to refresh) holds machine text that nobody touched."""
    if not unit.target:
        return True
    kinds = {known.kind for known in ledger.about(unit)} if refresh and unit.fuzzy else set()
    is_reviewed = Kind.ACCEPTED in kinds and Kind.REVOKED not in kinds
    return Kind.MACHINE in kinds and Kind.WRITTEN not in kinds and not is_reviewed


def _tried(ledger: Ledger, engine: str) -> set[str]:
    """Source hashes that the engine had no good answer for."""
    facts = (known for known in ledger.facts if known.kind is Kind.MACHINE and known.target_hash == _NO_TEXT)
    return {known.source_hash for known in facts if known.origin.startswith(f"{engine}: ")}


def _fixed(unit: Unit, fixed: Mapping[str, str]) -> Proposal | None:
    target = fixed.get(same_form(unit.source))
    return None if target is None else Proposal(target, Kind.MEMORY, "fixed wording")
