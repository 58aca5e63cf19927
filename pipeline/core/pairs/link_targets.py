"""Where a link of a translated page leads: another page's half, a configured address, a variant of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.core.addresses import split, without_anchor

_ARROW: Final = "=>"
_BETWEEN: Final = re.compile(r"[/._=&?-]+")


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Where links lead instead.

    ``pages``: address of a page → that of its half in this language. ``halves``: the addresses in it. ``outside``: the
    same as ``pages`` for other sites and single files. ``variants``: pairs of texts, the English one of an address and
    the one in its place where such a file is there; ``files`` are the addresses of those that are.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    halves: frozenset[str] = frozenset()
    variants: tuple[tuple[str, str], ...] = ()
    files: frozenset[str] = frozenset()

    def find(self, address: str) -> str | None:
        """The address to use instead of a full one, its query and its anchor kept; None where there is none."""
        plain, anchor = without_anchor(address)
        whole = self._known(plain)
        if whole is None and "?" in plain:
            start, _, query = plain.partition("?")
            known = self._known(start)
            whole = known and f"{known}{'&' if '?' in known else '?'}{query}"
        if whole is None:
            return None
        return f"{whole}#{anchor}" if anchor and "#" not in whole else whole

    def is_own(self, address: str) -> bool:
        """Whether what is at an address is in this language, as far as is known."""
        return address in self.halves or address in self.outside.values() or address in self.files

    def _known(self, address: str) -> str | None:
        for table in (self.pages, self.outside):
            if address in table:
                return table[address]
        for old, new in self.variants:
            start, found, end = address.rpartition(old)
            if found and f"{start}{new}{end}" in self.files:
                return f"{start}{new}{end}"
        return None


def is_variant(pattern: str) -> bool:
    """Whether a text says how files' names differ by language: ``-en. => -{locale}.``."""
    old, arrow, new = pattern.partition(_ARROW)
    return bool(arrow and old.strip() and "{locale}" in new)


def variants(patterns: tuple[str, ...], locale: str) -> tuple[tuple[str, str], ...]:
    """The patterns as pairs of texts for one language."""
    parts = [pattern.replace("{locale}", locale).split(_ARROW, 1) for pattern in patterns]
    return tuple([(old.strip(), new.strip()) for old, new in parts])


def names_language(address: str, locales: tuple[str, ...]) -> bool:
    """Whether an address shows that its page is in one of some languages: ``/fr/…``, ``home-fr.html``, ``?lang=fr``."""
    parts = split(address)
    return not locales_in(f"{parts.path}?{parts.query}").isdisjoint(locales)


def locales_in(text: str) -> set[str]:
    """The parts of an address that may be names of languages, in lower case."""
    return set(_BETWEEN.split(text.lower()))
