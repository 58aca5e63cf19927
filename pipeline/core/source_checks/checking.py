"""All checks of the source, over all pages of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.core.source_checks.dates import check_impossible_date, check_order, check_past, check_weekday
from pipeline.core.source_checks.events import check_registrations, check_same_address
from pipeline.core.source_checks.images import check_images
from pipeline.core.source_checks.links import check_anchors, check_link_texts, plain_address
from pipeline.core.source_checks.model import Circumstances, EnglishPage, SourceFinding
from pipeline.core.source_checks.names import check_names
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
_OF_ALL: Final[dict[str, Callable[[Sequence[EnglishPage], Circumstances], Iterator[SourceFinding]]]] = {
    "same-title": check_same_titles,
    "same-address": check_same_address,
    "name-spelling": check_names,
    "shared-registration": check_registrations,
}
SOURCE_CHECKS: Final = (*_OF_ENGLISH, *_OF_A_PAGE, *_OF_ALL)
"""Every check of the source by its name."""


def check(pages: Sequence[EnglishPage], known: Circumstances, levels: Mapping[str, str]) -> tuple[SourceFinding, ...]:
    """What the author of each page should know, page by page in the order of its lines.

    ``levels`` says "off" for checks that the project does not want.
    """
    found: list[SourceFinding] = []
    pages = [page for page in pages if not page.is_redirect]
    for page in pages:
        for_page = _OF_A_PAGE | (_OF_ENGLISH if page.locale.startswith("en") else {})
        for name, act in for_page.items():
            if levels.get(name) != OFF:
                found.extend(act(page, known))
    for name, act_on_all in _OF_ALL.items():
        if levels.get(name) != OFF:
            found.extend(act_on_all(pages, known))
    order = {page.name: number for number, page in enumerate(pages)}
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (order[item.page], item.line)))


def by_address(pages: Sequence[EnglishPage]) -> dict[str, EnglishPage]:
    """The pages by the address at which readers find them."""
    return {plain_address(page.address): page for page in pages if page.address and not page.is_redirect}


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
