"""What DeepL is told, what it costs, and what of its answers is kept out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.adapters.deepl_engine import DeepLEngine, Preferences
from pipeline.core.engine import Answer, PartialError, Question, Usage
from pipeline.core.errors import EngineError
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply

TERMS = Preferences(glossaries={"fr": {"lamp": "lampe"}}, project="forum.example")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeDeepL() as server:
        yield server


def made(fake: FakeDeepL, preferences: Preferences | None = None, slept: list[float] | None = None) -> DeepLEngine:
    waits: list[float] = [] if slept is None else slept
    return DeepLEngine(key=KEY, server_url=fake.url, preferences=preferences, sleep=waits.append)


def asked(engine: DeepLEngine, *texts: str) -> list[Answer]:
    return engine.translate([Question(text) for text in texts], "en", "fr")


def test_a_glossary_is_sent_once_and_used_for_every_request(fake: FakeDeepL) -> None:
    engine = made(fake, TERMS)
    asked(engine, "A lamp")
    asked(engine, "Two lamps")
    asked(made(fake, TERMS), "Three lamps")
    assert [request.path for request in fake.requests] == ["/v3/glossaries", *["/v2/translate"] * 3]
    assert all(request.body["glossary_id"] == "glossary-1" for request in fake.requests[1:])


def test_a_glossary_that_changed_replaces_the_old_one(fake: FakeDeepL) -> None:
    asked(made(fake, TERMS), "A lamp")
    asked(made(fake, Preferences(glossaries={"fr": {"lamp": "lanterne"}}, project="forum.example")), "A lamp")
    (glossary,) = fake.glossaries.values()
    assert glossary["dictionaries"][0]["entries"] == "lamp\tlanterne"


def test_no_terms_no_glossary(fake: FakeDeepL) -> None:
    asked(made(fake, Preferences(glossaries={"de": {"lamp": "Lampe"}})), "A lamp")
    assert "glossary_id" not in fake.requests[0].body


def test_instructions_are_sent(fake: FakeDeepL) -> None:
    asked(made(fake, Preferences(instructions=("Write for citizens",))), "Hello")
    assert fake.requests[0].body["custom_instructions"] == ["Write for citizens"]


def test_every_preference_is_part_of_the_options(fake: FakeDeepL) -> None:
    known = [Preferences(), Preferences(formality="less"), Preferences(instructions=("x",)), TERMS]
    assert len({made(fake, preferences).options for preferences in known}) == len(known)


def test_usage_is_that_of_the_account(fake: FakeDeepL) -> None:
    fake.characters, fake.limit = 400, 1000
    usage = made(fake).usage()
    assert usage == Usage(400, 1000)
    assert usage.left == 600


@pytest.mark.parametrize("status", [429, 503, 529])
def test_retry_after_is_kept(fake: FakeDeepL, status: int) -> None:
    slept: list[float] = []
    fake.script(Reply(status, headers={"Retry-After": "7"}))
    assert asked(made(fake, slept=slept), "Hello") == [Answer("HELLO")]
    assert slept == [7.0]


def test_a_retry_after_beyond_our_patience_ends_at_once(fake: FakeDeepL) -> None:
    slept: list[float] = []
    fake.script(Reply(429, headers={"Retry-After": "3600"}))
    with pytest.raises(EngineError, match="try again later"):
        asked(made(fake, slept=slept), "Hello")
    assert slept == []


def test_a_request_that_takes_too_long_is_given_up_and_tried_again(
    fake: FakeDeepL, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    engine = made(fake, slept=slept)
    monkeypatch.setattr("deepl.http_client.min_connection_timeout", 0.2)
    monkeypatch.setattr("deepl.http_client._BackoffTimer.get_time_until_deadline", lambda _: 0.2)
    fake.script(Reply(delay=0.6))
    assert asked(engine, "Hello") == [Answer("HELLO")]
    assert len(slept) == 1


def test_a_used_up_quota_says_when_it_comes_back(fake: FakeDeepL) -> None:
    fake.end_time = "2026-12-01T00:00:00Z"
    engine = made(fake)
    engine.usage()
    fake.script(Reply(456))
    with pytest.raises(EngineError, match="the period ends on 2026-12-01"):
        asked(engine, "Hello")


def test_what_was_answered_before_a_failure_is_handed_over(fake: FakeDeepL) -> None:
    fake.script(Reply(), Reply(456))
    with pytest.raises(PartialError) as caught:
        made(fake).translate([Question("One", "first page"), Question("Two", "second page")], "en", "fr")
    assert caught.value.answers == {Question("One", "first page"): Answer("ONE")}


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Read the <a1>report</a1> of the year", "<a1>Lisez le rapport de l’année</a1> ici"),
        ("Read the <a1>report of 2025</a1>, the one of 2026", "Lisez le <a1>rapport de 2026</a1>, celui de 2025"),
        ("Read the <a1>report</a1>", "Lisez le rap<a1>port</a1>"),
        ("Read the <a1>report</a1>", "Lisez le rapport<a1>.</a1>"),
        ("Fish & chips", "Poisson &amp;amp; frites"),
    ],
)
def test_codes_around_other_words_and_doubled_entities_are_no_answer(fake: FakeDeepL, source: str, answer: str) -> None:
    fake.translate = lambda _: answer
    (found,) = asked(made(fake), source)
    assert found.text is None
    assert found.reason.startswith("not used")
