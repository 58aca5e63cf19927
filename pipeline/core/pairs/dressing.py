"""A page with everything in it that belongs to the pair set right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.addresses import based
from pipeline.core.pairs import head, inner_language, links, notice, structured, switcher
from pipeline.core.pairs.edits import Edit, Markup, apply
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import START


def dress(text: str, wanted: Dress) -> str:
    """The page with everything in it that belongs to the pair set right."""
    page = Markup(text)
    base = next((token.attr("href") for token in page.starts("base") if token.attr("href")), None)
    wanted = replace(wanted, base=based(wanted.base, base)) if base else wanted
    found = switcher.switches(page, wanted)
    edits = [
        *_removals(page, wanted),
        *head.edits(page, wanted),
        *switcher.edits(page, wanted, found),
        *links.edits(page, wanted, found),
        *inner_language.edits(page, wanted, found),
        *structured.edits(page, wanted),
    ]
    place = notice.place(page)
    added = switcher.addition(wanted, found) + notice.addition(wanted.notice)
    if place is not None and added:
        edits.append(Edit(place, place, added))
    return apply(text, edits)


def _removals(page: Markup, wanted: Dress) -> Iterator[Edit]:
    """What was added to the page before goes."""
    gone = {switcher.ADDED} | ({notice.ADDED} if wanted.notice is not None else set())
    for index, token in enumerate(page.tokens):
        if token.kind == START and not gone.isdisjoint((token.attr("class") or "").split()):
            end = page.ends.get(index, index)
            yield page.added(token.start, page.tokens[end].end)
