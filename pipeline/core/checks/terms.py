"""Glossary terms and fixed wordings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.terms import House, Term
from pipeline.core.text import same_form, without_codes


def check_terms(unit: Unit, house: House) -> Iterator[Finding]:
    """An error for a forbidden wording, a warning for a term that is not said as agreed."""
    source, target = without_codes(unit.source), without_codes(unit.target)
    for term in house.terms:
        if not _is_used(term, source):
            continue
        for wrong in term.forbidden:
            if _stands_in(wrong, target):
                message = f'"{wrong}" is not to be used for "{term.source}"; say "{term.target or term.source}"'
                yield Finding("terms", Severity.ERROR, message, unit.source)
        if not _is_kept(term, target):
            message = f'"{term.source}" should be "{term.source if term.keep else term.target}"'
            yield Finding("terms", Severity.WARNING, message, unit.source)


def check_fixed(unit: Unit, house: House) -> Iterator[Finding]:
    """An error where a fixed wording is worded otherwise."""
    for source, target in house.fixed.items():
        if same_form(source) == same_form(unit.source) and same_form(target) != same_form(unit.target):
            yield Finding("fixed-wording", Severity.ERROR, f'the approved wording is "{target}"', unit.source)


def used(house: House, source: str) -> tuple[Term, ...]:
    """The terms that a source text uses, codes left out."""
    plain = without_codes(source)
    return tuple(term for term in house.terms if _is_used(term, plain))


def _is_used(term: Term, source: str) -> bool:
    """A name that stays as it is counts in its own spelling only: LANTERN is no lantern."""
    return _stands_exactly(term.source, source) if term.keep or term.exact else _stands_in(term.source, source)


def _is_kept(term: Term, target: str) -> bool:
    if term.keep:
        return _stands_exactly(term.source, target)
    return not term.target or _stands_in(term.target, target)


def _stands_exactly(term: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def _stands_in(term: str, text: str) -> bool:
    """Whether a term stands in a text as whole words, each perhaps inflected by up to three letters."""
    pattern = r"[\s\u00a0'’-]+".join(_inflected(word) for word in _folded(term).split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", _folded(text)) is not None


def _inflected(word: str) -> str:
    """Plural and feminine endings of French and English; short words and capitals (AI) stay as they are."""
    stem = word[:-1] if len(word) > 3 and word[-1] in "esxy" else word
    return re.escape(stem) + (r"\w{0,3}" if len(word) > 3 else "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'")
