"""The words for posts in WordPress."""

from __future__ import annotations

from pipeline.options.common import Commands
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add them."""
    rollback = _command(commands, "rollback", "put a post in WordPress back to the text that was published before")
    rollback.add_argument("slug", help="the page")
    rollback.add_argument("--locale", default="", help="the language, where there are several")
    _command(commands, "doctor", "say what this project's WordPress site can do, and what it lacks")
