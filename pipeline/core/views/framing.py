"""A page made harmless for a frame: nothing in it runs, loads or leads away; images are grey boxes with their text.

The frame itself is sandboxed without scripts and its Content-Security-Policy loads nothing; what is taken out here
would be blocked there. Two locks, since pages come from elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.core.addresses import join
from pipeline.core.segmentation.elements import RAW
from pipeline.core.segmentation.markup import START, Token, matching_ends, tokens
from pipeline.core.text import unreferenced

_DROPPED: Final = frozenset("script iframe frame frameset object embed applet portal template base".split())
_UNSAFE_META: Final = ("http-equiv",)
_STYLE_END: Final = re.compile(r"</(?=style)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,4}")
_WORDPRESS_BREAK: Final = re.compile(r"\n\s*\n")

_Edit = tuple[int, int, str]


def framed(text: str, base: str, styles: Mapping[str, str], *, images: bool = False) -> str:
    """The page for a frame. ``styles`` has the style sheets kept, by address; ``base`` is the page's own address.

    With ``images`` those stay as they are, and the browser fetches them from the site.
    """
    framer = _Framer(tokens(text), base, styles, images=images)
    return _spliced(text, list(framer.edits()))


def paragraphs(text: str) -> str:
    """What WordPress stores as it is shown: a blank line starts a new paragraph."""
    return _WORDPRESS_BREAK.sub("\n<br><br>\n", text)


def without_query(address: str) -> str:
    """An address as style sheets are kept by it: ``?ver=6.5`` changes on every load of some sites."""
    return address.partition("?")[0]


class _Framer:
    """Goes through the tags of one page."""

    def __init__(self, found: list[Token], base: str, styles: Mapping[str, str], *, images: bool) -> None:
        self.tokens = found
        self.ends = matching_ends(found)
        self.base = base
        self.styles = styles
        self.images = images

    def edits(self) -> Iterator[_Edit]:
        """What is replaced, in order; what stands in something replaced goes with it."""
        position = 0
        for index, token in enumerate(self.tokens):
            if token.kind == START and token.start >= position:
                edit = self._edit(index, token)
                if edit is not None:
                    position = edit[1]
                    yield edit

    def _edit(self, index: int, token: Token) -> _Edit | None:
        if token.tag in _DROPPED:
            return token.start, self._end(index, token), ""
        if token.tag == "link":
            return token.start, token.end, _style(token, self.base, self.styles)
        if token.tag == "meta" and any(token.attr(name) is not None for name in _UNSAFE_META):
            return token.start, token.end, ""
        if token.tag == "img" and not self.images:
            return token.start, token.end, _box(token)
        return None

    def _end(self, index: int, token: Token) -> int:
        """Where a dropped element ends; one whose content is no markup, and that is not closed, goes to the end."""
        if index in self.ends:
            return self.tokens[self.ends[index]].end
        return self.tokens[-1].end if token.tag in RAW else token.end


def _style(token: Token, base: str, styles: Mapping[str, str]) -> str:
    """The style sheet in place of the link to it; nothing for any other link."""
    if "stylesheet" not in (token.attr("rel") or "").lower().split():
        return ""
    address = without_query(join(base, unreferenced(token.attr("href") or "")))
    sheet = styles.get(address)
    media = html.escape(unreferenced(token.attr("media") or "all"))
    safe = _STYLE_END.sub(r"<\\/", sheet or "")
    return "" if sheet is None else f'<style media="{media}">{safe}</style>'


def _box(token: Token) -> str:
    """A grey box of the image's size with its alternative text."""
    size = "".join(
        f"{name}:{value};"
        for name in ("width", "height")
        if (value := token.attr(name) or "") and _NUMBER.fullmatch(value)
    ).replace(";", "px;")
    known = {name: unreferenced(token.attr(name) or "") for name in ("class", "data-units", "alt")}
    units = f' data-units="{html.escape(known["data-units"])}"' if known["data-units"] else ""
    words = html.escape(known["alt"], quote=True)
    name = f' role="img" aria-label="{words}"' if words else ' aria-hidden="true"'
    classes = html.escape(f"diptych-image {known['class']}".strip())
    return f'<span class="{classes}"{units}{name} style="{size}">{words}</span>'


def _spliced(text: str, edits: list[_Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, new in edits:
        pieces += (text[position:start], new)
        position = end
    return "".join((*pieces, text[position:]))
