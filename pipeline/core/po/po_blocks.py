"""The quick way through a PO file whose entries are spelt as gettext spells them: one pattern an entry.

Anything else (odd white space, other escapes, plurals, a mistake) is left to `po_lines`, which knows every rule of the
format and says what is wrong. Where both read a file they read the same: a property test holds them together.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.core.model import Unit

_BODY: Final = r'"[^"\\\x00-\x1f]*(?:\\["\\nt][^"\\\x00-\x1f]*)*"'
_STRING: Final = rf"({_BODY}(?:\n{_BODY})*)"
_BLOCK: Final = re.compile(
    r"((?:# (?:\S[^\n\r]*)?[^\s\\]\n)*)"
    r"((?:#\. (?:\S[^\n\r]*)?[^\s\\]\n)*)"
    r"((?:#:(?: [^\s:]+(?::[0-9]+)?)+\n)*)"
    r"(#, [a-z-]+(?:, [a-z-]+)*\n)?"
    rf"(?:#\| msgid {_STRING}\n)?"
    rf"(?:msgctxt {_STRING}\n)?"
    rf"msgid {_STRING}\n"
    rf"msgstr {_STRING}\n?"
)
_GONE: Final = re.compile(r"((?:#[ ,][^\n]*\n)*)((?:#~\| msgid [^\n#]*\n)?)((?:#~ [m\"][^\n]*(?:\n|$))+)")
_GONE_LINE: Final = re.compile(r"^#~ ", re.MULTILINE)
_ESCAPE: Final = re.compile(r"\\(.)")
_MEANING: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_JOINT: Final = '"\n"'
_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]*")
_REFERENCE: Final = re.compile(r"[^\s:]+(?::[0-9]+)?")
_FLAG: Final = re.compile(r"[a-z-]+")


def read(blocks: list[str]) -> list[Unit] | None:
    """The units of blocks that stood between blank lines, or None where one of them is not spelt as expected."""
    units: list[Unit] = []
    for block in blocks:
        unit = _gone(block) if "#~" in block else _unit(block)
        if unit is None:
            return None
        units.append(unit)
    return units if len({(unit.context, unit.source) for unit in units}) == len(units) else None


def written(unit: Unit) -> str | None:
    """An entry in our own spelling that was read back and found equal; None for a unit that is not that simple."""
    entry = _write(unit)
    if entry is None:
        return None
    return entry if (_gone(entry) if unit.obsolete else _unit(entry)) == unit else None


def _unit(block: str, obsolete: bool = False) -> Unit | None:
    found = _BLOCK.fullmatch(block)
    if found is None:
        return None
    comments, notes, references, flags, previous, context, source, target = found.groups()
    text = _unescape(source)
    if not text:
        return None
    names = flags[3:-1].split(", ") if flags else []
    return Unit(
        text,
        _unescape(target),
        "fuzzy" in names,
        None if context is None else _unescape(context),
        None if previous is None else _unescape(previous),
        "\n".join([line[2:] for line in comments.split("\n")[:-1]]) if comments else "",
        tuple([line[3:] for line in notes.split("\n")[:-1]]),
        tuple([name for line in references.split("\n")[:-1] for name in line[3:].split(" ")]),
        tuple([name for name in names if name != "fuzzy"]),
        obsolete,
    )


def _gone(block: str) -> Unit | None:
    """An obsolete entry: the same with ``#~`` before its lines, and without notes and references."""
    found = _GONE.fullmatch(block)
    if found is None:
        return None
    above, previous, lines = found.groups()
    return _unit(above + previous.replace("#~|", "#|") + _GONE_LINE.sub("", lines), obsolete=True)


def _write(unit: Unit) -> str | None:
    texts = (unit.source, unit.target, unit.context or "", unit.previous or "", *unit.comments.split("\n"), *unit.notes)
    if not unit.source or not all(map(_PLAIN.fullmatch, texts)):
        return None
    if not all(map(_REFERENCE.fullmatch, unit.references)) or not all(map(_FLAG.fullmatch, unit.flags)):
        return None
    gone = "#~ " if unit.obsolete else ""
    names = ("fuzzy", *unit.flags) if unit.fuzzy else unit.flags
    return "".join(
        (
            *(f"# {line}\n" for line in unit.comments.split("\n") if unit.comments),
            *(f"#. {note}\n" for note in unit.notes),
            f"#: {' '.join(unit.references)}\n" if unit.references else "",
            f"#, {', '.join(names)}\n" if names else "",
            "" if unit.previous is None else f'#{"~" if gone else ""}| msgid "{_escape(unit.previous)}"\n',
            "" if unit.context is None else f'{gone}msgctxt "{_escape(unit.context)}"\n',
            f'{gone}msgid "{_escape(unit.source)}"\n{gone}msgstr "{_escape(unit.target)}"\n',
        )
    )


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"') if "\\" in text or '"' in text else text


def _unescape(strings: str) -> str:
    """The text of one quoted string or of several, a line each."""
    body = strings[1:-1].replace(_JOINT, "") if _JOINT in strings else strings[1:-1]
    return _ESCAPE.sub(lambda found: _MEANING[found[1]], body) if "\\" in body else body
