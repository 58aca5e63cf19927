"""Filling catalogues one by one, wherever they lie: from memory, from kept answers, by engine; what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.adapters.answers import Answers
from pipeline.core.engines.engine import Answer, Usage
from pipeline.core.errors import EngineError
from pipeline.core.ledger import Ledger
from pipeline.core.model import Catalogue, Kind
from pipeline.core.prefill import Asked, Plan, Planner, Proposal, answered, apply
from pipeline.core.text import words
from pipeline.stages.prefilling.asking import Asking
from pipeline.stages.prefilling.budget import Limit
from pipeline.stages.problems import Problem

_UNKNOWN = Proposal("?", Kind.MACHINE, "")
"""What an engine would say, in a dry run."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What one catalogue got, or in a dry run would get.

    Units from memory, from answers that were kept, by engine, and left empty; words and characters sent. ``reasons``
    say by text why the engine has no answer for it; ``texts`` counts those sent.
    """

    slug: str
    locale: str
    remembered: int
    cached: int
    translated: int
    left: int
    words: int
    characters: int
    reasons: tuple[tuple[str, str], ...] = ()
    texts: int = 0


@dataclass(frozen=True, slots=True)
class PrefillReport:
    """All catalogues of one prefill, the engine used, what stopped it, and what went wrong.

    ``usage`` is what the account said, and ``limit`` the tightest of all limits, both in a dry run; ``price`` is that
    of the characters at the configured rate. ``waiting`` counts the texts that were not sent because something stopped
    the run, and ``waiting_characters`` their characters.
    """

    engine: str
    why: str
    catalogues: tuple[Prefilled, ...]
    problems: tuple[Problem, ...]
    usage: Usage | None = None
    stopped_by: str = ""
    price: float | None = None
    limit: Limit | None = None
    waiting: int = 0
    waiting_characters: int = 0

    @property
    def characters(self) -> int:
        """Characters sent, or in a dry run to be sent."""
        return sum(catalogue.characters for catalogue in self.catalogues)


@dataclass(frozen=True, slots=True)
class Place:
    """One catalogue where it lies: its name in reports, how it is read with its ledger, and how both are written."""

    name: str
    load: Callable[[], tuple[Catalogue, Ledger]]
    save: Callable[[Catalogue, Ledger], None]


class Filler:
    """Works through the catalogues of one language."""

    def __init__(self, asking: Asking, planner: Planner, answers: Answers, *, dry_run: bool) -> None:
        self.asking = asking
        self.planner = planner
        self.answers = answers
        self.dry_run = dry_run

    def fill(self, place: Place) -> Prefilled:
        """Fill one catalogue; it is written before the engine is asked, and after every request.

        A request takes its time, and editors do not wait for their turn: what they wrote meanwhile is read again.
        """
        catalogue, ledger = place.load()
        planned = self.planner.plan(catalogue, ledger)
        cached = self._proposals(planned.asked, self.asking.known(planned.asked, self.answers))
        if self.planner.refresh:  # what could not be used before is asked for again
            cached = {source: proposal for source, proposal in cached.items() if proposal.target}
        unknown = [asked for asked in planned.asked if asked.source not in cached]
        if self.dry_run:
            sent = self.asking.would_send(unknown, self.planner.languages)
            would_be = {} if self.asking.is_silent else {one.source: _UNKNOWN for one in unknown}
            characters = sum(one.characters for one in sent)
            return self._counted(place, planned, cached=cached, made=would_be, asked=sent, characters=characters)
        before = self.asking.budget.sent
        self._save(place, *place.load(), {**planned.proposals, **cached})
        made: dict[str, Proposal] = {}
        asked: dict[str, Asked] = {}
        for batch, found in self.asking.ask(unknown, catalogue, self.planner, self.answers):
            asked |= {one.sent: one for one in batch}
            fresh = self._proposals(batch, found)
            self._save(place, *place.load(), fresh)
            made |= fresh
        characters = self.asking.budget.sent - before
        sent = list(asked.values())
        return self._counted(place, planned, cached=cached, made=made, asked=sent, characters=characters)

    def _proposals(self, asked: Sequence[Asked], found: Mapping[str, Answer]) -> dict[str, Proposal]:
        """Source text → what came of the answer to it."""
        name, languages = self.asking.engine.name, self.planner.languages
        return {one.source: answered(one, found[one.sent], name, languages) for one in asked if one.sent in found}

    def _counted(
        self,
        place: Place,
        planned: Plan,
        *,
        cached: Mapping[str, Proposal],
        made: Mapping[str, Proposal],
        asked: Sequence[Asked],
        characters: int,
    ) -> Prefilled:
        good = sum(bool(proposal.target) for proposal in made.values())
        kept = sum(bool(proposal.target) for proposal in cached.values())
        sends = self.asking.engine.sends
        return Prefilled(
            place.name,
            self.planner.languages.target,
            remembered=len(planned.proposals),
            cached=kept,
            translated=good,
            left=len(planned.asked) - kept - good + planned.given_up,
            words=sum(words(one.source) for one in asked) if sends else 0,
            characters=characters if sends else 0,
            reasons=tuple((source, one.origin) for source, one in {**cached, **made}.items() if not one.target),
            texts=len(asked) if sends else 0,
        )

    def _save(
        self, place: Place, catalogue: Catalogue, ledger: Ledger, proposals: Mapping[str, Proposal]
    ) -> tuple[Catalogue, Ledger]:
        if proposals:
            catalogue, ledger = apply(catalogue, ledger, proposals, refresh=self.planner.refresh)
            place.save(catalogue, ledger)
        return catalogue, ledger


def report(
    asking: Asking, why: str, results: Sequence[Prefilled], problems: Sequence[Problem], *, dry_run: bool, rate: float
) -> PrefillReport:
    """What a run came to; ``rate`` is the price of a million characters, 0 where none is configured."""
    usage = _usage(asking) if dry_run else None
    limits = asking.budget.limits() if dry_run else []
    sent = sum(result.characters for result in results)
    return PrefillReport(
        asking.engine.name,
        why,
        tuple(results),
        (*problems, *asking.problems),
        usage,
        asking.stopped_by,
        sent * rate / 1e6 if rate else None,
        min(limits, key=lambda limit: limit.left, default=None),
        len(asking.unsent),
        sum(asking.unsent.values()),
    )


def _usage(asking: Asking) -> Usage | None:
    """What the account has used; a service that does not answer is a problem of this run, not its end."""
    try:
        return asking.budget.ask_account()
    except EngineError as error:
        asking.problems.append(Problem(str(error), error.exit_status))
        return None
