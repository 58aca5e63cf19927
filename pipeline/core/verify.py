"""All checks of one unit, and of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.core.checks.addresses import check_addresses
from pipeline.core.checks.codes import check_codes
from pipeline.core.checks.figures import check_figures
from pipeline.core.checks.hidden import check_hidden
from pipeline.core.checks.language import check_language
from pipeline.core.checks.plain import check_untranslated
from pipeline.core.checks.shape import check_doubled, check_last_mark, check_length, check_pairs
from pipeline.core.checks.terms import check_fixed, check_terms
from pipeline.core.checks.typography import TYPOGRAPHY, check_typography
from pipeline.core.ledger import Ledger, source_hash, target_hash
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.terms import House
from pipeline.core.typography.policy import French

CHECKS: Final = (
    "codes", "formatting", "figures", "addresses", "fixed-wording", "terms", "untranslated", "language", "brackets",
    "last-mark", "length", "doubled", "hidden", *TYPOGRAPHY,
)  # fmt: skip
"""Every check by its name."""

OFF: Final = "off"
FIXED: Final = frozenset(("codes",))
"""Checks that can neither be ignored nor set lower: what they find cannot be put into a page."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Reads units with the languages and house rules it was given.

    ``levels`` says for a check "error", "warning" or "off"; ``ignored`` holds hashes and check as ``Ledger.ignored``.
    """

    source_locale: str = "en"
    target_locale: str = "fr"
    house: House = field(default_factory=House)
    levels: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[tuple[str, str, str]] = frozenset()
    french: French = field(default_factory=French)
    _seen: dict[Unit, tuple[Finding, ...]] | None = field(default=None, compare=False, repr=False)

    def knowing(self, ledger: Ledger) -> Checker:
        """The same for one catalogue, without the findings that people hold for wrong; it looks at each unit once."""
        ignored = ledger.ignored()
        return self if self._seen is not None and ignored == self.ignored else replace(self, ignored=ignored, _seen={})

    def unit(self, unit: Unit) -> tuple[Finding, ...]:
        """What is wrong with a unit that has a target; an empty one has nothing wrong yet."""
        if not unit.target:
            return ()
        if self._seen is None:
            return self._findings(unit)
        if unit not in self._seen:
            self._seen[unit] = self._findings(unit)
        return self._seen[unit]

    def _findings(self, unit: Unit) -> tuple[Finding, ...]:
        found = tuple(self._found(unit))
        return tuple(filter(None, (self._judged(finding, unit) for finding in found))) if found else ()

    def _judged(self, finding: Finding, unit: Unit) -> Finding | None:
        """The finding at the project's level, or None where it is switched off or a person holds it for wrong."""
        level = self.levels.get(finding.check, finding.severity) if finding.check not in FIXED else finding.severity
        if level == OFF:
            return None
        if self.ignored and finding.check not in FIXED:
            known = source_hash(unit.source, unit.context), target_hash(unit.target), finding.check
            if known in self.ignored:
                return None
        return finding if level == finding.severity else replace(finding, severity=Severity(level))

    def _found(self, unit: Unit) -> Iterator[Finding]:
        yield from check_codes(unit)
        yield from check_figures(unit, self.source_locale, self.target_locale)
        yield from check_addresses(unit)
        yield from check_fixed(unit, self.house)
        yield from check_terms(unit, self.house)
        yield from check_untranslated(unit, self.target_locale)
        yield from check_language(unit, self.target_locale)
        yield from check_pairs(unit)
        yield from check_last_mark(unit)
        yield from check_length(unit)
        yield from check_typography(unit, self.target_locale, self.french)
        yield from check_doubled(unit)
        yield from check_hidden(unit, self.target_locale)

    def units(self, units: Iterable[Unit]) -> tuple[Finding, ...]:
        """The findings of many units, in order."""
        return tuple(finding for unit in units for finding in self.unit(unit))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that hold a page back."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
