"""Translation memory: what was translated before, found again exactly, with other figures, in parts, or nearly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pipeline.core.code_names import fitted, numbered_anew, rename
from pipeline.core.code_names import names as code_names
from pipeline.core.quantities.number_words import worded
from pipeline.core.quantities.reading import read
from pipeline.core.quantities.rebuilding import abstract, rebuild
from pipeline.core.segmentation.refusals import failure
from pipeline.core.sentences import split
from pipeline.core.text import mostly_figures, same_form, without_codes

FLOOR: Final = 75.0
"""The score (0-100) from which a text that is like another counts as a match."""

BUT_FOR_FIGURES: Final = "the same but for figures"
"""How a text was found that differs from a known one in its dates and figures only."""

_REBUILT: Final = 98.0
_JOINED: Final = 95.0
_NEARLY: Final = 99.0  # what is not the same text is never quite sure
_LENGTHS: Final = (0.5, 2.5)  # how long a sentence's translation may be, in lengths of the sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and its target, and where they come from (a page, a file).

    ``before`` is the text that stands before it there, in the form in which texts count as the same. ``trust`` is
    higher for what this project's own people reviewed than for what was learned or imported.
    """

    source: str
    target: str
    origin: str
    before: str = ""
    trust: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A target for a text and how sure it is: 100 the same text, below that how alike the texts are (0-100).

    ``target`` has the codes and the figures of the text asked for, ``how`` says in a few words what was done.
    """

    entry: Entry
    target: str
    score: float
    how: str = ""


class Index(Protocol):
    """Where entries are kept. All forms are those of this module; each answer is in a stable order."""

    def exact(self, form: str) -> Sequence[Entry]:
        """The entries whose source has this form."""
        ...

    def abstract(self, form: str) -> Sequence[Entry]:
        """The entries whose source has this form once its quantities are left out."""
        ...

    def alike(self, source: str, floor: float) -> Sequence[tuple[Entry, float]]:
        """Entries with their score of at least ``floor``, the best first."""
        ...


class Memory:
    """Finds translations for texts of one language in another."""

    def __init__(self, index: Index, source: str, target: str) -> None:
        self._index = index
        self._source = source
        self._target = target

    def find(self, text: str, origin: str = "", before: str = "") -> Match | None:
        """The best match whose target may stand for the text, or None.

        ``origin`` and ``before`` say where the text stands: of several translations the one of the same place wins.
        A text that is mostly figures, names or links matches exactly, or is rebuilt, or not at all (decision 7).
        """
        whole = self._same(text, origin, before)
        if whole is not None:
            return whole
        joined = self._joined(text, origin)
        if joined is not None or mostly_figures(text):
            return joined
        return self._nearly(text)

    def matches(self, text: str, origin: str = "", before: str = "", most: int = 5) -> list[Match]:
        """The best matches with different targets, the best first; what ``find`` gives is the first of them."""
        same = _ranked(self._index.exact(same_form(text)), origin, same_form(before))
        alike = [] if mostly_figures(text) else self._index.alike(text, FLOOR)
        found = [
            self.find(text, origin, before),
            *(self._match(entry, text, 100.0, "") for entry in same),
            *(self._match(entry, text, min(score, _NEARLY), "") for entry, score in alike),
        ]
        different: dict[str, Match] = {}
        for match in found:
            if match is not None:
                different.setdefault(match.target, match)
        return list(different.values())[:most]

    def _same(self, text: str, origin: str, before: str) -> Match | None:
        """The same text, or the same but for its quantities."""
        for entry in _ranked(self._index.exact(same_form(text)), origin, same_form(before)):
            found = self._match(entry, text, 100.0, "")
            if found is not None:
                return found
        form = abstract(text, self._source)
        if form is None:
            return None
        for entry in _ranked(self._index.abstract(same_form(form)), origin, same_form(before)):
            found = self._match(entry, text, _REBUILT, BUT_FOR_FIGURES)
            if found is not None:
                return found
        return None

    def _joined(self, text: str, origin: str) -> Match | None:
        """Every sentence known by itself."""
        sentences = split(text)
        if len(sentences) < 2:
            return None
        matches: list[Match] = []
        for sentence in sentences:
            found = self._same(numbered_anew(sentence, "")[0], origin, "")
            if found is None:
                return None
            back = dict(zip(code_names(numbered_anew(sentence, "")[0]), code_names(sentence), strict=True))
            matches.append(replace(found, target=rename(found.target, back)))
        target = " ".join(match.target for match in matches)
        if failure(target, text) is not None:
            return None
        return Match(replace(matches[0].entry, source=text), target, _JOINED, f"{len(sentences)} sentences joined")

    def _nearly(self, text: str) -> Match | None:
        for entry, score in self._index.alike(text, FLOOR):
            found = self._match(entry, text, min(score, _NEARLY), "")
            if found is not None:
                return found
        return None

    def _match(self, entry: Entry, text: str, score: float, how: str) -> Match | None:
        """The entry's target with the codes and the quantities of the text; None where that cannot be had."""
        target: str | None = entry.target
        ours, theirs = read(text, self._source), read(entry.source, self._source)
        if worded(without_codes(text), self._source) != worded(without_codes(entry.source), self._source):
            return None  # three days are not four
        if [quantity.meaning for quantity in ours] != [quantity.meaning for quantity in theirs]:
            target = rebuild(entry.source, entry.target, text, self._source, self._target)
            how = how or "figures replaced"
        if target is not None:
            target = fitted(target, entry.source, text)
        return Match(entry, target, score, how) if target and failure(target, text) is None else None


def sentence_pairs(entry: Entry) -> Iterator[Entry]:
    """The sentences of an entry with their translations, codes numbered anew, where both sides have as many.

    Only where each pair has the same codes and a likely length, so that none is put beside its neighbour's.
    """
    sources, targets = split(entry.source), split(entry.target)
    if len(sources) < 2 or len(sources) != len(targets):
        return
    pairs = [numbered_anew(source, target) for source, target in zip(sources, targets, strict=True)]
    low, high = _LENGTHS
    if all(failure(target, source) is None and low < len(target) / len(source) < high for source, target in pairs):
        yield from (replace(entry, source=source, target=target, before="") for source, target in pairs)


def _ranked(entries: Sequence[Entry], origin: str, before: str) -> list[Entry]:
    """The entries with the most fitting first: the same place, more trust, the more usual translation."""
    if len(entries) < 2:
        return list(entries)
    usual = Counter(entry.target for entry in entries)

    def rank(entry: Entry) -> tuple[bool, bool, bool, int, int, str]:
        is_here = entry.origin == origin
        follows = bool(before) and entry.before == before
        return not (is_here and follows), not is_here, not follows, -entry.trust, -usual[entry.target], entry.target

    return sorted(entries, key=rank)
