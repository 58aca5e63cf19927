"""Who reviewed what: facts bound to hashes of both texts, and the state they give a unit (decision 5)."""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.derivation import Key, doubtful, is_link, taken_back
from pipeline.core.model import Fact, Kind, State, Unit
from pipeline.core.text import same_form

_NAMED: Final = "# diptych review ledger"
HEADING: Final = f"{_NAMED} 1: source hash, target hash, kind, who, date, origin"
_COLUMNS: Final = 6
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")
_ACTS: Final = frozenset((Kind.ACCEPTED, Kind.APPROVED, Kind.IGNORED, Kind.WRITTEN, Kind.COMMENTED))
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEX: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A set of facts. Union is the correct merge of two."""

    facts: frozenset[Fact] = frozenset()

    def __or__(self, other: Ledger | Iterable[Fact]) -> Ledger:
        return Ledger(self.facts.union(other.facts if isinstance(other, Ledger) else other))

    def about(self, unit: Unit) -> list[Fact]:
        """The facts that are true of a unit as it stands, and those by which texts it stands with were taken back.

        That it was derived from another text is left out.
        """
        key = source_hash(unit.source, unit.context), target_hash(unit.target)
        alike = [fact for fact in self.facts if fact.source_hash == key[0] and fact.target_hash == key[1]]
        own = {fact for fact in alike if fact.kind is not Kind.DERIVED}
        said = {replace(fact, target_hash="", source_hash="") for fact in own}
        others = self.taken_back().get(key, frozenset()) - own
        return sorted(own.union(one for one in others if replace(one, target_hash="", source_hash="") not in said))

    def taken_back(self) -> Mapping[Key, frozenset[Fact]]:
        """Both hashes of every text whose review was taken back → the lines that say so; see ``core/derivation``."""
        return taken_back(self.facts)

    def ignored(self) -> frozenset[tuple[str, str, str]]:
        """Both hashes and the check of every finding that a person holds for wrong; another text, and it is gone."""
        facts = (fact for fact in self.facts if fact.kind is Kind.IGNORED)
        return frozenset((fact.source_hash, fact.target_hash, fact.origin.partition(":")[0]) for fact in facts)

    def index(self) -> dict[tuple[str, str], frozenset[Kind]]:
        """Both hashes → the kinds of fact known of them; build it once to ask about many units.

        A text that stands with a revoked one is revoked.
        """
        revoked = self.taken_back()
        found: dict[Key, set[Kind]] = {key: {Kind.REVOKED} for key in revoked}
        for fact in self.facts - doubtful(self.facts, revoked) if revoked else self.facts:
            found.setdefault((fact.source_hash, fact.target_hash), set()).add(fact.kind)
        return {key: frozenset(kinds) for key, kinds in found.items()}


def source_hash(source: str, context: str | None = None) -> str:
    """16 hex digits of the SHA-256 of the source in the form in which texts count as the same, and its msgctxt."""
    shown = same_form(source)
    return _digest(shown if context is None else f"{context}\x04{shown}")


def target_hash(target: str) -> str:
    """16 hex digits of the SHA-256 of the exact msgstr in NFC."""
    return _digest(unicodedata.normalize("NFC", target))


def unit_id(unit: Unit) -> str:
    """The name of a unit on the command line: the first 6 digits of its source hash."""
    return source_hash(unit.source, unit.context)[:6]


def fact(unit: Unit, kind: Kind, who: str = "", date: str = "", origin: str = "") -> Fact:
    """A fact about a unit exactly as it stands."""
    return Fact(source_hash(unit.source, unit.context), target_hash(unit.target), kind, who, date, origin)


def state(unit: Unit, index: dict[tuple[str, str], frozenset[Kind]]) -> State:
    """Where a unit stands, by its PO form and the ledger's index. Revoked beats accepted."""
    if not unit.target:
        return State.UNTRANSLATED
    kinds = index.get((source_hash(unit.source, unit.context), target_hash(unit.target)), frozenset())
    if unit.fuzzy:
        return State.MACHINE if Kind.MACHINE in kinds else State.FUZZY
    if Kind.REVOKED in kinds or Kind.ACCEPTED not in kinds:
        return State.CLAIMED
    return State.APPROVED if Kind.APPROVED in kinds else State.REVIEWED


def dumps(ledger: Ledger) -> str:
    """The ledger as text: a heading that names the format, then one fact a line, sorted."""
    return "\n".join([HEADING, *("\t".join(_fields(known)) for known in sorted(ledger.facts))]) + "\n"


def loads(text: str) -> Ledger | tuple[int, str]:
    """A ledger from its text, or the 1-based line that is wrong and why."""
    facts: set[Fact] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(_CONFLICT):
            return number, "a merge conflict marker; keep the lines of both sides and delete the marker"
        if line.startswith(_NAMED) and not line.startswith(f"{_NAMED} 1:"):
            return number, "is of another version of the format; update diptych"
        if not line.strip() or line.startswith("#"):
            continue
        known = _fact(line.rstrip("\r"))
        if isinstance(known, str):
            return number, known
        facts.add(known)
    return Ledger(frozenset(facts))


def _fields(known: Fact) -> tuple[str, ...]:
    fields = (known.source_hash, known.target_hash, known.kind, known.who, known.date, known.origin)
    return tuple(" ".join(field.split()) for field in fields)


def _fact(line: str) -> Fact | str:
    fields = line.split("\t")
    if len(fields) != _COLUMNS:
        return f"{len(fields)} columns where {_COLUMNS} belong; restore the line from git"
    source, target, kind, who, date, origin = fields
    if not (len(source) == len(target) == 16 and _HEX.issuperset(source + target)):
        return "the hashes are not 16 hex digits each; restore the line from git"
    if kind not in set(Kind):
        return f'"{kind}" is no kind of fact; one of {", ".join(Kind)}'
    wrong = _wrong(Kind(kind), who, date, origin)
    return f"{wrong}; restore the line from git" if wrong else Fact(source, target, Kind(kind), who, date, origin)


def _wrong(kind: Kind, who: str, date: str, origin: str) -> str:
    """What is wrong with the rest of a line; empty where nothing is."""
    if date and not _is_date(date):
        return f'"{date}" is no date (2026-11-23)'
    if kind in _ACTS and not (who.strip() and date):
        return f'"{kind}" is a person\'s act and needs a name and a date (2026-11-23)'
    if kind is Kind.DERIVED and not is_link(origin):
        return f'"{origin}" does not say what this was derived from'
    return ""


@functools.cache
def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
