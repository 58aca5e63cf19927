"""The pages to measure on: Debian's documentation of Python where it can be had, else pages made up here."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from pathlib import Path

PAGES, CHARACTERS = 300, 10_000_000
_PACKAGES = (
    "python3.11-doc",
    "python3.13-doc",
    "python3.12-doc",
    "debian-policy",
    "developers-reference",
    "debian-faq",
)
_WORDS = (
    "river quay lantern evening council street bridge market ferry night light people towns meeting north window "
    "garden bench water public square open safe early plan budget round table report"
).split()


def corpus(folder: Path) -> tuple[Path, str]:
    """A folder of at least 300 pages and 10 million characters, and where they come from; made once."""
    pages = folder / "pages"
    if not pages.exists():
        pages.mkdir(parents=True)
        _fetch(pages)
    source = "Debian's documentation packages"
    if not _is_enough(pages):
        _make_up(pages)
        source = "pages made up by the bench"
    return pages, source


def _is_enough(pages: Path) -> bool:
    files = list(pages.iterdir())
    return len(files) >= PAGES and sum(path.stat().st_size for path in files) >= CHARACTERS


def _fetch(pages: Path) -> None:
    apt, dpkg = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if apt is None or dpkg is None:
        return
    with tempfile.TemporaryDirectory() as place:
        for package in _PACKAGES:
            subprocess.run([apt, "download", "-q", package], cwd=place, capture_output=True, check=False)
        for archive in Path(place).glob("*.deb"):
            subprocess.run([dpkg, "-x", str(archive), place], capture_output=True, check=False)
        found = [path for path in sorted(Path(place).rglob("*.html")) if _is_usual(path)]
        for number, path in enumerate(found[:PAGES]):
            shutil.copyfile(path, pages / f"{number:04}-{path.name}")


def _is_usual(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and 2000 < path.stat().st_size < 10**6


def _make_up(pages: Path) -> None:
    chance = random.Random(7)
    for number in range(PAGES):
        body: list[str] = []
        size = 0
        while size < CHARACTERS // PAGES:
            body.append(_block(chance))
            size += len(body[-1])
        text = f"<!DOCTYPE html><html lang=en><title>Page {number}</title><main>{''.join(body)}</main></html>\n"
        (pages / f"made-{number:04}.html").write_text(text, encoding="utf-8")


def _block(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(4, 40))]
    for place in range(0, len(words), 7):
        words[place] = f'<a class="reference" href="/{chance.randint(1, 9999)}/">{words[place]}</a>'
    if chance.random() < 0.3:
        words[-1] = f"<code><span>{words[-1]}</span></code>"
    element = chance.choice(("p", "p", "li", "h3", "td"))
    return f'<div class="row"><{element} id="n{chance.randint(1, 10**6)}">{" ".join(words)}.</{element}>\n</div>\n'
