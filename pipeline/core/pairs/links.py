"""The links of a translated half: to halves in its language, else marked as English; relative ones made absolute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.core.addresses import join, split, without_anchor
from pipeline.core.pairs.edits import Edit, Markup
from pipeline.core.pairs.link_targets import names_language
from pipeline.core.pairs.switcher import Switch
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import START, Token

_ABSOLUTE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|$")
_PAGE: Final = re.compile(r"(?:^|/|/[^/.]+|\.(?:html?|php|aspx?))$", re.IGNORECASE)
_NAMES: Final = ("href", "src", "action", "poster", "data")
_SOURCES: Final = ("src", "poster", "data", "href")
_CANDIDATE: Final = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(\s+[^,]*)?\s*(?:,|$)")


def edits(page: Markup, wanted: Dress, switches: Mapping[int, Switch]) -> Iterator[Edit]:
    """Links and images; in the English half only links to what was taken down change."""
    for index, token in enumerate(page.tokens):
        if token.kind != START or not token.attrs or index in switches or token.tag in ("html", "base"):
            continue
        if wanted.is_source:
            yield from _mended(page, wanted, token)
        elif token.tag in ("a", "area"):
            yield from _link(page, wanted, token)
        elif token.tag != "link" or token.attr("hreflang") is None:
            yield from _resource(page, wanted, token)


def _mended(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    href = token.attr("href") if token.tag in ("a", "area") else None
    if href and without_anchor(join(wanted.base, href.strip()))[0] in wanted.dead:
        found = wanted.links.find(join(wanted.base, href.strip()))
        if found is not None:
            yield from page.set(token, "href", found)


def _link(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    href = (token.attr("href") or "").strip()
    if not href or href.startswith("#"):
        return
    address = join(wanted.base, href)
    found = wanted.links.find(address)
    leads_to = address if found is None else found
    is_english = _is_english(wanted, leads_to)
    if found is None:
        yield from _absolute(page, wanted, token)
    else:
        yield from page.set(token, "href", found)
    if is_english and token.attr("hreflang") is None:
        yield from page.put(token, "hreflang", wanted.source_locale, "href")
    elif found is not None and not is_english and _language(token) == wanted.source_locale:
        yield from page.drop(token, "hreflang")


def _language(token: Token) -> str:
    return (token.attr("hreflang") or "").split("-", maxsplit=1)[0].lower()


def _is_english(wanted: Dress, address: str) -> bool:
    """Whether an address is a page of this site that is there in English only, as far as addresses show."""
    plain = without_anchor(address)[0]
    parts = split(plain)
    is_own = parts.scheme in ("http", "https") and parts.netloc == split(wanted.base).netloc
    is_translated = wanted.links.is_own(plain) or names_language(plain, wanted.others)
    return is_own and bool(_PAGE.search(parts.path)) and not is_translated


def _resource(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    """An image or another file: its variant in this language if there is one."""
    source = next((name for name in _SOURCES if token.attr(name)), None)
    if token.tag in ("img", "source", "video", "audio", "embed", "object", "track") and source is not None:
        found = wanted.links.find(join(wanted.base, (token.attr(source) or "").strip()))
        if found is not None:
            yield from page.set(token, source, found)
            yield from _candidates(page, wanted, token)
            return
    yield from _absolute(page, wanted, token)


def _candidates(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    """The sizes of an image that has a variant; a size that has none would show the English one, so it goes."""
    value = token.attr("srcset")
    if value is None:
        return
    kept = []
    for match in _CANDIDATE.finditer(value):
        address = join(wanted.base, match[1])
        found = address if address in wanted.links.files else wanted.links.find(address)
        if found is not None:
            kept.append(found + (match[2] or "").rstrip())
    yield from page.set(token, "srcset", ", ".join(kept)) if kept else page.drop(token, "srcset")


def _absolute(page: Markup, wanted: Dress, token: Token) -> Iterator[Edit]:
    """Relative addresses would break on a page at another address."""
    for name in _NAMES:
        value = token.attr(name)
        if value is not None and not _ABSOLUTE.match(value.strip()):
            yield from page.set(token, name, join(wanted.base, value.strip()))
