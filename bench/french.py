"""French that professionals published: catalogues of Debian's programs, fetched for measuring, never kept here."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib

PACKAGES: Final = (
    "gimp-data", "git", "coreutils", "dpkg", "bash", "aptitude-common", "gnupg-l10n", "binutils-common", "iso-codes",
    "evolution-common", "gnome-control-center-data", "nautilus-data", "inkscape", "libgtk-3-common", "vlc-l10n",
    "gnucash-common", "apt", "wget", "tar", "make", "findutils", "grep", "sed", "diffutils",
)  # fmt: skip


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    """Package, English, French of every message that is plain text; made once, empty where there is no Debian."""
    path = folder / "french.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(list(_fetched()), ensure_ascii=False), encoding="utf-8")
    return [(package, source, target) for package, source, target in json.loads(path.read_text(encoding="utf-8"))]


def _fetched() -> Iterator[tuple[str, str, str]]:
    apt, dpkg = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if apt is None or dpkg is None:
        return
    seen: set[tuple[str, str]] = set()
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as place:
            subprocess.run([apt, "download", "-q", package], cwd=place, capture_output=True, check=False)
            for archive in Path(place).glob("*.deb"):
                subprocess.run([dpkg, "-x", str(archive), place], capture_output=True, check=False)
            for path in sorted(Path(place).rglob("fr/LC_MESSAGES/*.mo")):
                yield from _messages(package, path, seen)


def _messages(package: str, path: Path, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for entry in polib.mofile(str(path)):
        pair = entry.msgid, entry.msgstr
        if entry.msgstr and not entry.msgid_plural and pair not in seen:
            seen.add(pair)
            yield package, *pair
