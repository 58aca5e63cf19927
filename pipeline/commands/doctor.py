"""The command that says what a project lacks."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.opening import opened
from pipeline.screens import doctor
from pipeline.stages.health.examination import examine
from pipeline.stages.health.model import Verdict


def _doctor(options: argparse.Namespace, output: Output) -> int:
    found = examine(opened(options), offline=options.offline)
    output.show("doctor", doctor.values(found), doctor.diagnosed(found), failures=doctor.bad(found))
    return output.close(max((one.exit_status for one in found if one.verdict is Verdict.BAD), default=0))


COMMANDS: Final[dict[str, Command]] = {"doctor": _doctor}
