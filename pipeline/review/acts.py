"""What reviewers do: each endpoint asks one stage, alone in the project for as long as that takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from pipeline.adapters import turns
from pipeline.core.errors import UsageError
from pipeline.core.model import Unit
from pipeline.core.segmentation.refusals import failure
from pipeline.core.views.word_diff import changes
from pipeline.review.desk import Desk
from pipeline.review.http import Answer, Endpoint, Question, data
from pipeline.review.view import PLAIN, items, named_unit, page_of, units_of_slots
from pipeline.stages import happened
from pipeline.stages.publishing.kept import site_of
from pipeline.stages.publishing.publish import publish
from pipeline.stages.publishing.rehearsal import inputs
from pipeline.stages.reviewing.accept import approve, refuse_in_ci
from pipeline.stages.reviewing.ignoring import ignore
from pipeline.stages.reviewing.preview import fragments
from pipeline.stages.reviewing.review_acts import (
    Clash,
    Done,
    Wanted,
    accept_text,
    comment,
    needs_work,
    save,
    take_back,
    undo,
)
from pipeline.workspace import Workspace

_CONFLICT: Final = 409
_Act = Callable[[Workspace, Wanted, Question], Done | Clash]

_ACTS: Final[dict[str, _Act]] = {
    "save": lambda workspace, wanted, asked: save(workspace, wanted, asked.text("target")),
    "accept": lambda workspace, wanted, asked: accept_text(workspace, wanted, asked.text("target")),
    "needs-work": lambda workspace, wanted, asked: needs_work(workspace, wanted, asked.text("text")),
    "take-back": lambda workspace, wanted, _: take_back(workspace, wanted),
    "comment": lambda workspace, wanted, asked: comment(workspace, wanted, asked.text("text")),
}


def endpoints(desk: Desk) -> dict[str, Endpoint]:
    """The paths of acts, and of the check that runs while somebody types."""
    return {
        "/check/{slug}/{locale}/{name}": lambda asked: _check(desk, asked),
        "/act/undo/{slug}/{locale}/{name}": lambda asked: _undo(desk, asked),
        "/act/ignore/{slug}/{locale}/{name}": lambda asked: _ignore(desk, asked),
        "/act/{kind}/{slug}/{locale}/{name}": lambda asked: _perform(desk, asked),
        "/approve/{slug}/{locale}": lambda asked: _approve(desk, asked),
        "/publish/{slug}/{locale}": lambda asked: _publish(desk, asked),
    }


def _check(desk: Desk, asked: Question) -> Answer:
    """Findings of a text that is being written, and what the page would show of it."""
    slug, locale, name = _place(desk, asked)
    catalogue = desk.shelf.catalogue(slug, locale)
    unit, target = named_unit(catalogue, name), asked.text("target")
    if unit is None:
        return data({"gone": True}, _CONFLICT)
    checker = desk.shelf.checker(locale).knowing(desk.shelf.ledger(slug, locale))
    typed = Unit(unit.source, target, context=unit.context)
    refusal = failure(target, unit.source) if target else None
    key = unit.context, unit.source
    numbers = [number for number, known in units_of_slots(desk.shelf, slug, locale).items() if known == key]
    shown = fragments(desk.shelf.skeleton(slug), numbers, target) if numbers else []
    return data(
        {
            "findings": [_finding(one.check, one.severity, one.message) for one in checker.unit(typed)],
            "refused": refusal is not None,
            "fragments": [{"slot": one.slot, "markup": one.markup, "plain": one.is_attribute} for one in shown],
        }
    )


def _finding(check: str, severity: str, message: str) -> dict[str, str]:
    return {"check": check, "severity": severity, "message": message}


def _perform(desk: Desk, asked: Question) -> Answer:
    slug, locale, name = _place(desk, asked)
    act = _ACTS.get(asked.path["kind"])
    if act is None:
        raise UsageError("there is no such act")
    workspace, wanted = desk.shelf.fresh(), _wanted(desk, asked)
    refuse_in_ci(os.environ)
    with turns.alone(workspace.root):
        result = act(workspace, wanted, asked)
    if isinstance(result, Done):
        asked.visitor.perform(slug, locale, name, result.act)
    return _outcome(desk, asked, result)


def _undo(desk: Desk, asked: Question) -> Answer:
    """Take back what this visitor did last to the unit."""
    slug, locale, name = _place(desk, asked)
    last = asked.visitor.last(slug, locale, name)
    if last is None:
        raise UsageError("there is nothing to take back: you did nothing to this text since the page was opened")
    workspace = desk.shelf.fresh()
    refuse_in_ci(os.environ)
    with turns.alone(workspace.root):
        result = undo(workspace, _wanted(desk, asked), last.act)
    if isinstance(result, Done):
        asked.visitor.acts.remove(last)
    return _outcome(desk, asked, result)


def _ignore(desk: Desk, asked: Question) -> Answer:
    """Record that a check is wrong about the unit as it stands."""
    slug, locale, name = _place(desk, asked)
    workspace = desk.shelf.fresh()
    refuse_in_ci(os.environ)
    with turns.alone(workspace.root):
        ignore(workspace, slug, name, asked.text("check"), who=asked.name, reason=asked.text("text"), locale=locale)
    return data(_state(desk, slug, locale, name))


def _approve(desk: Desk, asked: Question) -> Answer:
    slug, locale, _ = _place(desk, asked)
    desk.shelf.refuse_other_settings()
    workspace = desk.shelf.fresh()
    refuse_in_ci(os.environ)
    with turns.alone(workspace.root):
        count = approve(workspace, slug, asked.name, locale=locale)
    return data({"units": count})


def _publish(desk: Desk, asked: Question) -> Answer:
    """Publish what was seen, and nothing else: whatever changed since is looked at again first."""
    slug, locale, _ = _place(desk, asked)
    if page_of(desk.shelf, slug, locale).source != PLAIN:
        raise UsageError(f"{slug} is published to WordPress; type: diptych publish {slug}")
    desk.shelf.refuse_other_settings()
    seen = asked.visitor.rehearsals.get((slug, locale))
    workspace = desk.shelf.fresh()
    with turns.alone(workspace.root):
        if seen is None or seen.stamp != asked.text("stamp") or seen.stamp != inputs(workspace):
            raise UsageError("something changed since you looked; look again at what readers will get")
        before = site_of(workspace).live()
        report = publish(workspace, (slug,))
    happened.tell(report, before=before)
    halves = [
        {"slug": half.slug, "locale": half.locale, "outcome": half.outcome, "address": half.address}
        for half in report.halves
        if half.slug == slug
    ]
    return data({"halves": halves, "problems": [problem.message for problem in report.problems]})


def _outcome(desk: Desk, asked: Question, result: Done | Clash) -> Answer:
    slug, locale, name = _place(desk, asked)
    if isinstance(result, Done):
        return data({**_state(desk, slug, locale, name), "target": result.unit.target})
    unit = result.unit
    if unit is None:
        return data({"gone": True}, _CONFLICT)
    pieces = [{"gone": one.gone_shown, "come": one.come_shown} for one in changes(unit.target, asked.text("target"))]
    clash = {"target": unit.target, "version": result.version, "fuzzy": unit.fuzzy, "pieces": pieces}
    return data({"clash": clash}, _CONFLICT)


def _state(desk: Desk, slug: str, locale: str, name: str) -> dict[str, object]:
    """Where the unit and its page stand now."""
    known = items(desk.shelf, slug, locale)
    item = next((one for one in known if one.name == name), None)
    waiting = sum(one.waits for one in known)
    return {
        "state": item.state if item else "",
        "version": item.version if item else "",
        "waiting": waiting,
        "units": len(known),
    }


def _place(desk: Desk, asked: Question) -> tuple[str, str, str]:
    slug, locale = asked.path["slug"], asked.path["locale"]
    page_of(desk.shelf, slug, locale)
    return slug, locale, asked.path.get("name", "")


def _wanted(desk: Desk, asked: Question) -> Wanted:
    """The unit as the reviewer saw it: by the text that the browser holds, since a name may come to mean another."""
    slug, locale, _ = _place(desk, asked)
    context = asked.body.get("context")
    return Wanted(
        slug,
        locale,
        context if isinstance(context, str) else None,
        asked.text("source"),
        asked.text("version"),
        asked.name,
        asked.body.get("beside") is True,
    )
