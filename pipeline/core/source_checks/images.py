"""Alternative texts that say nothing to somebody who does not see the image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.segmentation.labels import is_file_name
from pipeline.core.source_checks.model import Circumstances, EnglishPage, Image, SourceFinding

_GENERIC: Final = re.compile(
    r"(?:an? |the )?(?:image|images|img|photo|photos|photograph|picture|pic|logo|icon|graphic|banner|thumbnail|"
    r"screenshot|illustration|alt|alt text|untitled|placeholder)[\s_-]*\d*\.?",
    re.IGNORECASE,
)
_SURE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)\b|_|^(?:IMG|DSCN?|DCIM|PXL|P\d{6,}|WhatsApp)", re.IGNORECASE)
_ADVICE: Final = 'say what the image shows, or write alt="" if it is only decoration'


def check_images(page: EnglishPage, known: Circumstances) -> Iterator[SourceFinding]:
    """Each image has an alternative text that is neither a file's name nor a word for any image; alt="" is decoration.

    A name in letters and figures (COVID-19) counts as a file's only with an extension, an underscore, or as cameras
    name them. An image that is all there is of a link needs a text in any case.
    """
    del known
    bare = {
        image.start
        for link in page.links
        if not (link.text or link.label) and link.href not in ("", "#")
        for image in _within(page, link.start, link.end)
    }
    for image in page.images:
        if image.is_silent:
            continue
        message = _wrong(image.alt, in_link=image.start in bare)
        if message:
            yield page.found("alt-text", image.start, message)


def _within(page: EnglishPage, start: int, end: int) -> list[Image]:
    return [image for image in page.images if start < image.start < end]


def _wrong(alt: str | None, *, in_link: bool) -> str:
    if in_link:
        return "a link is nothing but an image without an alternative text; say in alt where the link leads"
    if alt is None:
        return f"an image has no alternative text; {_ADVICE}"
    shown = " ".join(alt.split())
    if is_file_name(alt) and _SURE.search(shown):
        return f'the alternative text "{shown}" is a file name; {_ADVICE}'
    if _GENERIC.fullmatch(shown):
        return f'the alternative text "{shown}" fits any image; {_ADVICE}'
    return ""
