"""The site of the sample in two states and a DeepL, in a process of their own, so that tests may fork as they like.

Prints the addresses of the site as it was, of the site after an editor's day, and of the DeepL; ends with its input.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sample.demo import edits
from sample.serving import PAGES, SampleSite
from tests.fakes.deepl_server import FakeDeepL, mirror


def still(folder: Path, *, edited: bool) -> Path:
    """A copy of the sample's pages that shows the same bytes on every load."""
    shutil.copytree(PAGES, folder)
    for path in folder.glob("*.html"):
        text = path.read_bytes().replace(b"@@NONCE@@", b"0123456789").replace(b"@@VER@@", b"6.5")
        path.write_bytes(text)
    for change in edits() if edited else ():
        path = folder / change["page"]
        path.write_bytes(path.read_bytes().replace(change["old"].encode(), change["new"].encode()))
    return folder


def main() -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory() as name:
        before, after = (still(Path(name) / str(edited), edited=edited) for edited in (False, True))
        with SampleSite(before) as first, SampleSite(after) as second, FakeDeepL(mirror) as deepl:
            sys.stdout.write(f"{first.address} {second.address} {deepl.url}\n")
            sys.stdout.flush()
            sys.stdin.read()


if __name__ == "__main__":
    main()
