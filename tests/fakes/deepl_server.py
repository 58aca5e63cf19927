"""A DeepL that runs on this machine: just enough of its API, strict where the real one is, and scriptable."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from tests.fakes.local_server import LocalHandler, LocalServer

KEY: Final = "d3adbeef-fake-key-0000:fx"
_NOT_TEXT: Final = re.compile(r"(<[^>]*>|&[^;\s]+;)")


def echo(xml: str) -> str:
    return xml


def shout(xml: str) -> str:
    """Upper-case text; tags and references stay as they are."""
    return "".join(part if _NOT_TEXT.fullmatch(part) else part.upper() for part in _NOT_TEXT.split(xml))


def mirror(xml: str) -> str:
    """Every word backwards, so that it is plainly no English; tags and references stay as they are."""
    parts = _NOT_TEXT.split(xml)
    return "".join(p if _NOT_TEXT.fullmatch(p) else re.sub(r"[^\W\d_]+", lambda w: w.group()[::-1], p) for p in parts)


def unchanged(translations: list[str]) -> list[str]:
    return translations


@dataclass(frozen=True, slots=True)
class Reply:
    """How to answer one request: a status, a body as it stands, translations changed, or no answer at all."""

    status: int = 200
    body: str | None = None
    change: Callable[[list[str]], list[str]] = unchanged
    hang_up: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in; ``size`` is that of the body in bytes."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    size: int


class FakeDeepL(LocalServer):
    """Answers while the ``with`` block runs. Replies are used up in order, then ``always`` counts.

    ``before_reply`` is called with the number of each request for translations when it has come in.
    """

    def __init__(self, translate: Callable[[str], str] = shout) -> None:
        super().__init__(_Handler)
        self.translate = translate
        self.requests: list[Received] = []
        self.replies: deque[Reply] = deque()
        self.always = Reply()
        self.characters = 0
        self.limit = 500_000
        self.end_time = ""
        self.before_reply: Callable[[int], None] = lambda _: None
        self.glossary_status = 201
        self.glossary_failures: dict[str, int] = {}
        self.glossaries: dict[str, dict[str, Any]] = {}

    @property
    def texts(self) -> list[list[str]]:
        """The texts of each request for translations."""
        return [received.body["text"] for received in self.requests if received.path == "/v2/translate"]

    def script(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def next_reply(self) -> Reply:
        return self.replies.popleft() if self.replies else self.always


class _Handler(LocalHandler[FakeDeepL]):
    def do_GET(self) -> None:  # noqa: N802  the name is http.server's
        if self.path == "/v2/usage":
            usage = {"character_count": self.fake.characters, "character_limit": self.fake.limit}
            self._send(200, usage | ({"end_time": self.fake.end_time} if self.fake.end_time else {}))
        elif self.path == "/v3/glossaries":
            self._send(200, {"glossaries": list(self.fake.glossaries.values())})
        else:
            self._send(404, {"message": "Not found"})

    def do_POST(self) -> None:  # noqa: N802  the name is http.server's
        data = self.rfile.read(int(self.headers["Content-Length"]))
        received = Received(self.path, dict(self.headers), json.loads(data), len(data))
        self.fake.requests.append(received)
        if received.path.startswith("/v3/glossaries"):
            self._glossary(received)
            return
        self.fake.before_reply(len(self.fake.texts))
        reply = self.fake.next_reply()
        time.sleep(reply.delay)
        if reply.hang_up:
            return
        if reply.body is not None:
            self._send_text(reply.status, reply.body, reply.headers)
        elif reply.status != 200:
            self._send_text(reply.status, json.dumps({"message": f"scripted {reply.status}"}), reply.headers)
        else:
            self._answer(received, reply)

    do_PUT = do_PATCH = do_POST  # noqa: N815  the names are http.server's

    def _glossary(self, received: Received) -> None:
        """Make, replace and rename, as DeepL's reference of v3 glossaries has it."""
        parts = received.path.strip("/").split("/")
        if self.fake.glossary_status != 201:
            self._send(self.fake.glossary_status, {"message": "scripted"})
            return
        if len(parts) == 2:
            number = f"glossary-{len(self.fake.glossaries) + 1}"
            self.fake.glossaries[number] = {
                "glossary_id": number,
                "name": received.body["name"],
                "dictionaries": [_dictionary(one) for one in received.body["dictionaries"]],
                "creation_time": "2026-11-23T00:00:00.000000Z",
            }
            self._send(201, self.fake.glossaries[number])
            return
        known = self.fake.glossaries[parts[2]]
        if parts[-1] == "dictionaries":
            known["dictionaries"] = [_dictionary(received.body)]
            self._send(200, known["dictionaries"][0])
            return
        self.fake.glossary_failures["name"] = self.fake.glossary_failures.get("name", 0) - 1
        if self.fake.glossary_failures["name"] == 0:
            self._send(400, {"message": "scripted"})
            return
        known["name"] = received.body["name"]
        self._send(200, known)

    def _answer(self, received: Received, reply: Reply) -> None:
        status, message = _refusal(received)
        if status != 200:
            self._send(status, {"message": message})
            return
        texts: list[str] = received.body["text"]
        self.fake.characters += sum(map(len, texts))
        translations = reply.change([self.fake.translate(text) for text in texts])
        found = [{"text": t, "detected_source_language": "EN", "billed_characters": len(t)} for t in translations]
        self._send(200, {"translations": found})

    def _send(self, status: int, body: dict[str, Any]) -> None:
        self._send_text(status, json.dumps(body))

    def _send_text(self, status: int, body: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who waited has hung up
            self.wfile.write(body.encode("utf-8"))


def _refusal(received: Received) -> tuple[int, str]:
    """What the real service refuses, by its reference: a wrong key, too many texts, too much, broken XML."""
    texts = received.body["text"]
    if received.path != "/v2/translate":
        return 404, "Not found"
    if received.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
        return 403, "Forbidden"
    if len(texts) > 50:
        return 400, "Too many texts"
    if received.size > 128 * 1024:
        return 413, "Payload too large"
    if not all(map(_is_xml, texts)):
        return 400, "Tag handling parsing failed"
    return 200, ""


def _dictionary(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "source_lang": sent["source_lang"],
        "target_lang": sent["target_lang"],
        "entry_count": len(sent["entries"].splitlines()),
        "entries": sent["entries"],
    }


def _is_xml(text: str) -> bool:
    try:
        expat.ParserCreate().Parse(f"<text>{text}</text>", True)
    except expat.ExpatError:
        return False
    return True
