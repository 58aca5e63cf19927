"""How quickly a stage goes, and how long it will still take, in words."""

from __future__ import annotations

from typing import Final

_SURE: Final = 2.0  # seconds, before which a rate says little


def pace(number: int, total: int, seconds: float) -> str:
    """What follows "page 40 of 100" when 39 took that many seconds: the rate and the time left; empty at first."""
    done = number - 1
    if seconds < _SURE or not done:
        return ""
    rate = done / seconds
    shown = f"{rate:.0f} a second" if rate >= 1 else f"{1 / rate:.0f} s each"
    return f", {shown}, {left((total - done) / rate)} left"


def left(seconds: float) -> str:
    """A duration as people say it, rounded to what they can use."""
    if round(seconds) < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
