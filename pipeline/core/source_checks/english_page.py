"""From a page taken apart to what the checks of the source look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.core import inline
from pipeline.core.model import Place, Skeleton, Slot
from pipeline.core.segmentation.islands import mask
from pipeline.core.segmentation.markup import END, START, TEXT, Token, matching_ends, tokens
from pipeline.core.source_checks.dates_of_page import dates_of
from pipeline.core.source_checks.model import EnglishPage, Image, Link, Passage
from pipeline.core.text import CODE, collapse

_OUTSIDE: Final = frozenset(("template", "noscript", "svg", "code", "pre", "cite"))
"""Elements whose links and images are no reader's, or only shown as an example."""

_ACTING: Final = ("aria-controls", "role", "download")
_LABELS: Final = ("aria-label", "aria-labelledby", "title")
_COUNTING: Final = frozenset(("0", "1", "0px", "1px"))


def english_page(name: str, address: str, skeleton: Skeleton, locale: str = "en") -> EnglishPage:
    """What the checks see of a page. ``address`` is where readers find it, empty where nobody knows."""
    found = tokens(skeleton.text)
    masked = mask(skeleton.text, wordpress=skeleton.wordpress)
    area = _within(found, skeleton)
    dates = dates_of(found)
    title = _title(skeleton)
    is_whole = not (masked.islands or skeleton.wordpress or any(t.tag == "base" for t in found))
    return EnglishPage(
        name,
        address,
        skeleton.text,
        locale,
        tuple(_passage(slot) for slot in skeleton.slots if _is_running_text(slot, skeleton)),
        tuple(link for link in _links(area) if not masked.filler or masked.filler not in link.href + link.text),
        tuple(image for image in _images(area) if not masked.filler or masked.filler not in (image.alt or "")),
        frozenset(value for t in found for key, value in t.attrs if key == "id" or (key == "name" and t.tag == "a")),
        title,
        _canonical(found),
        dates.own,
        dates.others,
        dates.events,
        skeleton.remarks,
        is_whole,
        any(t.tag == "meta" and (t.attr("http-equiv") or "").lower() == "refresh" for t in found),
    )


def _is_running_text(slot: Slot, skeleton: Skeleton) -> bool:
    start, end = skeleton.span
    return slot.place is Place.TEXT and start <= slot.start < end


def _passage(slot: Slot) -> Passage:
    return Passage(_plain(slot.text), slot.start, slot.role)


def _plain(shown: str) -> str:
    """A segment's text without its codes."""
    if "<" in shown:
        shown = CODE.sub(lambda code: _stand_in(code[2], alone=bool(code[3])), shown)
    return inline.unescape(shown)


def _stand_in(name: str, *, alone: bool) -> str:
    if not alone:
        return ""
    return "\n" if name.startswith("br") else "\ufffc"


def _title(skeleton: Skeleton) -> Passage | None:
    """The title as search engines read it, without the site's name where the segmenter took that off."""
    for slot in skeleton.slots:
        if slot.role == "title" and slot.place is Place.TITLE:
            return Passage(inline.unescape(slot.text), slot.start, "title")
    return None


def _within(found: list[Token], skeleton: Skeleton) -> list[Token]:
    """The tokens of the announcement without those of elements that are no reader's."""
    ends = matching_ends(found)
    first, last = skeleton.span
    kept: list[Token] = []
    skip = -1
    for index, token in enumerate(found):
        if index <= skip or not first <= token.start < last:
            continue
        if token.kind == START and (token.tag in _OUTSIDE or _is_hidden(token)):
            skip = ends.get(index, index)
            continue
        kept.append(token)
    return kept


def _is_hidden(token: Token) -> bool:
    values = {key for key, _ in token.attrs}
    return "hidden" in values or token.attr("aria-hidden") == "true"


def _links(area: list[Token]) -> Iterator[Link]:
    ends = matching_ends(area)
    for index, token in enumerate(area):
        if token.kind == START and token.tag == "a" and index in ends and token.attr("href") is not None:
            inside = area[index + 1 : ends[index]]
            text = collapse("".join(_shown(inner) for inner in inside)).strip()
            label = next((value for name in _LABELS if (value := token.attr(name))), "")
            acts = any(name in _ACTING or name.startswith(("data-", "on")) for name, _ in token.attrs)
            has_image = any(inner.tag == "img" for inner in inside)
            href = (token.attr("href") or "").strip()
            yield Link(href, text, token.start, area[ends[index]].end, label, acts, has_image)


def _shown(token: Token) -> str:
    """What a token inside a link adds to its text."""
    if token.kind == TEXT:
        return token.data
    is_break = token.tag == "br" and token.kind in (START, END)
    return f" {token.attr('alt') or ''} " if token.tag == "img" else " " if is_break else ""


def _images(area: list[Token]) -> Iterator[Image]:
    for token in area:
        if token.kind == START and token.tag == "img":
            alt = token.attr("alt")
            labelled = any(token.attr(name) for name in ("aria-label", "aria-labelledby", "title"))
            is_counter = _COUNTING & {token.attr("width") or "", token.attr("height") or ""}
            is_decoration = token.attr("role") in ("presentation", "none")
            yield Image(alt, token.attr("src") or "", token.start, bool(labelled or is_counter or is_decoration))


def _canonical(found: list[Token]) -> Passage | None:
    """The address that the page gives itself."""
    for token in found:
        if token.kind == START and token.tag == "link" and "canonical" in (token.attr("rel") or "").lower().split():
            return Passage((token.attr("href") or "").strip(), token.start, "link")
    return None
