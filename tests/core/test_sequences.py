"""Law: whatever happens to a catalogue, in whatever order, nothing becomes publishable without an accept, and no
reviewed French disappears from units and obsolete entries."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pipeline.adapters import po_files
from pipeline.core.ledger import Ledger, fact, state, unit_id
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Kind, Segment, State, Unit
from pipeline.core.reviews.acceptance import claims, record
from pipeline.core.reviews.fixes import fix
from pipeline.core.reviews.splitting import join, split
from pipeline.core.reviews.take_back import take_back
from pipeline.core.reviews.three_way import unite
from pipeline.core.verify import Checker

TEXTS = (
    "The evening is open to all cities",
    "The evening was open to all cities",
    "The evening is open to all of the cities",
    "“The evening” is open to all cities",
    '"The evening" is open to all cities',
    "The <b1>evening</b1> is open to all cities",
    "More information",
    "5 May, 14:00 – 15:00",
    "9 June, 14:00 – 15:00",
)
FRENCH = ("Une soirée", "La soirée", "5 mai, de 14 h à 15 h", "Autre", "L'entrée est libre !")
PAGES = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6, unique=True)
CHECKER = Checker()
DAY = "2026-11-23"


def segments(texts: list[str]) -> list[Segment]:
    return [Segment(text, ("p",), (), ("p", "li")) for text in texts]


class Catalogues(RuleBasedStateMachine):
    """One page's catalogue and ledger, and a second branch of both."""

    @initialize(page=PAGES)
    def start(self, page: list[str]) -> None:
        self.catalogue = merge(Catalogue("r", "fr"), segments(page)).catalogue
        self.ledger = Ledger()
        self.base = self.branch = self.catalogue
        self.branch_ledger = self.ledger
        self.accepted: set[tuple[str, str]] = set()
        self.copy = self.catalogue

    # --- the English

    @rule(page=PAGES)
    def edit_english(self, page: list[str]) -> None:
        self.catalogue = merge(self.catalogue, segments(page)).catalogue
        assert merge(self.catalogue, segments(page)).catalogue == self.catalogue

    # --- machines and tools

    @rule(french=st.sampled_from(FRENCH))
    def prefill(self, french: str) -> None:
        units = tuple(
            unit if unit.target else replace(unit, target=french, fuzzy=True) for unit in self.catalogue.units
        )
        filled = [new for unit, new in zip(self.catalogue.units, units, strict=True) if unit is not new]
        self.ledger |= [fact(unit, Kind.MACHINE, origin="pseudo") for unit in filled]
        self.catalogue = replace(self.catalogue, units=units)

    @rule()
    def clear_every_mark(self) -> None:
        units = tuple(replace(unit, fuzzy=False, previous=None) for unit in self.catalogue.units)
        self.catalogue = replace(self.catalogue, units=units)

    @rule()
    def write_and_read(self) -> None:
        data = po_files.dumps(self.catalogue)
        back = po_files.loads(data, "r.po", "r", "fr")
        assert (back.units, back.obsolete) == (self.catalogue.units, self.catalogue.obsolete)
        self.catalogue = replace(back, header={})

    @rule()
    def through_omegat(self) -> None:
        text = po_files.dumps(self.catalogue).decode()
        text = re.sub(r"^(#, fuzzy|#~?\| .*)\n", "", text, flags=re.MULTILINE)
        back = po_files.loads(text.encode(), "r.po", "r", "fr")
        self.catalogue = take_back(self.catalogue, back, self.ledger).catalogue

    @rule()
    def fix_spaces(self) -> None:
        before = self.ledger.index()
        fixes = fix(self.catalogue, self.ledger, CHECKER)
        after = fixes.ledger.index()
        for old, new in zip(self.catalogue.units, fixes.catalogue.units, strict=True):
            assert state(old, before) is state(new, after)
            assert old.fuzzy == new.fuzzy
            if self._is_reviewed(old):
                self.accepted.add((unit_id(new), new.target))
        assert fixes.catalogue.obsolete == self.catalogue.obsolete
        self.catalogue, self.ledger = fixes.catalogue, fixes.ledger
        again = fix(self.catalogue, self.ledger, CHECKER)
        assert (again.catalogue, again.ledger) == (self.catalogue, self.ledger)

    # --- people

    @rule(number=st.integers(0, 5), french=st.sampled_from(FRENCH), fuzzy=st.booleans())
    def write(self, number: int, french: str, fuzzy: bool) -> None:
        units = list(self.catalogue.units)
        unit = units[number % len(units)]
        if not self._is_reviewed(unit):
            units[number % len(units)] = replace(unit, target=french, fuzzy=fuzzy)
            self.catalogue = replace(self.catalogue, units=tuple(units))

    @rule()
    def take_a_copy(self) -> None:
        self.copy = self.catalogue

    @rule(french=st.sampled_from(FRENCH))
    def bring_the_copy_back(self, french: str) -> None:
        units = tuple(unit if unit.target else replace(unit, target=french) for unit in self.copy.units)
        self.catalogue = take_back(self.catalogue, replace(self.copy, units=units), self.ledger, (self.copy,)).catalogue

    @rule(number=st.integers(0, 5))
    def accept(self, number: int) -> None:
        unit = self.catalogue.units[number % len(self.catalogue.units)]
        claimed = claims(self.catalogue, self.ledger, CHECKER, [unit])
        if unit.target and not claimed.findings:
            self.catalogue, self.ledger = record(self.catalogue, self.ledger, claimed, "Ann", DAY)
            self.accepted.add((unit_id(unit), unit.target))

    @rule(number=st.integers(0, 5))
    def split_or_join(self, number: int) -> None:
        unit = self.catalogue.units[number % len(self.catalogue.units)]
        if unit.context is None:
            segment = Segment(unit.source, places=("p", "li"))
            self.catalogue, self.ledger = split(self.catalogue, self.ledger, unit, segment)
        else:
            self.catalogue, self.ledger = join(self.catalogue, self.ledger, unit.source)

    # --- branches

    @rule()
    def begin_a_branch(self) -> None:
        self.base = self.branch = self.catalogue
        self.branch_ledger = self.ledger

    @rule()
    def change_branches(self) -> None:
        self.catalogue, self.branch = self.branch, self.catalogue
        self.ledger, self.branch_ledger = self.branch_ledger, self.ledger

    @rule()
    def merge_branches(self) -> None:
        self.catalogue = unite(self.base, self.catalogue, self.branch).catalogue
        self.ledger |= self.branch_ledger
        self.base = self.branch = self.catalogue
        self.branch_ledger = self.ledger

    # --- laws

    def _is_reviewed(self, unit: Unit) -> bool:
        return state(unit, self.ledger.index()) in (State.REVIEWED, State.APPROVED)

    @invariant()
    def nothing_is_publishable_that_nobody_accepted(self) -> None:
        accepted = {target for _, target in self.accepted}
        for unit in self.catalogue.units:
            if self._is_reviewed(unit):
                assert unit.target in accepted, unit

    @invariant()
    def every_key_stands_once(self) -> None:
        keys = [(unit.context, unit.source) for unit in (*self.catalogue.units, *self.catalogue.obsolete)]
        assert len(keys) == len(set(keys))

    @rule(page=PAGES)
    def no_reviewed_french_is_lost_by_an_edit(self, page: list[str]) -> None:
        def reviewed(catalogue: Catalogue) -> set[tuple[str | None, str]]:
            known = (*catalogue.units, *catalogue.obsolete)
            return {(unit.context, unit.target) for unit in known if self._is_reviewed(unit)}

        before = reviewed(self.catalogue)
        after = reviewed(merge(self.catalogue, segments(page)).catalogue)
        assert before <= after

    @precondition(lambda self: self.catalogue.units)
    @rule()
    def dates_are_never_guessed(self) -> None:
        other = merge(self.catalogue, segments(["21 July, 14:00 – 15:00"])).catalogue.units[0]
        assert other.target == ""


Catalogues.TestCase.settings = settings(max_examples=400, stateful_step_count=30, deadline=None)
TestCatalogues = Catalogues.TestCase
