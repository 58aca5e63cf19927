"""The status screen as one page for the browser: everything in one file, nothing loaded from elsewhere, no script."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import jinja2

from pipeline.core.coverage import Coverage
from pipeline.core.languages import english_name, long_date
from pipeline.core.model import State
from pipeline.core.settings.values import Settings
from pipeline.core.text import counted
from pipeline.core.views.word_diff import changes
from pipeline.screens.standing import next_steps, rolled_back
from pipeline.stages.gating.report import HalfStatus, Standing

_MOST: Final = 200  # units of a half that are listed; a page that is all new has thousands
_URGENT: Final = frozenset((Standing.UNREADABLE, Standing.MISSING, Standing.GONE, Standing.BEHIND, Standing.BLOCKED))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: the state, its words, and how wide it is in percent of all words."""

    state: State
    words: int
    width: float


def html(halves: Sequence[HalfStatus], settings: Settings, today: datetime.date) -> str:
    """The page: sums first, then every half with what it needs, the most urgent before the others."""
    order = list(Standing)
    counts = [(standing, sum(half.standing is standing for half in halves)) for standing in Standing]
    total = sum((half.coverage for half in halves), Coverage())
    return _ENVIRONMENT.get_template("status.html.j2").render(
        site=settings.address,
        source=settings.source,
        date=long_date(today, "en"),
        counts=[(standing, count) for standing, count in counts if count],
        total=total,
        halves=sorted(halves, key=lambda half: order.index(half.standing)),
        behind=Standing.BEHIND,
        urgent=_URGENT,
        most=_MOST,
        rolled_back=list(rolled_back(halves)),
    )


def shares(coverage: Coverage) -> list[Share]:
    """The states of a coverage as parts of a bar, those that may be published first."""
    total = max(1, coverage.total_words)
    return [Share(state, coverage.words[state], coverage.words[state] * 100 / total) for state in reversed(State)]


_ENVIRONMENT: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.screens", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(shares=shares, changes=changes, next_steps=next_steps)
_ENVIRONMENT.filters.update(counted=counted, language=english_name)
