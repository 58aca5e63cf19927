"""What a stage's report says happened, told as events; and its counts. One place, so that stages only report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline import log
from pipeline.core.events import Event
from pipeline.core.merge import Change
from pipeline.stages.extracting.extract import ExtractReport, totals
from pipeline.stages.fetching.fetch import FetchReport
from pipeline.stages.prefilling.filling import PrefillReport
from pipeline.stages.publishing.committing import Commits
from pipeline.stages.publishing.destination import Copied
from pipeline.stages.publishing.publish_everywhere import Everywhere
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport
from pipeline.stages.publishing.rollback import RolledBack
from pipeline.stages.wordpress.post_report import PostAct, PostHalf

FILLED: Final = ("remembered", "cached", "translated", "left", "texts", "characters")
"""What is counted of a prefill: units from memory, from kept answers, by engine, left empty; texts, characters sent."""

_HALVES: Final = {
    Outcome.PUBLISHED: Event.HALF_PUBLISHED,
    Outcome.UPDATED: Event.HALF_UPDATED,
    Outcome.UNCHANGED: Event.HALF_UNCHANGED,
    Outcome.STALE: Event.HALF_STALE,
    Outcome.HELD: Event.HALF_HELD,
    Outcome.WITHDRAWN: Event.HALF_WITHDRAWN,
}
_POSTS: Final = {
    PostAct.CREATED: Event.HALF_PUBLISHED,
    PostAct.UPDATED: Event.HALF_UPDATED,
    PostAct.UNCHANGED: Event.HALF_UNCHANGED,
    PostAct.STALE: Event.HALF_STALE,
    PostAct.HELD: Event.HALF_HELD,
    PostAct.WITHDRAWN: Event.HALF_WITHDRAWN,
    PostAct.UNDONE: Event.HALF_ROLLED_BACK,
}
"""Any other act is that of a person in WordPress, because of whom the half is held."""


def tell(report: object, *, planned: bool = False, before: str = "") -> None:
    """Tell of everything in a report. ``planned`` says that it is a dry run, so that nothing was done.

    ``before`` is the release that readers had before a publication.
    """
    if isinstance(report, ExtractReport):
        _tell_extracted(report)
    elif isinstance(report, PrefillReport) and not planned:
        _tell_filled(report)
    elif isinstance(report, Everywhere):
        for half in report.posts.halves if report.posts else ():
            _tell_post(half, planned=planned)
        _tell_published(report.pages, planned=planned, before=before)
    elif isinstance(report, RolledBack):
        _tell_published(report.report, planned=False, before=before)
    elif isinstance(report, PublishReport):
        _tell_published(report, planned=planned, before=before)
    elif isinstance(report, PostHalf):
        _tell_post(report, planned=planned)
    else:
        for name, subject in _commits(report):
            log.event(Event.COMMIT_MADE, commit=name, subject=subject)


def counts(report: object) -> Mapping[str, int]:
    """How many of what a report has, by name; of those without anything to count nothing."""
    if isinstance(report, FetchReport):
        return Counter(str(page.outcome) for page in report.pages)
    if isinstance(report, ExtractReport):
        return {str(change): units for change, (units, _) in totals(report.catalogues).items() if units}
    if isinstance(report, PrefillReport):
        return {name: sum(getattr(one, name) for one in report.catalogues) for name in FILLED}
    if isinstance(report, Everywhere):
        return halves(report)
    if isinstance(report, RolledBack):
        return halves(Everywhere(report.report, None))
    return {"commits": len(report.made)} if isinstance(report, Commits) else {}


def _commits(report: object) -> Iterator[tuple[str, str]]:
    """Each commit that was made, with the first line of its message."""
    if isinstance(report, Commits):
        yield from report.made
    elif isinstance(report, Copied) and report.commit:
        yield report.commit, f"the site, in {report.folder}"


def halves(report: Everywhere) -> Counter[str]:
    """How many halves were published, updated, held and so on, in files and in WordPress together."""
    found = [_HALVES[half.outcome] for half in report.pages.halves]
    found += [_of_post(half) for half in report.posts.halves] if report.posts else []
    return Counter(event.partition(".")[2] for event in found)


def held(report: Everywhere) -> list[tuple[str, str, str]]:
    """Slug, locale and reason of each half that is held."""
    found = [(one.slug, one.locale, _why(one)) for one in report.pages.halves if one.outcome is Outcome.HELD]
    posts = report.posts.halves if report.posts else ()
    return found + [(one.slug, one.locale, _why(one)) for one in posts if _of_post(one) is Event.HALF_HELD]


def _tell_extracted(report: ExtractReport) -> None:
    for one in report.catalogues:
        if one.written:
            changed = {str(change): units for change, (units, _) in one.counts.items() if units}
            changed.pop(Change.UNCHANGED, None)
            _tell_catalogue("extract", one.slug, one.locale, changed)


def _tell_filled(report: PrefillReport) -> None:
    for one in report.catalogues:
        found = {"from memory": one.remembered, "from kept answers": one.cached, f"by {report.engine}": one.translated}
        if any(found.values()):
            _tell_catalogue("prefill", one.slug, one.locale, {name: count for name, count in found.items() if count})


def _tell_catalogue(by: str, slug: str, locale: str, changed: Mapping[str, int]) -> None:
    log.event(Event.CATALOGUE_WRITTEN, page=slug, locale=locale, by=by, counts=dict(changed))


def _tell_published(report: PublishReport, *, planned: bool, before: str) -> None:
    for half in report.halves:
        _tell_half(_HALVES[half.outcome], half, "files", planned=planned)
    if report.release and report.release != before and not planned:
        log.event(Event.RELEASE_LIVE, release=report.release, before=before or None)


def _tell_post(half: PostHalf, *, planned: bool) -> None:
    _tell_half(_of_post(half), half, "wordpress", planned=planned)


def _of_post(half: PostHalf) -> Event:
    return _POSTS.get(half.act, Event.HALF_HELD)


def _tell_half(event: Event, half: Published | PostHalf, target: str, *, planned: bool) -> None:
    log.event(
        event,
        page=half.slug,
        locale=half.locale,
        url=half.address or None,
        target=target,
        reason=_why(half) or None,
        planned=planned or None,
    )


def _why(half: Published | PostHalf) -> str:
    """Why a half is not out, in words; empty where it is."""
    if half.held is not None:
        return half.held.why
    return str(half.act) if isinstance(half, PostHalf) and half.act not in _POSTS else ""
