"""What is asked for over HTTP: how it is called, and by which content types it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MAGIC: Final = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04")
_GZIP: Final = b"\x1f\x8b"
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of document: its name in messages, and the content types it may come under.

    A server that names no content type may mean it.
    """

    name: str
    types: tuple[str, ...]
    endings: tuple[str, ...] = ()

    @property
    def accept(self) -> str:
        """The value of an Accept header."""
        return ", ".join(self.types)

    def fits(self, kind: str) -> bool:
        """Whether a content type may be one, by its name or its ending (``+xml``)."""
        return not kind or kind in self.types or kind.endswith(self.endings or ("\0",))


PAGE: Final = Wanted("HTML page", ("text/html", "application/xhtml+xml"))
XML: Final = Wanted(
    "sitemap or feed", ("application/xml", "text/xml", "application/x-gzip", "application/gzip"), ("+xml",)
)
STYLE_SHEET: Final = Wanted("style sheet", ("text/css",))
JSON: Final = Wanted("JSON", ("application/json",), ("+json",))
ROBOTS: Final = Wanted("robots.txt", ("text/plain",))


def trouble(wanted: Wanted, kind: str, data: bytes) -> str:
    """Why a body cannot be what was wanted, or nothing."""
    is_packed = wanted is XML and data.startswith(_GZIP)
    has_nul = b"\x00" in data[:1024] and not data.startswith(_BOMS)
    is_binary = not is_packed and (data.startswith(_MAGIC) or has_nul)
    if is_binary or not wanted.fits(kind):
        return f"is no {wanted.name} ({'binary' if wanted.fits(kind) else kind}); left out"
    return "" if data.strip() else "is empty; check the address in a browser"
