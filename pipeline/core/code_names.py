"""Codes renamed, so that a translation made for one text fits another with the same codes under other names."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.inline import is_formatting, stem
from pipeline.core.text import CODE


def names(text: str) -> tuple[str, ...]:
    """The names of a text's codes in the order in which they first stand."""
    return tuple(dict.fromkeys(code.group(2) for code in CODE.finditer(text)))


def rename(text: str, new: Mapping[str, str]) -> str:
    """The text with its codes renamed; one whose new name is empty goes."""

    def renamed(found: str, before: str, name: str, after: str) -> str:
        wanted = new.get(name, name)
        return found if wanted == name else f"<{before}{wanted}{after}>" if wanted else ""

    return CODE.sub(lambda code: renamed(*code.group(0, 1, 2, 3)), text)


def numbered_anew(source: str, target: str) -> tuple[str, str]:
    """Part of a segment and its translation with the codes numbered from 1, as in a segment of its own."""
    counts: dict[str, int] = {}
    new: dict[str, str] = {}
    for name in names(source):
        counts[stem(name)] = counts.get(stem(name), 0) + 1
        new[name] = f"{stem(name)}{counts[stem(name)]}"
    return rename(source, new), rename(target, new)


def fitted(target: str, source: str, wanted: str) -> str | None:
    """The translation of ``source`` with the codes of ``wanted``; None where they are not of the same kinds.

    Formatting that ``wanted`` does not have goes; links and unknown codes must pair up, in order.
    """
    if names(source) == names(wanted):
        return target
    old, new = names(source), names(wanted)
    if [_kind(name) for name in old] == [_kind(name) for name in new]:
        return rename(target, dict(zip(old, new, strict=True)))
    fixed_old, fixed_new = _unformatted(old), _unformatted(new)
    if [stem(name) for name in fixed_old] != [stem(name) for name in fixed_new]:
        return None
    return rename(target, dict.fromkeys(old, "") | dict(zip(fixed_old, fixed_new, strict=True)))


def _kind(name: str) -> str:
    """All formatting is of one kind, but a break is no pair."""
    return "" if is_formatting(name) and stem(name) != "br" else stem(name)


def _unformatted(found: tuple[str, ...]) -> list[str]:
    return [name for name in found if not is_formatting(name)]
