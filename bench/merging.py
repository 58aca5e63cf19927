"""Catalogues against newer templates: speed and quality beside msgmerge and pot2po."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters import po_files
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Segment, Unit
from pipeline.core.segment import segment
from pipeline.core.segmentation.labels import segments

SIZES: Final = (1_000, 10_000, 50_000)
_CHANGED: Final = 0.01
_ROUNDS: Final = 8
_UNITS: Final = 400
_DATES: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_SYLLABLES: Final = "ba ci de fo gu la me ni po ra se tu vi on er al en st".split()


@dataclass(frozen=True, slots=True)
class History:
    """One edit of a page: the texts before and after, and for each edited text what it was."""

    old: Sequence[str]
    new: Sequence[str]
    edited: dict[str, str]


def generated(count: int, chance: random.Random) -> list[str]:
    """Distinct sentences whose words are as uneven as a language's (Zipf's law)."""
    words = list(dict.fromkeys("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(4_000)))
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(chance.choices(words, weights, k=chance.randint(4, 30)))] = None
    return list(found)


def write(path: Path, texts: Sequence[str], *, translated: bool) -> None:
    """A catalogue as gettext spells it, wrapped; each French is "fr " and the text."""
    units = tuple(Unit(text, f"fr {text}" if translated else "") for text in texts)
    path.write_bytes(po_files.dumps(Catalogue("bench", "fr", units)))
    subprocess.run(["msgcat", str(path), "-o", str(path)], check=True)  # noqa: S607


def with_some_changed(texts: Sequence[str], chance: random.Random) -> list[str]:
    """One text in a hundred with another word in it."""
    changed = [_another_word(text, chance) if chance.random() < _CHANGED else text for text in texts]
    return list(dict.fromkeys(changed))


def histories(pages: Path) -> Iterator[History]:
    """Edits such as announcements see, replayed on the texts of real pages and on dates."""
    texts: dict[str, None] = {}
    for path in sorted(pages.iterdir()):
        texts.update(dict.fromkeys(found.text for found in segments(segment(path.read_bytes()))))
        if len(texts) > 3 * _ROUNDS * _UNITS:
            break
    plain = [text for text in texts if len(text.split()) > 3 and "<" not in text and not re.search(r"\d", text)]
    for number in range(_ROUNDS):
        chance = random.Random(number)
        yield _history(chance.sample(plain, min(_UNITS, len(plain))), chance)


def found_share(history: History, got: dict[str, str]) -> tuple[int, int]:
    """How many edited texts got their own old French, and how many dates another date's."""
    right = sum(got.get(new, "") == f"fr {old}" for new, old in history.edited.items())
    wrong = sum(bool(got.get(text)) for text in history.new if _is_date(text) and text not in history.old)
    return right, wrong


def ours(history: History) -> dict[str, str]:
    """Text → French after our merge."""
    held = Catalogue("bench", "fr", tuple(Unit(text, f"fr {text}") for text in history.old))
    return {unit.source: unit.target for unit in merge(held, [Segment(text) for text in history.new]).catalogue.units}


def theirs(history: History, work: Path) -> dict[str, str]:
    """The same after msgmerge."""
    write(work / "old.po", history.old, translated=True)
    write(work / "new.po", history.new, translated=False)
    subprocess.run(["msgmerge", "-q", "old.po", "new.po", "-o", "out.po"], cwd=work, check=True)  # noqa: S607
    merged = po_files.loads((work / "out.po").read_bytes(), "out.po", "bench", "fr")
    return {unit.source: unit.target for unit in merged.units}


def matching_alone(old: Path, new: Path) -> float:
    """Seconds that merging takes without reading and writing."""
    held, wanted = (po_files.loads(path.read_bytes(), str(path), "bench", "fr") for path in (old, new))
    found = [Segment(unit.source) for unit in wanted.units]
    start = time.perf_counter()
    merge(held, found)
    return time.perf_counter() - start


def has_gettext() -> bool:
    """Whether msgmerge is there to compare with."""
    return shutil.which("msgmerge") is not None


def _history(texts: list[str], chance: random.Random) -> History:
    dates = [f"{chance.randint(1, 28)} {month}, {chance.randint(9, 18)}:00" for month in _DATES]
    old = texts[: len(texts) * 4 // 5]
    for place, date in enumerate(dates):
        old.insert(place * len(old) // len(dates), date)
    edited: dict[str, str] = {}
    new: list[str] = []
    for text in old:
        kind = chance.random()
        if _is_date(text):
            new.append(f"{chance.randint(1, 28)} {chance.choice(_DATES)}, {chance.randint(9, 18)}:30")
        elif kind < 0.03:
            new.append(texts[len(texts) * 4 // 5 + len(new) % (len(texts) // 5)])  # another text in its place
        elif kind < 0.15:
            changed = chance.choice(_EDITS)(text, chance)
            edited[changed] = text
            new.append(changed)
        else:
            new.append(text)
    if chance.random() < 0.5:
        middle = len(new) // 2
        new = [*new[middle:], *new[:middle]]
    unique = list(dict.fromkeys(new))
    return History(old, unique, {changed: text for changed, text in edited.items() if changed not in old})


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d+ [A-Z][a-z]+, \d+:\d\d", text) is not None


def _another_word(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = "changed"
    return " ".join(words)


def _past_tense(text: str, chance: random.Random) -> str:
    for now, past in ((" is ", " was "), (" are ", " were "), (" will ", " did "), (" can ", " could ")):
        if now in text:
            return text.replace(now, past)
    return _another_word(text, chance)


def _longer(text: str, chance: random.Random) -> str:
    return f"{text} {'It was said again at the end of the evening by all who came.'[: chance.randint(20, 60)]}"


def _shorter(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    return " ".join(words[: max(3, len(words) * 2 // 3)]) if chance.random() < 0.5 else " ".join(words[1:])


def _rewritten(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 3)):
        words[chance.randrange(len(words))] = chance.choice(("city", "evening", "river", "open"))
    return " ".join(words)


_EDITS: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    _another_word,
    _past_tense,
    _longer,
    _shorter,
    _rewritten,
)
