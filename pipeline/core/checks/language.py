"""Whether a translation is in its language: not in another one, and no English sentence left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.core.language_guess import foreign_words, is_other_language
from pipeline.core.languages import english_name
from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.sentences import split
from pipeline.core.text import same_form, without_codes, words

_QUOTED: Final = re.compile(r"\u00ab[^\u00bb]*\u00bb|\u201c[^\u201d]*\u201d|\"[^\"]*\"")
_TITLES: Final = re.compile(
    rf"{_QUOTED.pattern}|<(?P<name>(?:em|i|cite|q|code|a)\d+)>.*?</(?P=name)>|'[^']*'", re.DOTALL
)
_NAME: Final = re.compile(r"[A-Z][\w-]*(?:(?: (?:of|the|and|for|in|on|to|at|by|with))* [A-Z][\w-]*)+")
_FOREIGN: Final = 2
_SENTENCE: Final = 4  # words from which a sentence is one


def check_language(unit: Unit, target_locale: str) -> Iterator[Finding]:
    """A warning for a text in another language, or a sentence of the English that still stands in it."""
    if same_form(unit.source) == same_form(unit.target):
        return  # there is a check for that
    left = _left(unit, target_locale) or _half(unit, target_locale)
    if left:
        yield Finding("language", Severity.WARNING, f'still as in the source: "{left[:60]}"', unit.source)
        return
    plain = _NAME.sub(lambda name: " " if name.group() in unit.source else name.group(), _TITLES.sub(" ", unit.target))
    other = is_other_language(plain, target_locale)  # titles and names stay as they are
    if other is not None:
        yield Finding("language", Severity.WARNING, f"reads like {english_name(other)}", unit.source)


def _half(unit: Unit, target_locale: str) -> str:
    """The longest run of words of the source that stands unchanged in the target, where it is no name.

    It has two of the source's function words that the target's language lacks, and a word in small letters.
    """
    target = _TITLES.sub(" | ", unit.target)
    if len(foreign_words(target, target_locale)) < _FOREIGN:
        return ""
    source = f" {same_form(without_codes(unit.source, ' '))} "
    best: list[str] = []
    run: list[str] = []
    for word in [*without_codes(same_form(target), " ").split(), "|"]:
        if f" {' '.join([*run, word])} " in source:
            run.append(word)
            continue
        best = max(best, run, key=len)
        run = [word] if f" {word} " in source else []
    shown = " ".join(best)
    foreign = foreign_words(shown, target_locale)
    plain = [word for word in best if word.islower() and word not in foreign]
    return shown if len(best) >= _SENTENCE and len(foreign) >= _FOREIGN and plain else ""


def _left(unit: Unit, target_locale: str) -> str:
    """The first sentence of the source that stands unchanged in the target."""
    known = {same_form(sentence) for sentence in split(unit.source) if words(sentence) >= _SENTENCE}
    sentences = split(unit.target)
    for sentence in sentences if len(sentences) > 1 else ():
        if same_form(sentence) in known and is_other_language(sentence, target_locale):
            return sentence
    return ""
