"""French typography: spaces, quotes, apostrophes, capitals, ordinals, times. Warnings, each in a check of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.core.checks.french_words import wrong_words
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.typography.changes import around
from pipeline.core.typography.fixing import changes, is_left
from pipeline.core.typography.policy import French, is_french
from pipeline.core.typography.visible import visible

TYPOGRAPHY: Final = ("spaces", "no-break", "quotes", "apostrophes", "capitals", "ordinals", "times")
"""The checks of this module by name."""

_SHOWN: Final = 3  # places that a message shows


def check_typography(unit: Unit, locale: str, french: French) -> Iterator[Finding]:
    """One warning for each check that finds something, with what should stand there; only where it is French."""
    if not is_french(locale) or is_left(unit):
        return
    found: dict[str, list[str]] = {}
    wanted = changes(unit.target, locale, french)
    for change in wanted:
        found.setdefault(change.check, []).append(f'"{visible(around(unit.target, wanted, change))}"')
    for check, wrong, right in wrong_words(unit.target, locale):
        found.setdefault(check, []).append(f'"{visible(right)}" for "{visible(wrong)}"')
    for check, places in found.items():
        yield Finding(check, Severity.WARNING, f"should be {_listed(places)}", unit.source)


def _listed(places: list[str]) -> str:
    once = list(dict.fromkeys(places))
    more = len(once) - _SHOWN
    return ", ".join(once[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
