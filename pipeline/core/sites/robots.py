"""What a site's robots.txt asks of us (RFC 9309). The one module that uses protego."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from protego import Protego

AGENT: Final = "diptych"
_LONGEST_DELAY: Final = 60.0  # seconds; a site that asks for more means crawlers that come for everything


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one host. ``sitemaps`` are the addresses that the file names."""

    rules: Protego
    sitemaps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        return bool(self.rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests, as asked for, at most a minute; 0 where nothing is asked."""
        return min(float(self.rules.crawl_delay(AGENT) or 0.0), _LONGEST_DELAY)


def read(data: bytes) -> Robots:
    """The rules in a file's bytes; what cannot be read of it says nothing."""
    rules = Protego.parse(data.decode("utf-8-sig", "replace"))
    return Robots(rules, tuple(dict.fromkeys(rules.sitemaps)))


EVERYTHING: Final = read(b"")
"""Where there is no such file."""
