"""Islands: what stands in a page but is no HTML: PHP, ERB, Jinja, mail fields, front matter, WordPress's shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_START: Final = re.compile(r"<\?|<%|\{\{|\{%|\{#|\*\|(?=[A-Z])|</>|\A---\n")
_ENDS: Final = {"<?": "?>", "<%": "%>", "*|": "|*", "{{": "}}", "{%": "%}", "{#": "#}", "</>": "", "---\n": "\n---\n"}
_FRONT_MATTER: Final = "---\n"
_SHORTCODE: Final = re.compile(
    r"\[(?P<close>/)?(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[^\]\[\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}'){0,4000})\]"
)
_SHORTCODE_ATTRIBUTE: Final = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Island:
    """An island: its span in the text, and for a shortcode its name and which half of a pair it is, if any."""

    start: int
    end: int
    shortcode: str = ""
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose islands are replaced, character by character, by ``filler``; it is empty if there are none."""

    text: str
    filler: str = ""
    islands: tuple[Island, ...] = ()


def mask(text: str, *, wordpress: bool = False) -> Masked:
    """The text without its islands, in WordPress source without its shortcodes too.

    A ``</>`` counts as an island, since HTML's tokenizer drops it without a trace.
    """
    found: list[Island] = []
    if text.startswith(_FRONT_MATTER) or _has_islands(text):
        found = list(_server_side(text))
    if wordpress and "[" in text:
        found = _without_overlaps([*found, *_shortcodes(text)])
    if not found:
        return Masked(text)
    filler = next(chr(point) for point in range(0xE000, 0xF8FF) if chr(point) not in text)
    parts: list[str] = []
    position = 0
    for island in found:
        parts += (text[position : island.start], filler * (island.end - island.start))
        position = island.end
    return Masked("".join((*parts, text[position:])), filler, tuple(found))


def shortcode_attributes(text: str, shortcode: Island) -> Iterator[tuple[str, int, int]]:
    """Each quoted attribute of a shortcode: its name and the span of its value in the text."""
    for match in _SHORTCODE_ATTRIBUTE.finditer(text, shortcode.start, shortcode.end):
        group = 2 if match.group(2) is not None else 3
        yield match.group(1).lower(), match.start(group), match.end(group)


def _server_side(text: str) -> Iterator[Island]:
    """PHP, Jinja and front matter; a start without its end is text, and is looked for an end of only once."""
    endless: set[str] = set()
    position = 0
    while (start := _START.search(text, position)) is not None:
        mark = start.group()
        position = start.end()
        end = text.find(_ENDS[mark], position) if mark not in endless else -1
        if end < 0:
            endless.add(mark)
            continue
        position = end + len(_ENDS[mark])
        if mark == "{{" and text.startswith("{{{", start.start()) and text.startswith("}", position):
            position += 1
        yield Island(start.start(), position)


def _has_islands(text: str) -> bool:
    after_braces = {part[:1] for part in text.split("{")[1:]}  # splitting is faster than three searches
    return not after_braces.isdisjoint(("", "%", "#")) or any(mark in text for mark in ("<?", "<%", "*|", "</>"))


def _shortcodes(text: str) -> list[Island]:
    """The shortcodes of WordPress source, in order.

    ``[name]`` is one where it has attributes, a closing half, a name that no word has (``_`` or ``-``) or a line to
    itself; any other word in brackets is text. ``[[name]]`` is WordPress's way to show brackets.
    """
    found = [match for match in _SHORTCODE.finditer(text) if not _is_escaped(text, match)]
    closed = {match["name"] for match in found if match["close"]}
    return [
        Island(*match.span(), match["name"], not match["close"] and match["name"] in closed, bool(match["close"]))
        for match in found
        if match["name"] in closed or _is_shortcode(text, match)
    ]


def _without_overlaps(found: list[Island]) -> list[Island]:
    kept: list[Island] = []
    for island in sorted(found, key=lambda island: (island.start, -island.end)):
        if not kept or island.start >= kept[-1].end:
            kept.append(island)
    return kept


def _is_escaped(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 1) : match.start()] == "[" and text[match.end() : match.end() + 1] == "]"


def _is_shortcode(text: str, match: re.Match[str]) -> bool:
    if "=" in match["attributes"] or "_" in match["name"] or "-" in match["name"]:
        return True
    before = text.rfind("\n", 0, match.start()) + 1
    after = text.find("\n", match.end())
    line = text[before : len(text) if after < 0 else after]
    return line.strip() == match.group()
