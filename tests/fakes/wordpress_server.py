"""As much of WordPress's REST API as the publisher uses, in memory, scriptable: for the days on which things go wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.local_server import LocalHandler, LocalServer

Reply = tuple[int, dict[str, str], bytes]
JSON = {"Content-Type": "application/json"}


class FakeWordPress(LocalServer):
    """Answers while the ``with`` block runs.

    ``before`` and ``after`` see every request (method, route) and may answer in the site's place: ``before`` instead
    of acting, ``after`` when the site did what was asked. ``calls`` are the requests that came, ``headers`` theirs.
    """

    def __init__(self, *, pretty: bool = True) -> None:
        super().__init__(_Handler)
        self.pretty = pretty
        self.posts: dict[int, dict[str, Any]] = {}
        self.revisions: dict[int, list[dict[str, Any]]] = {}
        self.calls: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.before: Callable[[str, str], Reply | None] = lambda *_: None
        self.after: Callable[[str, str], Reply | None] = lambda *_: None
        self.clock = 0

    @property
    def address(self) -> str:
        return f"{self.url}/"

    def writes(self) -> list[tuple[str, str]]:
        return [call for call in self.calls if call[0] not in ("GET", "OPTIONS")]

    def put(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Store fields of a post as WordPress would."""
        self.clock += 1
        post = self.posts.setdefault(
            number,
            {"id": number, "status": "draft", "slug": "", "meta": dict(_META), "author": 1, "parent": 0}
            | {name: {"raw": ""} for name in ("title", "content", "excerpt")}
            | {"categories": [1], "tags": [], "featured_media": 0, "date_gmt": "2026-01-01T00:00:00"},
        )
        for name, value in fields.items():
            post[name] = {"raw": value} if isinstance(post.get(name), dict) and name != "meta" else value
            if name == "meta":
                post["meta"] = {**_META, **post["meta"], **value}
        post["modified_gmt"] = f"2026-01-01T00:00:{self.clock:02}"
        post["link"] = f"{self.address}topics/{post['slug']}/"
        self.revisions.setdefault(number, []).insert(0, {n: post[n] for n in ("title", "content", "excerpt")})
        return post

    def answer(self, method: str, route: str, query: dict[str, str], body: dict[str, Any]) -> Reply:
        self.calls.append((method, route))
        return self.before(method, route) or self._acted(method, route, query, body)

    def _acted(self, method: str, route: str, query: dict[str, str], body: dict[str, Any]) -> Reply:
        found = self._act(method, route, query, body)
        return self.after(method, route) or found

    def _act(self, method: str, route: str, query: dict[str, str], body: dict[str, Any]) -> Reply:
        fixed: dict[str, Any] = {
            "": {"name": "A fake", "namespaces": ["wp/v2", "diptych/v1"]},
            "wp/v2/users/me": {"name": "publisher", "capabilities": {"publish_posts": True, "edit_others_posts": True}},
            "diptych/v1/site": {"version": "1.1", "polylang": "", "wpml": "", "html": True},
            "wp/v2/categories": [{"id": 1, "slug": "news"}],
            "wp/v2/tags": [],
        }
        if method == "OPTIONS":
            return reply(200, {"schema": {"properties": {"title": {}}}})
        if route in fixed:
            return reply(200, fixed[route])
        if route == "wp/v2/posts":
            named = [post for post in self.posts.values() if post["slug"] == query.get("slug")]
            is_new = method == "POST"
            return reply(201, self.put(max(self.posts, default=0) + 1, body)) if is_new else reply(200, named)
        number = int((re.findall(r"^wp/v2/posts/(\d+)", route) or [0])[0])
        if number not in self.posts:
            return reply(404, {"code": "rest_post_invalid_id", "message": "Invalid post ID."})
        return reply(200, self._one(method, route, number, body))

    def _one(self, method: str, route: str, number: int, body: dict[str, Any]) -> object:
        if route.endswith("/revisions"):
            return self.revisions[number]
        if method == "DELETE":
            return {"deleted": True, "previous": self.posts.pop(number)}
        return self.put(number, body) if method == "POST" else self.posts[number]


_META = {
    "_diptych_language": "",
    "_diptych_translation_of": 0,
    "_diptych_notice": "",
    "_diptych_featured_alt": "",
    "_diptych_written": "",
}


def reply(status: int, body: object, **headers: str) -> Reply:
    return status, {**JSON, **headers}, json.dumps(body).encode()


class _Handler(LocalHandler[FakeWordPress]):
    def _any(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else {}
        self.fake.headers.append(dict(self.headers))
        if parts.path.startswith("/wp-json/") and self.fake.pretty:
            found = self.fake.answer(self.command, parts.path.removeprefix("/wp-json/"), query, body)
        elif "rest_route" in query:
            found = self.fake.answer(self.command, query["rest_route"].lstrip("/"), query, body)
        else:
            found = (404, {"Content-Type": "text/html"}, b"<h1>Not here</h1>")
        status, headers, data = found
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = do_OPTIONS = _any  # noqa: N815  the names are http.server's
