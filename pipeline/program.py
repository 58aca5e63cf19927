"""Which program this is: its text, and the versions of what it computes with. Another may write other bytes."""

from __future__ import annotations

import functools
import hashlib
import platform
import unicodedata
from importlib import metadata
from pathlib import Path
from typing import Final

import pipeline

_LIBRARIES: Final = ("Babel", "polib", "rapidfuzz", "turbohtml")  # those that take part in what is written


@functools.cache
def versions() -> dict[str, str]:
    """What decides about the bytes, by name; two machines on which all of it is equal write the same."""
    libraries = {name: metadata.version(name) for name in _LIBRARIES}
    python = ".".join(platform.python_version_tuple()[:2])
    own = f"{pipeline.__version__} ({digest().hex()[:12]})"
    return {"diptych": own, "Python": python, "Unicode": unicodedata.unidata_version, **libraries}


@functools.cache
def digest() -> bytes:
    """The SHA-256 of the program's text."""
    found = hashlib.sha256()
    for path in sorted(Path(pipeline.__file__).parent.rglob("*.py")):
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.digest()
