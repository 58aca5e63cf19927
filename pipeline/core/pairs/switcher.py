"""The language switcher of a half, which mirrors that of the other: "Also in… (Français)", "Aussi en… (English)"."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pipeline.core.addresses import join, without_anchor
from pipeline.core.languages import native_name
from pipeline.core.pairs.edits import Edit, Markup
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import START, TEXT, Token

ADDED: Final = "diptych-switcher"

_LEAD: Final = re.compile(
    r"(?:also|read)\s+(?:available\s+)?(?:this\s+page\s+)?in\s*(?:\.\.\.|\u2026|&hellip;)?", re.IGNORECASE
)
_PHRASES: Final = {"en": "Also in…", "fr": "Aussi en…", "de": "Auch auf…", "es": "También en…", "it": "Anche in…"}
_GROUPS: Final = frozenset("ul ol dl nav p div section header footer table aside".split())
_AROUND: Final = frozenset("span li p div section ul ol nav small em strong b i".split())
_MAX_LEAD_TOKENS: Final = 8
_LANGUAGE_ATTRIBUTES: Final = ("hreflang", "lang", "xml:lang")
_OWN_LANGUAGE: Final = ("lang", "xml:lang")
_ENOUGH: Final = 2  # of: a link names a language, leads to a half of this page, shows but the language's name
_NAME_ATTRIBUTES: Final = ("title", "aria-label", "alt")


class Switch(NamedTuple):
    """A link of a switcher: the index of its start tag, the language it leads to, the group that it stands in."""

    place: int
    language: str
    group: int


def switches(page: Markup, wanted: Dress) -> dict[int, Switch]:
    """The links of language switchers for this very page, by their token's index; ours are none."""
    found: dict[int, Switch] = {}
    for index, token in enumerate(page.tokens):
        is_link = token.kind == START and token.tag == "a" and token.attr("href") is not None
        language = _language(page, wanted, index, token) if is_link else ""
        if not language:
            continue
        group = next((number for number in page.around(index) if page.tokens[number].tag in _GROUPS), -1)
        if group < 0 or not is_added(page, group):
            found[index] = Switch(index, language, group)
    return found


def edits(page: Markup, wanted: Dress, found: Mapping[int, Switch]) -> Iterator[Edit]:
    """Each switcher's link leads to the other half; where a half was taken down, its link goes."""
    named = {(switch.group, switch.language) for switch in found.values()}
    for switch in found.values():
        has_source = (switch.group, wanted.source_locale) in named
        mirrored = switch.language == wanted.locale and not wanted.is_source and not has_source
        target = wanted.source_locale if mirrored else switch.language
        href = page.tokens[switch.place].attr("href") or ""
        if target not in wanted.halves:
            if _address(wanted, href) in wanted.dead:
                yield page.removal(*_whole(page, switch.place))
            continue
        if not wanted.is_paired or (wanted.is_source and target == wanted.locale):
            continue
        yield from page.set(page.tokens[switch.place], "href", wanted.halves[target])
        if mirrored:
            yield from _renamed(page, wanted, switch.place, target)
            yield from _lead(page, wanted, switch.place)


def addition(wanted: Dress, found: Mapping[int, Switch]) -> str:
    """A switcher to the halves that the page has none for."""
    shown = {switch.language for switch in found.values()}
    if wanted.locale in shown and wanted.source_locale not in shown:
        shown.add(wanted.source_locale)  # the mirrored one
    missing = [name for name in wanted.halves if name != wanted.locale and name not in shown]
    if not wanted.is_paired or not missing:
        return ""
    links = ", ".join(
        f'<a href="{html.escape(wanted.halves[name])}" hreflang="{name}" lang="{name}">{native_name(name)}</a>'
        for name in missing
    )
    return f'\n<p class="{ADDED}">{_phrase(wanted.locale)} ({links})</p>'


def is_added(page: Markup, index: int) -> bool:
    """Whether an element is a switcher that we put in."""
    return index >= 0 and ADDED in (page.tokens[index].attr("class") or "").split()


def _language(page: Markup, wanted: Dress, index: int, token: Token) -> str | None:
    """The language that a link switches to: one it names, where it leads to a half or shows but that name.

    A link to another page's half is none; and since ``hreflang`` is what we mark links to English pages with, by itself
    it makes no link that shows "English" a switcher.
    """
    if not (token.attr("href") or "").strip():
        return None
    inner = page.inner(index)
    shown = "".join(part.data for part in inner if part.kind == TEXT).strip().casefold()
    address = _address(wanted, token.attr("href") or "")
    leads_here = address in wanted.known
    if not leads_here and (address in wanted.links.pages or address in wanted.links.halves):
        return None
    for locale in (*wanted.halves, wanted.locale, *wanted.known.values()):
        names = _LANGUAGE_ATTRIBUTES if leads_here or locale != wanted.source_locale else _OWN_LANGUAGE
        is_named = any(_names(part, locale, names) for part in (token, *inner) if part.kind == START)
        signs = (is_named, leads_here, _shows(inner, shown, locale))
        if sum(signs) >= _ENOUGH:
            return locale
    return None


def _names(part: Token, locale: str, names: tuple[str, ...]) -> bool:
    language = locale.split("-", maxsplit=1)[0]
    values = (part.attr(name) for name in names)
    return any(value is not None and value.lower().split("-")[0] == language for value in values)


def _shows(inner: list[Token], shown: str, locale: str) -> bool:
    """Whether a link shows the name of a language, its code, or both in two elements (one for narrow screens)."""
    name, code = native_name(locale).casefold(), locale.casefold()
    images = [part.attr("alt") or "" for part in inner if part.kind == START and part.tag == "img"]
    words = shown.split() or [word for alt in images for word in alt.casefold().split()]
    return shown == name or (bool(words) and set(words) <= {name, code, f"{name}{code}"})


def _address(wanted: Dress, href: str) -> str:
    return "" if href.startswith("#") or not href.strip() else without_anchor(join(wanted.base, href.strip()))[0]


def _renamed(page: Markup, wanted: Dress, index: int, target: str) -> Iterator[Edit]:
    """The other language's name and code in place of this one's, also in what screen readers and narrow screens get."""
    names = {wanted.locale.casefold(): target, native_name(wanted.locale).casefold(): native_name(target)}
    text: list[Token] = []
    for part in (page.tokens[index], *page.inner(index)):
        if part.kind == TEXT:
            text.append(part)
            continue
        yield from _replaced(text, names, native_name(target))
        text = []
        if part.kind == START:
            yield from _renamed_attributes(page, part, names, target)
    yield from _replaced(text, names, native_name(target))


def _renamed_attributes(page: Markup, part: Token, names: Mapping[str, str], target: str) -> Iterator[Edit]:
    for attribute in _LANGUAGE_ATTRIBUTES:
        yield from page.set(part, attribute, target)
    for attribute in _NAME_ATTRIBUTES:
        known = names.get((part.attr(attribute) or "").strip().casefold())
        if known:
            yield from page.set(part, attribute, known)


def _replaced(text: list[Token], names: Mapping[str, str], name: str) -> Iterator[Edit]:
    """Neighbouring pieces of text, such as a name spelt with references, become one."""
    whole = "".join(part.data for part in text)
    shown = whole.strip()
    if not shown:
        return
    new = names.get(shown.casefold(), name)
    new = new.upper() if shown.isupper() else new
    lead, tail = whole[: len(whole) - len(whole.lstrip())], whole[len(whole.rstrip()) :]
    yield Edit(text[0].start, text[-1].end, lead + html.escape(new, quote=False) + tail)


def _lead(page: Markup, wanted: Dress, index: int) -> Iterator[Edit]:
    """The words before a switcher's link: "Also in..." becomes "Aussi en…"."""
    for token in reversed(page.tokens[max(0, index - _MAX_LEAD_TOKENS) : index]):
        match = _LEAD.search(page.text, token.start, token.end) if token.kind == TEXT else None
        if match is not None:
            yield Edit(match.start(), match.end(), _phrase(wanted.locale))
            return


def _whole(page: Markup, index: int) -> tuple[int, int]:
    """The span of a link with the elements around it that hold nothing else but words that lead to it."""
    span = index, page.ends.get(index, index)
    for number in page.around(index):
        end = page.ends[number]
        tokens = [*page.tokens[number + 1 : span[0]], *page.tokens[span[1] + 1 : end]]
        beside = "".join(part.data for part in tokens if part.kind == TEXT)
        is_empty = not re.sub(r"[\W_]+", "", _without_lead(beside))
        if page.tokens[number].tag not in _AROUND or not is_empty or any(part.tag in ("a", "img") for part in tokens):
            break
        span = number, end
    return page.tokens[span[0]].start, page.tokens[span[1]].end


def _without_lead(text: str) -> str:
    text = _LEAD.sub("", text)
    for phrase in _PHRASES.values():
        text = text.replace(phrase, "")
    return text


def _phrase(locale: str) -> str:
    return _PHRASES.get(locale.split("-", maxsplit=1)[0], _PHRASES["en"])
