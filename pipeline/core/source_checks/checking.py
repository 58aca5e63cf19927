"""All checks of the source, over all pages of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.core.source_checks.dates import check_impossible_date, check_order, check_past, check_weekday
from pipeline.core.source_checks.events import check_registrations, check_same_address, registrations
from pipeline.core.source_checks.images import check_images
from pipeline.core.source_checks.links import anchors, check_anchors, check_anchors_elsewhere, check_link_texts
from pipeline.core.source_checks.model import Circumstances, EnglishPage, NameUses, SourceFinding, Spot, Traits
from pipeline.core.source_checks.names import candidates, check_names, glued_words, no_names, uses_of
from pipeline.core.source_checks.titles import check_same_titles, check_title_length
from pipeline.core.source_checks.wording import check_doubled_words
from pipeline.core.source_checks.zones import check_time_zone

OFF: Final = "off"
_ALT_TEXT: Final = "the alternative text "  # how the segmenter's remark on file names begins; check_images says it


def check_markup(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """What could not be read when the page was taken apart: its text stays in English until the markup is mended."""
    del known
    for remark in page.remarks:
        if not remark.message.startswith(_ALT_TEXT):
            message = f"{remark.message}; mend it, so that it can be translated"
            yield SourceFinding(page.name, remark.line, "markup", message)


_OF_ENGLISH: Final[dict[str, Callable[[EnglishPage, Circumstances], Iterator[SourceFinding]]]] = {
    "weekday": check_weekday,
    "impossible-date": check_impossible_date,
    "time-zone": check_time_zone,
    "order": check_order,
    "past-date": check_past,
    "alt-text": check_images,
    "link-text": check_link_texts,
    "doubled-word": check_doubled_words,
}
"""Checks of one page that read English words."""

_OF_A_PAGE: Final[dict[str, Callable[[EnglishPage, Circumstances], Iterator[SourceFinding]]]] = {
    "dead-anchor": check_anchors,
    "long-title": check_title_length,
    "markup": check_markup,
}
_OF_ALL: Final[dict[str, Callable[[Sequence[Traits]], Iterator[SourceFinding]]]] = {
    "dead-anchor": check_anchors_elsewhere,
    "same-title": check_same_titles,
    "same-address": check_same_address,
    "shared-registration": check_registrations,
}
"""Checks that compare pages."""

NAMES: Final = "name-spelling"
SOURCE_CHECKS: Final = tuple(dict.fromkeys((*_OF_ENGLISH, *_OF_A_PAGE, *_OF_ALL, NAMES)))
"""Every check of the source by its name."""


def check_page(page: EnglishPage, known: Circumstances, levels: Mapping[str, str]) -> tuple[SourceFinding, ...]:
    """What can be said of one page by itself. ``levels`` says "off" for checks that the project does not want."""
    if page.is_redirect:
        return ()
    for_page = _OF_A_PAGE | (_OF_ENGLISH if page.locale.startswith("en") else {})
    wanted = [act for name, act in for_page.items() if levels.get(name) != OFF]
    return tuple(finding for act in wanted for finding in act(page, known))


def traits(page: EnglishPage, known: Circumstances) -> Traits:
    """What the checks that compare pages need of this one."""
    return Traits(
        page.name,
        page.address,
        page.is_whole,
        page.is_redirect,
        Spot(page.title.text, page.line(page.title.start)) if page.title is not None else None,
        Spot(page.canonical.text, page.line(page.canonical.start)) if page.canonical is not None else None,
        tuple(registrations(page, known)),
        tuple(anchors(page)),
        tuple(sorted(page.ids)),
        tuple(sorted(glued_words(page))),
        tuple(sorted(no_names(page))),
    )


def check_together(
    pages: Sequence[Traits], names: Sequence[str], uses: Sequence[NameUses], levels: Mapping[str, str]
) -> Iterator[SourceFinding]:
    """What can be said of pages beside each other; ``names`` are the ``candidates`` and ``uses`` where they stand."""
    shown = [page for page in pages if not page.is_redirect]
    for name, act in _OF_ALL.items():
        if levels.get(name) != OFF:
            yield from act(shown)
    if levels.get(NAMES) != OFF:
        yield from check_names(names, uses)


def in_order(findings: Iterable[SourceFinding], names: Sequence[str]) -> tuple[SourceFinding, ...]:
    """Each finding once, page by page in the order of its lines."""
    order = {name: number for number, name in enumerate(names)}
    return tuple(sorted(dict.fromkeys(findings), key=lambda item: (order[item.page], item.line)))


def check(pages: Sequence[EnglishPage], known: Circumstances, levels: Mapping[str, str]) -> tuple[SourceFinding, ...]:
    """What the author of each page should know, where all pages are at hand."""
    own = [finding for page in pages for finding in check_page(page, known, levels)]
    shown = [page for page in pages if not page.is_redirect]
    found = [traits(page, known) for page in shown]
    names = candidates(found)
    together = check_together(found, names, [uses_of(page, names) for page in shown], levels)
    return in_order([*own, *together], [page.name for page in pages])


def left_out(
    findings: Sequence[SourceFinding], ignored: Sequence[str]
) -> tuple[tuple[SourceFinding, ...], tuple[str, ...]]:
    """The findings without those that the project ignores, and the entries that fit none any more.

    An entry is ``PAGE CHECK`` or ``PAGE CHECK WORDS``, where the words stand in the message.
    """
    used: set[str] = set()
    kept: list[SourceFinding] = []
    for finding in findings:
        fitting = {entry for entry in ignored if _fits(entry, finding)}
        used |= fitting
        if not fitting:
            kept.append(finding)
    return tuple(kept), tuple(entry for entry in ignored if entry not in used)


def _fits(entry: str, finding: SourceFinding) -> bool:
    page, check_name, words = (*entry.split(maxsplit=2), "", "", "")[:3]
    return (page, check_name) == (finding.page, finding.check) and words in finding.message
