"""What one run came to: what was fetched, changed, sent, filled, published and held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.merge import QUIET
from pipeline.stages.extracting.extract import ExtractReport
from pipeline.stages.fetching.fetch import FetchReport
from pipeline.stages.fetching.fetch_page import Outcome
from pipeline.stages.happened import counts, halves, held
from pipeline.stages.prefilling.filling import PrefillReport
from pipeline.stages.publishing.committing import Commits
from pipeline.stages.publishing.publish_everywhere import Everywhere

_FILLED = {"remembered": "memory", "cached": "kept answers", "translated": "engine"}
_AS_BEFORE = frozenset(("unchanged", "held", "stale"))


@dataclass(frozen=True, slots=True)
class HeldHalf:
    """A half that readers do not get, and why."""

    page: str
    locale: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """The sums of one run; what is 0 is left out of them.

    ``fetched`` counts pages by what was found, ``texts`` those of the pages by what became of them, ``filled`` units by
    where their French came from, ``published`` halves by what became of them. ``price`` is that of the characters sent,
    at the configured rate; ``problems`` counts what went wrong, each thing once.
    """

    fetched: Mapping[str, int]
    texts: Mapping[str, int]
    filled: Mapping[str, int]
    engine: str
    texts_sent: int
    characters_sent: int
    price: float | None
    published: Mapping[str, int]
    held: tuple[HeldHalf, ...]
    commits: int
    problems: int

    @property
    def is_news(self) -> bool:
        """Whether the run changed or sent anything."""
        fetched, published = self.fetched.keys() - {Outcome.UNCHANGED}, self.published.keys() - _AS_BEFORE
        return bool(fetched or self.texts or self.filled or self.texts_sent or published or self.commits)


def run_report(
    fetched: FetchReport | None,
    extracted: ExtractReport,
    filled: PrefillReport,
    published: Everywhere,
    commits: Commits | None,
) -> RunReport:
    """The sums of the stages' reports; those are None that did not take place."""
    sent = counts(filled)
    went_wrong = [*(fetched.problems if fetched else ()), *extracted.problems, *filled.problems]
    went_wrong += [*published.pages.problems, *(published.posts.problems if published.posts else ())]
    return RunReport(
        _some(counts(fetched)),
        _some({name: number for name, number in counts(extracted).items() if name not in QUIET}),
        _some({name: sent[field] for field, name in _FILLED.items()}),
        filled.engine,
        sent["texts"],
        sent["characters"],
        filled.price,
        _some(halves(published)),
        tuple(HeldHalf(*half) for half in held(published)),
        len(commits.made) if commits else 0,
        len({problem.message for problem in went_wrong}),
    )


def _some(found: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in found.items() if number}
