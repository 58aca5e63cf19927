"""What every format is given: findings with their places, and coverage page by page."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.core.coverage import Coverage
from pipeline.core.gates.seen_first import Weighed
from pipeline.core.model import Severity


@dataclass(frozen=True, slots=True, order=True)
class Located:
    """A finding with its place: ``file`` with forward slashes, its 1-based ``line``, the check and what it says.

    ``text`` is the English it is about, ``unit`` the name of that unit on the command line, ``id`` 16 hex digits
    that stay when only the line moves; ``numbered`` gives them. ``page`` and ``locale`` are named where there are any.
    """

    file: str
    line: int
    check: str
    severity: Severity
    message: str
    text: str = ""
    unit: str = ""
    id: str = ""
    page: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of one check. ``files`` are all that were looked at; ``problems`` what could not be read.

    ``command`` is the one that looked; ``today`` is given where the report depends on it; ``notes`` explain.
    """

    findings: tuple[Located, ...]
    files: tuple[str, ...]
    problems: tuple[str, ...] = ()
    command: str = "check"
    today: datetime.date | None = None
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings fail the gate."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are only shown."""
        return len(self.findings) - self.errors


@dataclass(frozen=True, slots=True)
class Row:
    """The coverage of one page in one language, or of one file.

    ``floor`` is the percentage asked of it alone, if any. Where a file has no ledger beside it, review is not
    ``proven``, and finished units count as translated. ``first`` is the view of what a reader sees first.
    """

    name: str
    locale: str
    file: str
    coverage: Coverage
    first: Weighed | None = None
    proven: bool = True
    floor: int | None = None
    until: str = ""

    @property
    def percent(self) -> int:
        """What counts, in a hundred words, rounded down."""
        return self.coverage.percent if self.proven else self.coverage.percent_translated

    @property
    def counted_words(self) -> int:
        """The words that count: reviewed ones, or translated ones where review is not proven."""
        return self.coverage.reviewed_words if self.proven else self.coverage.translated_words


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage of a site or of files, and why the gate fails, as findings (none: it passes).

    ``floor`` is asked of the sum of all rows without a floor of their own; ``today`` and ``since`` are given where
    the report depends on them; ``notes`` are lines that explain and fail nothing.
    """

    rows: tuple[Row, ...]
    floor: int = 0
    findings: tuple[Located, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    per_page: bool = False
    today: datetime.date | None = None
    since: str = ""

    @property
    def total(self) -> Coverage:
        """The sum of all rows."""
        return sum((row.coverage for row in self.rows), Coverage())

    @property
    def first(self) -> Weighed | None:
        """The sum of what readers see first, where it is known of every row."""
        known = [row.first for row in self.rows if row.first is not None]
        return sum(known, Weighed()) if known and len(known) == len(self.rows) else None

    @property
    def proven(self) -> bool:
        """Whether every row has a ledger."""
        return all(row.proven for row in self.rows)

    @property
    def percent(self) -> int:
        """What counts of all rows, in a hundred words, rounded down."""
        return percent_of(self.rows)

    @property
    def denominator(self) -> str:
        """What the percentages are of, in words."""
        counted = "reviewed" if self.proven else "translated"
        return f"{counted} words in all {self.total.total_words:,} English words, rounded down"


def percent_of(rows: Iterable[Row]) -> int:
    """What counts of some rows, in a hundred words, rounded down; 100 only if nothing waits in any."""
    known = list(rows)
    total = sum(row.coverage.total_words for row in known)
    if all(row.percent == 100 for row in known):
        return 100
    return min(99, sum(row.counted_words for row in known) * 100 // total) if total else 0


def numbered(findings: Iterable[Located]) -> tuple[Located, ...]:
    """Findings in the order of their places, each with its id. Two of one kind about one text are told apart."""
    seen: dict[str, int] = {}
    found: list[Located] = []
    for finding in sorted(findings):
        key = "\x04".join((finding.file, finding.check, finding.unit, finding.text, finding.message))
        seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256(f"{key}\x04{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
        found.append(replace(finding, id=digest[:16]))
    return tuple(found)
