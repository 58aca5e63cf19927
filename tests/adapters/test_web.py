"""Fetching, by what a server on this machine sees and answers."""

from __future__ import annotations

import gzip
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from pipeline.adapters.web import Validators, Web
from pipeline.adapters.web.requests_as_given import is_private
from pipeline.core.errors import FetchError

Answer = tuple[int, dict[str, str], bytes | Iterable[bytes]]
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
                try:
                    for piece in [body] if isinstance(body, bytes) else body:
                        self.wfile.write(piece)
                except ConnectionError:
                    self.close_connection = True  # the client has had enough, as it should

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


@pytest.mark.parametrize(
    "path",
    [
        "en/topics/%ACtivity%25/21452/?lang=fr&p=12",
        "a/../b/?x=%2F",
        "caf%C3%A9/?q=a+b",
        "caf%c3%a9/",
        "100%/%ACt%/",
        "a//b;c?d[]=1&e='|'",
        "a?",
    ],
)
def test_an_address_is_asked_for_exactly_as_given(server: Server, path: str) -> None:
    page = web(server).get_page(f"https://forum.example/{path}")
    assert server.paths == [f"/{path}"]
    assert (page.url, page.final_url) == (f"https://forum.example/{path}",) * 2
    assert page.charset == "iso-8859-1"
    assert server.headers[0]["User-Agent"] == "diptych-test/1"


def test_only_what_no_request_line_can_hold_is_quoted(server: Server) -> None:
    web(server).get_page("https://forum.example/café/a b%ac?q=é#part")
    assert server.paths == ["/caf%C3%A9/a%20b%ac?q=%C3%A9"]


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


TROUBLES = [
    (404, HTML, b"no", 2, r"answers 404 \(not there\); take it off the listing, or out of locales/pairs\.toml"),
    (410, HTML, b"no", 2, "answers 410"),
    (403, HTML, b"no", 2, "is the page public"),
    (418, HTML, b"no", 2, "answers 418"),
    (500, HTML, b"no", 3, r"500 \(internal server error\); try again later"),
    (529, HTML, b"no", 3, "answers 529; try again later"),
    (429, HTML, b"no", 3, r"429 \(too many requests\)"),
    (200, HTML, b"", 2, "is empty"),
    (200, HTML, b" \r\n\t ", 2, "is empty"),
    (200, {"Content-Type": "text/plain"}, b"words", 2, r"is no HTML page \(text/plain\)"),
    (200, {"Content-Type": "application/json"}, b"", 2, r"is no HTML page \(application/json\)"),
    (200, HTML, b"%PDF-1.7 words", 2, r"is no HTML page \(binary\)"),
    (200, HTML, b"\x89PNG\r\n\x1a\n", 2, r"is no HTML page \(binary\)"),
    (200, HTML, b"<p>\x00\x01</p>", 2, r"is no HTML page \(binary\)"),
    (200, {**HTML, "Content-Length": "500"}, b"<p>half", 3, "broke off in the middle"),
    (200, {**HTML, "Content-Encoding": "gzip"}, b"<p>not gzip", 3, "came damaged"),
    (302, {}, b"", 2, "redirects to no address"),
    (302, {"Location": "http://[bad/"}, b"", 2, "redirects to no address"),
    (302, {"Location": "https://elsewhere.example/"}, b"", 3, r"leads to elsewhere\.example, no allowed host"),
    (302, {"Location": "//elsewhere.example/"}, b"", 3, "no allowed host"),
    (302, {"Location": "file:///etc/passwd"}, b"", 3, "no allowed host"),
]


@pytest.mark.parametrize(("status", "headers", "body", "exit_status", "words"), TROUBLES)
def test_what_is_no_page_is_refused_in_one_line(
    server: Server, status: int, headers: dict[str, str], body: bytes, exit_status: int, words: str
) -> None:
    server.answer = lambda _: (status, headers, body)
    with pytest.raises(FetchError, match=words) as caught:
        web(server).get_page("https://forum.example/page/")
    assert caught.value.exit_status == exit_status
    assert str(caught.value).startswith("https://forum.example/page/: ")
    assert "\n" not in str(caught.value)
    assert len(server.paths) == (3 if exit_status == 3 and status != 302 else 1)


PAGES = [
    ({"Content-Type": "text/html"}, b"<p>x", None),
    ({"Content-Type": "Application/XHTML+XML; Charset='UTF-8'; profile=x"}, b"<p>x", "utf-8"),
    ({}, b"<p>x", None),
    ({"Content-Type": "text/html; charset=utf-16"}, "<p>é".encode("utf-16"), "utf-16"),
]


@pytest.mark.parametrize(("headers", "body", "charset"), PAGES)
def test_what_is_a_page_is_had(server: Server, headers: dict[str, str], body: bytes, charset: str | None) -> None:
    server.answer = lambda _: (200, headers, body)
    page = web(server).get_page("https://forum.example/")
    assert (page.data, page.charset) == (body, charset)


@pytest.mark.parametrize(
    ("status", "headers", "words"), [(200, HTML, "larger than 10,000,000 bytes"), (404, HTML, "answers 404")]
)
def test_a_page_of_20_megabytes_is_not_read_to_its_end(
    server: Server, status: int, headers: dict[str, str], words: str
) -> None:
    sent = []

    def pieces() -> Iterator[bytes]:
        for number in range(20):
            sent.append(number)
            yield b"x" * 1_000_000

    server.answer = lambda _: (status, headers, pieces())
    with pytest.raises(FetchError, match=words) as caught:
        web(server).get_page("https://forum.example/")
    assert caught.value.exit_status == 2
    assert len(server.paths) == 1
    assert len(sent) < 20


def test_a_page_just_within_the_limit_is_had(server: Server) -> None:
    server.answer = lambda _: (200, HTML, b"x" * 1000)
    fetching = Web(user_agent="t", hosts=frozenset([server.host]), max_bytes=1000)
    assert len(fetching.get_page(f"http://{server.host}/").data) == 1000


def test_a_redirect_loop_is_called_one(server: Server) -> None:
    server.answer = lambda path: (302, {"Location": "/b/" if path == "/a/" else "/a/"}, b"")
    with pytest.raises(FetchError, match="redirects in a loop") as caught:
        web(server).get_page("https://forum.example/a/")
    assert (server.paths, caught.value.exit_status) == (["/a/", "/b/"], 3)


@pytest.mark.parametrize(("length", "is_had"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_no_more(server: Server, length: int, is_had: bool) -> None:
    def answer(path: str) -> Answer:
        step = int(path.strip("/"))
        return (307, {"Location": f"/{step + 1}/"}, b"") if step < length else (200, HTML, b"<p>x")

    server.answer = answer
    if is_had:
        assert web(server).get_page("https://forum.example/0/").final_url == f"https://forum.example/{length}/"
    else:
        with pytest.raises(FetchError, match="redirects more than 5 times"):
            web(server).get_page("https://forum.example/0/")
    assert len(server.paths) == 6


@pytest.mark.parametrize(
    ("location", "asked", "final"),
    [
        ("https://forum.example/fr/?p=1", "/fr/?p=1", "https://forum.example/fr/?p=1"),
        ("http://HOST/fr/", "/fr/", "https://forum.example/fr/"),
        ("/%ac%25/", "/%ac%25/", "https://forum.example/%ac%25/"),
        ("../c/", "/c/", "https://forum.example/c/"),
        ("/café/".encode().decode("latin-1"), "/caf%C3%A9/", "https://forum.example/café/"),
    ],
)
def test_where_redirects_lead(server: Server, location: str, asked: str, final: str) -> None:
    there = location.replace("HOST", server.host)
    server.answer = lambda path: (301, {"Location": there}, b"") if path == "/old/" else (200, HTML, b"<p>x")
    page = web(server).get_page("https://forum.example/old/")
    assert (page.url, page.final_url, server.paths[1]) == ("https://forum.example/old/", final, asked)


def test_trouble_after_a_redirect_stays_public(server: Server) -> None:
    server.answer = lambda path: (
        (301, {"Location": f"http://{server.host}/new/"}, b"") if path == "/" else (503, {}, b"")
    )
    with pytest.raises(FetchError, match=r"^https://forum\.example/new/: answers 503"):
        web(server).get_page("https://forum.example/")


LATER = "Mon, 23 Nov 2026 10:00:42 GMT"


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("7", [7.0, 7.0]),
        ("3600", [60.0, 60.0]),
        (LATER, [42.0, 42.0]),
        ("soon", [1.0, 2.0]),
        ("²", [1.0, 2.0]),
        ("-5", [1.0, 2.0]),
        ("", [1.0, 2.0]),
    ],
)
def test_waits_between_attempts(asked: str, waits: list[float]) -> None:
    answer = f"HTTP/1.0 429 Busy\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nRetry-After: {asked}\r\n\r\n"
    slept: list[float] = []
    with listening(answer.encode("latin-1")) as host, pytest.raises(FetchError, match="429"):
        Web(user_agent="t", hosts=frozenset([host]), per_second=1e9, sleep=slept.append).get_page(f"http://{host}/")
    assert [wait for wait in slept if wait >= 0.5] == waits


@contextmanager
def listening(answer: bytes, hold: bool = False) -> Iterator[str]:
    """Where a socket gives the same raw answer to everyone, then hangs up, or keeps silent instead."""
    held: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                held.append(connection)
                connection.recv(65_536)
                connection.sendall(answer)
                if not hold:
                    connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    for connection in held:
        connection.close()


@pytest.mark.parametrize(
    ("answer", "hold", "words"),
    [
        (b"", True, "did not answer in time"),
        (b"", False, "cannot be reached"),
        (b"nonsense\r\n\r\n", False, "cannot be reached"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n", False, "broke off"),
    ],
)
def test_a_server_that_speaks_no_sense(answer: bytes, hold: bool, words: str) -> None:
    with listening(answer, hold) as host, pytest.raises(FetchError, match=words) as caught:
        web_at(host, timeout=(1.0, 0.1)).get_page(f"http://{host}/")
    assert caught.value.exit_status == 3


def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(FetchError, match="cannot be reached; try again later") as caught:
        web_at(host).get_page(f"http://{host}/")
    assert caught.value.exit_status == 3


def test_a_server_without_tls_is_named_as_unsafe(server: Server) -> None:
    with pytest.raises(FetchError, match="cannot be reached safely"):
        web_at(server.host).get_page(f"https://{server.host}/")


def web_at(host: str, timeout: tuple[float, float] = (10.0, 30.0)) -> Web:
    return Web(user_agent="t", hosts=frozenset([host]), timeout=timeout, sleep=lambda _: None)


def test_no_proxy_is_asked_for_this_machine(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    clear_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    assert web_at(server.host).get_page(f"http://{server.host}/a").data == b"<p>x</p>"


def test_a_proxy_is_given_the_whole_address_as_it_is(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    clear_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", f"http://{server.host}/")
    web_at("forum.example").get_page("http://forum.example/%ac%25?p=1#part")
    assert server.paths == ["http://forum.example/%ac%25?p=1"]


def clear_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def test_a_name_and_password_are_used_but_not_sent_in_the_address(server: Server) -> None:
    web_at(server.host).get_page(f"http://ann:secret@{server.host}/x")
    assert server.paths == ["/x"]
    assert server.headers[0]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("url", ["http://ann:secret@[bad/", "http://ann:secret@other.example/", "ftp://ann:secret@h/"])
def test_a_refused_address_shows_no_password(server: Server, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        web(server).get_page(url)
    assert "secret" not in str(caught.value)


def test_hosts_are_the_same_in_capitals(server: Server) -> None:
    assert web_at("LOCALHOST:" + server.host.rpartition(":")[2]).get_page(
        f"http://localhost:{server.host.rpartition(':')[2]}/"
    )


def test_a_version_that_we_have_costs_one_short_answer(server: Server) -> None:
    server.answer = lambda _: (200, {**HTML, "ETag": 'W/"7"', "Last-Modified": LATER}, b"<p>x")
    fetching = web(server)
    known = fetching.get_page("https://forum.example/").validators
    assert known == Validators('W/"7"', LATER)
    server.answer = lambda _: (304, {}, b"")
    page = fetching.get_page("https://forum.example/", known)
    assert (page.is_unchanged, page.data) == (True, b"")
    assert (server.headers[-1]["If-None-Match"], server.headers[-1]["If-Modified-Since"]) == ('W/"7"', LATER)
    with pytest.raises(FetchError, match="answers 304"):
        fetching.get_page("https://forum.example/")


def test_conditions_are_for_the_address_that_they_came_from(server: Server) -> None:
    server.answer = lambda path: (302, {"Location": "/new/"}, b"") if path == "/old/" else (200, HTML, b"<p>x")
    web(server).get_page("https://forum.example/old/", Validators('"7"'))
    assert ["If-None-Match" in headers for headers in server.headers] == [True, False]


def obedient(server: Server, waits: list[float] | None = None) -> Web:
    sleep = waits.append if waits is not None else lambda _: None
    return Web(
        user_agent="t",
        hosts=frozenset([server.host]),
        robots_txt=True,
        per_second=1e9,
        sleep=sleep,
        clock=lambda: sum(waits or ()),
    )


def with_robots(text: bytes) -> Callable[[str], Answer]:
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    return lambda path: (200, plain, text) if path == "/robots.txt" else (200, HTML, b"<p>x")


def test_what_robots_txt_forbids_is_not_asked_for(server: Server) -> None:
    server.answer = with_robots(b"User-agent: *\nDisallow: /members/\n")
    fetching = obedient(server)
    fetching.get_page(f"http://{server.host}/open/")
    with pytest.raises(
        FetchError, match=r"robots\.txt asks us not to fetch it; if the site is yours, set site\.robots"
    ):
        fetching.get_page(f"http://{server.host}/members/")
    assert server.paths == ["/robots.txt", "/open/"]


def test_the_pause_that_robots_txt_asks_for_is_kept(server: Server) -> None:
    server.answer = with_robots(b"User-agent: diptych\nCrawl-delay: 8\n")
    waits: list[float] = []
    fetching = obedient(server, waits)
    for _ in range(2):
        fetching.get_page(f"http://{server.host}/")
    assert waits == [8.0, 8.0]


@pytest.mark.parametrize(("status", "is_had"), [(404, True), (403, True), (503, False)])
def test_a_site_that_cannot_give_its_robots_txt_now_is_left_alone(server: Server, status: int, is_had: bool) -> None:
    server.answer = lambda path: (status, HTML, b"no") if path == "/robots.txt" else (200, HTML, b"<p>x")
    if is_had:
        assert obedient(server).get_page(f"http://{server.host}/").data
        return
    fetching = obedient(server)
    for name in ("a", "b"):
        with pytest.raises(FetchError, match=rf"/{name}: not asked for, since .*robots\.txt: answers 503"):
            fetching.get_page(f"http://{server.host}/{name}")
    assert server.paths == ["/robots.txt"] * 3


@pytest.fixture
def rebound(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """A public name that leads to this machine by the time it is connected to."""
    clear_proxies(monkeypatch)
    port = server.http.server_port
    there = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: there)
    return f"forum.example:{port}"


def test_a_name_that_leads_into_a_private_network_is_refused_before_anything_is_sent(
    server: Server, rebound: str
) -> None:
    with pytest.raises(FetchError, match=r'127\.0\.0\.1, in a private network.* add "forum.example" to site.private'):
        web_at(rebound).get_page(f"http://{rebound}/")
    assert server.paths == []


def test_a_private_network_that_is_meant_is_named_in_the_settings(server: Server, rebound: str) -> None:
    meant = Web(user_agent="t", hosts=frozenset([rebound]), private_hosts=frozenset(["FORUM.example"]))
    assert meant.get_page(f"http://{rebound}/").data == b"<p>x</p>"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.1.2.3", True), ("169.254.169.254", True), ("127.0.0.1", True), ("0.0.0.0", True), ("100.64.0.1", True),
        ("::1", True), ("fe80::1%eth0", True), ("fd00::1", True), ("::ffff:10.0.0.1", True), ("224.0.0.1", True),
        ("2002:7f00:1::", True), ("93.184.215.14", False), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", False),
        ("::ffff:93.184.215.14", False),
    ],
)  # fmt: skip
def test_private_addresses_are_known_in_any_dress(address: str, expected: bool) -> None:
    assert is_private(address) is expected


def test_a_server_that_drips_is_left_after_a_while(server: Server) -> None:
    ticks = iter(range(0, 10_000, 30))
    slow = Web(user_agent="t", hosts=frozenset([server.host]), clock=lambda: float(next(ticks)), sleep=lambda _: None)
    server.answer = lambda _: (200, HTML, (b"x" * 70_000 for _ in range(50)))
    with pytest.raises(FetchError, match="was not finished in 120 s"):
        slow.get_page(f"http://{server.host}/")


@pytest.mark.parametrize("name", ["br", "gzip"])
def test_packed_pages_are_unpacked_within_the_limit(server: Server, name: str) -> None:
    pack = {"br": brotli.compress, "gzip": gzip.compress}[name]
    small, large = pack(b"<p>x</p>"), pack(b"x" * 12_000_000)
    server.answer = lambda path: (200, {**HTML, "Content-Encoding": name}, large if path == "/large" else small)
    assert web(server).get_page("https://forum.example/").data == b"<p>x</p>"
    with pytest.raises(FetchError, match="larger than 10,000,000 bytes"):
        web(server).get_page("https://forum.example/large")
