"""What units and pages are called on the command line: names that tell them apart, and what a name means."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.core.ledger import unit_id
from pipeline.core.model import Unit
from pipeline.core.similarity import nearest

_MORE: Final = 4  # hex digits of the exact text, where two units share an id
_SHORTEST: Final = 4  # digits of a unit's name
_NEAREST: Final = 3  # names of pages in a message


def names(units: Sequence[Unit]) -> list[str]:
    """The name of each unit: its id, and where others have the same one digits of its exact text behind it.

    Two spellings of one sentence (straight and curly quotes) have one id, since they have their review in common.
    """
    ids = [unit_id(unit) for unit in units]
    count = Counter(ids)
    both = zip(ids, units, strict=True)
    return [name if count[name] == 1 else f"{name}-{_exact(unit)}" for name, unit in both]


def meant(units: Sequence[Unit], name: str) -> list[Unit]:
    """The units that a name may mean: those with exactly that text, else those whose name it is or begins.

    A name's beginning has four digits at least: a slip of the finger means nothing.
    """
    exact = [unit for unit in units if unit.source == name]
    begun = (unit for unit, known in zip(units, names(units), strict=True) if known.startswith(name.lower()))
    return exact or (list(begun) if len(name) >= _SHORTEST else [])


def split_meant(units: Sequence[Unit], name: str) -> list[str]:
    """The split texts that a name may mean: a place's name, the name that the text had before, or the text itself."""
    split = [unit for unit in units if unit.context is not None]
    whole = [unit for unit in units if unit.context is None]
    before = [*whole, *(Unit(source) for source in dict.fromkeys(unit.source for unit in split))]
    known = {unit.source for unit in split}
    texts = [unit.source for unit in (*meant(before, name), *meant(units, name))]
    return list(dict.fromkeys(text for text in texts if text in known))


def meant_instead(name: str, pages: Sequence[str]) -> str:
    """What to say after a name that is no page's: the names most like it, and how to see all."""
    if not pages:
        return "it has none yet, type: diptych fetch"
    few = nearest(name, pages, _NEAREST)
    return f"{'the nearest are' if len(few) > 1 else 'its only page is'} {', '.join(few)}; all are in: diptych status"


def _exact(unit: Unit) -> str:
    exact = f"{unit.context or ''}\x04{unit.source}"
    return hashlib.sha256(exact.encode("utf-8", "surrogatepass")).hexdigest()[:_MORE]
