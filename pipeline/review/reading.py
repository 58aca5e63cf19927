"""What reviewers look at: a page with both halves, one unit, what the memory has for it."""

from __future__ import annotations

import hashlib
import json

from pipeline.core.errors import PipelineError
from pipeline.core.text import same_form
from pipeline.review.desk import Desk
from pipeline.review.http import LANGUAGE_COOKIE, NAME_COOKIE, Answer, Endpoint, Question, data, page
from pipeline.review.shelf import stamp
from pipeline.review.templates import render
from pipeline.review.texts import LANGUAGES, Texts, for_scripts
from pipeline.review.view import Item, half_of, items, matches, named_unit, page_of, unit_view
from pipeline.stages.reviewing.preview import plain_frame, source_frame, target_frame
from pipeline.workspace import SHARED


class Reader:
    """The endpoints that only read. ``images`` lets frames load the site's own images."""

    def __init__(self, desk: Desk, texts: dict[str, Texts], *, images: bool) -> None:
        self._desk = desk
        self._shelf = desk.shelf
        self._texts = texts
        self._images = images
        self._scripts = sorted(for_scripts())

    def endpoints(self) -> dict[str, Endpoint]:
        """Their paths."""
        return {
            "/page/{slug}/{locale}": self._page,
            "/unit/{slug}/{locale}/{name}": self._unit,
            "/matches/{slug}/{locale}/{name}": self._matches,
            "/changes/{slug}/{locale}": self._changes,
            "/frame/{kind}/{slug}/{locale}": self._frame,
            "/texts": self._words,
        }

    def settings(self) -> dict[str, Endpoint]:
        """The path by which a browser says who reviews, and in which language the page speaks."""
        return {"/settings": self._settings}

    def _page(self, asked: Question) -> Answer:
        slug, locale = asked.path["slug"], asked.path["locale"]
        known = page_of(self._shelf, slug, locale)
        listed = items(self._shelf, slug, locale)
        half = half_of(self._shelf, slug, locale)
        rows, _ = self._desk.rows()
        row = next((row for row in rows if (row.half.slug, row.half.locale) == (slug, locale)), None)
        return page(
            render(
                "page.html.j2",
                self._texts[asked.language],
                asked=asked,
                slug=slug,
                locale=locale,
                source=self._shelf.settings.source,
                title=row.title if row else slug,
                address=known.address,
                half=half,
                is_shared=slug == SHARED,
                items=listed,
                has_frames=slug != SHARED and self._shelf.snapshot_path(slug).exists(),
                data=_for_script(slug, locale, self._shelf.settings.source, listed, self._stamp(slug, locale)),
            )
        )

    def _unit(self, asked: Question) -> Answer:
        slug, locale, name = asked.path["slug"], asked.path["locale"], asked.path["name"]
        page_of(self._shelf, slug, locale)
        view = unit_view(self._shelf, slug, locale, name)
        texts = self._texts[asked.language]
        if view is None:
            return page(render("gone.html.j2", texts), 404)
        last = asked.visitor.last(slug, locale, name)
        mine = last.act.after.target if last and last.act.after.target != view.unit.target else ""
        return page(
            render(
                "unit.html.j2",
                texts,
                asked=asked,
                slug=slug,
                view=view,
                locale=locale,
                source=self._shelf.settings.source,
                mine=mine,
                can_undo=last is not None and not mine,
            )
        )

    def _matches(self, asked: Question) -> Answer:
        slug, locale = asked.path["slug"], asked.path["locale"]
        page_of(self._shelf, slug, locale)
        catalogue = self._shelf.catalogue(slug, locale)
        unit = named_unit(catalogue, asked.path["name"])
        if unit is None:
            return page("", 404)
        place = catalogue.units.index(unit)
        before = same_form(catalogue.units[place - 1].source) if place else ""
        found = matches(self._shelf, slug, locale, unit, before)
        source = self._shelf.settings.source
        values = {"matches": found, "locale": locale, "source": source, "asked_for": unit.source}
        return page(render("matches.html.j2", self._texts[asked.language], **values))

    def _changes(self, asked: Question) -> Answer:
        """Where the units stand, if a file changed since the browser asked last."""
        slug, locale = asked.path["slug"], asked.path["locale"]
        page_of(self._shelf, slug, locale)
        now = self._stamp(slug, locale)
        if asked.query.get("seen") == now:
            return data({"stamp": now})
        units = [_short(item) for item in items(self._shelf, slug, locale)]
        return data({"stamp": now, "units": units})

    def _frame(self, asked: Question) -> Answer:
        """A page for a frame: as it came in, as it would be, as readers have it, as they will have it."""
        slug, locale, kind = asked.path["slug"], asked.path["locale"], asked.path["kind"]
        known = page_of(self._shelf, slug, locale)
        try:
            text = self._framed(asked, kind, slug, locale)
        except PipelineError as error:
            return page(render("frame_error.html.j2", self._texts[asked.language], message=str(error)), is_frame=True)
        shown = plain_frame(self._shelf, known, text, images=self._images) if kind in ("before", "after") else text
        return page(shown, is_frame=True, images=self._images)

    def _framed(self, asked: Question, kind: str, slug: str, locale: str) -> str:
        known = page_of(self._shelf, slug, locale)
        if kind == "source":
            return source_frame(self._shelf, known, images=self._images)
        if kind == "target":
            return target_frame(self._shelf, known, locale, images=self._images)
        seen = asked.visitor.rehearsals.get((slug, locale))
        changed = [one for one in seen.changes if (one.slug, one.locale) == (slug, locale)] if seen else []
        return (changed[0].before if kind == "before" else changed[0].after) if changed else ""

    def _words(self, asked: Question) -> Answer:
        """The words that scripts show, in the reviewer's language."""
        texts = self._texts[asked.language]
        return data({text: texts(text) for text in self._scripts})

    def _settings(self, asked: Question) -> Answer:
        name, language = " ".join(asked.text("name").split())[:80], asked.text("language")
        keep = {NAME_COOKIE: name} if name else {}
        if language in LANGUAGES:
            keep[LANGUAGE_COOKIE] = language
        return data({"name": name}, keep=keep)

    def _stamp(self, slug: str, locale: str) -> str:
        shelf = self._shelf
        paths = (shelf.snapshot_path(slug), shelf.catalogue_path(slug, locale), shelf.ledger_path(slug, locale))
        return hashlib.sha256(str(stamp(*paths)).encode()).hexdigest()[:16]


def _for_script(slug: str, locale: str, source: str, listed: list[Item], stamp: str) -> str:
    """What the page's script needs to know, as JSON that no text in it can break out of."""
    known = {
        "slug": slug,
        "locale": locale,
        "source": source,
        "stamp": stamp,
        "units": [_short(item) for item in listed],
    }
    return json.dumps(known).replace("<", "\\u003c")


def _short(item: Item) -> dict[str, object]:
    return {"name": item.name, "state": item.state, "version": item.version, "slots": item.slots, "errors": item.errors}
