"""Glossary terms and fixed wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from pipeline.core.checks.inflections import english, folded, french, plain
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.terms import House, Term
from pipeline.core.text import same_form, without_codes

Held = TypeVar("Held")
Made = TypeVar("Made")

_PREFIX: Final = 3  # letters by which the terms that a text may use are found
_WORD: Final = re.compile(r"[^\W_]+")
_HOUSES: Final = 8
_made: Final[dict[tuple[int, str], tuple[object, object]]] = {}  # a house is read into an index once, not for each unit


def check_terms(unit: Unit, house: House) -> Iterator[Finding]:
    """An error for a forbidden wording, a warning for a term that is not said as agreed.

    Of terms within each other the longest counts: a network card is no network.
    """
    if not house.terms:
        return
    used = _used(without_codes(unit.source, " "), _once(house.terms, "terms", _by_prefix))
    if not used:
        return
    target = plain(without_codes(unit.target, " "))
    rest = target
    kept: dict[Term, bool] = {}
    for term in used:
        kept[term], rest = _without(term, target, rest)
    for term in used:
        for wrong in term.forbidden:
            if french(wrong, exact=term.exact, verbs=False).search(rest if term.exact else folded(rest)):
                message = f'"{wrong}" is not to be used for "{term.source}"; say "{term.target or term.source}"'
                yield Finding("terms", Severity.ERROR, message, unit.source)
        if not kept[term]:
            message = f'"{term.source}" should be "{term.source if term.keep else term.target}"'
            yield Finding("terms", Severity.WARNING, message, unit.source)


def check_fixed(unit: Unit, house: House) -> Iterator[Finding]:
    """An error where a fixed wording is worded otherwise."""
    if not house.fixed:
        return
    target = _once(house.fixed, "fixed", _by_form).get(same_form(unit.source))
    if target is not None and same_form(target) != same_form(unit.target):
        yield Finding("fixed-wording", Severity.ERROR, f'the approved wording is "{target}"', unit.source)


def used(house: House, source: str) -> tuple[Term, ...]:
    """The terms that a source text uses, codes left out, the longest first."""
    return tuple(_used(without_codes(source, " "), _once(house.terms, "terms", _by_prefix))) if house.terms else ()


def _used(source: str, index: Mapping[str, Sequence[Term]]) -> list[Term]:
    """The terms that a text uses, the longest first; each place counts for one of them."""
    exact = plain(source)
    starts = {word[:_PREFIX] for word in _WORD.findall(exact.casefold())}
    found = [term for start in starts for term in index.get(start, ())]
    used: list[Term] = []
    for term in sorted(found, key=lambda term: (-len(term.source), term.source)):
        minds = term.exact or term.keep  # a name that stays as it is counts in its own spelling: LANTERN is no lantern
        pattern = english(term.source, exact=minds, plural=not term.keep)
        places = list(pattern.finditer(exact if minds else _small(exact)))
        if places:
            used.append(term)
        for place in places:
            exact = exact[: place.start()] + "\x1a" * (place.end() - place.start()) + exact[place.end() :]
    return used


def _without(term: Term, target: str, rest: str) -> tuple[bool, str]:
    """Whether the target says a term as agreed, and ``rest`` without the places where it does."""
    wanted = term.source if term.keep else term.target
    if not wanted:
        return True, rest
    minds = term.exact or term.keep
    pattern = english(wanted, exact=True, plural=False) if term.keep else french(wanted, exact=term.exact, verbs=True)
    places = list(pattern.finditer(target if minds else _small(target)))
    for place in places:
        rest = rest[: place.start()] + "\x1a" * (place.end() - place.start()) + rest[place.end() :]
    return bool(places), rest


def _small(text: str) -> str:
    """Small letters, one for each, so that places stay the same."""
    small = text.casefold()
    return small if len(small) == len(text) else text.lower() if len(text.lower()) == len(text) else text


def _by_prefix(terms: tuple[Term, ...]) -> dict[str, list[Term]]:
    index: dict[str, list[Term]] = {}
    for term in terms:
        first = _WORD.search(plain(term.source).casefold())
        index.setdefault(first.group()[:_PREFIX] if first else "", []).append(term)
    return index


def _by_form(fixed: Mapping[str, str]) -> dict[str, str]:
    return {same_form(source): target for source, target in fixed.items()}


def _once(held: Held, name: str, make: Callable[[Held], Made]) -> Made:
    """What is made of a house's rules, kept with them, so that it is made once for all units."""
    key = id(held), name
    if key not in _made or _made[key][0] is not held:
        if len(_made) >= _HOUSES:
            _made.clear()
        _made[key] = held, make(held)
    return _made[key][1]  # type: ignore[return-value]
