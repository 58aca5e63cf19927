"""Values that changed places with each other, where that can be proved: ranges, pairs, the same word after both."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.checks.sides import PLAIN, Side
from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.zones import Zone
from pipeline.core.text import without_codes

_RANGE: Final = re.compile(
    r"\W*(?:[-\u2013\u2014]|\b(?:to|till|until|through|à|au|jusqu['\u2019](?:à|au))\b)\W*(?:(?:the|le)\b)?\W*",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\W*(?:and|et)\W*(?:(?:the|le)\b)?\W*", re.IGNORECASE)
_BETWEEN_BEFORE: Final = re.compile(r"\b(?:between|entre)(?: the| le)?\s*\W?$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_NEXT: Final = re.compile(r"(?:[ \u00a0\u202f]|<[^>]*>)*([^\W\d_]{3,})")
_NO_NOUN: Final = frozenset(
    "the and for from per out are was were has had will can des les aux sur par pour dans avec sont est ont que "
    "qui".split()
)
_SHARED: Final = 4  # letters at the beginning of two words that may be the same one in two languages
_FEW: Final = 8  # quantities; in longer lists the order is not looked at

Pair = tuple[Quantity, Quantity]


def changed_places(source: Side, target: Side) -> Iterator[str]:
    """What must have changed places, in words; nothing where one value differs already."""
    if len(source.found) < 2:
        return
    counts = list(_other_counts(source, target))
    if counts or len(source.found) > _FEW or len(target.found) > _FEW:
        yield from counts[:1]
        return
    yield from itertools.islice(_all(source, target), 1)


def _other_counts(source: Side, target: Side) -> Iterator[str]:
    """A value that stands oftener than it should, in place of another, where both sides have as many and the same."""
    ours, theirs = (Counter((_kind(q), q.value) for q in side.found) for side in (source, target))
    if ours == theirs or ours.keys() != theirs.keys() or ours.total() != theirs.total():
        return
    for quantity in target.found:
        key = _kind(quantity), quantity.value
        if theirs[key] > ours[key]:
            yield f'"{target.shown(quantity)}" stands {theirs[key]} times, {ours[key]} in the source'


def _all(source: Side, target: Side) -> Iterator[str]:
    yield from _reversed_ranges(source, target)
    if _is_other_pairing(source.found, target.found):
        yield "dates or times that belong together have changed places"
    yield from _other_zone(source, target)
    for one, two in itertools.combinations(_unique(source.found), 2):
        there = [_only(target.found, quantity) for quantity in (one, two)]
        if _kind(one) == _kind(two) and there[0] and there[1]:
            ours, theirs = (one, two), (there[0], there[1])
            if _is_noun_exchanged(source, ours, target, theirs) or _are_anchors_exchanged(source, ours, target, theirs):
                yield f'"{source.shown(one)}" and "{source.shown(two)}" have changed places'


def _kind(quantity: Quantity) -> str:
    return "number" if quantity.sort in PLAIN else quantity.sort.value


def _unique(found: Sequence[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if sum(rival.value == quantity.value for rival in found) == 1]


def _only(found: Sequence[Quantity], wanted: Quantity) -> Quantity | None:
    same = [q for q in found if q.value == wanted.value and _kind(q) == _kind(wanted)]
    return same[0] if len(same) == 1 and len([q for q in found if q.value == wanted.value]) == 1 else None


def _reversed_ranges(source: Side, target: Side) -> Iterator[str]:
    ours, theirs = _ranges(source), _ranges(target)
    there = {(a.value, b.value) for a, b in theirs}
    for a, b in ours:
        if a.value != b.value and (a.value, b.value) not in there and (b.value, a.value) in there:
            yield f'"{source.shown(a)}" and "{source.shown(b)}" stand in the opposite order'


def _ranges(side: Side) -> list[Pair]:
    return [(a, b) for a, b in itertools.pairwise(side.found) if _kind(a) == _kind(b) and _is_range(side.text, a, b)]


def _is_range(text: str, a: Quantity, b: Quantity) -> bool:
    gap = without_codes(text[a.end : b.start], " ")
    if _RANGE.fullmatch(gap):
        return True
    return _BETWEEN.fullmatch(gap) is not None and _BETWEEN_BEFORE.search(text[: a.start][-12:]) is not None


def _is_other_pairing(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Whether rows of the same sorts (a day and a time, a day and a time) hold other pairs."""
    for length in (2, 3, 4):
        if any(len(side) < 2 * length or len(side) % length for side in (ours, theirs)):
            continue
        rows = [_rows(side, length) for side in (ours, theirs)]
        first, second = (tuple(q.sort for q in side[0]) for side in rows)
        is_even = all(tuple(q.sort for q in row) == first for side in rows for row in side)
        if is_even and first == second and len(set(first)) == length:
            return {tuple(q.value for q in row) for row in rows[0]} != {
                tuple(q.value for q in row) for row in rows[1]
            } and sorted(q.meaning for q in ours) == sorted(q.meaning for q in theirs)
    return False


def _rows(found: Sequence[Quantity], length: int) -> list[Sequence[Quantity]]:
    return [found[place : place + length] for place in range(0, len(found), length)]


def _other_zone(source: Side, target: Side) -> Iterator[str]:
    """A time whose own zone is another one: 14:00 CET, 13:00 GMT / 14 h GMT, 13 h CET."""
    ours, theirs = _zoned(source), _zoned(target)
    for minute, zone in ours.items():
        if minute in theirs and not zone.meaning & theirs[minute].meaning:
            yield f'the time zones "{source.text[zone.start : zone.end]}" and another have changed places'


def _zoned(side: Side) -> dict[object, Zone]:
    times = [quantity for quantity in side.found if quantity.sort is Sort.TIME]
    return {
        time.value: zone
        for time in times
        for zone in side.zones
        if re.fullmatch(r"[\s\u00a0\u202f(,]*", side.text[time.end : zone.start]) and zone.start >= time.end
    }


def _is_noun_exchanged(source: Side, ours: Pair, target: Side, theirs: Pair) -> bool:
    """Whether the very next word is the other number's: "3 cities, 12 partners", « 12 villes, 3 partenaires »."""
    one, two = (_next(source.text, quantity) for quantity in ours)
    un, deux = (_next(target.text, quantity) for quantity in theirs)
    if not (one and two and un and deux):
        return False
    is_kept = _alike(one, un) or _alike(two, deux)
    return not is_kept and (_alike(one, deux) or _alike(two, un))


def _next(text: str, quantity: Quantity) -> str:
    match = _NEXT.match(text, quantity.end)
    word = _folded(match.group(1)) if match else ""
    return "" if word in _NO_NOUN else word


def _are_anchors_exchanged(source: Side, ours: Pair, target: Side, theirs: Pair) -> bool:
    """Whether two values changed order while the words around them, one for each, kept theirs."""
    if theirs[0].start < theirs[1].start or not _are_neighbours(source, ours) or not _are_neighbours(target, theirs):
        return False
    first, second = theirs[1], theirs[0]
    after = (
        _words(source.text, ours[0].end, ours[1].start), _words(source.text, ours[1].end, _stop(source, ours[1])),
        _words(target.text, first.end, second.start), _words(target.text, second.end, _stop(target, second)),
    )  # fmt: skip
    before = (
        _words(source.text, _begin(source, ours[0]), ours[0].start), _words(source.text, ours[0].end, ours[1].start),
        _words(target.text, _begin(target, first), first.start), _words(target.text, first.end, second.start),
    )  # fmt: skip
    return _is_exchange(*after) or _is_exchange(*before)


def _is_exchange(a: set[str], b: set[str], first: set[str], second: set[str]) -> bool:
    kept = (_common(a - b, first - second), _common(b - a, second - first))
    crossed = (_common(a - b, second - first), _common(b - a, first - second))
    return all(kept) and not any(crossed)


def _common(ours: set[str], theirs: set[str]) -> bool:
    return any(_alike(one, other) for one in ours for other in theirs)


def _are_neighbours(side: Side, pair: Pair) -> bool:
    """Whether no other value of the kind stands between the two."""
    low, high = sorted(quantity.start for quantity in pair)
    return not any(low < q.start < high and _kind(q) == _kind(pair[0]) for q in side.found)


def _stop(side: Side, quantity: Quantity) -> int:
    return min((q.start for q in side.found if q.start > quantity.start), default=len(side.text))


def _begin(side: Side, quantity: Quantity) -> int:
    return max((q.end for q in side.found if q.start < quantity.start), default=0)


def _words(text: str, start: int, end: int) -> set[str]:
    return {_folded(word) for word in _WORD.findall(without_codes(text[start:end], " "))} - _NO_NOUN


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike, so that they may be the same in two languages; short ones are equal."""
    if len(one) < _SHARED or len(other) < _SHARED:
        return one == other
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= max(_SHARED, min(len(one), len(other)) // 2)
