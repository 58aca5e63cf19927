"""The words of every day."""

from __future__ import annotations

from pathlib import Path

from pipeline.options import executor
from pipeline.options.common import Commands
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add them."""
    run = _command(commands, "run", "fetch, extract, prefill, publish what is ready, and say what waits for whom")
    run.add_argument("--offline", action="store_true", help="do not fetch; work with the pages as they came in last")
    run.add_argument("--engine", default="", help="one of prefill's engines instead of the configured one")
    run.add_argument("--commit", action="store_true", help="commit what the run changed, a commit a page")
    executor.add(run)
    status = _command(commands, "status", "one screen: each page, its state, what waits for whom", slugs=True)
    status.add_argument("--all", action="store_true", help="list every unit with its name, also those reviewed")
    status.add_argument("--waiting", type=Path, metavar="FILE.csv", help="list what waits in a table for a spreadsheet")
    status.add_argument("--issues", type=Path, metavar="FOLDER", help="write what waits as Markdown, LOCALE.md, for CI")
    status.add_argument("--links", default="", metavar="URL", help="where the project's files are, for --issues")
    status.add_argument("--html", type=Path, metavar="FILE.html", help="the same as a page for the browser")
    accept = _command(commands, "accept", "record that a person holds these units for right")
    accept.add_argument("slug", help="the page")
    accept.add_argument(
        "units", nargs="*", metavar="UNIT", help="units by their name in status; none: all finished ones"
    )
    accept.add_argument("--file", type=Path, help="a catalogue that came back; its work is taken over first")
    accept.add_argument(
        "--unchanged",
        action="store_true",
        help="machine text and older French that nobody changed was read and is right",
    )
    accept.add_argument(
        "--from-git", action="store_true", help="record what people committed, each unit in its author's name"
    )
    accept.add_argument("--dry-run", action="store_true", help="only show what would be recorded")
    approve = _command(commands, "approve", "sign a page off (policy approved)")
    approve.add_argument("slug", help="the page")
    for command in (accept, approve):
        command.add_argument("--as", dest="who", default="", metavar="NAME", help="who reviewed")
        command.add_argument("--locale", default="", help="the language, where there are several")
