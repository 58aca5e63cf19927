"""The command line's words: every command with its arguments and one line of help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pipeline import __version__
from pipeline.options import daily, files, publishing, review, set_up, stages
from pipeline.options.common import EXITS

_MORE: Final[dict[str, Callable[[str], object]]] = {"units": str, "slugs": str, "paths": Path}


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        "diptych", description="Keeps English web pages and their translations in step.", epilog=EXITS
    )
    top.add_argument("--version", action="version", version=f"diptych {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    daily.add(commands)
    review.add(commands)
    publishing.add(commands)
    stages.add(commands)
    set_up.add(commands)
    files.add_catalogues(commands)
    set_up.add_memory(commands)
    files.add(commands)
    return top


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a command line. Units, pages and files may stand behind options too (argparse stops at those)."""
    top = parser()
    if not (sys.argv[1:] if arguments is None else arguments):
        top.print_help(sys.stderr)
        raise SystemExit(2)
    options, rest = top.parse_known_args(arguments)
    more = next((name for name in _MORE if hasattr(options, name)), "")
    if rest and (not more or any(word.startswith("-") for word in rest)):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        setattr(options, more, [*getattr(options, more), *map(_MORE[more], rest)])
    return options
