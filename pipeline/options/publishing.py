"""The words for what readers get."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.options.common import Commands
from pipeline.options.common import command as _command

_HIGHEST = 65535


def add(commands: Commands) -> None:
    """Add them."""
    named = "bring these back where they were withdrawn; what is reviewed of other pages goes out too"
    publish = _command(commands, "publish", "publish both halves of what is reviewed, hold the rest", slugs=named)
    publish.add_argument("--dry-run", action="store_true", help="only show what each reader would see differently")
    publish.add_argument("--report", type=Path, metavar="FILE.html", help="write both pages and the diff for people")
    publish.add_argument(
        "--over-edits", action="store_true", help="of the pages named, replace what people changed in WordPress"
    )
    withdraw = _command(commands, "withdraw", "take a translated page down at once and mend the links to it")
    withdraw.add_argument("slug", help="the page")
    withdraw.add_argument("--locale", default="", help="one language only")
    rollback = _command(commands, "rollback", "give readers the release before theirs again")
    rollback.add_argument(
        "release",
        nargs="?",
        default="",
        metavar="RELEASE",
        help="a certain one, by its name in --list; or a page in WordPress, for the text published before",
    )
    rollback.add_argument("--locale", default="", help="of a page in WordPress, where there are several languages")
    rollback.add_argument("--list", action="store_true", help="only list the releases that are kept")
    for command in (publish, withdraw, rollback):
        command.add_argument(
            "--dest", type=Path, metavar="FOLDER", help="copy the release there as well; a git worktree gets a commit"
        )
    serve = _command(commands, "serve", "show what readers have, on this machine only")
    serve.add_argument("--port", type=_port, default=8421, metavar="N", help="8421; 0: any")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _HIGHEST:
        raise argparse.ArgumentTypeError(f"{text} is no port from 0 to {_HIGHEST}")
    return int(text)
