"""Whether a translation keeps a block of the WordPress editor whole.

A block such as a file's holds two links side by side and nothing else. Text beside them is harmless to readers, but
the editor then calls the block broken, and its repair throws the translation away (wpml-config issue 422).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.model import Skeleton
from pipeline.core.text import CODE, without_codes


def misplaced(skeleton: Skeleton, targets: Mapping[str, str], placed: Mapping[int, str]) -> str | None:
    """The first source text whose target puts text where the English has only codes, or codes in another order."""
    if "<!-- wp:" not in skeleton.text:
        return None
    for number, slot in enumerate(skeleton.slots):
        target = placed.get(number) or targets.get(slot.text, "")
        if (
            target
            and slot.text.startswith("<")
            and not _outside(slot.text)[0]
            and _outside(target) != _outside(slot.text)
        ):
            return slot.text
    return None


def _outside(text: str) -> tuple[str, tuple[str, ...]]:
    """The text outside all codes, and the outermost codes in order."""
    depth, position = 0, 0
    plain: list[str] = []
    codes: list[str] = []
    for code in CODE.finditer(text):
        if depth == 0:
            plain.append(text[position : code.start()])
        closes, is_void = code[1] == "/", code[3] == "/"
        if depth == 0 and not closes:
            codes.append(code[2])
        depth += 0 if is_void else -1 if closes else 1
        position = code.end()
    plain.append(text[position:] if depth == 0 else "")
    return without_codes("".join(plain)).strip(), tuple(codes)
