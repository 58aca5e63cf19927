"""The words of CI's gates: check and coverage, for a project and for catalogues from anywhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from pipeline.options.common import Commands, percent
from pipeline.options.common import command as _command

FORMATS: Final = ("text", "json", "junit", "github", "markdown", "gitlab", "sarif", "badge")


def add(commands: Commands) -> None:
    """Add them."""
    check = _command(commands, "check", "find what is wrong in finished units; exit status 1 on errors", slugs=True)
    check.add_argument("--fix", action="store_true", help="put French spaces and quotes right; reviews stay")
    check.add_argument("--dry-run", action="store_true", help="with --fix: only show what would change")
    check.add_argument(
        "--source", dest="source_pages", action="store_true", help="remarks on the English pages, for their authors"
    )
    coverage = _command(commands, "coverage", "reviewed words per page; exit status 1 below the floor", slugs=True)
    coverage.add_argument(
        "--min-reviewed", type=percent, default=None, metavar="N", help="percent of all words, 0 to 100"
    )
    coverage.add_argument("--per-page", action="store_true", help="ask it of each page, not of all together")
    coverage.add_argument(
        "--since",
        default="",
        metavar="REF",
        help="fail if words that were reviewed at this commit are not any more, although their English is the same",
    )
    coverage.add_argument("--units", action="store_true", help="show units instead of words")
    for gate in (check, coverage):
        add_formats(gate)
        gate.add_argument("--from", dest="source", default="", metavar="LOCALE", help="of FILE.po, if it does not say")
        gate.add_argument("--to", dest="target", default="", metavar="LOCALE", help="of FILE.po, if it does not say")
        gate.epilog = f"SLUG may also be FILE.po or a folder with a slash in its name (po/). {gate.epilog}"


def add_formats(command: argparse.ArgumentParser) -> None:
    """``--format NAME`` and ``--format NAME=FILE``, as often as one likes."""
    command.add_argument(
        "--format",
        dest="formats",
        action="append",
        type=_format,
        default=[],
        metavar="NAME[=FILE]",
        help=f"{', '.join(FORMATS)}; to a file, or to the screen; may be given several times",
    )


def _format(text: str) -> tuple[str, Path | None]:
    name, given, file = text.partition("=")
    if name not in FORMATS:
        raise argparse.ArgumentTypeError(f'"{name}" is no format; one of {", ".join(FORMATS)}')
    if given and not file:
        raise argparse.ArgumentTypeError(f"{text} names no file; write {name}=FILE")
    return name, Path(file) if file else None
