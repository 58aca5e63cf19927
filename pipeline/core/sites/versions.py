"""Which version of each page we have, by the site's own marks, so that an unchanged page costs one short answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

_FORM: Final = 1
_HEADER: Final = re.compile(r"(?:[!-~\x80-\xff][ -~\x80-\xff]*)?")
"""What a header may hold (RFC 9110, 5.5), without white space before it."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the server called the page when it came (ETag, Last-Modified), and the digest of the snapshot we kept."""

    etag: str
    modified: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions by address."""

    known: Mapping[str, Version] = field(default_factory=dict)

    def of(self, address: str, snapshot: str) -> Version | None:
        """The version that our snapshot is of; None where it is another one by now (another branch, a hand edit)."""
        found = self.known.get(address)
        return found if found is not None and found.snapshot == snapshot else None


def dumps(versions: Versions) -> bytes:
    """As JSON, sorted by address."""
    known = {address: asdict(version) for address, version in sorted(versions.known.items())}
    return json.dumps({"form": _FORM, "pages": known}, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> Versions:
    """From JSON; what cannot be read is left out, since whole pages can be asked for again."""
    try:
        content = json.loads(data)
        pages = content["pages"] if content["form"] == _FORM else {}
        known = {str(address): Version(**values) for address, values in pages.items()}
        return Versions({address: version for address, version in known.items() if _is_sendable(version)})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Versions()


def _is_sendable(version: Version) -> bool:
    """Whether its marks can be asked with, and written down again."""
    return bool(_HEADER.fullmatch(version.etag) and _HEADER.fullmatch(version.modified)) and version.snapshot.isascii()
