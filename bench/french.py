"""French that professionals published: Debian's programs and manuals, fetched for measuring, never kept here."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import polib

from pipeline.core.segment import segment
from pipeline.core.text import CODE


class Manual(NamedTuple):
    """A manual whose English and French pages have the same names: where they lie, and how the names end."""

    packages: tuple[str, ...]
    english: str
    french: str
    endings: tuple[str, str] = (".html", ".html")


PACKAGES: Final = (
    "gimp-data", "git", "coreutils", "dpkg", "bash", "aptitude-common", "gnupg-l10n", "binutils-common", "iso-codes",
    "evolution-common", "gnome-control-center-data", "nautilus-data", "inkscape", "libgtk-3-common", "vlc-l10n",
    "gnucash-common", "apt", "wget", "tar", "make", "findutils", "grep", "sed", "diffutils",
)  # fmt: skip


_APT: Final = shutil.which("apt-get")
_DPKG: Final = shutil.which("dpkg-deb")
MANUALS: Final = (
    Manual(
        ("debian-handbook",),
        "usr/share/doc/debian-handbook/html/en-US",
        "usr/share/doc/debian-handbook/html/fr-FR",
    ),
    Manual(
        ("installation-guide-amd64",),
        "usr/share/doc/installation-guide-amd64/en",
        "usr/share/doc/installation-guide-amd64/fr",
    ),
    Manual(
        ("developers-reference", "developers-reference-fr"),
        "usr/share/developers-reference",
        "usr/share/developers-reference/fr",
    ),
    Manual(
        ("debian-faq", "debian-faq-fr"),
        "usr/share/doc/debian/FAQ",
        "usr/share/doc/debian/FAQ/fr",
        (".en.html", ".fr.html"),
    ),
)


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    """Package, English, French of every message that is plain text; made once, empty where there is no Debian."""
    path = folder / "french-pairs.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(list(_fetched()), ensure_ascii=False), encoding="utf-8")
    return [(package, source, target) for package, source, target in json.loads(path.read_text(encoding="utf-8"))]


def _fetched() -> Iterator[tuple[str, str, str]]:
    if _APT is None or _DPKG is None:
        return
    seen: set[tuple[str, str]] = set()
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as place:
            _unpack(package, place)
            for path in sorted(Path(place).rglob("fr/LC_MESSAGES/*.mo")):
                yield from _messages(package, path, seen)
    for manual in MANUALS:
        with tempfile.TemporaryDirectory() as place:
            for package in manual.packages:
                _unpack(package, place)
            yield from _paragraphs(manual, Path(place), seen)


def _unpack(package: str, place: str) -> None:
    subprocess.run([str(_APT), "download", "-q", package], cwd=place, capture_output=True, check=False)
    for archive in Path(place).glob(f"{package}_*.deb"):
        subprocess.run([str(_DPKG), "-x", str(archive), place], capture_output=True, check=False)


def _paragraphs(manual: Manual, place: Path, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The texts of pages that have as many of the same kinds in both languages, one beside the other.

    Those with other codes are left out: nobody made them from ours.
    """
    first, second = manual.endings
    for path in sorted((place / manual.english).glob(f"*{first}")):
        french = place / manual.french / (path.name.removesuffix(first) + second)
        if not french.exists():
            continue
        ours, theirs = segment(path.read_bytes()).slots, segment(french.read_bytes()).slots
        if [slot.role for slot in ours] != [slot.role for slot in theirs]:
            continue
        for one, other in zip(ours, theirs, strict=True):
            pair = one.text, other.text
            is_made_alike = sorted(CODE.findall(one.text)) == sorted(CODE.findall(other.text))
            if is_made_alike and one.text != other.text and pair not in seen:
                seen.add(pair)
                yield manual.packages[0], *pair


def _messages(package: str, path: Path, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for entry in polib.mofile(str(path)):
        pair = entry.msgid, entry.msgstr
        if entry.msgstr and not entry.msgid_plural and pair not in seen:
            seen.add(pair)
            yield package, *pair
