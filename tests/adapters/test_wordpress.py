"""Talking to WordPress on its bad days, by a server on this machine that answers as it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import SiteError
from tests.fakes.wordpress_server import FakeWordPress, Reply, reply

SECRET = "abcd EFGH ijkl"


@pytest.fixture
def fake() -> Iterator[FakeWordPress]:
    with FakeWordPress() as fake:
        fake.put(7, {"title": "Evenings", "slug": "evenings", "status": "publish"})
        yield fake


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def site(fake: FakeWordPress, slept: list[float]) -> WordPress:
    return WordPress(fake.address, "publisher", SECRET, sleep=slept.append, max_bytes=20_000)


def said(site: WordPress, number: int = 7) -> str:
    """What is said when a post cannot be read: one line, without the password."""
    with pytest.raises(SiteError) as caught:
        site.post("posts", number)
    message = str(caught.value)
    assert SECRET not in repr(caught.value) + message
    assert "\n" not in message
    assert len(message) < 400
    return message


REFUSALS = [
    (reply(401, {"code": "incorrect_password"}), "does not take this user and application password"),
    (reply(401, {"code": "rest_not_logged_in"}), "did not see the password"),
    (
        reply(403, {"code": "rest_forbidden", "message": "Sorry, <b>no</b>.\n\x1b[31m"}),
        "let this account do that (Sorry, no. [31m)",
    ),
    (reply(400, {"message": "Invalid parameter(s): status"}), "answers 400 (Invalid parameter(s): status)"),
    ((200, {"Content-Type": "text/html"}, b"<html>Log in</html>"), "answers 200 without JSON"),
    (reply(200, {"id": "seven"}), 'without a number in "id"'),
    (reply(200, {"id": 7, "title": {"rendered": "x"}}), "shows no stored title"),
    (reply(302, {}, Location="https://other.example/wp-json/"), "leads on to other.example"),
    ((200, {"Content-Type": "application/json"}, b"[" + b" " * 30_000 + b"]"), "sent more than 20,000 bytes"),
]


@pytest.mark.parametrize(("answer", "message"), REFUSALS)
def test_a_refusal_is_one_line_that_says_what_to_do(
    fake: FakeWordPress, site: WordPress, answer: Reply, message: str, slept: list[float]
) -> None:
    fake.before = lambda _, route: answer if route.startswith("wp/v2/posts") else None
    assert message in said(site)
    assert slept == []


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_reading_is_tried_three_times(fake: FakeWordPress, site: WordPress, status: int, slept: list[float]) -> None:
    fake.before = lambda _, route: reply(status, {}) if route.startswith("wp/v2/posts") else None
    assert f"answers {status}; try again later" in said(site)
    assert slept == [1, 2]


def test_a_site_that_asks_to_wait_is_left_alone_as_long_within_reason(
    fake: FakeWordPress, site: WordPress, slept: list[float]
) -> None:
    waits = iter(["7", "9999"])
    fake.before = lambda _, route: (
        reply(503, {}, **{"Retry-After": value})
        if route.startswith("wp/v2/posts") and (value := next(waits, ""))
        else None
    )
    assert site.post("posts", 7) is not None
    assert slept == [7, 30]


def test_a_write_is_not_sent_twice_where_the_site_may_have_done_it(fake: FakeWordPress, site: WordPress) -> None:
    fake.before = lambda method, _: reply(500, {}) if method == "POST" else None
    with pytest.raises(SiteError, match="answers 500"):
        site.create("posts", {"title": "x"})
    assert fake.writes() == [("POST", "wp/v2/posts")]


def test_a_write_that_was_not_looked_at_is_sent_again(fake: FakeWordPress, site: WordPress) -> None:
    refusals = iter([429, 503])
    fake.before = lambda method, _: reply(status, {}) if method == "POST" and (status := next(refusals, 0)) else None
    assert site.create("posts", {"title": "x"}).text.title == "x"
    assert len(fake.writes()) == 3


def test_a_site_that_is_not_there(slept: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    site = WordPress(address, "publisher", SECRET, sleep=slept.append)
    assert said(site) == f"{address} cannot be reached"


def test_a_site_that_never_answers(slept: list[float]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        site = WordPress(address, "publisher", SECRET, sleep=slept.append, timeout=(1, 0.05))
        assert said(site) == f"{address} did not answer in time"


def test_sites_without_pretty_addresses_are_found_too() -> None:
    with FakeWordPress(pretty=False) as fake:
        fake.put(7, {"title": "Evenings"})
        post = WordPress(fake.address, "publisher", SECRET).post("posts", 7)
    assert post is not None
    assert post.text.title == "Evenings"


def test_a_post_that_is_not_there_is_none(site: WordPress) -> None:
    assert site.post("posts", 8) is None


def test_user_and_password_go_as_utf_8_and_only_to_the_site(fake: FakeWordPress) -> None:
    WordPress(fake.address, "éditrice", SECRET).post("posts", 7)
    assert {header["Authorization"] for header in fake.headers} == {"Basic w6lkaXRyaWNlOmFiY2QgRUZHSCBpamts"}


@pytest.mark.parametrize(("user", "password", "name"), [("", "x", "USER"), ("x", "", "PASSWORD")])
def test_a_missing_password_is_named_before_anything_is_sent(user: str, password: str, name: str) -> None:
    with pytest.raises(SiteError, match=f"DIPTYCH_WORDPRESS_{name} is not set"):
        WordPress("https://forum.example/", user, password)
