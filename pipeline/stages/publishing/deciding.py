"""What the gate says of each page that goes out as plain files, from what is known of it by its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.core.gate import Held
from pipeline.core.registry import Page
from pipeline.stages.gating.examining import Examined, Examiner, Looked
from pipeline.stages.problems import Problem, Progress


@dataclass(frozen=True, slots=True)
class Work:
    """One page on its way: what is known of it, and by language why it is held, None where it may go out.

    ``digest`` is that of all that this depends on, ``english`` that of its English file.
    """

    page: Page
    digest: str
    english: str
    examined: Examined
    held: Mapping[str, Held | None]

    @property
    def follows(self) -> str:
        """The signature of its present English."""
        return self.examined.follows


def decided(
    examiner: Examiner, pages: Mapping[str, Page], keep: Callable[[Looked], None], tell: Progress | None = None
) -> tuple[dict[str, Work], list[Problem]]:
    """The pages by slug as far as they can be read, and the problems of the others. ``keep`` gets each one rendered."""
    work: dict[str, Work] = {}
    problems: dict[str, Problem] = {}
    for looked in examiner.over(pages.values(), tell, wants_pages=True):
        keep(looked)
        problem = _problem(examiner, looked)
        if problem is not None:
            problems[looked.slug] = problem
        elif looked.examined is not None:
            work[looked.slug] = _work(pages[looked.slug], looked, looked.examined)
    in_order = {slug: work[slug] for slug in pages if slug in work}  # an address goes to the first who asks
    return in_order, [problems[slug] for slug in pages if slug in problems]


def _problem(examiner: Examiner, looked: Looked) -> Problem | None:
    """Why nothing new of a page may go out: one of its files cannot be read, or those that all pages share."""
    if looked.problems:
        return next(iter(looked.problems.values()))
    halves = looked.examined.halves if looked.examined else {}
    ready = (locale for locale, half in halves.items() if half.held is None)
    return next((examiner.shared_problems[locale] for locale in ready if locale in examiner.shared_problems), None)


def _work(page: Page, looked: Looked, examined: Examined) -> Work:
    held = {locale: half.held for locale, half in examined.halves.items()}
    if page.gone:
        reason = "the site has the English page no more; nothing new goes out"
        held = {locale: Held(half.coverage, blocked=reason) for locale, half in examined.halves.items()}
    return Work(page, looked.digest, looked.english, examined, held)
