"""JSON-LD of a half: its language, its own address, and the work that it translates or that translates it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from pipeline.core.pairs.edits import Edit, Markup
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.json_members import JsonObject, objects
from pipeline.core.segmentation.markup import TEXT, Token

TRANSLATED: Final = "workTranslation"
ORIGINAL: Final = "translationOfWork"
_WORKS: Final = frozenset(
    "CreativeWork Article NewsArticle BlogPosting SocialMediaPosting TechArticle Report WebPage AboutPage "
    "CollectionPage ContactPage FAQPage ItemPage ProfilePage QAPage".split()
)
_ADDRESSES: Final = frozenset(("@id", "url", "mainEntityOfPage"))
_TOP: Final = ((), ("@graph",))


def edits(page: Markup, wanted: Dress) -> Iterator[Edit]:
    """The edits in every JSON-LD script that is valid JSON."""
    for index, token in enumerate(page.tokens):
        if token.tag == "script" and (token.attr("type") or "").strip().lower() == "application/ld+json":
            yield from _script(page, wanted, page.inner(index))


def _script(page: Markup, wanted: Dress, inner: list[Token]) -> Iterator[Edit]:
    if not inner or any(part.kind != TEXT for part in inner):
        return
    start, end = inner[0].start, inner[-1].end
    found = objects(page.text[start:end])
    for item in found:
        if TRANSLATED in item.path or ORIGINAL in item.path:
            continue
        if not wanted.is_source:
            yield from _own(wanted, item, start)
        if item.path in _TOP and _is_this_page(wanted, item):
            yield from _related(wanted, item, start)


def _own(wanted: Dress, item: JsonObject, offset: int) -> Iterator[Edit]:
    """The language and the address of a translated half."""
    english = wanted.halves[wanted.source_locale]
    for member in item.members:
        if not isinstance(member.value, str):
            continue
        language = member.value.lower().split("-")[0]
        if member.key == "inLanguage" and language == wanted.source_locale.split("-", maxsplit=1)[0]:
            yield _value(member.value_start, member.end, wanted.locale, offset)
        elif member.key in _ADDRESSES and member.value.partition("#")[0] == english:
            yield _value(member.value_start, member.end, wanted.own + member.value[len(english) :], offset)


def _is_this_page(wanted: Dress, item: JsonObject) -> bool:
    """Whether an object is the page itself: a work with this page's address, or with none."""
    kind = item.get("@type")
    kinds = kind.value if kind and isinstance(kind.value, list) else [kind.value if kind else None]
    named = [member.value for member in item.members if member.key in _ADDRESSES]
    addresses = [value.get("@id") if isinstance(value, dict) else value for value in named]
    known = {*wanted.known, *wanted.halves.values()}
    is_named = any(isinstance(value, str) and value.partition("#")[0] in known for value in addresses)
    return not _WORKS.isdisjoint(map(str, kinds)) and (is_named or not named)


def _related(wanted: Dress, item: JsonObject, offset: int) -> Iterator[Edit]:
    """Say which works are the other halves; what a page said of them before is replaced."""
    key = TRANSLATED if wanted.is_source else ORIGINAL
    others = [address for locale, address in wanted.halves.items() if locale != wanted.locale]
    related = others if wanted.is_source else [wanted.halves[wanted.source_locale]]
    before = item.get(key)
    if not wanted.is_paired:
        dead = before is not None and any(address in json.dumps(before.value) for address in wanted.dead)
        related = []
        if not dead:
            return
    works = [{"@id": address} for address in related]
    value = works[0] if len(works) == 1 else works
    if before is None:
        place = offset + item.start + 1
        comma = "," if item.members else ""
        yield Edit(place, place, f"{_written(key)}:{_written(value)}{comma}")
    elif before.value != value:
        yield Edit(offset + before.value_start, offset + before.end, _written(value))


def _value(start: int, end: int, value: str, offset: int) -> Edit:
    return Edit(offset + start, offset + end, _written(value))


def _written(value: object) -> str:
    """JSON that ends no script."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
