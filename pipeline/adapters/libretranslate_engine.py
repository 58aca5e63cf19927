"""A LibreTranslate-compatible server behind the engine protocol: any host the configuration names.

The API is that of LibreTranslate's reference: POST /translate with ``q``, ``source``, ``target``, ``format`` and
``api_key``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from pipeline.core.engine import Answer, Question, Usage
from pipeline.core.errors import EngineError
from pipeline.core.tagged import read_xml, to_xml, wrong_codes
from pipeline.core.text import CODE

_PASSING: Final = frozenset({429, 500, 502, 503, 504})
_SECONDS_PER_ATTEMPT: Final = 60.0


class _PassingError(Exception):
    """A failure worth another try, with the seconds that the server wants to be left alone."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds


class LibreTranslateEngine:
    """Translates through the server at ``url``; ``key`` only where it asks for one.

    Nothing is tried again later than ``total_seconds`` after the first attempt.
    """

    name: Final = "libretranslate"
    sends: Final = True
    batch_size: Final = 20

    def __init__(
        self, *, url: str, key: str = "", sleep: Callable[[float], None] = time.sleep, total_seconds: float = 120
    ) -> None:
        if not url:
            raise EngineError("the engine libretranslate needs a server; set engine.server_url or --server-url")
        self._url = url.rstrip("/") + "/translate"
        self._key = key
        self._sleep = sleep
        self._total_seconds = total_seconds

    @property
    def options(self) -> str:
        """The server, as another may have other models."""
        return self._url

    def usage(self) -> Usage | None:
        """Nobody counts."""
        return None

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One answer for each question, in order. Raises EngineError for a server that refuses or stays away."""
        fit = [question for question in questions if not wrong_codes(question.text, question.text)]
        found = dict(zip(fit, self._texts(fit, source, target), strict=True)) if fit else {}
        unfit = Answer(None, "not sent: the codes of the text do not nest")
        return [
            read_xml(found[question], question, "the server") if question in found else unfit for question in questions
        ]

    def _texts(self, questions: Sequence[Question], source: str, target: str) -> list[str]:
        body = {
            "q": [_to_html(question.text) for question in questions],
            "source": source.split("-", maxsplit=1)[0],
            "target": target.split("-", maxsplit=1)[0],
            "format": "html",
        }
        if self._key:
            body["api_key"] = self._key
        retrying = Retrying(
            sleep=self._sleep,
            wait=_wait,
            stop=stop_after_delay(self._total_seconds),
            retry=retry_if_exception_type(_PassingError),
            reraise=True,
        )
        try:
            found = retrying(self._post, body)
        except _PassingError as error:
            raise EngineError(f"{self._url} could not be used; try again later ({error})") from None
        if not isinstance(found, list) or len(found) != len(questions) or not all(isinstance(t, str) for t in found):
            raise EngineError(f"{self._url} did not send a translation for each text; none is used")
        return found

    def _post(self, body: dict[str, Any]) -> object:
        try:
            response = requests.post(self._url, json=body, timeout=_SECONDS_PER_ATTEMPT, allow_redirects=False)
        except requests.RequestException as error:
            raise _PassingError(type(error).__name__) from None
        if response.status_code in _PASSING:
            said = response.headers.get("Retry-After", "")
            raise _PassingError(f"status {response.status_code}", float(said) if said.isdecimal() else 0.0)
        try:
            found = response.json()
        except requests.JSONDecodeError:
            found = None
        if response.status_code != 200 or not isinstance(found, dict):
            raise EngineError(
                f"{self._url} refused the request (status {response.status_code}); check engine.server_url"
            )
        return found.get("translatedText")


def _to_html(text: str) -> str:
    """HTML has no ``<br1/>``: what follows would be inside it."""
    return CODE.sub(
        lambda code: f"<{code.group(2)}></{code.group(2)}>" if code.group(3) else code.group(), to_xml(text)
    )


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome is not None else None
    wanted = error.seconds if isinstance(error, _PassingError) else 0.0
    return wanted or float(wait_exponential_jitter(initial=1, max=30)(state))
