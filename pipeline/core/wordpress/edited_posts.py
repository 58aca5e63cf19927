"""A person changed a translated post in WordPress: which units of the catalogue that change belongs to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.model import Catalogue, Skeleton, Unit
from pipeline.core.reviews.three_way import OTHER, with_other
from pipeline.core.segment import segment_text
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import CODE, same_form, without_codes

_CODE_NAME = re.compile(r"<(/?)([a-z]+)[0-9]+(/?)>")


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """The catalogue with an editor's texts as proposals, the sources they are for, and what belongs to no unit.

    ``elsewhere`` holds texts that were changed, added or taken out but cannot be laid beside a unit; ``markup`` says
    that something else than text changed (a link, an image, a block).
    """

    catalogue: Catalogue
    sources: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    markup: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the change is left out."""
        return not self.elsewhere and not self.markup


def bring_back(catalogue: Catalogue, ours: str, theirs: str, rules: Rules) -> BroughtBack:
    """The change from ``ours``, the page as we wrote it, to ``theirs``, laid beside the units it came from.

    A proposal is marked as needing work, and the French that stood there goes into a comment: nothing becomes
    reviewed by itself, and nothing that was reviewed is lost.
    """
    before, after = (segment_text(text, replace(rules, locale=catalogue.locale)) for text in (ours, theirs))
    changed, elsewhere = _changes([slot.text for slot in before.slots], [slot.text for slot in after.slots])
    units = list(catalogue.units)
    sources: list[str] = []
    for old, new in changed:
        if any(_is_proposed(unit, old, new) for unit in units):
            continue
        numbers = [number for number, unit in enumerate(units) if _is_shown_as(unit, old)]
        found = [(number, _with_codes_of(units[number].target, old, new)) for number in numbers]
        for number, target in found:
            if target is not None:
                sources.append(units[number].source)
                units[number] = with_other(replace(units[number], target=target, fuzzy=True), units[number].target)
        if not found or any(target is None for _, target in found):
            elsewhere.append(new)
    markup = _fixed_parts(before) != _fixed_parts(after) and not elsewhere
    return BroughtBack(replace(catalogue, units=tuple(units)), tuple(sources), tuple(elsewhere), markup)


def _changes(before: Sequence[str], after: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Texts that stand where another stood, and those that came or went."""
    changed: list[tuple[str, str]] = []
    elsewhere: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            changed += zip(before[a:b], after[c:d], strict=True)
        elif kind != "equal":
            elsewhere += after[c:d] or before[a:b]
    return list(dict.fromkeys(changed)), elsewhere


def _is_shown_as(unit: Unit, text: str) -> bool:
    """Whether a unit's target is what stands on the page: codes are counted anew there, in the order of the French."""
    return bool(unit.target) and _plain(unit.target) == _plain(text)


def _is_proposed(unit: Unit, old: str, new: str) -> bool:
    """Whether this very change was brought back before."""
    others = [line.removeprefix(OTHER) for line in unit.comments.split("\n") if line.startswith(OTHER)]
    return _is_shown_as(unit, new) and _plain(old) in map(_plain, others)


def _plain(text: str) -> str:
    return same_form(_CODE_NAME.sub(r"<\1\2\3>", text))


def _with_codes_of(target: str, old: str, new: str) -> str | None:
    """The new text with its codes named as in the unit; None where it has other codes."""
    names = dict(zip(_codes(old), _codes(target), strict=False))
    if any(code not in names for code in _codes(new)) or not without_codes(new).strip():
        return None
    return CODE.sub(lambda code: f"<{code[1]}{names[code[2]]}{code[3]}>", new)


def _codes(text: str) -> list[str]:
    return [code[2] for code in CODE.finditer(text)]


def _fixed_parts(skeleton: Skeleton) -> str:
    """The page without its texts, but with the markup inside them."""
    parts: list[str] = []
    position = 0
    for slot in sorted(skeleton.slots, key=lambda slot: slot.start):
        if slot.start >= position:
            tags = zip(slot.tags[::2], slot.tags[1::2], strict=True)
            inner = sorted(skeleton.text[start:end] for start, end in tags)
            parts += (skeleton.text[position : slot.start], *inner)
            position = slot.end
    parts.append(skeleton.text[position:])
    return "\x00".join(parts)
