"""What a tag says to people: which of its attributes are text for readers, and how to name it to a translator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core import elements
from pipeline.core.markup import Token

_FILE_NAME: Final = re.compile(r"[\w.\-]*(?:[_\d]|\.(?:png|jpe?g|gif|svg|webp))[\w.\-]*", re.IGNORECASE)


def attribute_names(token: Token) -> Iterator[str]:
    """Which attributes of a start tag are text for readers."""
    if token.tag == "meta":
        if (token.attr("property") or token.attr("name") or "").lower() in elements.META_TEXT:
            yield "content"
        return
    yield from elements.ATTRIBUTES
    if token.tag in elements.LABEL_OF:
        yield "label"
    if token.tag == "input" and (token.attr("type") or "").lower() in elements.VALUE_OF:
        yield "value"


def is_file_name(value: str) -> bool:
    """Whether an alternative text is a file's name (``IMG_2087``, ``flag.svg``), no text for people."""
    return bool(_FILE_NAME.fullmatch(value.strip())) and any(letter.isalpha() for letter in value)


def note(token: Token) -> str:
    """What a code stands for, in a few words for the translator."""
    if token.tag == "a":
        target = (token.attr("href") or "").split("?")[0]
        return f"link to {target[:80]}" if target else "anchor"
    if token.tag == "img":
        return f"image {(token.attr('src') or '').split('?')[0].rsplit('/', 1)[-1]}"
    return "" if token.tag in elements.FORMATTING else f"<{token.tag}> of the page"
