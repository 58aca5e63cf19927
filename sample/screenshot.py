"""The README's picture: the English and the French page of the demo, side by side in a real browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sample.demo import ROOT, play

PICTURE = ROOT / "docs" / "pair.png"
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --hide-scrollbars --window-size=1320,720"
).split()
_FRAME = (
    '<iframe src="{address}" '
    'style="width:900px;height:980px;border:1px solid #bbb;transform:scale(.72);transform-origin:0 0;'
    'position:absolute;left:{left}px"></iframe>'
)
_PAGE = '<body style="margin:8px;background:#e9eef1;display:flex;width:1304px;height:704px;overflow:hidden">{frames}'


def main() -> int:
    """Play the demo and take the picture. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is missing; type: sudo apt-get install chromium", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="diptych-picture-"))
    play(folder)
    english = folder / "public/topics/evenings/web-conferences-round-3/index.html"
    french = next((folder / "public/fr").glob("*troisieme*/index.html"))
    frames = (_FRAME.format(address=page.as_uri(), left=left) for page, left in ((english, 8), (french, 664)))
    both = folder / "both.html"
    both.write_text(_PAGE.format(frames="".join(frames)), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [chromium, *_FLAGS, profile, f"--screenshot={PICTURE}", both.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    shutil.rmtree(folder)
    print(PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
