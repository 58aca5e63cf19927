"""All checks of one unit, and of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.core.checks.addresses import check_addresses
from pipeline.core.checks.codes import check_codes
from pipeline.core.checks.figures import check_figures
from pipeline.core.checks.language import check_language
from pipeline.core.checks.plain import check_untranslated
from pipeline.core.checks.shape import check_last_mark, check_length, check_pairs
from pipeline.core.checks.terms import check_fixed, check_terms
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.terms import House


@dataclass(frozen=True, slots=True)
class Checker:
    """Reads units with the languages and house rules it was given."""

    source_locale: str = "en"
    target_locale: str = "fr"
    house: House = field(default_factory=House)

    def unit(self, unit: Unit) -> tuple[Finding, ...]:
        """What is wrong with a unit that has a target; an empty one has nothing wrong yet."""
        if not unit.target:
            return ()
        return (
            *check_codes(unit),
            *check_figures(unit, self.source_locale, self.target_locale),
            *check_addresses(unit),
            *check_fixed(unit, self.house),
            *check_terms(unit, self.house),
            *check_untranslated(unit),
            *check_language(unit, self.target_locale),
            *check_pairs(unit),
            *check_last_mark(unit),
            *check_length(unit),
        )

    def units(self, units: Iterable[Unit]) -> tuple[Finding, ...]:
        """The findings of many units, in order."""
        return tuple(finding for unit in units for finding in self.unit(unit))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that hold a page back."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
