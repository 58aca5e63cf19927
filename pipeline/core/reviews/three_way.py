"""Two people's copies of one catalogue and the one both began with → one catalogue with the work of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from pipeline.core.model import Catalogue, Unit
from pipeline.core.text import collapse

_T = TypeVar("_T")
_Key = tuple[str | None, str]

OTHER: Final = "other version: "
"""How a comment begins that holds the French which another person wrote for the same text."""

PLACES: Final = "places changed: "
"""How a comment begins that says which place a split text's French was for before the page got other places of it."""


@dataclass(frozen=True, slots=True)
class United:
    """The catalogue of both, and the sources of the units that both changed, each in another way."""

    catalogue: Catalogue
    conflicts: tuple[str, ...]


def unite(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> United:
    """What both did since ``base``. Where both wrote another target, ours stands as fuzzy and theirs in a comment.

    A text that either took off the page is obsolete; every target that either has is in the result.
    """
    sides = [{_key(unit): unit for unit in (*side.obsolete, *side.units)} for side in (base, ours, theirs)]
    conflicts: list[str] = []
    found: dict[_Key, Unit] = {}
    for key in dict.fromkeys((*sides[1], *sides[2])):
        before, our, their = (side.get(key) for side in sides)
        unit = _united(before, our, their)
        found[key] = unit
        if OTHER in unit.comments and unit.comments not in [known.comments for known in (our, their) if known]:
            conflicts.append(unit.source)
    order = _order([_key(unit) for unit in ours.units], [_key(unit) for unit in theirs.units])
    gone = sorted((key[0] or "", key[1]) for key, unit in found.items() if unit.obsolete and unit.target)
    by_text = {(unit.context or "", unit.source): unit for unit in found.values() if unit.obsolete}
    catalogue = replace(
        ours,
        units=tuple(found[key] for key in order if not found[key].obsolete),
        obsolete=tuple(by_text[key] for key in gone),
        header=_header(base.header, ours.header, theirs.header),
        comment=_either(base.comment, ours.comment, theirs.comment),
    )
    return United(catalogue, tuple(conflicts))


def with_other(unit: Unit, target: str) -> Unit:
    """The unit with another person's target in a comment, where every editor shows it.

    Its no-break spaces stay: taken from there, it is the text that was reviewed.
    """
    line = OTHER + collapse(target).strip()
    if any(_is_same_line(line, known) for known in unit.comments.split("\n")):
        return unit
    return replace(unit, comments=f"{unit.comments}\n{line}" if unit.comments else line)


def replaced(unit: Unit, place: str, others: Iterable[str]) -> Unit:
    """The unit with a comment that its French was for another place, and the French of all places beside it."""
    line = f'{PLACES}this French was for "{place}"; look where it stands now'
    unit = replace(unit, comments=f"{unit.comments}\n{line}" if unit.comments else line)
    for target in dict.fromkeys(others):
        if target not in ("", unit.target):
            unit = with_other(unit, target)
    return unit


def settled(unit: Unit) -> Unit:
    """The unit without that comment: somebody looked."""
    lines = [line for line in unit.comments.split("\n") if not line.startswith(PLACES)]
    return replace(unit, comments="\n".join(lines))


def without_other(unit: Unit, target: str) -> Unit:
    """The unit without the comment that holds this target: it was chosen."""
    lines = [known for known in unit.comments.split("\n") if not _is_same_line(OTHER + target, known)]
    return replace(unit, comments="\n".join(lines))


def _is_same_line(one: str, other: str) -> bool:
    """Whether two comments hold the same text; earlier versions wrote a space for each no-break one."""
    return one.split() == other.split()


def _united(before: Unit | None, our: Unit | None, their: Unit | None) -> Unit:
    """One text that at least one of the two has."""
    if our is None or their is None:
        only = our or their
        assert only is not None
        # the other one took it off the page after both had it
        return replace(only, obsolete=True, notes=(), references=()) if before is not None else only
    start = before or replace(our, target="", fuzzy=False, comments="", previous=None)
    is_new = before is None
    is_gone = our.obsolete and their.obsolete if is_new else _either(start.obsolete, our.obsolete, their.obsolete)
    merged = replace(
        our,
        comments=_comments(start.comments, our.comments, their.comments),
        notes=() if is_gone else _either(start.notes, our.notes, their.notes),
        references=() if is_gone else _either(start.references, our.references, their.references),
        flags=_either(start.flags, our.flags, their.flags),
        obsolete=is_gone,
    )
    work = [(unit.target, unit.fuzzy, unit.previous) for unit in (start, our, their)]
    if work[1] == work[2] or work[2] == work[0] or not their.target:
        return merged
    if work[1] == work[0] or not our.target:
        return replace(merged, target=their.target, fuzzy=their.fuzzy, previous=their.previous)
    if our.target == their.target:
        return _agreed(merged, start, our, their)
    return with_other(replace(merged, fuzzy=True), their.target)


def _agreed(merged: Unit, start: Unit, our: Unit, their: Unit) -> Unit:
    """Both wrote the same words: the mark goes if one of them removed it, and stays if one of them set it."""
    if our.fuzzy == their.fuzzy:
        return merged
    cleared = start.fuzzy or not start.target
    return replace(merged, fuzzy=not cleared, previous=None if cleared else our.previous or their.previous)


def _comments(before: str, our: str, their: str) -> str:
    """Lines of both, without those that either deleted."""
    lines = [text.split("\n") if text else [] for text in (before, our, their)]
    gone = {line for line in lines[0] if line not in lines[1] or line not in lines[2]}
    return "\n".join(dict.fromkeys(line for line in (*lines[1], *lines[2]) if line not in gone))


def _either(before: _T, our: _T, their: _T) -> _T:
    """The one that was changed; ours where both were."""
    return their if our == before else our


def _header(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _either(base.get(name, ""), ours.get(name, ""), theirs.get(name, ""))
        for name in dict.fromkeys((*ours, *theirs))
    }


def _order(ours: list[_Key], theirs: list[_Key]) -> list[_Key]:
    """Our order, with what only they have behind the text it follows there."""
    known = set(ours)
    last: _Key | None = None
    follows: dict[_Key | None, list[_Key]] = {}
    for key in theirs:
        if key in known:
            last = key
        else:
            follows.setdefault(last, []).append(key)
    return [*follows.get(None, ()), *(item for key in ours for item in (key, *follows.get(key, ())))]


def _key(unit: Unit) -> _Key:
    return unit.context, unit.source
