"""What people read: each report as lines of text. What happened, what waits, for whom, what to type next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.core.coverage import Coverage
from pipeline.core.languages import long_date, native_name
from pipeline.core.merge import Change
from pipeline.core.model import Finding, Severity, State
from pipeline.core.naming import names
from pipeline.core.text import counted
from pipeline.core.word_diff import word_diff
from pipeline.stages.accept import Accepted
from pipeline.stages.extract import ExtractReport, totals
from pipeline.stages.fetch import FetchReport
from pipeline.stages.fetch_page import Outcome as FetchOutcome
from pipeline.stages.git_parts import GitParts
from pipeline.stages.ignoring import Ignored
from pipeline.stages.learn import LearnReport
from pipeline.stages.publish import Outcome, Published, PublishReport
from pipeline.stages.report import HalfStatus, Standing, WaitingTable
from pipeline.stages.split import Split
from pipeline.stages.start import Started

_AROUND = 24  # characters of unchanged text beside a change
_TEXT = 72  # characters of a segment that a line shows


def fetched(report: FetchReport) -> Iterator[str]:
    """Which pages are new or changed."""
    counts = [f"{sum(p.outcome is o for p in report.pages)} {o}" for o in FetchOutcome]
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


def extracted(report: ExtractReport, *, dry_run: bool = False) -> Iterator[str]:
    """The merge plan, as planned or as done: per page what was added, changed, moved, removed and revived."""
    yield f"extract   {'would be ' if dry_run else ''}{_counts(totals(report.catalogues)) or 'no text found'}"
    for catalogue in report.catalogues:
        if not catalogue.is_news:
            continue
        yield f"  {catalogue.slug} [{catalogue.locale}], content from {catalogue.scope}"
        if all(step.change is Change.ADDED for step in catalogue.merged.steps):
            yield f"    a new page with {counted(len(catalogue.merged.steps), 'text')}"
            continue
        yield f"    {_counts(catalogue.merged.counts())}"
        for step in catalogue.merged.steps:
            if step.change is Change.CHANGED:
                yield f"    {step.change:9} {word_diff(step.before, step.source, _AROUND)}"
            elif step.change is not Change.UNCHANGED:
                yield f"    {step.change:9} {_short(step.source)}"


def _counts(found: Mapping[Change, tuple[int, int]]) -> str:
    return ", ".join(
        f"{units} {change} ({counted(count, 'word')})" for change, (units, count) in found.items() if units
    )


def ignored(report: Ignored) -> Iterator[str]:
    """What is left out from now on, and for how long."""
    done = "speaks again of" if report.undone else "is silent, as long as both texts stay, about"
    yield f"ignore    {report.check} {done} {report.slug} [{report.locale}]: {_short(report.source)}"


def published(report: PublishReport, *, dry_run: bool = False) -> Iterator[str]:
    """What readers got, and what is held."""
    counts = [(o, sum(half.outcome is o for half in report.halves)) for o in Outcome]
    yield f"publish   {'would be ' if dry_run else ''}{', '.join(f'{n} {o}' for o, n in counts if n) or 'nothing yet'}"
    for half in report.halves:
        if half.outcome is not Outcome.UNCHANGED:
            yield f"  {half.outcome:18} {half.slug} [{half.locale}]{_why(half)}"


def problems(found: Iterable[object]) -> Iterator[str]:
    """One line each for what went wrong."""
    for problem in found:
        yield f"problem   {getattr(problem, 'message', problem)}"


def status(halves: Sequence[HalfStatus], source: str, today: datetime.date, *, details: bool = False) -> Iterator[str]:
    """One screen: each page, its state, what waits for whom, and what to type."""
    targets = ", ".join(native_name(locale) for locale in dict.fromkeys(half.locale for half in halves))
    pages = counted(len({half.slug for half in halves}), "page")
    yield f"{pages} · {native_name(source)} → {targets or 'nothing yet'} · {long_date(today, 'en')}"
    order = list(Standing)
    for half in sorted(halves, key=lambda item: order.index(item.standing)):
        yield ""
        yield f"{half.standing.upper():13} {half.slug} [{half.locale}]  {half.address}".rstrip()
        yield from (f"              {line}" for line in _half_lines(half))
        if details and half.scope:
            yield f"              content from {half.scope}"
        if details:
            yield from (f"              {line}" for line in _details(half))


def waiting_table(table: WaitingTable) -> Iterator[str]:
    """Where the table is."""
    yield ""
    yield f"waiting   {counted(table.units, 'unit')} listed in {table.path}"


def checked(halves: Sequence[HalfStatus]) -> Iterator[str]:
    """Every finding, errors first, and remarks for the authors of the English pages."""
    findings = [(half, finding) for half in halves for finding in half.findings]
    errors = sum(finding.severity is Severity.ERROR for _, finding in findings)
    yield f"check     {counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')} in finished units"
    for half, finding in sorted(findings, key=lambda item: item[1].severity):
        yield f"  {_finding(half.catalogue, finding)}"
    seen: dict[str, HalfStatus] = {half.slug: half for half in halves}
    for slug, half in seen.items():
        yield from (f"  page {slug}, line {remark.line}: {remark.message}" for remark in half.remarks)


def failed(halves: Sequence[HalfStatus]) -> Iterator[str]:
    """The errors alone, for a quiet check."""
    for half in halves:
        for finding in half.findings:
            if finding.severity is Severity.ERROR:
                yield f"check: {_finding(half.catalogue, finding)}"


def covered(halves: Sequence[HalfStatus], floor: int) -> Iterator[str]:
    """Reviewed words per page and in all."""
    yield f"{'page':32} {'words':>7} {'reviewed':>9} {'waiting':>8} {'percent':>8}"
    total = Coverage()
    for half in halves:
        total += half.coverage
        yield _coverage_line(f"{half.slug} [{half.locale}]", half.coverage)
    yield _coverage_line("all", total)
    yield f"reviewed words in all English words, rounded down; {floor} % asked for"


def accepted(report: Accepted, *, dry_run: bool = False) -> Iterator[str]:
    """What was recorded and what to do next."""
    yield from (f"  odd       {line}" for line in report.oddities)
    for name, unit in zip(names(report.claimed.units), report.claimed.units, strict=True):
        yield f"  {name}    {_short(unit.source)}"
        yield f"{'':{len(name) + 3}}→  {_short(unit.target)}"
    done = "would be accepted" if dry_run else "accepted"
    yield f"accept    {counted(len(report.claimed.units), 'unit')} of {report.slug} [{report.locale}] {done}"
    if report.waiting:
        waiting = f"{counted(report.waiting, 'unit')} still {_wait(report.waiting)}"
        yield f"          {waiting}; see: diptych status {report.slug}"
    else:
        yield f"          nothing waits on this page; type: diptych publish {report.slug}"


def split(report: Split) -> Iterator[str]:
    """The units a text has now and where to translate them."""
    yield f"split     {_short(report.source)}"
    for name, place in report.units:
        yield f"  {name}  {f'where it is {place}' if place else 'everywhere'}"
    yield f'          → translate each in {report.slug}.po, then type: diptych accept {report.slug} --as "Name"'


def started(report: Started) -> Iterator[str]:
    """What the site showed and what to type next."""
    yield f"looked at {report.address}"
    yield f"  {counted(len(report.announcements), 'announcement')} listed" + _first(report.announcements)
    yield f"  content is taken from {report.scope}"
    yield f"  existing French page of the first: {report.existing or 'none linked'}"
    yield f"wrote {', '.join(report.written)}"
    yield "next: read config/diptych.toml, then type: diptych fetch"


def set_up(parts: GitParts) -> Iterator[str]:
    """What was set up in git in a project that was there."""
    yield f"init      {'wrote ' + ', '.join(parts.written) if parts.written else 'nothing to do'}"
    if not parts.is_repository:
        yield "          this is no git repository, so catalogues merge by lines; for more type: git init; diptych init"


def _first(addresses: Sequence[str]) -> str:
    return f", the first is {addresses[0]}" if addresses else "; the page itself is taken as the announcement"


def _half_lines(half: HalfStatus) -> Iterator[str]:
    waiting = f"{counted(half.coverage.waiting_units, 'unit')} ({counted(half.coverage.waiting_words, 'word')})"
    if half.standing is Standing.UNREADABLE:
        yield half.unreadable
        yield "until it is mended the page stays as it is, and nothing of it counts as reviewed"
        return
    if half.standing is Standing.MISSING:
        yield from _missing_lines(half)
        return
    if half.standing is Standing.GONE:
        yield f"the site has no such English page since {long_date(datetime.date.fromisoformat(half.gone), 'en')}"
        yield f"readers keep the translation; take it down with: diptych withdraw {half.slug}"
        yield "or, if the page moved, give its new address in locales/pairs.toml"
    if half.standing is Standing.BEHIND:
        date = long_date(datetime.date.fromisoformat(half.since), "en")
        yield f"readers have the translation of {date}, with a notice; the English changed since"
    if half.missing:
        texts = counted(half.missing, "text")
        yield f"not in the catalogue yet: {texts} of the page; type: diptych extract {half.slug}"
    if half.coverage.waiting_units:
        yield f"{waiting} {_wait(half.coverage.waiting_units)} for the translator: {_states(half.coverage)}"
        yield f'→ open {half.catalogue}, then type: diptych accept {half.slug} --as "Name"'
    errors = [finding for finding in half.findings if finding.severity is Severity.ERROR]
    if errors:
        yield f"{counted(len(errors), 'error', 'hold')} it back; type: diptych check {half.slug}"
    if half.standing is Standing.READY:
        yield "all reviewed; type: diptych publish"
    if half.standing is Standing.WITHDRAWN:
        yield f"taken down; to bring it back type: diptych publish {half.slug}"


def _missing_lines(half: HalfStatus) -> Iterator[str]:
    yield "the page is in locales/pairs.toml, but its English file is not there"
    yield f"→ restore the file from git, or type: diptych fetch {half.slug}"
    if half.since:
        yield f"readers keep the translation; take it down with: diptych withdraw {half.slug}"
    else:
        yield "nothing of it is published; if that is meant, take it out of locales/pairs.toml"


def _details(half: HalfStatus) -> Iterator[str]:
    for item in half.units or half.waiting:
        yield f"{item.id} {item.state:12} {_short(item.source)}"
        if item.previous:
            yield f"{'':{len(item.id)}} {'was':12} {_short(item.previous)}"


def _states(coverage: Coverage) -> str:
    names = {
        State.UNTRANSLATED: "empty",
        State.MACHINE: "machine text to check",
        State.FUZZY: "to look at again",
        State.CLAIMED: "done but not accepted",
    }
    return ", ".join(f"{coverage.units[state]} {name}" for state, name in names.items() if coverage.units[state])


def _why(half: Published) -> str:
    if half.held is None:
        return f"  {half.address}" if half.address else ""
    if half.held.blocked:
        return f": {half.held.blocked}"
    waiting = half.held.coverage.waiting_units
    reasons = [f"{counted(waiting, 'unit', 'wait')}"] if waiting else []
    reasons += [counted(len(half.held.findings), "error")] if half.held.findings else []
    reasons += [f"{counted(half.held.missing, 'text')} not extracted"] if half.held.missing else []
    return f": {', '.join(reasons)}"


def _finding(catalogue: str, finding: Finding) -> str:
    return f"{finding.severity:7} {catalogue}: {finding.check}: {finding.message} · {_short(finding.source)}"


def _coverage_line(name: str, coverage: Coverage) -> str:
    counted = f"{coverage.total_words:7} {coverage.reviewed_words:9} {coverage.waiting_words:8}"
    return f"{name:32} {counted} {coverage.percent:7} %"


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _TEXT else plain[: _TEXT - 1] + "…"
