"""Commands that take turns in a project."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from pipeline.adapters import turns
from pipeline.commands.output import Output

Command = Callable[[argparse.Namespace, Output], int]


def alone(command: Command) -> Command:
    """The command as one that waits until no other writes in the project."""

    def waiting(options: argparse.Namespace, output: Output) -> int:
        with turns.alone(options.project):
            return command(options, output)

    return waiting
