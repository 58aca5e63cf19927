"""What a tag says to people: which of its attributes are text for readers, and how to name it to a translator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Final

from pipeline.core.inline import stem
from pipeline.core.model import Place, Segment, Skeleton, Slot
from pipeline.core.segmentation import elements, front_matter
from pipeline.core.segmentation.markup import Token, spelling
from pipeline.core.text import CODE, collapse

_HEAD_PLACES: Final = frozenset((Place.TITLE, Place.JSON, Place.JSON_MARKUP)) | front_matter.PLACES
_SERVER_SIDE: Final = ("<?", "</>")
_TAG: Final = re.compile(r"<[^>]*>")
_NUMBER: Final = re.compile(r" (\d+)(?: of \d+)?$")
_LONGEST_NAME: Final = 200  # characters
_FILE_NAME: Final = re.compile(r"[\w.\-]*(?:[_\d]|\.(?:png|jpe?g|gif|svg|webp))[\w.\-]*", re.IGNORECASE)


def attribute_names(element: str, values: Mapping[str, str]) -> set[str]:
    """Which attributes of a start tag are text for readers. ``values`` are its attributes, resolved."""
    if element == "meta":
        kind = (values.get("property") or values.get("name") or "").lower()
        return {"content"} if kind in elements.META_TEXT else set()
    names = set(elements.ATTRIBUTES & values.keys())
    if element in elements.LABEL_OF:
        names.add("label")
    elif element in elements.SUMMARY_OF:
        names.add("summary")
    elif element == "input" and values.get("type", "").lower() in elements.VALUE_OF:
        names.add("value")
    return names


def is_file_name(value: str) -> bool:
    """Whether an alternative text is a file's name (``IMG_2087``, ``flag.svg``), no text for people."""
    return (
        len(value) < _LONGEST_NAME
        and bool(_FILE_NAME.fullmatch(value.strip()))
        and any(letter.isalpha() for letter in value)
    )


def segments(skeleton: Skeleton) -> tuple[Segment, ...]:
    """The distinct texts of an announcement in document order, with all their roles and what their codes stand for."""
    return _segments(skeleton, [slot for slot in skeleton.slots if not _is_shared(skeleton, slot)])


def shared_segments(skeleton: Skeleton) -> tuple[Segment, ...]:
    """The same for the texts that a page shares with others: menus, footers, forms."""
    return _segments(skeleton, [slot for slot in skeleton.slots if _is_shared(skeleton, slot)])


def _is_shared(skeleton: Skeleton, slot: Slot) -> bool:
    start, end = skeleton.span
    if start <= slot.start < end:
        return False
    return slot.place not in _HEAD_PLACES and slot.role not in elements.META_TEXT


def _segments(skeleton: Skeleton, slots: list[Slot]) -> tuple[Segment, ...]:
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.text, []).append(slot)
    notes = _Notes(skeleton.text)
    return tuple([Segment(text, _roles(alike), notes.of(alike), _places(alike)) for text, alike in found.items()])


def places(skeleton: Skeleton, texts: Container[str]) -> Iterator[tuple[int, str, str]]:
    """Number, text and place name of each of an announcement's slots that holds one of ``texts``."""
    found: dict[str, list[int]] = {}
    for number, slot in enumerate(skeleton.slots):
        if slot.text in texts and not _is_shared(skeleton, slot):
            found.setdefault(slot.text, []).append(number)
    for text, numbers in found.items():
        names = _places([skeleton.slots[number] for number in numbers])
        yield from ((number, text, name) for number, name in zip(numbers, names, strict=True))


def _places(slots: list[Slot]) -> tuple[str, ...]:
    """A name for each place of one text: its role, with a number and how many there are where the role has several.

    The count is in the name so that no name stays when a place comes or goes: it would mean another place then.
    """
    if len(slots) == 1:
        return (slots[0].role,)
    total = Counter(slot.role for slot in slots)
    seen: Counter[str] = Counter()
    names: list[str] = []
    for slot in slots:
        seen[slot.role] += 1
        is_alone = total[slot.role] == 1
        names.append(slot.role if is_alone else f"{slot.role} {seen[slot.role]} of {total[slot.role]}")
    return tuple(names)


def role_of(place: str) -> str:
    """The role in the name of a place: ``li`` of ``li 2 of 3``."""
    return _NUMBER.sub("", place)


def number_of(place: str) -> int:
    """Which place of its role a name means, from 1: 2 of ``li 2 of 3``."""
    found = _NUMBER.search(place)
    return int(found[1]) if found else 1


def _roles(slots: list[Slot]) -> tuple[str, ...]:
    return (slots[0].role,) if len(slots) == 1 else tuple(dict.fromkeys([slot.role for slot in slots]))


class _Notes:
    """Says what the codes of one page stand for; the same markup is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, str], str] = {}

    def of(self, slots: list[Slot]) -> tuple[str, ...]:
        """One line for each code that does not explain itself, each line once."""
        if not any(slot.tags for slot in slots):
            return ()
        return tuple(dict.fromkeys([note for slot in slots for note in self._lines(slot)]))

    def _lines(self, slot: Slot) -> Iterator[str]:
        codes = CODE.findall(slot.text) if slot.tags else ()
        for (closing, name, alone), start, end in zip(codes, slot.tags[::2], slot.tags[1::2], strict=False):
            element = stem(name)
            if closing or element in elements.FORMATTING:
                continue
            key = element, self._text[start:end]
            note = self._known.get(key)
            if note is None:
                note = self._known[key] = _note(element, collapse(key[1]), is_pair=not alone)
            yield f"<{name}> = {note}"


def _note(element: str, shown: str, *, is_pair: bool) -> str:
    """What a code stands for, in a few words for the translator."""
    if element == "comment":
        return "a comment of the page"
    if not shown.startswith("<") or shown.startswith(_SERVER_SIDE):
        return f"filled in by the site: {shown[:40]}"
    token = spelling(shown)
    if element in _NOTES:
        return _NOTES[element](token)
    inner = "" if is_pair else collapse(_TAG.sub("", shown)).strip()
    return f"kept as it is: {inner[:40]}" if inner else _named(token)


def _named(token: Token) -> str:
    return f"<{token.tag}> of the page"


def _link_note(token: Token) -> str:
    target = (token.attr("href") or "").split("?")[0]
    return f"link to {target[:80]}" if target else "anchor"


def _image_note(token: Token) -> str:
    return f"image {(token.attr('src') or '').split('?')[0].rsplit('/', 1)[-1]}"


_NOTES: Final[Mapping[str, Callable[[Token], str]]] = {"a": _link_note, "img": _image_note}
