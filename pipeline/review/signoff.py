"""The end of a review: approve a page when nothing is left, see what readers will get otherwise, publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.adapters import turns
from pipeline.core.gate import Policy
from pipeline.core.page_diff import TextChange, code_changes, text_changes
from pipeline.core.verify import errors
from pipeline.review.desk import Desk
from pipeline.review.http import Answer, Endpoint, Question, page
from pipeline.review.templates import render
from pipeline.review.texts import Texts
from pipeline.review.view import half_of, page_of
from pipeline.stages.rehearsal import HalfChange, rehearse
from pipeline.stages.report import Standing

_LINES: Final = 400  # of a page's code


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that readers will get otherwise, with what is different in it."""

    change: HalfChange
    texts: tuple[TextChange, ...]
    code: tuple[str, ...]


def endpoints(desk: Desk, texts: dict[str, Texts]) -> dict[str, Endpoint]:
    """The path of sign-off."""
    return {"/signoff/{slug}/{locale}": lambda asked: _signoff(desk, texts, asked)}


def _signoff(desk: Desk, texts: dict[str, Texts], asked: Question) -> Answer:
    """Publish in a copy and show the difference, which is then published as it was seen."""
    slug, locale = asked.path["slug"], asked.path["locale"]
    page_of(desk.shelf, slug, locale)
    workspace = desk.shelf.fresh()
    with turns.alone(workspace.root):
        rehearsal = rehearse(workspace, slug)
    asked.visitor.rehearsals[slug, locale] = rehearsal
    half = half_of(desk.shelf, slug, locale)
    rules = desk.shelf.rules
    shown = [
        Shown(
            one,
            tuple(text_changes(one.before, one.after, rules)),
            tuple(code_changes(one.before, one.after, _LINES)),
        )
        for one in rehearsal.changes
    ]
    return page(
        render(
            "signoff.html.j2",
            texts[asked.language],
            asked=asked,
            slug=slug,
            locale=locale,
            source=desk.shelf.settings.source,
            half=half,
            errors=errors(half.findings),
            own=sorted((one for one in shown if one.change.slug == slug), key=lambda one: one.change.locale != locale),
            others=[one for one in shown if one.change.slug != slug],
            problems=rehearsal.report.problems,
            stamp=rehearsal.stamp,
            must_approve=workspace.settings.policy is Policy.APPROVED,
            goes_out=half.standing in (Standing.READY, Standing.UP_TO_DATE),
        )
    )
