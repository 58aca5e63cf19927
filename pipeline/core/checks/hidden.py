"""Characters that nobody sees: some turn the text around them, so that readers see other words than stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.model import Finding, Severity, Unit

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FLAG: Final = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")  # Unicode TR 51: a region's flag is spelt in tags
_UNSEEN: Final = re.compile("[\u180e\u200b\u2061-\u2064\ufeff\U000e0000-\U000e007f]")
_FROM_THE_RIGHT: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


def check_hidden(unit: Unit, target_locale: str = "fr") -> Iterator[Finding]:
    """An error for a character that sets a direction (Unicode TR 9) in a language written from the left, a warning for
    one that has no width; nothing where the source has the same one.

    A language written from the right needs both kinds.
    """
    if unit.target.isascii() or target_locale.partition("-")[0].lower() in _FROM_THE_RIGHT:
        return
    turning = next((sign for sign in _TURNING.findall(unit.target) if sign not in unit.source), None)
    if turning is not None:
        message = f"holds {_name(turning)}, which turns the text around it: readers see other words than stand there"
        yield Finding("hidden", Severity.ERROR, message, unit.source)
    unseen = next((sign for sign in _UNSEEN.findall(_FLAG.sub("", unit.target)) if sign not in unit.source), None)
    if unseen is not None:
        yield Finding("hidden", Severity.WARNING, f"holds {_name(unseen)}, which nobody sees; delete it", unit.source)


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"
