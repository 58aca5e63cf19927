"""Elements inside a translated page that say they are English, though what they hold is translated now."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pipeline.core.pairs.edits import Edit, Markup
from pipeline.core.pairs.wanted import Dress
from pipeline.core.segmentation.markup import START, TEXT, Token
from pipeline.core.text import collapse


def edits(page: Markup, wanted: Dress, switches: Container[int]) -> Iterator[Edit]:
    """Such an element names the page's language, unless its text is the English page's, such as a proper name."""
    if wanted.is_source or not wanted.english:
        return
    found = [(index, token) for index, token in _marked(page, wanted) if not _is_in(page, index, switches)]
    if not found:
        return
    english = Markup(wanted.english)
    before = {(token.tag, _text(english, index)) for index, token in _marked(english, wanted)}
    for index, token in found:
        text = _text(page, index)
        if text and (token.tag, text) not in before:
            yield from page.set(token, "lang", wanted.locale)
            yield from page.set(token, "xml:lang", wanted.locale)


def _marked(page: Markup, wanted: Dress) -> Iterator[tuple[int, Token]]:
    language = wanted.source_locale.split("-", maxsplit=1)[0]
    for index, token in enumerate(page.tokens):
        named = token.attr("lang") if token.kind == START and token.tag != "html" else None
        if named is not None and named.lower().split("-")[0] == language:
            yield index, token


def _is_in(page: Markup, index: int, switches: Container[int]) -> bool:
    return index in switches or any(number in switches for number in page.around(index))


def _text(page: Markup, index: int) -> str:
    return collapse("".join(part.data for part in page.inner(index) if part.kind == TEXT)).strip()
