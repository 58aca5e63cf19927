"""The command that opens the page for reviewers."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Final

from pipeline import opening
from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.core.errors import UsageError
from pipeline.review.server import Place, Server, open_browser
from pipeline.screens import review as screen
from pipeline.stages.reviewing.accept import refuse_in_ci

_VARIABLE: Final = "DIPTYCH_REVIEW_PASSWORD"
_SHORTEST: Final = 8


def _review(options: argparse.Namespace, output: Output) -> int:
    workspace = opening.opened(options)
    place = Place(options.host, options.port, options.who.strip(), options.images)
    if not place.is_local:
        place = Place(place.host, place.port, place.who, place.images, _password())
    server = Server(workspace, place, lambda: opening.today(options), lambda line: print(line, flush=True))
    address = server.invitation()
    output.clean = str  # the token in it is for whoever reads this screen; logs leave it out
    lines = screen.served(address, is_local=place.is_local, in_ci=_is_ci())
    output.show("review", {"address": address}, lines)
    status = output.close()
    sys.stdout.flush()
    if not options.no_browser and place.is_local:
        open_browser(address)
    server.run()
    return status


def _password() -> str:
    """The password for others, of at least 8 characters. Raises UsageError."""
    given = os.environ.get(_VARIABLE, "")
    if not given and sys.stdin.isatty():
        given = getpass.getpass("a password for those who may review (at least 8 characters): ")
    if len(given) < _SHORTEST:
        raise UsageError(f"others are let in by a password of at least {_SHORTEST} characters; set {_VARIABLE}")
    return given


def _is_ci() -> bool:
    try:
        refuse_in_ci(os.environ)
    except UsageError:
        return True
    return False


COMMANDS: Final[dict[str, Command]] = {"review": _review}
