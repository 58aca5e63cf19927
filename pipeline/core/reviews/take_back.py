"""The work of a copy that came back, into the catalogue that is held: both people's work is kept, odd things are named.

What the copy began with (``bases``) tells who changed what. Where nobody knows it, the ledger does: a text that it
has a fact about is one this project wrote before, so the copy did not change it. No evidence is good enough to put a
copy's text in the place of reviewed French: that needs a person who names the unit.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core import similarity
from pipeline.core.ledger import Ledger, source_hash, state, target_hash, unit_id
from pipeline.core.matching import edited
from pipeline.core.model import Catalogue, Kind, Segment, State, Unit
from pipeline.core.reviews.three_way import with_other, without_other
from pipeline.core.text import same_form

_SAME_TEXT: Final = 80.0  # score from which a msgid that nobody knows is taken for an edited one
_SHOWN: Final = 60  # characters of a text in a message

_Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """A catalogue with the work of a copy that came back, and what was odd in the copy, a line each.

    ``missing`` is the number of held units that the copy does not have; ``kept`` has context and source of those
    whose text is not the copy's: who sent the copy says nothing about them.
    """

    catalogue: Catalogue
    oddities: tuple[str, ...]
    missing: int
    kept: frozenset[_Key] = frozenset()


def nearest(copy: Catalogue, versions: Sequence[Catalogue]) -> tuple[Catalogue, ...]:
    """The versions that a copy may have begun with: those it has most texts in common with.

    Several where they are equally near: a copy that changed what a newer version changed too is as near to both.
    """
    texts = _texts(copy)
    shared = [len(texts & _texts(version)) for version in versions]
    most = max(shared, default=0)
    return tuple(version for version, count in zip(versions, shared, strict=True) if count == most and most)


def take_back(
    held: Catalogue,
    copy: Catalogue,
    ledger: Ledger,
    bases: Sequence[Catalogue] = (),
    chosen: Container[_Key] = (),
) -> Returned:
    """The held catalogue with the targets of a copy that people worked on.

    A blank where text stood, and a target equal to its source, are untouched units (OmegaT writes them so). Where both
    sides wrote another text, and wherever the held one is reviewed, it stays and the copy's goes into a comment, unless
    the unit is among the ``chosen`` by context and source. French for English that is gone is kept as obsolete.
    """
    theirs = {_key(unit): unit for unit in copy.units}
    taker = _Taker(ledger, bases, chosen, held.slug)
    elsewhere = _elsewhere(held, copy)
    units = tuple(
        taker.unit(unit, theirs.get(_key(unit)), elsewhere.get(same_form(unit.source), ())) for unit in held.units
    )
    here = {_key(unit) for unit in held.units}.union(_key(unit) for known in elsewhere.values() for unit in known)
    strangers = [unit for key, unit in theirs.items() if key not in here and _is_work(unit)]
    lost = [unit for unit in held.units if _key(unit) not in theirs and same_form(unit.source) not in elsewhere]
    known = {_key(unit) for unit in held.obsolete}.union(*taker.before)
    for unit in strangers:
        taker.oddities.append(_stranger(unit, lost, is_known=_key(unit) in known))
    caught_up = _caught_up(replace(held, units=units), strangers, ledger)
    kept = {_key(unit) for unit in units if _key(unit) not in theirs or theirs[_key(unit)].target != unit.target}
    return Returned(caught_up, tuple(taker.oddities), len(lost), frozenset(kept))


class _Taker:
    """Takes unit after unit over and writes down what was odd."""

    def __init__(self, ledger: Ledger, bases: Sequence[Catalogue], chosen: Container[_Key], slug: str) -> None:
        self.index = ledger.index()
        self.before = [{_key(unit): unit for unit in (*base.obsolete, *base.units)} for base in bases]
        self.chosen = chosen
        self.slug = slug
        self.oddities: list[str] = []

    def unit(self, held: Unit, found: Unit | None, elsewhere: Sequence[Unit]) -> Unit:
        """The held unit with the copy's work. ``elsewhere`` is what the copy has of its text for other places."""
        if found is None and elsewhere:
            return self._place(held, elsewhere)
        odd = _oddity(held, found)
        if odd:
            self._note(held, odd)
        if odd or found is None or not found.target:
            return held
        if held.target == found.target:
            return self._mark(held, found)
        return self._text(held, found)

    def _place(self, held: Unit, elsewhere: Sequence[Unit]) -> Unit:
        """A text that was split or joined since: the copy's French is an offer, and stands beside what people wrote."""
        news = [known.target for known in elsewhere if _is_work(known) and not self._is_old(held, known)]
        unit, beside = held, news
        if news and not self._is_written(held):
            unit, beside = replace(held, target=news[0], fuzzy=True, previous=held.source), news[1:]
        for target in beside:
            unit = with_other(unit, target)
        is_split = held.context is not None and elsewhere[0].context is None
        what = "this text was split" if is_split else "the places of this text changed"
        offer = f"its French is offered here: {news[0][:_SHOWN]}" if news else "nothing in it is new"
        self._note(held, f"{what} since the copy was made; {offer}")
        return unit

    def _is_old(self, held: Unit, other: Unit) -> bool:
        """Whether the copy's French for other places is no news here: the held one, or what the copy began with."""
        starts = [known[_key(other)].target for known in self.before if _key(other) in known]
        is_known = (source_hash(other.source, other.context), target_hash(other.target)) in self.index
        is_start = other.target in starts if starts else is_known
        return other.target == held.target or (bool(held.target) and is_start)

    def _mark(self, held: Unit, found: Unit) -> Unit:
        """The same text on both sides: a mark set in the copy does not undo a review, nor does an older copy's mark."""
        if found.fuzzy and self._is_reviewed(held):
            self._note(held, "reviewed here, marked as needing work in the copy; what is held stays")
            return held
        if found.fuzzy and not held.fuzzy and any(start.fuzzy for start in self._starts(held)):
            self._note(held, "the copy is older; what is held stays")
            return held
        return _with_work(held, found)

    def _text(self, held: Unit, found: Unit) -> Unit:
        """Another text in the copy: new work, an older copy, or work on both sides."""
        if _key(held) in self.chosen:
            self._note_replaced(held)
            return without_other(_with_work(held, found), found.target)
        starts = {start.target for start in self._starts(held)}
        is_older = found.target in starts if starts else self._is_known(held, found)
        if held.target and is_older:
            self._note(held, "the copy is older; what is held stays")
            return held
        if self._is_reviewed(held) or (starts != {held.target} and self._is_written(held)):
            self._note(
                held,
                f"two people wrote it; what is held stays, the copy's is in a comment: {_short(found)}; "
                f'to take the copy\'s: diptych accept {self.slug} {unit_id(held)} --as "Name" --file COPY',
            )
            return with_other(held, found.target)
        self._note_replaced(held)
        return _with_work(held, found)

    def _starts(self, held: Unit) -> list[Unit]:
        """The unit as the copy may have begun with it: one for each version that it may have been made from."""
        return [known[_key(held)] for known in self.before if _key(held) in known]

    def _is_reviewed(self, unit: Unit) -> bool:
        return state(unit, self.index) in (State.REVIEWED, State.APPROVED)

    def _is_written(self, unit: Unit) -> bool:
        """Whether the text is a person's: not a machine's, the memory's or an older English's that waits for one."""
        if not unit.target or not unit.fuzzy:
            return bool(unit.target)
        kinds = self.index.get((source_hash(unit.source, unit.context), target_hash(unit.target)), frozenset())
        return unit.previous is None and not kinds & {Kind.MACHINE, Kind.MEMORY}

    def _is_known(self, held: Unit, found: Unit) -> bool:
        """Whether the ledger has the copy's text but the held one is a person's: then the held one is newer."""
        known = (source_hash(held.source, held.context), target_hash(found.target)) in self.index
        return known and (self._is_reviewed(held) or not held.fuzzy)

    def _note_replaced(self, held: Unit) -> None:
        """No text that a person wrote goes without a word."""
        if self._is_written(held):
            kind = "reviewed French" if self._is_reviewed(held) else "French that nobody accepted yet"
            self._note(held, f"replaces {kind}: {_short(held)}")

    def _note(self, held: Unit, message: str) -> None:
        self.oddities.append(f"{unit_id(held)}: {message}")


def _elsewhere(held: Catalogue, copy: Catalogue) -> dict[str, list[Unit]]:
    """By text, the copy's units of texts that are on the page, but for places that the catalogue does not have."""
    places: dict[str, set[str | None]] = {}
    for unit in held.units:
        places.setdefault(same_form(unit.source), set()).add(unit.context)
    found: dict[str, list[Unit]] = {}
    for unit in copy.units:
        text = same_form(unit.source)
        if text in places and unit.context not in places[text]:
            found.setdefault(text, []).append(unit)
    return found


def _is_work(unit: Unit) -> bool:
    return unit.target not in ("", unit.source)


def _oddity(held: Unit, found: Unit | None) -> str:
    if found is None:
        return "missing in the copy; what is held stays"
    if held.target and not found.target:
        return "blank in the copy; what is held stays"
    if found.target == found.source != held.target:
        return (
            "equal to the English in the copy, so taken as untouched; if it is meant, write it into the project's file"
        )
    return ""


def _with_work(held: Unit, found: Unit) -> Unit:
    return replace(
        held,
        target=found.target,
        fuzzy=found.fuzzy,
        previous=held.previous if found.fuzzy else None,
        comments=found.comments or held.comments,
    )


def _stranger(unit: Unit, lost: Iterable[Unit], *, is_known: bool) -> str:
    """What to say of a unit whose text is not on the page."""
    if is_known:
        return f"{unit_id(unit)}: the English changed since the copy was made; its French is kept: {_short(unit)}"
    for other in lost:
        if similarity.score(unit.source, other.source) >= _SAME_TEXT:
            shown = unit.source[:_SHOWN]
            return f'{unit_id(other)}: the copy has another msgid, "{shown}"; its French is kept, to be looked at'
    return f'"{unit.source[:_SHOWN]}" is not on the page; its French is kept as obsolete'


def _caught_up(held: Catalogue, strangers: Sequence[Unit], ledger: Ledger) -> Catalogue:
    """The French of texts that changed meanwhile: as obsolete, and as fuzzy where the new text has none yet."""
    if not strangers:
        return held
    index = ledger.index()
    reviewed = {_key(unit) for unit in held.obsolete if state(unit, index) in (State.REVIEWED, State.APPROVED)}
    gone = {(unit.context or "", unit.source): unit for unit in held.obsolete}
    for unit in strangers:
        if _key(unit) not in reviewed:
            gone[unit.context or "", unit.source] = replace(unit, obsolete=True, notes=(), references=())
    done = {number: unit for number, unit in enumerate(held.units) if unit.target}
    segments = [Segment(unit.source, context=unit.context) for unit in held.units]
    older = edited((*done.values(), *strangers), segments, done)
    units = tuple(_offered(unit, older.get(number)) for number, unit in enumerate(held.units))
    return replace(held, units=units, obsolete=tuple(gone[key] for key in sorted(gone)))


def _offered(unit: Unit, older: Unit | None) -> Unit:
    if unit.target or older is None:
        return unit
    return replace(unit, target=older.target, fuzzy=True, previous=older.source)


def _texts(catalogue: Catalogue) -> set[tuple[str | None, str, str]]:
    """Without marks: two people may clear the same mark, but hardly write the same French."""
    return {(unit.context, unit.source, unit.target) for unit in catalogue.units}


def _key(unit: Unit) -> _Key:
    return unit.context, unit.source


def _short(unit: Unit) -> str:
    return unit.target[:_SHOWN]
