"""The pictures of README and docs, by a real browser: a pair, what stands where, what a publication changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.cli import main as command
from sample.demo import LATER, ROOT, TRANSLATED, fill, play, prepared

DOCS = ROOT / "docs"
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --hide-scrollbars"
).split()
_FRAME = (
    '<iframe src="{address}" '
    'style="width:900px;height:980px;border:1px solid #bbb;transform:scale(.72);transform-origin:0 0;'
    'position:absolute;left:{left}px"></iframe>'
)
_PAGE = '<body style="margin:8px;background:#e9eef1;display:flex;width:1304px;height:704px;overflow:hidden">{frames}'


def main() -> int:
    """Play the demo and take the pictures. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is missing; type: sudo apt-get install chromium", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="diptych-picture-"))
    play(folder)
    _take(chromium, folder, _both(folder), "pair.png", "1320,720")
    _take(chromium, folder, _status(folder), "status.png", "1060,900")
    _take(chromium, folder, _report(folder), "report.png", "1320,1000")
    shutil.rmtree(folder)
    return 0


def _both(folder: Path) -> Path:
    """A page with both halves of a pair beside each other."""
    english = folder / "public/topics/evenings/web-conferences-round-3/index.html"
    french = next((folder / "public/fr").glob("*troisieme*/index.html"))
    frames = (_FRAME.format(address=page.as_uri(), left=left) for page, left in ((english, 8), (french, 664)))
    both = folder / "both.html"
    both.write_text(_PAGE.format(frames="".join(frames)), encoding="utf-8")
    return both


def _status(folder: Path) -> Path:
    """What stands where, one page behind its English."""
    page = folder / "status.html"
    _type(folder, "status", "--html", str(page))
    return page


def _report(folder: Path) -> Path:
    """What readers would see differently once the changed sentences are accepted."""
    page = folder / "report.html"
    fill(folder / f"locales/fr/LC_MESSAGES/{TRANSLATED}.po", prepared())
    _type(folder, "accept", TRANSLATED, "--as", "Translator")
    _type(folder, "publish", "--dry-run", "--report", str(page))
    return page


def _type(folder: Path, *arguments: str) -> None:
    if command([*arguments, "--quiet", "-C", str(folder), "--today", LATER]):
        raise SystemExit(f"diptych {' '.join(arguments)} failed")


def _take(chromium: str, folder: Path, page: Path, name: str, size: str) -> None:
    picture = DOCS / name
    profile = f"--user-data-dir={folder / 'profile'}"
    line = [chromium, *_FLAGS, f"--window-size={size}", profile, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(line, check=True, capture_output=True, timeout=120)  # noqa: S603
    print(picture)


if __name__ == "__main__":
    sys.exit(main())
