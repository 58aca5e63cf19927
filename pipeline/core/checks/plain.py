"""Text that was not translated at all."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import mostly_figures, same_form, words


def check_untranslated(unit: Unit) -> Iterator[Finding]:
    """A warning where the target equals a source of three words or more that is not just a name."""
    same = same_form(unit.source) == same_form(unit.target)
    if same and words(unit.source) > 2 and not mostly_figures(unit.source):
        yield Finding("untranslated", Severity.WARNING, "the same as the source", unit.source)
