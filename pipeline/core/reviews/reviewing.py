"""What a reviewer does to one unit, as values: the catalogue and the ledger after it, and how it is taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.derivation import said_again
from pipeline.core.ledger import Ledger, fact, state
from pipeline.core.model import Catalogue, Fact, Kind, State, Unit
from pipeline.core.reviews.three_way import with_other

_DIGITS: Final = 12
_REVIEWED: Final = (State.REVIEWED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one unit: the unit before and after it, and the facts that came of it."""

    before: Unit
    after: Unit
    facts: frozenset[Fact] = frozenset()


def version(unit: Unit, ledger: Ledger) -> str:
    """12 hex digits that change with the French of a unit, its mark, or whether it is reviewed.

    A person who saw another version has not seen what stands there now. Comments do not count: those of both are kept.
    """
    known = state(unit, ledger.index()) in _REVIEWED
    seen = f"{unit.context}\x04{unit.source}\x04{unit.target}\x04{unit.fuzzy}\x04{known}"
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def written(unit: Unit, target: str, *, beside: bool = False) -> Unit:
    """The unit with the French that a person wrote, clean as every editor leaves it; clean is a claim, no review.

    ``beside`` keeps the French that it replaces in a comment, as another person's.
    """
    if target == unit.target:
        return unit
    other = with_other(unit, unit.target) if beside and unit.target else unit
    return replace(other, target=target, fuzzy=False, previous=None)


def doubted(unit: Unit) -> Unit:
    """The unit marked as needing work."""
    return replace(unit, fuzzy=True)


def commented(unit: Unit, who: str, date: str, text: str) -> Unit:
    """The unit with a line of comment that every editor shows, with who wrote it and when."""
    line = f"{who} ({date}): {' '.join(text.split())}"
    return replace(unit, comments=f"{unit.comments}\n{line}" if unit.comments else line)


def done(
    catalogue: Catalogue, ledger: Ledger, before: Unit, after: Unit, facts: Iterable[Fact] = ()
) -> tuple[Catalogue, Ledger, Act]:
    """The catalogue and the ledger after an act, and the act with the facts that were not known before."""
    new = frozenset(facts) - ledger.facts
    return put(catalogue, after), ledger | new, Act(before, after, new)


def put(catalogue: Catalogue, unit: Unit) -> Catalogue:
    """The catalogue with one of its units replaced."""
    key = unit.context, unit.source
    return replace(
        catalogue, units=tuple([unit if (known.context, known.source) == key else known for known in catalogue.units])
    )


def undone(catalogue: Catalogue, ledger: Ledger, act: Act) -> tuple[Catalogue, Ledger] | None:
    """Both as they were before an act; None where its unit is not as the act left it, since that is others' work.

    Comments that came since are kept.
    """
    key = act.after.context, act.after.source
    now = next((unit for unit in catalogue.units if (unit.context, unit.source) == key), None)
    if now is None or (now.target, now.fuzzy) != (act.after.target, act.after.fuzzy):
        return None
    lines = _without_added(now.comments.split("\n"), act)
    back = replace(
        now, target=act.before.target, fuzzy=act.before.fuzzy, previous=act.before.previous, comments="\n".join(lines)
    )
    return put(catalogue, back), without(ledger, act.facts)


def without(ledger: Ledger, facts: frozenset[Fact]) -> Ledger:
    """The ledger without some facts, and without what was said of derived texts because of them."""
    return Ledger(ledger.facts - facts - said_again(ledger.facts, facts))


def revocations(ledger: Ledger, unit: Unit, who: str) -> frozenset[Fact]:
    """The facts by which a person took the review back from a unit as it stands, or from a text it stands with."""
    return frozenset(known for known in ledger.about(unit) if known.kind is Kind.REVOKED and known.who == who)


def revoked(unit: Unit, who: str, date: str, reason: str = "") -> Fact:
    """The fact that a person holds this French for wrong: whoever clears the mark cannot make it reviewed again."""
    return fact(unit, Kind.REVOKED, who, date, " ".join(reason.split()))


def _without_added(lines: list[str], act: Act) -> list[str]:
    """Lines of comment without those that the act added, and with those that it took."""
    before, after = act.before.comments.split("\n"), act.after.comments.split("\n")
    added = [line for line in after if line not in before]
    lost = [line for line in before if line not in after]
    return [*filter(None, lost), *(line for line in lines if line and line not in added)]
