"""A page whose segments are marked in its own markup, so that a preview can show where each one stands.

The text of a segment is put into ``<diptych-unit data-unit="3">``, where ``3`` is the number of its slot; a tag whose
attributes hold segments gets ``data-units="4 5"``. Marks are for previews and never for what readers get.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from pipeline.core.model import Place, Skeleton, Slot
from pipeline.core.segmentation.elements import SPOKEN
from pipeline.core.segmentation.markup import START, tokens

ELEMENT: Final = "diptych-unit"
_ATTRIBUTES: Final = (Place.DOUBLE_QUOTED, Place.SINGLE_QUOTED, Place.UNQUOTED)


def marked(skeleton: Skeleton, attributes: Callable[[int], str]) -> Skeleton:
    """The page with its visible segments marked; rendering it works as before.

    ``attributes`` gives what a mark says besides the number of its slot, such as ``' lang="en"'``.
    """
    insertions = sorted([*_around(skeleton, attributes), *_in_tags(skeleton)], key=lambda item: (item[0], item[1]))
    places = [place for place, _, _ in insertions]
    total, grown = 0, [0]
    for _, _, text in insertions:
        total += len(text)
        grown.append(total)

    def start(position: int) -> int:
        """Where something begins now: behind the mark that opens there."""
        return position + grown[bisect_right(places, position)]

    def end(position: int) -> int:
        """Where something ends now: before the mark that closes there."""
        return position + grown[bisect_left(places, position)]

    return replace(
        skeleton,
        text=_spliced(skeleton.text, insertions),
        slots=tuple(_moved(slot, start, end) for slot in skeleton.slots),
        span=(0, 0),
    )


_CLOSES, _IN_TAG, _OPENS = 0, 1, 2


def _around(skeleton: Skeleton, attributes: Callable[[int], str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for number, slot in enumerate(skeleton.slots):
        if slot.place is Place.TEXT and slot.role not in SPOKEN:
            found.append((slot.start, _OPENS, f'<{ELEMENT} data-unit="{number}"{attributes(number)}>'))
            found.append((slot.end, _CLOSES, f"</{ELEMENT}>"))
    return found


def _in_tags(skeleton: Skeleton) -> list[tuple[int, int, str]]:
    """For each tag with segments in its attributes their numbers, behind its name."""
    slots = [(number, slot) for number, slot in enumerate(skeleton.slots) if slot.place in _ATTRIBUTES]
    if not slots:
        return []
    tags = [token for token in tokens(skeleton.text) if token.kind == START]
    starts = [tag.start for tag in tags]
    found: dict[int, list[int]] = {}
    for number, slot in slots:
        index = bisect_right(starts, slot.start) - 1
        if index >= 0 and tags[index].end >= slot.end:
            found.setdefault(index, []).append(number)
    return [
        (tags[index].start + 1 + len(tags[index].tag), _IN_TAG, f' data-units="{" ".join(map(str, numbers))}"')
        for index, numbers in found.items()
    ]


def _moved(slot: Slot, start: Callable[[int], int], end: Callable[[int], int]) -> Slot:
    tags = [end(place) if number % 2 else start(place) for number, place in enumerate(slot.tags)]
    return slot._replace(start=start(slot.start), end=end(slot.end), tags=tags)


def _spliced(text: str, insertions: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for place, _, inserted in insertions:
        pieces += (text[position:place], inserted)
        position = place
    return "".join((*pieces, text[position:]))
