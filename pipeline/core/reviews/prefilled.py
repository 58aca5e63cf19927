"""Which French came into a unit without a person: a cleared mark says nothing of it until somebody does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.core.ledger import Ledger, source_hash, target_hash
from pipeline.core.memory import BUT_FOR_FIGURES
from pipeline.core.model import Catalogue, Fact, Kind, Unit
from pipeline.core.typography.fixing import but_typography

SURE = ("fixed wording", "made from date and time", "names and addresses stay", BUT_FOR_FIGURES)
"""Ends of the origins of French whose words people wrote for exactly this English; its figures are checked."""

_IMPORTED = ".tmx"
"""Stands in the origin of French from a memory that people brought from elsewhere."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """French by its hashes: ``made`` (source, target) by machine or memory, ``carried`` (target) from English that is
    not on the page any more; ``made_forms`` and ``carried_forms`` where its text is known, whichever spaces and quotes
    it has.
    """

    made: frozenset[tuple[str, str]]
    carried: frozenset[str]
    carried_forms: frozenset[str] = frozenset()
    made_forms: frozenset[tuple[str, str]] = frozenset()

    def has(self, unit: Unit) -> bool:
        """Whether the unit's French stands as it came in: nobody changed a letter of it."""
        source, target, form = source_hash(unit.source, unit.context), target_hash(unit.target), _form(unit)
        if target in self.carried or form in self.carried_forms:
            return True
        return (source, target) in self.made or (source, form) in self.made_forms


def _form(unit: Unit) -> str:
    return but_typography(unit.target)


def prefilled(catalogue: Catalogue, ledger: Ledger, history: Iterable[Catalogue] = (), *, exact: bool) -> Prefilled:
    """What of a catalogue's French no person wrote there. ``history`` are older versions of it.

    With ``exact``, the memory's French for the same English, but for its figures, counts too, though a person wrote it
    elsewhere.
    """
    live = {source_hash(unit.source, unit.context) for unit in catalogue.units}
    older = [unit for known in history for unit in (*known.units, *known.obsolete)]
    pairs = {(source_hash(unit.source, unit.context), unit.target) for unit in (*catalogue.obsolete, *older)}
    texts = {target for source, target in pairs if target and source not in live}
    gone = {target_hash(target) for target in texts}
    gone.update(fact.target_hash for fact in ledger.facts if fact.source_hash not in live)
    made = {(fact.source_hash, fact.target_hash) for fact in ledger.facts if _is_made(fact, exact=exact)}
    forms = {(source, but_typography(target)) for source, target in pairs if (source, target_hash(target)) in made}
    return Prefilled(frozenset(made), frozenset(gone), frozenset(map(but_typography, texts)), frozenset(forms))


def _is_made(fact: Fact, *, exact: bool) -> bool:
    is_ours = _IMPORTED not in fact.origin  # nobody here knows who wrote what came with a file
    is_exact = is_ours and (fact.origin.startswith("100 %") or fact.origin.endswith(SURE))
    return fact.kind is Kind.MACHINE or (fact.kind is Kind.MEMORY and (exact or not is_exact))
