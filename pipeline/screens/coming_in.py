"""What people read of pages that come in: fetched, learned from, extracted, and a project set up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.merge import Change
from pipeline.core.text import counted
from pipeline.core.views.word_diff import word_diff
from pipeline.screens.wording import MOST, more, short
from pipeline.stages.extracting.extract import ExtractReport, totals
from pipeline.stages.fetching.fetch import FetchReport
from pipeline.stages.fetching.fetch_page import Outcome as FetchOutcome
from pipeline.stages.fetching.looking import Sight
from pipeline.stages.git_parts import GitParts
from pipeline.stages.learn import LearnReport
from pipeline.stages.start import Started

_AROUND = 24  # characters of unchanged text beside a change


def fetched(report: FetchReport) -> Iterator[str]:
    """Which pages are new or changed."""
    counts = [f"{sum(p.outcome is o for p in report.pages):,} {o}" for o in FetchOutcome]
    yield f"fetch     {counted(len(report.pages), 'page')}: {', '.join(counts)}"
    for page in report.pages:
        if page.outcome is not FetchOutcome.UNCHANGED:
            yield f"  {page.outcome:9} {page.slug}  {page.address}"


def learned(report: LearnReport) -> Iterator[str]:
    """What each existing page gave and how sure it is."""
    pairs = sum(len(page.pairs) for page in report.pages)
    yield f"learn     {counted(len(report.pages), 'existing page')}: {counted(pairs, 'pair')} for the memory"
    for page in report.pages:
        sure = f"least sure {page.least_sure} %" if page.pairs else "none sure enough"
        yield f"  {page.slug} ← {page.address}"
        left_out = f"{page.unsure} unsure, {page.unpaired} without a partner"
        yield f"    {counted(len(page.pairs), 'pair')} ({sure}); left out: {left_out}"
        yield f"    {counted(page.filled, 'unit')} filled, {page.accepted} accepted"
        if page.revoked:
            yield f"    {counted(page.revoked, 'unit')} not accepted: somebody took the review of this French back"


def extracted(report: ExtractReport, *, dry_run: bool = False) -> Iterator[str]:
    """The merge plan, as planned or as done: per page what was added, changed, moved, removed and revived."""
    yield f"extract   {'would be ' if dry_run else ''}{_counts(totals(report.catalogues)) or 'no text found'}"
    news = [catalogue for catalogue in report.catalogues if catalogue.is_news]
    most = len(news) if dry_run or len(news) <= MOST else MOST
    for catalogue in news[:most]:
        yield f"  {catalogue.slug} [{catalogue.locale}], content from {catalogue.scope}"
        if catalogue.is_new_page:
            yield f"    a new page with {counted(catalogue.counts[Change.ADDED][0], 'text')}"
            continue
        yield f"    {_counts(catalogue.counts)}"
        for step in catalogue.steps:
            if step.change is Change.CHANGED:
                yield f"    {step.change:9} {word_diff(step.before, step.source, _AROUND)}"
            else:
                yield f"    {step.change:9} {short(step.source)}"
    if news[most:]:
        yield f"  {more(len(news) - most, 'page', '--json')}"


def _counts(found: Mapping[Change, tuple[int, int]]) -> str:
    return ", ".join(
        f"{units:,} {change} ({counted(count, 'word')})" for change, (units, count) in found.items() if units
    )


def started(report: Started) -> Iterator[str]:
    """What the site showed and what to type next."""
    yield f"looked at {report.sight.address}"
    yield from (f"  {line}" for line in _seen(report.sight))
    yield f"wrote {', '.join(report.written)}"
    yield "next: read config/diptych.toml, then type: diptych fetch"


def _seen(sight: Sight) -> Iterator[str]:
    """How the site is made, what it lists, where its content stands, and what of it is there in French."""
    made = "made by WordPress" if sight.is_wordpress else "not made by WordPress, as far as its pages show"
    yield f"{made}; translated by {' and '.join(sight.plugins) or 'no plugin we know'}"
    found = sight.announcements
    first = f", the first is {found[0]}" if found else "; the page itself is taken as the announcement"
    yield f"{counted(len(found), 'announcement')} listed{first}"
    for scope, number in sight.scopes:
        yield f"content is taken from {scope} ({number} of {counted(len(sight.existing), 'page')} looked at)"
    linked = [(address, french) for address, french in sight.existing if french]
    yield f"French pages: {len(linked)} of {counted(len(sight.existing), 'page')} looked at link one"
    yield from (f"  {address} → {french}" for address, french in linked)
    lists = [*(one.address for one in sight.sitemaps), *sight.feeds]
    yield f"sitemaps and feeds, named in the settings but not used: {', '.join(lists) or 'none seen'}"


def set_up(parts: GitParts) -> Iterator[str]:
    """What was set up in git in a project that was there."""
    yield f"init      {'wrote ' + ', '.join(parts.written) if parts.written else 'nothing to do'}"
    if not parts.is_repository:
        yield "          this is no git repository, so catalogues merge by lines; for more type: git init; diptych init"
