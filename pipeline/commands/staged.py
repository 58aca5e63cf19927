"""A command's stages, told of: when each begins and ends, how long it took, and what its report says happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from pipeline import log
from pipeline.core.events import Event, Level
from pipeline.stages import happened
from pipeline.stages.publishing.kept import site_of
from pipeline.workspace import Workspace

Report = TypeVar("Report")


class Stages:
    """Carries stages out. ``seconds`` has how long each took, in the order in which they began."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def do(self, name: str, act: Callable[[], Report], *, planned: bool = False, before: str = "") -> Report:
        """The report of one stage, which is told of; ``planned`` and ``before`` as in ``happened.tell``."""
        start = time.monotonic()
        log.event(Event.STAGE_STARTED, stage=name)
        try:
            report = act()
        except BaseException as error:
            self.seconds[name] = log.since(start)
            kind = type(error).__name__
            log.event(Event.STAGE_ENDED, Level.ERROR, stage=name, seconds=self.seconds[name], error=kind)
            raise
        happened.tell(report, planned=planned, before=before)
        self.seconds[name] = log.since(start)
        told = {key: number for key, number in happened.counts(report).items() if number}
        log.event(Event.STAGE_ENDED, stage=name, seconds=self.seconds[name], counts=told, planned=planned or None)
        return report

    def publish(self, name: str, workspace: Workspace, act: Callable[[], Report], *, planned: bool = False) -> Report:
        """The same of a stage that may give readers another release."""
        return self.do(name, act, planned=planned, before=site_of(workspace).live())


def staged(name: str, act: Callable[[], Report], *, planned: bool = False) -> Report:
    """The report of a command's only stage."""
    return Stages().do(name, act, planned=planned)
