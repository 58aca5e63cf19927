"""What the head of a half says of itself: language, canonical address, hreflang, Open Graph."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.languages import territory_locale
from pipeline.core.pairs.edits import Edit, Markup
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import END, START, Token

_ALTERNATE_LOCALE: Final = "og:locale:alternate"
_ISO_639_2: Final = {"en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "nl": "nld", "pt": "por"}
_LANGUAGE_NAMES: Final = ("content-language", "language", "dc.language", "dcterms.language")
_OURS: Final = re.compile(r'<link rel="alternate" hreflang="[\w-]+" href="[^"]*">')
_OUR_LOCALE: Final = re.compile(r'<meta property="og:locale:alternate" content="\w+">')


def edits(page: Markup, wanted: Dress) -> Iterator[Edit]:
    """Everything in the head that belongs to the pair, set right."""
    drops = _dropped(page, wanted)
    for token in page.tokens:
        if token.kind != START or token.tag not in ("html", "link", "meta"):
            continue
        if token in drops:
            yield _out(page, token)
        elif not wanted.is_source:
            yield from _own(page, wanted, token)
    yield from _additions(page, wanted)


def _own(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    """What a translated half says of itself."""
    if token.tag == "html":
        yield from page.put(token, "lang", wanted.locale, "")
        yield from page.set(token, "xml:lang", wanted.locale)
    elif token.tag == "link" and _relation(token, "canonical"):
        yield from page.set(token, "href", wanted.own)
    elif token.tag == "meta":
        yield from _meta(page, wanted, token)


def _meta(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    name = (token.attr("property") or token.attr("name") or token.attr("http-equiv") or "").lower()
    if name == "og:url":
        yield from page.set(token, "content", wanted.own)
    elif name == "og:locale":
        yield from page.set(token, "content", territory_locale(wanted.locale))
    elif name in _LANGUAGE_NAMES:
        is_long = token.attr("content") in _ISO_639_2.values()
        language = wanted.locale.split("-", maxsplit=1)[0]
        yield from page.set(token, "content", _ISO_639_2.get(language, language) if is_long else wanted.locale)


def _dropped(page: Markup, wanted: Dress) -> frozenset[Token]:
    """The links and locales of other halves that are there, to be said anew; without a pair only those of dead ones."""
    links = [t for t in page.starts("link") if _relation(t, "alternate") and t.attr("hreflang") is not None]
    feeds = [t for t in page.starts("link") if wanted.feed and t.attr("href") == wanted.feed]
    locales = [t for t in page.starts("meta") if (t.attr("property") or "").lower() == _ALTERNATE_LOCALE]
    if wanted.is_paired:
        return frozenset((*links, *feeds, *locales))
    if not any(token.attr("href") in wanted.dead for token in links):
        return frozenset()
    return frozenset(
        (*(t for t in links if t.attr("href") in wanted.dead | {wanted.halves[wanted.source_locale]}), *locales)
    )


def _out(page: Markup, token: Token) -> Edit:
    spelt = page.text[token.start : token.end]
    is_ours = _OURS.fullmatch(spelt) or _OUR_LOCALE.fullmatch(spelt) or token.attr("type") == "application/atom+xml"
    return page.added(token.start, token.end) if is_ours else page.removal(token.start, token.end)


def _additions(page: Markup, wanted: Dress) -> Iterator[Edit]:
    if not wanted.is_paired:
        return
    own = next((t for t in page.starts("meta") if (t.attr("property") or "").lower() == "og:locale"), None)
    if own is not None:
        others = [territory_locale(name) for name in wanted.halves if name != wanted.locale]
        lines = (f'\n<meta property="{_ALTERNATE_LOCALE}" content="{other}">' for other in others)
        yield Edit(own.end, own.end, "".join(lines))
    place = _place(page)
    if place is not None:
        yield Edit(place, place, "".join(f"\n{line}" for line in _links(page, wanted)))


def _links(page: Markup, wanted: Dress) -> Iterator[str]:
    """Every half, this one too, and the English one as default (search engines ask for all of them on all)."""
    if not wanted.is_source and not any(_relation(token, "canonical") for token in page.starts("link")):
        yield f'<link rel="canonical" href="{html.escape(wanted.own)}">'
    halves = {**wanted.halves, "x-default": wanted.halves[wanted.source_locale]}
    for locale, address in halves.items():
        yield f'<link rel="alternate" hreflang="{locale}" href="{html.escape(address)}">'
    if wanted.feed:
        yield f'<link rel="alternate" type="application/atom+xml" href="{html.escape(wanted.feed)}">'


def _place(page: Markup) -> int | None:
    """Behind the canonical link, else at the end of the head."""
    for token in page.tokens:
        if token.kind == START and token.tag == "link" and _relation(token, "canonical"):
            return token.end
        if (token.kind == END and token.tag == "head") or (token.kind == START and token.tag == "body"):
            return token.start
    return None


def _relation(token: Token, name: str) -> bool:
    return name in (token.attr("rel") or "").lower().split()
