"""A project opened as the command line asks: its folder, its settings, the date of people's acts."""

from __future__ import annotations

import argparse
import datetime
import os

from pipeline.adapters import settings as configuration
from pipeline.core.errors import UsageError
from pipeline.workspace import Workspace


def opened(options: argparse.Namespace) -> Workspace:
    """The project that --project and --today name. Raises SettingsError, UsageError."""
    root = options.project.resolve()
    return Workspace(root, configuration.load(root, os.environ), today(options))


def today(options: argparse.Namespace) -> datetime.date:
    """The date of people's acts: --today, else SOURCE_DATE_EPOCH, else the system's."""
    if options.today is not None:
        return datetime.date.fromisoformat(str(options.today))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).astimezone().date()
    if not epoch.isdecimal():
        raise UsageError("SOURCE_DATE_EPOCH is no number of seconds; unset it or mend it")
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (OverflowError, OSError, ValueError):
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch[:20]} seconds, which is no day; unset it or mend it") from None
