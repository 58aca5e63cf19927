"""What readers have, shown on this machine."""

from __future__ import annotations

import argparse
import contextlib
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.opening import opened
from pipeline.stages.publishing.serving import server


def _serve(options: argparse.Namespace, output: Output) -> int:
    site = server(opened(options), options.port)
    lines = [f"serve     {site.address}  (this machine only; Ctrl-C ends it)"]
    output.show("serve", {"address": site.address}, lines)
    output.close()
    with contextlib.suppress(KeyboardInterrupt):
        site.serve()
    return output.exit_status


COMMANDS: Final[dict[str, Command]] = {"serve": _serve}
