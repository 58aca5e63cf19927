"""What clocks show where and when: the system's time zone data, or the ``tzdata`` package where it has none."""

from __future__ import annotations

import datetime
import functools
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_name(zone: str, when: datetime.datetime) -> str:
    """The abbreviation used in an IANA zone at a local time ("CEST"); empty where the data has no such zone."""
    known = _zone(zone)
    return (when.replace(tzinfo=known).tzname() or "") if known is not None else ""


@functools.cache
def _zone(zone: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None
