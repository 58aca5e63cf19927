"""Why a target may not be rendered (decision 3): it would bring something into the page that is not text."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pipeline.core.inline import is_formatting, unescape
from pipeline.core.model import CheckFailure
from pipeline.core.text import ADDRESS, CODE

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WORTH_A_LOOK: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff&{\[|]")
_TAG: Final = re.compile(r"<(?:[/?!]|[a-zA-Z])")
_BARE_ADDRESS: Final = re.compile(r"\s*(https?://\S+)\s*", re.IGNORECASE | re.ASCII)
_EMPTY_PAIR: Final = re.compile(r"<([a-z]+[0-9]+)>\s*</\1>")
_ISLANDS: Final = ("{{", "{%", "{#", "{!!", "{$", "${", "<?", "<%", "[[", "[%", "*|")  # of any template engine


def failure(target: str, source: str) -> CheckFailure | None:
    """Why a target may not be rendered in place of a source, or None.

    A target is text plus the source's own codes: links, images and unknown codes exactly as in the source,
    formatting codes at most as often, all well nested; no other markup and no template or PHP island that the
    source does not have, no control characters, no link left empty, no address that the source does not have, and
    none by itself, which WordPress would embed (oEmbed).
    """
    if _is_plainly_good(target, source):
        return None
    return markup_failure(target, source) or _other_address(target, source)


def markup_failure(target: str, source: str) -> CheckFailure | None:
    """The same without a look at other addresses, for which there is a check of its own."""
    return (
        _wrong_codes(target, source)
        or _misnested(target)
        or _foreign_markup(target, source)
        or _emptied(target, source)
        or _embedded(target, source)
        or _without_words(target)
    )


def missing_formatting(target: str, source: str) -> tuple[str, ...]:
    """Names of the formatting codes that the source has and the target lacks (worth a warning)."""
    present = {match.group(2) for match in CODE.finditer(target)}
    names = dict.fromkeys(match.group(2) for match in CODE.finditer(source))
    return tuple(name for name in names if is_formatting(name) and name not in present)


def _is_plainly_good(target: str, source: str) -> bool:
    """Whether a target has the source's codes in the source's order and nothing that needs a closer look."""
    if _WORTH_A_LOOK.search(target) or "@" in target or "://" in target or "www." in target:
        return False
    if "<" not in target and "<" not in source:
        return bool(target.strip())
    codes = CODE.findall(target)
    if target.count("<") != len(codes) or codes != CODE.findall(source):
        return False
    return not _EMPTY_PAIR.search(target) and _misnested(target) is None and _without_words(target) is None


def _wrong_codes(target: str, source: str) -> CheckFailure | None:
    used = Counter(match.group() for match in CODE.finditer(target))
    known = {match.group(): match.group(2) for match in CODE.finditer(source)}
    for form in used:
        if form not in known:
            return CheckFailure(f"{form} is not in the English")
    for form, name in known.items():
        if used[form] > 1:
            return CheckFailure(f"{form} stands {used[form]} times, once in the English")
        if used[form] == 0 and not is_formatting(name):
            return CheckFailure(f"{form} is missing")
    return None


def _misnested(target: str) -> CheckFailure | None:
    opened: list[str] = []
    for match in CODE.finditer(target):
        if match.group(3):
            continue
        if not match.group(1):
            opened.append(match.group(2))
        elif not opened or opened.pop() != match.group(2):
            return CheckFailure(f"{match.group()} closes what is not open there")
    return CheckFailure(f"<{opened[-1]}> is not closed") if opened else None


def _foreign_markup(target: str, source: str) -> CheckFailure | None:
    control = _CONTROL.search(target)
    if control is not None:
        return CheckFailure(f"holds the control character U+{ord(control.group()):04X}")
    plain = unescape(CODE.sub("\0", target))
    known = unescape(CODE.sub("\0", source))
    for mark in _ISLANDS:
        if plain.count(mark) > known.count(mark):
            return CheckFailure(f"holds {mark}, which the English does not have")
    if len(_TAG.findall(plain)) > len(_TAG.findall(known)):
        return CheckFailure("holds markup of its own; only the codes of the English may be used")
    if "{\0" in plain and "{\0" not in known:
        return CheckFailure("holds { before a code, which would start another one")
    return None


def _other_address(target: str, source: str) -> CheckFailure | None:
    known = set(ADDRESS.findall(unescape(CODE.sub("\0", source))))
    found = ADDRESS.findall(unescape(CODE.sub("\0", target)))
    other = next((address for address in found if address not in known), None)
    return CheckFailure(f"holds {other[:60]}, which the English does not have") if other else None


def _emptied(target: str, source: str) -> CheckFailure | None:
    """A link that has words in the source must have some in the target, or nobody can follow it."""
    known = {match.group(1) for match in _EMPTY_PAIR.finditer(source)}
    for match in _EMPTY_PAIR.finditer(target):
        if match.group(1) not in known:
            return CheckFailure(f"<{match.group(1)}> has no text in it")
    return None


def _embedded(target: str, source: str) -> CheckFailure | None:
    known = {part.strip() for part in CODE.sub("\0", source).split("\0")}
    for part in CODE.sub("\0", target).split("\0"):
        address = _BARE_ADDRESS.fullmatch(part)
        if address is not None and address.group(1) not in known:
            return CheckFailure(f"holds {address.group(1)[:60]} by itself, which a site may turn into an embedded page")
    return None


def _without_words(target: str) -> CheckFailure | None:
    return None if CODE.sub("", target).strip() else CheckFailure("holds no text")
