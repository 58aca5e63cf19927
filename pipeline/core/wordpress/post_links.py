"""Links inside a post's content: they go to the half in the reader's language where there is one.

A block comment may repeat the address that its markup has (a file's download button does); both change together, or
the editor would call the block broken. Nothing is added to a link, for the same reason.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urldefrag, urljoin

from pipeline.core.segmentation.markup import START, attributes, tokens

_BLOCK: Final = re.compile(r"<!--\s+wp:[\w/-]+\s+(\{.*?\})\s+/?-->", re.DOTALL)
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_FIXED: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|\[|$")


def mend_links(content: str, base: str, links: Mapping[str, str]) -> str:
    """The content with each address in ``links`` replaced; ``base`` is what relative ones are relative to."""
    edits = [*_in_markup(content, base, links), *_in_blocks(content, links)]
    for start, end, new in sorted(edits, reverse=True):
        content = content[:start] + new + content[end:]
    return content


def _in_markup(content: str, base: str, links: Mapping[str, str]) -> list[tuple[int, int, str]]:
    found = []
    for token in tokens(content):
        href = token.attr("href") if token.kind == START and token.tag == "a" else None
        wanted = href and _wanted(href, base, links)
        if wanted and wanted != href:
            place = next((known for known in attributes(content, token) if known.name == "href"), None)
            if place is not None:
                escaped = html.escape(wanted)
                found.append((place.start, place.end, escaped if place.quote else f'"{escaped}"'))
    return found


def _wanted(href: str, base: str, links: Mapping[str, str]) -> str:
    """Where a link should lead: the other half with the anchor kept, else where it led, in full if it was relative."""
    if href.startswith("#"):
        return href
    try:
        address, anchor = urldefrag(urljoin(base, href))
    except ValueError:
        return href
    if address in links:
        return f"{links[address]}#{anchor}" if anchor else links[address]
    return href if _FIXED.match(href) else urljoin(base, href)


def _in_blocks(content: str, links: Mapping[str, str]) -> list[tuple[int, int, str]]:
    found = []
    for block in _BLOCK.finditer(content):
        for string in _STRING.finditer(content, *block.span(1)):
            try:
                wanted = links.get(json.loads(string.group()), "")
            except ValueError:
                continue
            if wanted:
                found.append(
                    (*string.span(), json.dumps(wanted).replace("--", "\\u002d\\u002d").replace("&", "\\u0026"))
                )
    return found
