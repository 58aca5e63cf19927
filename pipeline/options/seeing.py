"""The words of every command for seeing what happens."""

from __future__ import annotations

import argparse


def add(command: argparse.ArgumentParser) -> None:
    """Add them to one command."""
    command.add_argument(
        "-v", "--verbose", action="count", default=0, help="say on standard error what happens; -vv: each request too"
    )
    command.add_argument(
        "--log-json", default="", metavar="FILE", help="append what happens as JSON lines; - is standard error"
    )
