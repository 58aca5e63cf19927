"""The front door of the command line. Errors become one line and an exit status."""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.watching import clean, watching
from pipeline.core.errors import PipelineError
from pipeline.options import parse

_INTERRUPTED: Final = 130  # what shells give a command stopped by Ctrl-C
_OBJECTS: Final = 100_000  # made between two looks for reference cycles, of which there are next to none
MODULES: Final = {
    **dict.fromkeys(("html2po", "po2html"), "files"),
    **dict.fromkeys(("prefill", "engine"), "prefilling"),
    **dict.fromkeys(("fmt", "msgmerge", "merge-driver"), "catalogues"),
    **dict.fromkeys(("run", "status"), "daily"),
    **dict.fromkeys(("accept", "approve", "split", "ignore"), "reviewing"),
    **dict.fromkeys(("publish", "withdraw", "rollback"), "publishing"),
    "serve": "serving",
    **dict.fromkeys(("fetch", "extract", "init", "learn"), "coming_in"),
    **dict.fromkeys(("check", "coverage"), "gates"),
    "memory": "exchange",
    "review": "review",
    "doctor": "doctor",
}
"""Each command's module in ``commands/``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 a gate failed, 2 bad input or usage, 3 network or service."""
    options = parse(arguments)
    gc.set_threshold(_OBJECTS, 20, 20)
    output = Output(options, clean())
    try:
        with watching(options, sys.argv[1:] if arguments is None else arguments) as watched:
            watched.status = _run(options, output)
        return watched.status
    except PipelineError as error:  # the log itself cannot be meant
        output.logs_here = False
        return output.fail(str(error), error.exit_status)


def _run(options: argparse.Namespace, output: Output) -> int:
    """The exit status of the command, whatever becomes of it."""
    try:
        return _command(options.command)(options, output)
    except PipelineError as error:
        return output.fail(str(error), error.exit_status)
    except KeyboardInterrupt:
        return output.fail("stopped; what was finished is kept, run it again to go on", _INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _command(name: str) -> Callable[[argparse.Namespace, Output], int]:
    """The command of that name; only its own module is loaded, since the network's libraries take half a second."""
    commands: dict[str, Callable[[argparse.Namespace, Output], int]]
    commands = importlib.import_module(f"pipeline.commands.{MODULES[name]}").COMMANDS
    return commands[name]
