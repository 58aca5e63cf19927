"""A LibreTranslate-compatible server behind the engine protocol: any host the configuration names.

The API is that of LibreTranslate's reference: POST /translate with ``q``, ``source``, ``target``, ``format`` and
``api_key``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import requests

from pipeline import log
from pipeline.core.engines.engine import Answer, Question, RequestError, Usage
from pipeline.core.engines.tagged import read_xml, to_xml, wrong_codes
from pipeline.core.errors import EngineError
from pipeline.core.text import CODE

_PASSING: Final = frozenset({429, 500, 502, 503, 504})
_TAKEN: Final = frozenset({200, 500, 502, 504})  # the texts were with the server when it failed, or a gateway gave up
_SECONDS_PER_ATTEMPT: Final = 60.0


class LibreTranslateEngine:
    """Translates through the server at ``url``; ``key`` only where it asks for one."""

    name: Final = "libretranslate"
    sends: Final = True
    batch_size: Final = 20

    def __init__(self, *, url: str, key: str = "") -> None:
        if not url:
            raise EngineError("the engine libretranslate needs a server; set engine.server_url or --server-url")
        self._url = url.rstrip("/") + "/translate"
        self._key = key

    @property
    def options(self) -> str:
        """The server, as another may have other models."""
        return self._url

    def usage(self) -> Usage | None:
        """Nobody counts."""
        return None

    def prepare(self, source: str, target: str) -> None:
        """Nothing to do."""

    def unfit(self, question: Question) -> str:
        """Why a question cannot be sent, or nothing."""
        return "not sent: the codes of the text do not nest" if wrong_codes(question.text, question.text) else ""

    def first_request(self, questions: Sequence[Question]) -> int:
        """So many texts in a request."""
        return min(len(questions), self.batch_size)

    def translate(self, questions: Sequence[Question], source: str, target: str) -> list[Answer]:
        """One request, one answer for each question. Raises RequestError for a server that refuses or stays away."""
        if not questions:
            return []
        body: dict[str, Any] = {
            "q": [_to_html(question.text) for question in questions],
            "source": source.split("-", maxsplit=1)[0],
            "target": target.split("-", maxsplit=1)[0],
            "format": "html",
        }
        if self._key:
            body["api_key"] = self._key
        found = self._post(body)
        if not isinstance(found, list) or len(found) != len(questions) or not all(isinstance(t, str) for t in found):
            raise RequestError(f"{self._url} did not send a translation for each text; none is used", taken=True)
        both = zip(questions, found, strict=True)
        return [read_xml(text, question, "the server") for question, text in both]

    def _post(self, body: dict[str, Any]) -> object:
        try:
            with log.request(self.name, "POST", self._url) as told:
                response = requests.post(self._url, json=body, timeout=_SECONDS_PER_ATTEMPT, allow_redirects=False)
                told.status, told.size = response.status_code, len(response.content)
        except requests.RequestException as error:
            message = f"{self._url} did not answer ({type(error).__name__})"
            raise RequestError(message, passes=True, taken=_was_reached(error)) from None
        status = response.status_code
        if status in _PASSING:
            after = response.headers.get("Retry-After", "")
            message = f"{self._url} is busy or failing (status {status})"
            raise RequestError(message, passes=True, retry_after=after, taken=status in _TAKEN)
        try:
            found = response.json()
        except (ValueError, RecursionError):  # no JSON, numbers of 5000 digits, brackets without end
            found = None
        if status != 200 or not isinstance(found, dict):
            message = f"{self._url} refused the request (status {status}); check engine.server_url"
            raise RequestError(message, taken=status in _TAKEN)
        return found.get("translatedText")


def _was_reached(error: requests.RequestException) -> bool:
    """Whether a connection came about, so that the texts may have gone out."""
    reasons = [type(getattr(arg, "reason", None)).__name__ for arg in error.args]
    is_unreached = isinstance(error, requests.ConnectTimeout) or "NewConnectionError" in reasons
    return not is_unreached and "NameResolutionError" not in reasons


def _to_html(text: str) -> str:
    """HTML has no ``<br1/>``: what follows would be inside it."""
    return CODE.sub(
        lambda code: f"<{code.group(2)}></{code.group(2)}>" if code.group(3) else code.group(), to_xml(text)
    )
