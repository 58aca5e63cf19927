"""Asking a busy service again: as late as it wants or more and more slowly, and within a total time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline import log
from pipeline.core.engines.engine import RequestError
from pipeline.core.errors import EngineError
from pipeline.core.events import Event

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")
TOTAL_SECONDS: Final = 120.0
_LONGEST_WAIT: Final = 30.0


class Patience:
    """Repeats an act while it fails in a way that passes, no later than ``total_seconds`` after its first attempt.

    ``sleep`` waits between attempts.
    """

    def __init__(self, sleep: Callable[[float], None] | None = None, total_seconds: float = TOTAL_SECONDS) -> None:
        self._sleep = sleep or time.sleep
        self._total_seconds = total_seconds

    def ask(self, act: Callable[[], Result]) -> Result:
        """What the act gives in the end. Raises EngineError: the act's own, or one that says how long it was tried."""
        from tenacity import Retrying, retry_if_exception  # noqa: PLC0415  slow to load, and most runs ask nobody

        retrying = Retrying(
            sleep=self._sleep,
            wait=_wait,
            stop=self._is_time_up,
            retry=retry_if_exception(_passes),
            before_sleep=_tell_again,
            reraise=True,
        )
        try:
            return retrying(act)
        except RequestError as error:
            if not error.passes:
                raise
            message = f"{error}, tried for {self._total_seconds:.0f} s; try again later"
            raise EngineError(message) from None

    def _is_time_up(self, state: RetryCallState) -> bool:
        """Whether the next wait would go past the limit; waits count even where a test does not really wait."""
        spent = max(state.seconds_since_start or 0.0, state.idle_for)
        return spent + state.upcoming_sleep > self._total_seconds


def _tell_again(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome is not None else None
    is_asked = isinstance(error, RequestError) and seconds(error.retry_after, datetime.now(UTC)) is not None
    log.retried(Event.ENGINE_RETRIED, state.attempt_number, state.upcoming_sleep, error, is_asked=is_asked)


def _passes(error: BaseException) -> bool:
    return isinstance(error, RequestError) and error.passes


def _wait(state: RetryCallState) -> float:
    """Seconds as the service wants it, else more and more with some chance in them."""
    from tenacity import wait_exponential_jitter  # noqa: PLC0415  see above

    error = state.outcome.exception() if state.outcome is not None else None
    wanted = seconds(error.retry_after, datetime.now(UTC)) if isinstance(error, RequestError) else None
    return wait_exponential_jitter(initial=1, max=_LONGEST_WAIT)(state) if wanted is None else wanted


def seconds(retry_after: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header means (RFC 9110, 10.2.3: seconds or a date), or None where it is none."""
    said = retry_after.strip()
    if said.isascii() and said.isdecimal():
        return float(said)
    try:
        date = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())
