"""E-mail addresses and URLs that stand in the text stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.model import Finding, Severity, Unit
from pipeline.core.text import ADDRESS, without_codes


def check_addresses(unit: Unit) -> Iterator[Finding]:
    """A finding for each address of the source that the target lacks, and each that it has of its own.

    An error for an e-mail address, a warning for a URL, which may lead to its French page.
    """
    if not any(mark in text for mark in ("@", "://", "www.") for text in (unit.source, unit.target)):
        return
    source, target = (set(ADDRESS.findall(without_codes(text, " "))) for text in (unit.source, unit.target))
    for address in sorted(source - target):
        yield Finding("addresses", _level(address), f"{address} is missing", unit.source)
    for address in sorted(target - source):
        yield Finding("addresses", _level(address), f"{address} is not in the source", unit.source)


def _level(address: str) -> Severity:
    is_url = "://" in address or address.startswith("www.")
    return Severity.WARNING if is_url else Severity.ERROR
