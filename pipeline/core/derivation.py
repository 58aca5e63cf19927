"""Which texts a review was carried over to, and how far it goes when somebody takes one back.

A line of the kind "derived" says that a text has what is known of it from another one: "spaces fixed, from" the hash
of the target as it was before, "split, from" the hash of the source for all places. Union stays a correct merge: what
is taken back is worked out from all lines, whichever came first.

A target and the same target with other spaces stand and fall together. Taken back for all places, a text is taken back
in each. Taken back in one place it is taken back for all places, but not in the others: people split a text since
its places differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.core.model import Fact, Kind

Key = tuple[str, str]
"""Source and target hash of a text."""

SPACES: Final = "spaces fixed"
"""The origin of a fact that says of a fixed target what was known of the target before."""

SPLIT: Final = "split"

_LINK: Final = re.compile(rf"({SPACES}|{SPLIT}), from ([0-9a-f]{{16}})")


def key_of(known: Fact) -> Key:
    """The text that a fact is about."""
    return known.source_hash, known.target_hash


def spaces_fixed(before: Key, after: Key) -> Fact:
    """The line that says which target a fixed one was."""
    return Fact(*after, Kind.DERIVED, origin=f"{SPACES}, from {before[1]}")


def split_from(whole: str, place: Key) -> Fact:
    """The line that says which source hash a text had for all places."""
    return Fact(*place, Kind.DERIVED, origin=f"{SPLIT}, from {whole}")


def spaces_of(facts: Iterable[Fact], key: Key) -> list[Fact]:
    """The lines that say which targets a text was before its spaces were fixed."""
    return sorted(one for one in facts if one.kind is Kind.DERIVED and key_of(one) == key and _is_spaces(one))


def _is_spaces(known: Fact) -> bool:
    return known.origin.startswith(SPACES)


def is_link(origin: str) -> bool:
    """Whether an origin is one that a derived line may have."""
    return _LINK.fullmatch(origin) is not None


def taken_back(facts: Iterable[Fact]) -> Mapping[Key, frozenset[Fact]]:
    """Every text whose review was taken back → the lines that say so, of itself or of a text that it stands with."""
    facts = tuple(facts)
    lines_of: dict[Key, set[Fact]] = {}
    for one in [one for one in facts if one.kind is Kind.REVOKED]:
        lines_of.setdefault(key_of(one), set()).add(one)
    if not lines_of:
        return {}
    links = _Links.of(facts)
    found: dict[Key, set[Fact]] = {}
    for start, lines in lines_of.items():
        for reached in links.reached(start):
            found.setdefault(reached, set()).update(lines)
    return {key: frozenset(lines) for key, lines in found.items()}


def doubtful(facts: Iterable[Fact], revoked: Iterable[Key]) -> frozenset[Fact]:
    """Acceptances that cannot be told from one taken back; accepting the text again settles it.

    Earlier versions wrote "spaces fixed" without the text that was fixed: all that one person accepted for a source on
    that day may be it.
    """
    gone = frozenset(revoked)
    if not gone:
        return frozenset()
    facts = tuple(facts)
    accepted = [one for one in facts if one.kind is Kind.ACCEPTED]
    if not any(map(_is_spaces, accepted)):
        return frozenset()
    known = {key_of(one) for one in facts if one.kind is Kind.DERIVED and _is_spaces(one)}
    unclear = {_act(one) for one in accepted if _is_spaces(one) and key_of(one) not in known}
    spoilt = {_act(one) for one in accepted if _act(one) in unclear and key_of(one) in gone}
    return frozenset(one for one in accepted if _act(one) in spoilt)


def said_again(facts: Iterable[Fact], removed: Iterable[Fact]) -> frozenset[Fact]:
    """The lines that say of derived texts what the removed ones say: who takes an act back takes these back too."""
    facts = tuple(facts)
    links = _Links.of(facts)
    reached = ((one, key) for one in removed for key in links.reached(key_of(one), up=False) - {key_of(one)})
    wanted = {(key, one.kind, one.who, one.date): one.source_hash for one, key in reached}
    same = ((one, wanted.get((key_of(one), one.kind, one.who, one.date))) for one in facts)
    return frozenset(one for one, source in same if source is not None and _is_copy(one, source))


def _is_copy(known: Fact, source: str) -> bool:
    """Whether a line was written of a derived text; a review of the text before a fix is a person's own act."""
    return known.kind is Kind.REVOKED or known.source_hash != source or _is_spaces(known)


def _act(known: Fact) -> tuple[str, str, str]:
    return known.source_hash, known.who, known.date


@dataclass(frozen=True, slots=True)
class _Links:
    """Text → the same with other spaces; → the same for all places; → the same for one place."""

    alike: dict[Key, set[Key]] = field(default_factory=dict)
    wholes: dict[Key, set[Key]] = field(default_factory=dict)
    places: dict[Key, set[Key]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> _Links:
        links = cls()
        for one in facts:
            match = _LINK.fullmatch(one.origin) if one.kind is Kind.DERIVED else None
            if match is None:
                continue
            key, (how, other) = key_of(one), match.groups()
            if how == SPACES:
                before = key_of(replace(one, target_hash=other))
                links.alike.setdefault(key, set()).add(before)
                links.alike.setdefault(before, set()).add(key)
            else:
                whole = key_of(replace(one, source_hash=other))
                links.wholes.setdefault(key, set()).add(whole)
                links.places.setdefault(whole, set()).add(key)
        return links

    def reached(self, start: Key, *, up: bool = True) -> set[Key]:
        """The text itself and all that stand with it; with ``up`` also for all places, where it is for one."""
        seen: set[tuple[Key, bool]] = set()
        waiting = [(start, True)]
        while waiting:
            item = waiting.pop()
            if item in seen:
                continue
            seen.add(item)
            key, is_all = item
            waiting += [(other, is_all) for other in self.alike.get(key, ())]
            if up:
                waiting += [(whole, False) for whole in self.wholes.get(key, ())]
            if is_all:
                waiting += [(place, True) for place in self.places.get(key, ())]
        return {key for key, _ in seen}
