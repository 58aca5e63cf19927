"""The one screen: each page, its state, what waits for whom, what to type next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.coverage import Coverage
from pipeline.core.languages import long_date, native_name
from pipeline.core.model import Severity, State
from pipeline.core.reviews.missing import WHOLE
from pipeline.core.text import counted
from pipeline.core.views.word_diff import word_diff
from pipeline.screens.wording import MOST, more, short, wait
from pipeline.stages.gating.report import HalfStatus, Standing, WaitingTable

_QUIET: Final = (Standing.WITHDRAWN, Standing.UP_TO_DATE)
"""Pages that need nobody; where they are many, their number is enough."""

_AROUND: Final = 4  # words beside a change
_ALL: Final = "diptych status --all"


def status(halves: Sequence[HalfStatus], source: str, today: datetime.date, *, details: bool = False) -> Iterator[str]:
    """One screen: each page, its state, what waits for whom, and what to type."""
    targets = ", ".join(native_name(locale) for locale in dict.fromkeys(half.locale for half in halves))
    pages = counted(len({half.slug for half in halves}), "page")
    yield f"{pages} · {native_name(source)} → {targets or 'nothing yet'} · {long_date(today, 'en')}"
    yield from rolled_back(halves)
    for standing in Standing:
        alike = [half for half in halves if half.standing is standing]
        most = len(alike) if details or len(alike) <= MOST else 0 if standing in _QUIET else MOST
        for half in alike[:most]:
            yield ""
            yield from _half(half, details=details)
        if alike[most:]:
            yield ""
            said = (
                f"{counted(len(alike), 'page')}; all of them: {_ALL}"
                if most == 0
                else more(len(alike) - most, "page", _ALL)
            )
            yield f"{standing.upper():13} {said}"


def _half(half: HalfStatus, *, details: bool) -> Iterator[str]:
    yield f"{half.standing.upper():13} {half.slug} [{half.locale}]  {half.address}".rstrip()
    yield from (f"              {line}" for line in next_steps(half))
    if details and half.scope:
        yield f"              content from {half.scope}"
    if details:
        yield from (f"              {line}" for line in _details(half))


def rolled_back(halves: Sequence[HalfStatus]) -> Iterator[str]:
    """That readers have an earlier release, and how to go on; nothing where they have the newest."""
    since = next((half.rolled_back for half in halves if half.rolled_back), "")
    if since:
        date = long_date(datetime.date.fromisoformat(since), "en")
        yield f"rolled back on {date}: readers have an earlier release, and nothing new goes out by itself"
        yield "→ when what was wrong is mended, type: diptych publish"


def waiting_table(table: WaitingTable) -> Iterator[str]:
    """Where the table is."""
    yield ""
    yield f"waiting   {counted(table.units, 'unit')} listed in {table.path}"


def next_steps(half: HalfStatus) -> Iterator[str]:
    """What stands in the way of one half, who has to do what, and what to type."""
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
        changed = f"on {long_date(datetime.date.fromisoformat(half.changed), 'en')}" if half.changed else "since"
        yield f"readers have the translation of {date}, with a notice; the English changed {changed}"
    if half.kept:
        yield f"{half.kept}; type: diptych publish"
    if half.missing and half.lost == WHOLE:
        texts = counted(half.missing, "text")
        yield f"not in the catalogue yet: {texts} of the page; type: diptych extract {half.slug}"
    if half.coverage.waiting_units:
        yield f"{waiting} {wait(half.coverage.waiting_units)} for the translator: {_states(half.coverage)}"
        yield f'→ open {half.catalogue}, then type: diptych accept {half.slug} --as "Name"'
    errors = [finding for finding in half.findings if finding.severity is Severity.ERROR]
    if errors:
        yield f"{counted(len(errors), 'error', 'hold')} it back; type: diptych check {half.slug}"
    if half.standing is Standing.READY and half.draft:
        yield f"its draft waits in WordPress, for {half.draft}"
        yield "→ press Publish there, then type: diptych publish"
    elif half.standing is Standing.READY:
        yield f"all reviewed{', and newer than what readers have' if half.since else ''}; type: diptych publish"
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
        yield f"{item.id} {item.state:12} {short(item.source)}"
        if item.previous:
            was = short(item.previous)
            shown = was if was != short(item.source) else word_diff(item.previous, item.source, _AROUND)
            yield f"{'':{len(item.id)}} {'was':12} {shown}"


def _states(coverage: Coverage) -> str:
    names = {
        State.UNTRANSLATED: "empty",
        State.MACHINE: "machine text to check",
        State.FUZZY: "to look at again",
        State.CLAIMED: "done but not accepted",
    }
    return ", ".join(f"{coverage.units[state]:,} {name}" for state, name in names.items() if coverage.units[state])
