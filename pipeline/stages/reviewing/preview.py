"""Pages for a reviewer's eyes: the English and the French as readers will see them, each segment marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.core.model import Catalogue, Place, Skeleton
from pipeline.core.registry import Page
from pipeline.core.render import render
from pipeline.core.segmentation.labels import places
from pipeline.core.segmentation.refusals import failure
from pipeline.core.views.framing import framed, paragraphs
from pipeline.core.views.marking import marked
from pipeline.stages.fetching.style_sheets import kept_styles
from pipeline.stages.publishing.showing import Wardrobe
from pipeline.workspace import Workspace

Key = tuple[str | None, str]
"""Context and source of a unit."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What stands in one slot with a new target: its markup, or its plain text where it stands in an attribute."""

    slot: int
    markup: str
    is_attribute: bool


def slot_units(skeleton: Skeleton, catalogue: Catalogue) -> dict[int, Key]:
    """The number of each slot → the unit that it shows; slots that no unit has are left out."""
    known = {(unit.context, unit.source) for unit in catalogue.units}
    split = {source for context, source in known if context is not None}
    found: dict[int, Key] = {
        number: (None, slot.text) for number, slot in enumerate(skeleton.slots) if (None, slot.text) in known
    }
    if split:
        placed = ((number, (place, text)) for number, text, place in places(skeleton, split))
        found |= {number: key for number, key in placed if key in known}
    return found


def source_frame(workspace: Workspace, page: Page, *, images: bool = False) -> str:
    """The English page as it came in, marked and harmless. Raises BadFileError."""
    skeleton = marked(workspace.skeleton(page.slug), lambda _: "")
    return _frame(workspace, page, render(skeleton, {}).text, skeleton, images=images)


def target_frame(workspace: Workspace, page: Page, locale: str, *, images: bool = False) -> str:
    """The French page as it would be with the catalogue as it stands, reviewed or not. Raises BadFileError."""
    skeleton, catalogue = workspace.skeleton(page.slug), workspace.catalogue(page.slug, locale)
    units = slot_units(skeleton, catalogue)
    targets = {(unit.context, unit.source): unit.target for unit in catalogue.units}
    here = {number: targets[key] for number, key in units.items()}
    source = workspace.settings.source

    def language(number: int) -> str:
        target = here.get(number)
        is_shown = target and failure(target, skeleton.slots[number].text) is None
        return "" if is_shown else f' lang="{source}"'

    shown = marked(skeleton, language)
    text = render(shown, {}, {number: target for number, target in here.items() if target}).text
    return _frame(workspace, page, _dressed(workspace, page, locale, text), skeleton, images=images)


def plain_frame(workspace: Workspace, page: Page, text: str, *, images: bool = False) -> str:
    """A page as readers have it or will have it, harmless. Raises BadFileError."""
    return framed(text, page.address, kept_styles(workspace), images=images)


def fragments(skeleton: Skeleton, numbers: Iterable[int], target: str) -> list[Fragment]:
    """What each of these slots shows with another target; a refused or empty one leaves the English there."""
    return [_fragment(skeleton, number, target) for number in numbers]


def _fragment(skeleton: Skeleton, number: int, target: str) -> Fragment:
    slot = skeleton.slots[number]
    if slot.place is not Place.TEXT:
        return Fragment(number, target or slot.text, is_attribute=True)
    alone = replace(
        skeleton,
        text=skeleton.text[slot.start : slot.end],
        slots=(slot._replace(start=0, end=slot.end - slot.start, tags=[at - slot.start for at in slot.tags]),),
    )
    shown = render(alone, {slot.text: target} if target else {}).text
    return Fragment(number, framed(shown, "", {}), is_attribute=False)


def _frame(workspace: Workspace, page: Page, text: str, skeleton: Skeleton, *, images: bool) -> str:
    shown = paragraphs(text) if skeleton.wordpress else text
    return framed(shown, page.address, kept_styles(workspace), images=images)


def _dressed(workspace: Workspace, page: Page, locale: str, text: str) -> str:
    """The page with what belongs to its pair, as if both halves were there already."""
    half = page.half(locale)
    address = half.address or half.existing or f"{page.address}#{locale}"
    there = replace(half, address=address, published=half.published or workspace.today.isoformat(), withdrawn="")
    registry = workspace.registry().with_page(page.with_half(there))
    return Wardrobe(workspace, registry).dressed(page.slug, locale, text)
