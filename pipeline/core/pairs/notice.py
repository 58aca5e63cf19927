"""The line for readers of a page that is behind its English, and where in a page lines of ours stand."""

from __future__ import annotations

import html
from typing import Final

from pipeline.core.pairs.edits import Markup
from pipeline.core.segmentation.markup import END, START

ADDED: Final = "diptych-notice"


def addition(sentence: str | None) -> str:
    """The notice as markup; empty where there is none."""
    if not sentence:
        return ""
    return f'\n<p class="{ADDED}" role="note">{html.escape(sentence, quote=False)}</p>'


def place(page: Markup) -> int | None:
    """Where our lines stand: behind the first heading, else at the beginning of the content."""
    heading = next((t.end for t in page.tokens if t.kind == END and t.tag == "h1"), None)
    return heading or next((t.end for t in page.tokens if t.kind == START and t.tag in ("main", "body")), None)
