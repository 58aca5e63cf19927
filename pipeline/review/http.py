"""Requests in, answers out: the one module that knows Starlette. Endpoints are plain functions of a question."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.core.errors import PipelineError
from pipeline.review.guard import House, forged, headers
from pipeline.review.sessions import LONGEST, Sessions, Visitor

_LARGEST: Final = 1_000_000  # bytes of a request
_YEAR: Final = 365 * 24 * 3600
_LOG: Final = logging.getLogger("diptych.review")

NAME_COOKIE: Final = "diptych-name"
LANGUAGE_COOKIE: Final = "diptych-language"


@dataclass(frozen=True, slots=True)
class Question:
    """One request of a visitor: parts of its path, its query, its body, and who asks in which language.

    ``is_named`` says that the name was given where the page was started, so that nobody changes it here.
    """

    visitor: Visitor
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    name: str = ""
    language: str = "en"
    is_named: bool = False

    def text(self, key: str) -> str:
        """A text of the body; empty where there is none."""
        value = self.body.get(key, "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. ``keep`` are cookies that the browser keeps for a year; ``is_frame`` is a page for a frame."""

    data: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    keep: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    is_frame: bool = False
    images: bool = False


Application = Starlette
Endpoint = Callable[[Question], Answer]
Said = Callable[[str, str], Answer]
"""Makes a page that says something: from the language and what it is."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is asked before any endpoint: whether the host is ours, and the visitor let in.

    ``stranger`` is for those who were not, ``trouble`` says what went wrong.
    """

    house: House
    sessions: Sessions
    stranger: Said
    trouble: Said
    who: str = ""
    languages: Sequence[str] = ("en",)


def page(text: str, status: int = 200, **more: Any) -> Answer:
    """An HTML page."""
    return Answer(text.encode("utf-8", "replace"), status=status, **more)


def data(value: object, status: int = 200, **more: Any) -> Answer:
    """Data for our own scripts."""
    return Answer(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), "application/json", status, **more)


def application(
    door: Door, reads: Mapping[str, Endpoint], writes: Mapping[str, Endpoint], open_: Mapping[str, Answer]
) -> Starlette:
    """The ASGI application: paths that are read, paths that change something, and files that anybody may have."""
    routes = [
        Route("/enter", _entered(door), methods=["GET"]),
        Route("/login", _logged_in(door), methods=["POST"]),
        *(Route(path, _opened(door, answer), methods=["GET"]) for path, answer in open_.items()),
        *(Route(path, _read(door, endpoint), methods=["GET"]) for path, endpoint in reads.items()),
        *(Route(path, _written(door, endpoint), methods=["POST"]) for path, endpoint in writes.items()),
    ]
    return Starlette(routes=routes, exception_handlers={404: _nothing_there, 405: _nothing_there})


async def _nothing_there(_: Request, __: Exception) -> Response:
    return _sent(Answer(b"there is no such page", "text/plain", 404))


def _opened(door: Door, answer: Answer) -> Callable[..., Any]:
    async def handle(request: Request) -> Response:
        return _sent(answer) if _is_ours(door, request) else _not_ours()

    return handle


def _read(door: Door, endpoint: Endpoint) -> Callable[..., Any]:
    async def handle(request: Request) -> Response:
        if not _is_ours(door, request):
            return _not_ours()
        visitor = door.sessions.visitor(request.cookies.get(_session_cookie(door), ""))
        if visitor is None:
            return _sent(door.stranger(_language(door, request), ""))
        return await _asked(
            door,
            endpoint,
            _question(door, request, visitor, {}),
            wants_data="json" in request.headers.get("accept", ""),
        )

    return handle


def _written(door: Door, endpoint: Endpoint) -> Callable[..., Any]:
    async def handle(request: Request) -> Response:
        if not _is_ours(door, request):
            return _not_ours()
        visitor = door.sessions.visitor(request.cookies.get(_session_cookie(door), ""))
        if visitor is None:
            return _sent(data({"error": "the session has ended; open the page again"}, 403))
        reason = forged(request.headers, visitor.secret)
        if reason:
            return _sent(data({"error": f"refused: {reason}"}, 403))
        raw = await _body(request)
        try:
            body = json.loads(raw or b"")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return _sent(data({"error": "refused: the request cannot be read"}, 400))
        return await _asked(door, endpoint, _question(door, request, visitor, body), wants_data=True)

    return handle


def _entered(door: Door) -> Callable[..., Any]:
    async def handle(request: Request) -> Response:
        if not _is_ours(door, request):
            return _not_ours()
        session = door.sessions.enter(request.query_params.get("token", ""))
        if session is None:
            known = door.sessions.visitor(request.cookies.get(_session_cookie(door), ""))
            return _led("/") if known else _sent(door.stranger(_language(door, request), "used"))
        return _let_in(door, session)

    return handle


def _logged_in(door: Door) -> Callable[..., Any]:
    async def handle(request: Request) -> Response:
        if not _is_ours(door, request):
            return _not_ours()
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _sent(Answer(b"refused: it comes from another site", "text/plain", 403))
        raw = await _body(request) or b""
        given = parse_qs(raw.decode("utf-8", "replace")).get("password", [""])[0]
        session = await run_in_threadpool(door.sessions.log_in, given)
        return _let_in(door, session) if session else _sent(door.stranger(_language(door, request), "password"))

    return handle


def _let_in(door: Door, session: str) -> Response:
    response = _led("/")
    _set(response, _session_cookie(door), session, int(LONGEST), hidden=True)
    return response


def _led(to: str) -> Response:
    return Response(status_code=303, headers={**headers(), "Location": to})


async def _body(request: Request) -> bytes | None:
    """The bytes of a request; None for one too large."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > _LARGEST:
            return None
    return bytes(found)


async def _asked(door: Door, endpoint: Endpoint, question: Question, *, wants_data: bool) -> Response:
    """The endpoint's answer; what went wrong as one line, as on the command line."""
    try:
        return _sent(await run_in_threadpool(endpoint, question))
    except PipelineError as error:
        message, status = str(error), 422
    except Exception:
        _LOG.exception("the page failed")
        message, status = "something went wrong in diptych; the terminal says more, and nothing was changed", 500
    if wants_data:
        return _sent(data({"error": message}, status))
    return _sent(replace(door.trouble(question.language, message), status=status))


def _question(door: Door, request: Request, visitor: Visitor, body: Mapping[str, Any]) -> Question:
    name = door.who or unquote(request.cookies.get(NAME_COOKIE, "")).strip()
    query = dict(request.query_params)
    return Question(visitor, request.path_params, query, body, name[:80], _language(door, request), bool(door.who))


def _language(door: Door, request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in door.languages:
        return chosen
    wanted = (
        part.split(";")[0].strip().split("-")[0] for part in request.headers.get("accept-language", "").split(",")
    )
    return next((language for language in wanted if language in door.languages), door.languages[0])


def _is_ours(door: Door, request: Request) -> bool:
    return door.house.knows(request.headers.get("host", ""))


def _not_ours() -> Response:
    return _sent(Answer(b"refused: this address is not one of diptych's", "text/plain", 421))


def _session_cookie(door: Door) -> str:
    """Two projects on two ports have a cookie each: browsers give cookies to all ports of a machine."""
    return f"diptych-{door.house.port}"


def _sent(answer: Answer) -> Response:
    named = {**headers(is_frame=answer.is_frame, images=answer.images), "Content-Type": answer.type}
    if answer.to:
        named["Location"] = answer.to
    response = Response(answer.data, status_code=answer.status, headers=named)
    for name, value in answer.keep.items():
        _set(response, name, quote(value), _YEAR, hidden=False)
    return response


def _set(response: Response, name: str, value: str, seconds: int, *, hidden: bool) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=hidden, samesite="strict")
