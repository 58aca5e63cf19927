"""The end of a review: approve a page when nothing is left, see what readers will get otherwise, publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.core.gate import Policy
from pipeline.core.verify import errors
from pipeline.core.views.page_diff import TextChange, code_changes, text_changes
from pipeline.review.desk import Desk
from pipeline.review.http import Answer, Endpoint, Question, page
from pipeline.review.templates import render
from pipeline.review.texts import Texts
from pipeline.review.view import PLAIN, half_of, page_of
from pipeline.stages.publishing.rehearsal import HalfChange, rehearse

_LINES: Final = 400  # of a page's code


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that readers will get otherwise, with what is different in it."""

    change: HalfChange
    texts: tuple[TextChange, ...]
    code: tuple[str, ...]


def endpoints(desk: Desk, texts: dict[str, Texts]) -> dict[str, Endpoint]:
    """The paths of sign-off: the page, and what publishing would change, which takes its time where pages are many."""
    return {
        "/signoff/{slug}/{locale}": lambda asked: _signoff(desk, texts, asked),
        "/rehearse/{slug}/{locale}": lambda asked: _rehearsed(desk, texts, asked),
    }


def _signoff(desk: Desk, texts: dict[str, Texts], asked: Question) -> Answer:
    slug, locale = asked.path["slug"], asked.path["locale"]
    page_of(desk.shelf, slug, locale)
    half = half_of(desk.shelf, slug, locale)
    return page(
        render(
            "signoff.html.j2",
            texts[asked.language],
            asked=asked,
            slug=slug,
            locale=locale,
            half=half,
            errors=errors(half.findings),
            must_approve=desk.shelf.settings.policy is Policy.APPROVED,
        )
    )


def _rehearsed(desk: Desk, texts: dict[str, Texts], asked: Question) -> Answer:
    """Publish in a copy and show the difference, which is then published as it was seen."""
    slug, locale = asked.path["slug"], asked.path["locale"]
    if page_of(desk.shelf, slug, locale).source != PLAIN:
        return page(render("elsewhere.html.j2", texts[asked.language], slug=slug))
    desk.shelf.refuse_other_settings()
    rehearsal = rehearse(desk.shelf.fresh(), slug)
    asked.visitor.rehearsals[slug, locale] = rehearsal
    shown = [_shown(desk, one) for one in rehearsal.changes]
    own = [one for one in shown if one.change.slug == slug]
    return page(
        render(
            "rehearsed.html.j2",
            texts[asked.language],
            slug=slug,
            locale=locale,
            own=sorted(own, key=lambda one: one.change.locale != locale),
            others=[one for one in shown if one.change.slug != slug],
            problems=rehearsal.report.problems,
            stamp=rehearsal.stamp,
        )
    )


def _shown(desk: Desk, one: HalfChange) -> Shown:
    texts = text_changes(one.before, one.after, desk.shelf.rules)
    return Shown(one, tuple(texts), tuple(code_changes(one.before, one.after, _LINES)))
