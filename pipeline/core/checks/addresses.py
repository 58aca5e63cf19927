"""E-mail addresses and URLs that stand in the text stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import ADDRESS, without_codes


def check_addresses(unit: Unit) -> Iterator[Finding]:
    """An error for each address of the source that the target lacks, and each that it has of its own."""
    source, target = (set(ADDRESS.findall(without_codes(text, " "))) for text in (unit.source, unit.target))
    for address in sorted(source - target):
        yield Finding("addresses", Severity.ERROR, f"{address} is missing", unit.source)
    for address in sorted(target - source):
        yield Finding("addresses", Severity.ERROR, f"{address} is not in the source", unit.source)
