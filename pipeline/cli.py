"""The front door of the command line. Errors become one line and an exit status."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.commands.output import Output
from pipeline.core.errors import PipelineError
from pipeline.options import parser

_INTERRUPTED: Final = 130  # what shells give a command stopped by Ctrl-C
_FILE_COMMANDS: Final = ("html2po", "po2html")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 a gate failed, 2 bad input or usage, 3 network or service."""
    options = parser().parse_args(arguments)
    try:
        return _command(options.command)(options, Output(options))
    except PipelineError as error:
        for line in str(error).split("\n"):
            print(f"diptych: {line}" if not line.startswith(" ") else line, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("diptych: stopped; what was finished is kept, run it again to go on", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _command(name: str) -> Callable[[argparse.Namespace, Output], int]:
    """The command of that name; only its own module is loaded, since the network's libraries take half a second."""
    module = "files" if name in _FILE_COMMANDS else "project"
    commands: dict[str, Callable[[argparse.Namespace, Output], int]]
    commands = importlib.import_module(f"pipeline.commands.{module}").COMMANDS
    return commands[name]
