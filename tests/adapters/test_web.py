"""Fetching, by what a server on this machine sees and answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.adapters.web import Web
from pipeline.core.errors import FetchError

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=iso-8859-1"}


class Server:
    """Answers by a function and remembers the raw paths and the headers it was asked with."""

    def __init__(self) -> None:
        self.answer: Callable[[str], Answer] = lambda _: (200, HTML, b"<p>x</p>")
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.paths.append(self.path)
                server.headers.append(dict(self.headers))
                status, headers, body = server.answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def web(server: Server, waits: list[float] | None = None) -> Web:
    sleep = waits.append if waits is not None else lambda _: None
    hosts = frozenset((server.host, "forum.example"))
    return Web(
        user_agent="diptych-test/1",
        hosts=hosts,
        substitute=("https://forum.example/", f"http://{server.host}/"),
        sleep=sleep,
    )


@pytest.mark.parametrize("path", ["en/topics/%ACtivity%25/21452/?lang=fr&p=12", "a/../b/?x=%2F", "caf%C3%A9/?q=a+b"])
def test_an_address_is_asked_for_exactly_as_given(server: Server, path: str) -> None:
    page = web(server).get_page(f"https://forum.example/{path}")
    assert server.paths == [f"/{path}"]
    assert (page.url, page.final_url) == (f"https://forum.example/{path}",) * 2
    assert page.charset == "iso-8859-1"
    assert server.headers[0]["User-Agent"] == "diptych-test/1"


def test_redirects_on_the_site_are_followed_and_named_by_their_public_address(server: Server) -> None:
    server.answer = lambda path: (
        (301, {"Location": "https://forum.example/new/"}, b"") if path == "/old/" else (200, HTML, b"<p>x")
    )
    assert web(server).get_page("https://forum.example/old/").final_url == "https://forum.example/new/"
    assert server.paths == ["/old/", "/new/"]


def test_a_busy_server_is_given_the_time_it_asks_for(server: Server) -> None:
    answers = iter([(429, {"Retry-After": "7"}, b""), (200, HTML, b"<p>x</p>")])
    server.answer = lambda _: next(answers)
    waits: list[float] = []
    assert web(server, waits).get_page("https://forum.example/").data == b"<p>x</p>"
    assert 7.0 in waits


def test_a_server_that_stays_down_is_asked_three_times(server: Server) -> None:
    server.answer = lambda _: (502, {}, b"")
    with pytest.raises(FetchError, match=r"502 \(bad gateway\); try again later") as caught:
        web(server).get_page("https://forum.example/")
    assert (len(server.paths), caught.value.exit_status) == (3, 3)


def test_a_password_in_an_address_is_never_shown(server: Server) -> None:
    server.answer = lambda _: (404, HTML, b"no")
    with pytest.raises(FetchError) as caught:
        Web(user_agent="t", hosts=frozenset([server.host])).get_page(f"http://ann:secret@{server.host}/x")
    assert "secret" not in str(caught.value)
    assert server.host in str(caught.value)


def test_requests_to_a_host_take_turns(server: Server) -> None:
    waits: list[float] = []
    fetching = web(server, waits)
    for _ in range(3):
        fetching.get_page("https://forum.example/")
    assert len(waits) == 2
    assert sum(waits) > 0.4


@pytest.mark.parametrize(
    "url",
    ["ftp://forum.example/", "https://other.example/", "file:///etc/passwd", "http://forum.example@other.example/"],
)
def test_other_places_are_never_asked(server: Server, url: str) -> None:
    with pytest.raises(FetchError, match="no allowed host"):
        web(server).get_page(url)
    assert server.paths == []
