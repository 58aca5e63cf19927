"""Where a page's translation may be when the page does not say so: addresses by the site's own pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.core.language_guess import guess

_ARROW: Final = "=>"
_LANG: Final = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", re.IGNORECASE)


def is_pattern(pattern: str) -> bool:
    """Whether a text is a pattern: ``/en/ => /{locale}/``, or a query such as ``?lang={locale}``."""
    old, arrow, _ = pattern.partition(_ARROW)
    return bool(arrow and old.strip()) or (pattern.startswith("?") and "=" in pattern)


def candidates(address: str, patterns: Sequence[str], locale: str) -> Iterator[str]:
    """The addresses that the patterns make of an English one, in their order; ``{locale}`` stands for the locale."""
    for pattern in patterns:
        old, arrow, new = (part.strip() for part in pattern.replace("{locale}", locale).partition(_ARROW))
        if arrow and old in address:
            yield address.replace(old, new, 1)
        elif not arrow:
            yield address + (old if "?" not in address else f"&{old[1:]}")


def is_in(text: str, plain: str, locale: str) -> bool:
    """Whether a page is in a language: by its ``lang``, else by the words of its ``plain`` text.

    Sites answer addresses of translations that they do not have with the English page.
    """
    wanted = locale.split("-", maxsplit=1)[0].lower()
    declared = _LANG.search(text)
    by_words = guess(plain)
    if by_words is not None:
        return by_words == wanted
    return declared is not None and declared.group(1).lower() == wanted
