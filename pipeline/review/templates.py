"""Pages from templates: the one module of the review page that knows Jinja."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jinja2

from pipeline.core.coverage import Coverage
from pipeline.core.languages import long_date, native_name
from pipeline.core.model import State
from pipeline.core.text import CODE
from pipeline.core.views.word_diff import changes
from pipeline.review.texts import Texts

ORDER: Final = (
    State.APPROVED,
    State.REVIEWED,
    State.CLAIMED,
    State.FUZZY,
    State.MACHINE,
    State.UNTRANSLATED,
)
"""The states as bars show them, what may go out first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: plain words, or a code."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: a state, its words, and where it begins and how wide it is, of a thousand."""

    state: State
    words: int
    start: int
    width: int


def parts(text: str) -> Iterator[Part]:
    """A text cut at its codes."""
    position = 0
    for match in CODE.finditer(text):
        if match.start() > position:
            yield Part(text[position : match.start()], is_code=False)
        yield Part(match.group(), is_code=True)
        position = match.end()
    if position < len(text):
        yield Part(text[position:], is_code=False)


def shares(coverage: Coverage) -> Sequence[Share]:
    """The states of a coverage as parts of a bar; what is there is seen, however little."""
    total = max(1, coverage.total_words)
    found: list[Share] = []
    start = 0
    for known in ORDER:
        width = coverage.words[known] * 1000 // total
        if coverage.words[known]:
            found.append(Share(known, coverage.words[known], start, max(8, width)))
        start += width
    return found


def shown_state(state: State, texts: Texts) -> str:
    """A state as people say it."""
    return _states(texts)[state]


def _states(_: Texts) -> dict[State, str]:
    return {
        State.UNTRANSLATED: _("empty"),
        State.MACHINE: _("by machine"),
        State.FUZZY: _("to look at again"),
        State.CLAIMED: _("not accepted yet"),
        State.REVIEWED: _("accepted"),
        State.APPROVED: _("approved"),
    }


def shown_standing(standing: str, _: Texts) -> str:
    """Where a page stands, as people say it."""
    known = {
        "cannot be read": _("cannot be read"),
        "English missing": _("English missing"),
        "English gone": _("English gone"),
        "out of date": _("out of date"),
        "blocked": _("blocked"),
        "waiting": _("waiting"),
        "ready": _("ready to publish"),
        "withdrawn": _("withdrawn"),
        "up to date": _("up to date"),
    }
    return known.get(standing, standing)


def shown_kind(kind: str, _: Texts) -> str:
    """What a fact of the ledger says, as people say it."""
    known = {
        "machine": _("filled by machine"),
        "memory": _("filled from memory"),
        "accepted": _("accepted"),
        "approved": _("approved"),
        "revoked": _("marked as needing work"),
        "ignored": _("a check ignored"),
        "written": _("written"),
        "commented": _("commented"),
    }
    return known.get(kind, kind)


def day(date: str, language: str) -> str:
    """An ISO date as people write it."""
    return long_date(datetime.date.fromisoformat(date), language)


def render(name: str, texts: Texts, **values: Any) -> str:
    """A page of a template in one language."""
    return _ENVIRONMENT.get_template(name).render(_=texts, n_=texts.counted, language=texts.language, **values)


_ENVIRONMENT: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.review", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(
    parts=parts,
    shares=shares,
    changes=changes,
    shown_state=shown_state,
    shown_standing=shown_standing,
    shown_kind=shown_kind,
)
_ENVIRONMENT.filters.update(language=native_name, day=day)
