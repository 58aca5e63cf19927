"""Text that was not translated at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.language_guess import foreign_words
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import mostly_figures, same_form, without_codes

_WORD: Final = re.compile(r"(?<!\S)[(\"“«]?([^\W\d_]{2,})[.,;:!?)\"”»…]*(?!\S)")
_FEWEST: Final = 3  # words in small letters that make a text


def check_untranslated(unit: Unit, target_locale: str = "fr") -> Iterator[Finding]:
    """A warning where the target equals a source of three words or more that is neither a name nor a formula.

    Three words in small letters tell, or a word like "the" that the target's language does not have.
    """
    if unit.source != unit.target and same_form(unit.source) != same_form(unit.target):
        return
    found = _WORD.findall(without_codes(unit.source, " "))
    if len(found) < _FEWEST or mostly_figures(unit.source):
        return
    small = [word for word in found if word.islower()]
    if len(small) >= _FEWEST or foreign_words(" ".join(small), target_locale):
        yield Finding("untranslated", Severity.WARNING, "the same as the source", unit.source)
