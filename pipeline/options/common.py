"""What several commands' words share."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.options import seeing

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # the class takes no parameter when it runs
else:
    Commands = argparse._SubParsersAction


EXITS: Final = (
    "exit status: 0 done, also when pages wait for people; 1 only from check, coverage, fmt --check and po2html with "
    "units left out; 2 bad input or usage; 3 network, service or quota"
)

_ONLY: Final = "these pages only"


def command(
    commands: Commands,
    name: str,
    about: str,
    *,
    slugs: bool | str = False,
    project: bool = True,
) -> argparse.ArgumentParser:
    """A command with what all have: --quiet, --json, and in a project its folder and date."""
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", epilog=EXITS)
    if slugs:
        command.add_argument("slugs", nargs="*", metavar="SLUG", help=slugs if isinstance(slugs, str) else _ONLY)
    if project:
        command.add_argument("-C", "--project", type=Path, default=Path(), help="the project's folder, here by default")
        command.add_argument("--today", type=date, default=None, metavar="DATE", help="2026-11-23 instead of today")
    command.add_argument("-q", "--quiet", action="store_true", help="problems only")
    command.add_argument("--json", action="store_true", help="the report as JSON")
    seeing.add(command)
    return command


def percent(text: str) -> int:
    """0 to 100."""
    if not text.isdecimal() or int(text) > 100:
        raise argparse.ArgumentTypeError(f"{text} is no percentage from 0 to 100")
    return int(text)


def count(text: str) -> int:
    """Characters."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of characters")
    return int(text)


def date(text: str) -> datetime.date:
    """An ISO date."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2026-11-23") from None
