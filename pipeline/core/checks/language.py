"""Whether a translation is in its language: not in another one, and no English sentence left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.language_guess import is_other_language
from pipeline.core.languages import english_name
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.sentences import split
from pipeline.core.text import same_form, words

_QUOTED: Final = re.compile(r"\u00ab[^\u00bb]*\u00bb|\u201c[^\u201d]*\u201d|\"[^\"]*\"")
_SENTENCE: Final = 4  # words from which a sentence is one


def check_language(unit: Unit, target_locale: str) -> Iterator[Finding]:
    """A warning for a text in another language, or a sentence of the English that still stands in it."""
    if same_form(unit.source) == same_form(unit.target):
        return  # there is a check for that
    left = _left(unit, target_locale)
    if left:
        yield Finding("language", Severity.WARNING, f'a sentence is still as in the source: "{left[:60]}"', unit.source)
        return
    other = is_other_language(_QUOTED.sub(" ", unit.target), target_locale)  # titles stay as they are
    if other is not None:
        yield Finding("language", Severity.WARNING, f"reads like {english_name(other)}", unit.source)


def _left(unit: Unit, target_locale: str) -> str:
    """The first sentence of the source that stands unchanged in the target."""
    known = {same_form(sentence) for sentence in split(unit.source) if words(sentence) >= _SENTENCE}
    sentences = split(unit.target)
    for sentence in sentences if len(sentences) > 1 else ():
        if same_form(sentence) in known and is_other_language(sentence, target_locale):
            return sentence
    return ""
