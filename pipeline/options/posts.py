"""The words for posts in WordPress."""

from __future__ import annotations

from pipeline.options.common import Commands
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add them."""
    _command(commands, "doctor", "say what this project's WordPress site can do, and what it lacks")
