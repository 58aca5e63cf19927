"""The quick way through a PO file that is spelt as we spell it: one pattern an entry, no line by line.

Anything else (wrapped strings, odd comments, plurals, a mistake) is left to `po_lines`, which knows every rule of the
format and says what is wrong. Where both read a file they read the same: a property test holds them together.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.model import Unit

_STRING: Final = r'"([^"\\\x00-\x1f]*(?:\\["\\nt][^"\\\x00-\x1f]*)*)"'
_BLOCK: Final = re.compile(
    r"((?:#\. (?:\S[^\n\r]*)?[^\s\\]\n)*)"
    r"((?:#: \S+\n)*)"
    r"(#, [a-z-]+(?:, [a-z-]+)*\n)?"
    rf"(?:#\| msgid {_STRING}\n)?"
    rf"msgid {_STRING}\n"
    rf"msgstr {_STRING}\n?"
)
_ESCAPE: Final = re.compile(r"\\(.)")
_MEANING: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]*")


def read(blocks: list[str]) -> list[Unit] | None:
    """The units of blocks that stood between blank lines, or None where one of them is not in our own spelling."""
    units: list[Unit] = []
    for block in blocks:
        unit = _unit(block)
        if unit is None:
            return None
        units.append(unit)
    return units if len({unit.source for unit in units}) == len(units) else None


def written(unit: Unit) -> str | None:
    """An entry in our own spelling that was read back and found equal; None for a unit that is not that simple."""
    entry = _write(unit)
    return entry if entry is not None and _unit(entry) == unit else None


def _unit(block: str) -> Unit | None:
    found = _BLOCK.fullmatch(block)
    if found is None:
        return None
    notes, references, flags, previous, source, target = found.groups()
    if not source:
        return None
    names = flags[3:-1].split(", ") if flags else []
    return Unit(
        _unescape(source),
        _unescape(target),
        "fuzzy" in names,
        previous=None if previous is None else _unescape(previous),
        notes=tuple([line[3:] for line in notes.split("\n")[:-1]]),
        references=tuple([line[3:] for line in references.split("\n")[:-1]]),
        flags=tuple([name for name in names if name != "fuzzy"]),
    )


def _write(unit: Unit) -> str | None:
    if unit.obsolete or unit.comments or unit.context is not None or unit.previous is not None or unit.flags:
        return None
    texts = (unit.source, unit.target, *unit.notes, *unit.references)
    if not unit.source or not all(map(_PLAIN.fullmatch, texts)) or any(" " in name for name in unit.references):
        return None
    notes = "".join([f"#. {note}\n" for note in unit.notes])
    references = "".join([f"#: {reference}\n" for reference in unit.references])
    fuzzy = "#, fuzzy\n" if unit.fuzzy else ""
    return f'{notes}{references}{fuzzy}msgid "{_escape(unit.source)}"\nmsgstr "{_escape(unit.target)}"\n'


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"') if "\\" in text or '"' in text else text


def _unescape(body: str) -> str:
    return _ESCAPE.sub(lambda found: _MEANING[found[1]], body) if "\\" in body else body
