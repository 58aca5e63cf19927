"""Abstract texts and rebuilt translations: "5 May, 14:00" finds "9 June, 15:00", and the French gets its own values.

A translation is rebuilt only where every value of the old text is found again in it, so that each may be replaced;
where that is not certain there is no translation rather than a wrong one (decision 7).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Final

from pipeline.core.quantities.model import Quantity, Sort
from pipeline.core.quantities.number_words import worded
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.writing import Writing, write
from pipeline.core.quantities.zones import is_seasonal, zones
from pipeline.core.text import without_codes

_SPAN: Final = re.compile(r"[-/\u2013\u2014]|to|until|till")
_PAIR: Final = re.compile(r"(?:et|&)(?: les?)?")
_HALF_DAY: Final = re.compile(
    r"\b(?:morning|afternoon|evening|night|tonight|matin|matinée|après-midi|soir|soirée|nuit)\b", re.IGNORECASE
)
_ELIDED: Final = re.compile(r"\b([Dd])(?:['\u2019]|e[ \u00a0])$")


def abstract(text: str, locale: str) -> str | None:
    """The text with a stand-in for each quantity, or None where it has none."""
    found = read(text, locale)
    if not found:
        return None
    parts: list[str] = []
    position = 0
    for quantity in found:
        parts += (text[position : quantity.start], f"\x02{quantity.sort}\x03")
        position = quantity.end
    return "".join((*parts, text[position:]))


def rebuild(old: str, translation: str, new: str, source: str, target: str) -> str | None:
    """The translation of ``old`` with the values of ``new``, a text with the same abstract; None if in doubt."""
    before, after = read(old, source), read(new, source)
    if [quantity.sort for quantity in before] != [quantity.sort for quantity in after]:
        return None
    held = read(translation, target)
    kept = {was.value for was, now in zip(before, after, strict=True) if was.meaning == now.meaning}
    known = worded(without_codes(old, " "), source) | kept
    if (_is_span(old, before) and _is_pair(translation, held)) or _says_more(translation, held, target, known):
        return None  # "5-6 May" is "les 5 et 6 mai", "5-9 May" is not
    changes = _assigned(before, after, held)
    if changes is None or _hangs_on_time(old, translation, changes):
        return None
    result = _written(translation, held, changes, (old, new), target)
    is_right = result is not None and _says(result, held, [wanted for _, wanted in changes], target)
    return result if is_right else None


def _hangs_on_time(old: str, translation: str, changes: Sequence[Change]) -> bool:
    """Whether words of the translation alone hold for its old values only.

    « Le matin à 9 h » is not « le matin à 15 h », and « heure d’été » may hang on the date.
    """
    is_moved = any(was.sort is Sort.TIME and was.value != wanted.value for was, wanted in changes)
    if is_moved and _HALF_DAY.search(translation) and not _HALF_DAY.search(old):
        return True
    return any(map(is_seasonal, zones(translation))) and not any(map(is_seasonal, zones(old)))


def _says_more(translation: str, held: Sequence[Quantity], target: str, known: Set[Fraction]) -> bool:
    """Whether a translation has numbers in words that the text does not: « pendant deux jours »."""
    rest = translation
    for quantity in held:
        rest = rest[: quantity.start] + "\x1a" * (quantity.end - quantity.start) + rest[quantity.end :]
    return bool(worded(without_codes(rest, " "), target) - known)


def _is_span(text: str, found: Sequence[Quantity]) -> bool:
    """Whether two dates are the ends of a span."""
    return any(_SPAN.fullmatch(gap) for gap in _gaps(text, found))


def _is_pair(text: str, found: Sequence[Quantity]) -> bool:
    """Whether two dates are named side by side."""
    return any(_PAIR.fullmatch(gap) for gap in _gaps(text, found))


def _gaps(text: str, found: Sequence[Quantity]) -> list[str]:
    """What stands between two dates that follow each other."""
    pairs = itertools.pairwise(found)
    return [text[a.end : b.start].strip() for a, b in pairs if a.sort is Sort.DATE and b.sort is Sort.DATE]


Change = tuple[Quantity, Quantity]
"""What the old text says in a place, and what the new one does."""


def _assigned(before: Sequence[Quantity], after: Sequence[Quantity], held: Sequence[Quantity]) -> list[Change] | None:
    """For each quantity of the translation the change in its place, or None if that is not certain."""
    queues: dict[tuple[Sort, Fraction, str], list[Change]] = defaultdict(list)
    for old, new in zip(before, after, strict=True):
        queues[_key(old)].append((old, new))
    if any(len({new.meaning for _, new in news}) > 1 for news in queues.values()):
        return None  # one value became two: which stands where in the translation cannot be known
    counts: dict[tuple[Sort, Fraction, str], int] = defaultdict(int)
    for quantity in held:
        counts[_key(quantity)] += 1
    for old, new in zip(before, after, strict=True):
        is_same = len({wanted.meaning for _, wanted in queues[_key(old)]}) == 1
        is_sure = counts[_key(old)] == len(queues[_key(old)]) or (is_same and counts[_key(old)])
        if not is_sure and old.meaning != new.meaning:
            return None
    places: dict[tuple[Sort, Fraction, str], int] = defaultdict(int)
    wanted_in_order: list[Change] = []
    for quantity in held:
        key = _key(quantity)
        if not queues[key]:
            return None  # the translation says a value that the old text does not
        wanted_in_order.append(queues[key][min(places[key], len(queues[key]) - 1)])
        places[key] += 1
    return wanted_in_order


def _key(quantity: Quantity) -> tuple[Sort, Fraction, str]:
    """What a quantity of one language is looked up by among those of the other: an ordinal may stand as a figure."""
    sort = Sort.NUMBER if quantity.sort is Sort.ORDINAL else quantity.sort
    return sort, quantity.value, quantity.label


def _written(
    translation: str, held: Sequence[Quantity], changes: Sequence[Change], texts: tuple[str, str], target: str
) -> str | None:
    """The translation with the new values in their places; ``texts`` is the old and the new source."""
    old, new = texts
    parts: list[str] = []
    position = 0
    for number, (quantity, (was, other)) in enumerate(zip(held, changes, strict=True)):
        shown = translation[quantity.start : quantity.end]
        later = zip(changes[number:], held[number:], strict=True)
        month = next((wanted for (_, wanted), it in later if it.full), other)
        around = translation[: quantity.start], translation[quantity.end :]
        spellings = new[other.start : other.end], old[was.start : was.end]
        writing = Writing(shown, quantity, other, month, *spellings, *around, target)
        is_same = quantity.value == other.value and quantity.label == other.label and was.value == other.value
        spelt = shown if is_same else write(writing)
        if spelt is None:
            return None
        between = translation[position : quantity.start]
        if quantity.sort is Sort.MONTH:
            between = _ELIDED.sub(lambda match, name=spelt: _before_name(match, name), between)  # type: ignore[misc]
        parts += (between, spelt)
        position = quantity.end
    return "".join((*parts, translation[position:]))


def _before_name(match: re.Match[str], name: str) -> str:
    """Elision before a month's name: "d’avril" but "de mai"."""
    return f"{match.group(1)}\u2019" if name[0].lower() in "aoéêiu" else f"{match.group(1)}e "


def _says(result: str, held: Sequence[Quantity], wanted: Sequence[Quantity], target: str) -> bool:
    """Whether the rebuilt text, read again, says what is wanted, in the places of what it said before."""
    again = read(result, target)
    return [(was.sort, new.value, new.label) for was, new in zip(held, wanted, strict=True)] == [
        (quantity.sort, quantity.value, quantity.label) for quantity in again
    ]
