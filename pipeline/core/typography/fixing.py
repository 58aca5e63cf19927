"""A text with its spaces and quotes put right, and the proof that nothing else of it changed."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Container
from typing import Final

from pipeline.core.model import Unit
from pipeline.core.text import without_codes, words
from pipeline.core.typography.changes import Change, Reader, apply
from pipeline.core.typography.plain import plain
from pipeline.core.typography.policy import GAPS, Apostrophes, French, Quotes, Spaces, is_french
from pipeline.core.typography.quotes import apostrophes, quotes
from pipeline.core.typography.spaces import held, marks

FIXABLE: Final = ("spaces", "no-break", "times", "quotes", "apostrophes")
"""The checks that know of a change of spaces or quotes alone."""

_NAME: Final = 2  # words of a text that may be the same in both languages: "Attention!"
_ROUNDS: Final = 4  # a quote that became a guillemet may ask for a space beside it
_QUOTES: Final = str.maketrans(dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"') | {"\u2019": "'"})
_GAP: Final = re.compile(f"[{GAPS}]+")
_BETWEEN_LIKES: Final = re.compile(rf"(?:(?<=[^\W\d_])[{GAPS}]+(?=[^\W\d_]))|(?:(?<=\d)[{GAPS}]+(?=\d))")
_KEPT: Final = "\x00"
_B: Final = "\u00a0\u202f\u2007"
_MONTH: Final = "(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)"
_FIGURES: Final = rf"\d(?:[ \t\u2009]+(?:\d{{3}}|h(?!\w)|{_MONTH})|h(?![a-zA-Z]))|1er[ \t]+{_MONTH}|h[ \t\u2009]\d\d"
_TITLES: Final = r"[nN][°º](?:\d|[ \t])|\b(?:MM?\.|Mmes?|Mlles?|Dr|Pr)[ \t]"


def changes(text: str, locale: str, french: French) -> tuple[Change, ...]:
    """Every space and quote of a target that is not as wished, in order; none in another language than French."""
    is_mixed = "'" in text and "\u2019" in text
    if not is_french(locale) or not (is_mixed or _suspect(french).search(text)):
        return ()
    reader = Reader(plain(text), french, locale)
    return tuple(sorted((*marks(reader), *held(reader), *quotes(reader), *apostrophes(reader))))


def unit_fixed(unit: Unit, locale: str, french: French, silent: Container[str] = ()) -> str:
    """A unit's target as wished, as ``fixed`` gives it."""
    return unit.target if is_left(unit) else fixed(unit.target, locale, french, silent)


def is_left(unit: Unit) -> bool:
    """Whether a text was left in English, which has its own typography; a word or two may be the same in both."""
    return unit.source == unit.target and words(unit.source) > _NAME


def fixed(text: str, locale: str, french: French, silent: Container[str] = ()) -> str:
    """The text as wished, but for what the ``silent`` checks say; as it was where anything else would change.

    Codes that stand in a gap leave it as it is. A text so fixed has nothing left to fix.
    """
    done = text
    for _ in range(_ROUNDS):
        found = [change for change in changes(done, locale, french) if change.check not in silent]
        if not found:
            break
        done = apply(done, found)
    return done if is_same_but_typography(text, done) else text


def is_same_but_typography(one: str, other: str) -> bool:
    """Whether two targets are equal once spaces and quotes are normalised, with their codes and without."""
    both = but_typography(one) == but_typography(other)
    return both and but_typography(without_codes(one)) == but_typography(without_codes(other))


def but_typography(text: str) -> str:
    """A target with its spaces and quotes normalised, to compare it by.

    A space between two letters, or between two digits, counts, whichever it is: "tout à fait" is not "toutàfait".
    """
    held_together = _BETWEEN_LIKES.sub(_KEPT, unicodedata.normalize("NFC", text).translate(_QUOTES))
    return _GAP.sub("", held_together)


@functools.cache
def _suspect(french: French) -> re.Pattern[str]:
    """What a text must have somewhere to be worth reading closely."""
    parts = [_FIGURES, _TITLES]
    if french.spaces is Spaces.EITHER:
        parts += [rf"(?<![{_B}:;?!])[;:?!%€$»](?![\w/])", f"«(?![{_B}])", rf"[{GAPS}]{{2}}[;:?!%€$»]"]
    else:
        parts += [rf"[;:?!%€$»«]|\d[{_B}]"]
    if french.quotes is Quotes.GUILLEMETS:
        parts.append('["\u201c]')
    if french.apostrophes is Apostrophes.CURLY:
        parts.append("'")
    return re.compile("|".join(parts))
