"""The words of single stages and of CI."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.options import executor, gates
from pipeline.options.common import Commands, count
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add them."""
    for name, about in (
        ("fetch", "bring the English pages in"),
        ("extract", "merge the pages' texts into the catalogues"),
        ("prefill", "fill empty units from memory and by engine"),
    ):
        stage = _command(commands, name, about, slugs=True)
        stage.add_argument("--dry-run", action="store_true", help="only show the plan")
        if name == "extract":
            executor.add(stage)
            stage.add_argument(
                "--lossy", action="store_true", help="write catalogues although reviewed texts are missing from them"
            )
        if name == "prefill":
            _prefill(stage)
    gates.add(commands)


def _prefill(stage: argparse.ArgumentParser) -> None:
    """Also for plain catalogues: then the names are those of files."""
    stage.add_argument("--engine", default="", help="auto, memory, deepl, libretranslate, local or pseudo")
    stage.add_argument("--server-url", default="", metavar="URL", help="the engine's server, where it has one")
    stage.add_argument("--max-chars", type=count, default=None, metavar="N", help="send at most so many characters")
    stage.add_argument(
        "--refresh", choices=("machine",), default="", help="also ask again for machine text that nobody touched"
    )
    stage.add_argument(
        "--memory", type=Path, action="append", default=[], metavar="FILE.tmx", help="a memory, for FILE.po"
    )
    stage.add_argument("--from", dest="source", default="en", metavar="LOCALE", help="of FILE.po, en")
    stage.add_argument("--to", dest="target", default="fr", metavar="LOCALE", help="of FILE.po, fr")
