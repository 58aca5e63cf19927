"""Entries of any catalogue as units and findings. Ours have inline codes; others have what programs fill in.

An entry with plural forms is one unit: translated when every form is. Each form is read against the singular and
against the plural, and only what is wrong with both is said: which form goes with which number differs by language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.core.model import Finding, Unit
from pipeline.core.po.po_entries import Entry, Reading, Target
from pipeline.core.verify import Checker

_OURS: Final = "diptych"  # how the Project-Id-Version of our catalogues begins
_OF_OURS: Final = frozenset(("codes", "formatting"))
_BLANK: Final = "\ufffc"  # stands for what is filled in; no check reads it as a word, figure or mark
_FILLED_IN: Final = re.compile(
    r"(?<![\d%])%(?:\d+\$)?[-+#0']*(?:\d+|\*(?:\d+\$)?)?(?:\.(?:\d+|\*(?:\d+\$)?))?(?:hh|h|ll|l|q|L|j|z|t)?[diouxXeEfFgGaAcspn@](?![^\W\d_])"
    r"|%\([\w.]+\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]"
    r"|(?<!\d)%L?[1-9]\d?(?![\d,.]*\s*%)|%n\b"
    r"|%\{\w+\}|\$\{[^{}\n]+\}|\{\{[^{}\n]+\}\}|(?<!\\)\{[\w.\[\]!:<>,=+^ ]{0,40}\}|\$\w+\$|%%"
    r"|</?\d+/?>"
)
"""printf, Python, Qt, Ruby, shell, template and numbered-tag placeholders."""
_ACCELERATOR: Final = re.compile(r"(?:(?<=^)|(?<=[\s(]))[&_](?=\w)|(?<=\w)[&_](?=\w)|\s?\([&_]\w\)")


def is_ours(reading: Reading) -> bool:
    """Whether diptych wrote a catalogue, so that ``<a1>`` in it is an inline code."""
    return reading.header.get("project-id-version", "").startswith(_OURS)


def unit(entry: Entry, forms: int = 1) -> Unit:
    """An entry as a unit. Without every plural form it has no translation yet: programs would show the English."""
    wanted = forms if entry.plural is not None else 1
    is_whole = len(entry.targets) >= wanted and all(target.text for target in entry.targets)
    target = "\n".join(target.text for target in entry.targets) if is_whole else ""
    return Unit(entry.source, target, entry.fuzzy, entry.context, notes=entry.notes)


def findings(entry: Entry, checker: Checker, *, ours: bool) -> Iterator[tuple[Target, Finding]]:
    """What is wrong with each finished translation of an entry."""
    for target in entry.targets if not entry.fuzzy else ():
        if target.text:
            yield from ((target, finding) for finding in _found(entry, target.text, checker, ours=ours))


def _found(entry: Entry, target: str, checker: Checker, *, ours: bool) -> Iterator[Finding]:
    one = _checked(entry.source, target, entry, checker, ours=ours)
    if entry.plural is None:
        yield from one
        return
    many = {(finding.check, finding.message) for finding in _checked(entry.plural, target, entry, checker, ours=ours)}
    yield from (finding for finding in one if (finding.check, finding.message) in many)


def _checked(source: str, target: str, entry: Entry, checker: Checker, *, ours: bool) -> list[Finding]:
    if ours:
        return list(checker.unit(Unit(source, target, context=entry.context)))
    plain = Unit(_plain(source), _plain(target), context=entry.context)
    found = checker.unit(plain)
    return [
        replace(finding, source=source, message=finding.message.replace(_BLANK, "…"))
        for finding in found
        if finding.check not in _OF_OURS
    ]


def _plain(text: str) -> str:
    """A text of a program without what it fills in and without the marks of its keys."""
    return _ACCELERATOR.sub("", _FILLED_IN.sub(_BLANK, text)) if re.search(r"[%{$&_<]", text) else text
