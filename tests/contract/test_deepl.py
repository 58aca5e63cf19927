"""What DeepL is told, what it costs, and what of its answers is kept out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.adapters.deepl_engine import DeepLEngine, Preferences
from pipeline.adapters.patience import Patience, seconds
from pipeline.core.engines.engine import Answer, Question, QuotaError, RequestError, Usage
from pipeline.core.errors import EngineError
from tests.contract.driving import all_answers
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply

TERMS = Preferences(glossaries={"fr": {"lamp": "lampe"}}, project="forum.example")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeDeepL() as server:
        yield server


def made(fake: FakeDeepL, preferences: Preferences | None = None) -> DeepLEngine:
    return DeepLEngine(key=KEY, server_url=fake.url, preferences=preferences)


def asked(engine: DeepLEngine, *texts: str, slept: list[float] | None = None) -> list[Answer]:
    waits: list[float] = [] if slept is None else slept
    return all_answers(engine, [Question(text) for text in texts], patience=Patience(waits.append))


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
    assert asked(made(fake), "Hello", slept=slept) == [Answer("HELLO")]
    assert slept == [7.0]


def test_a_retry_after_beyond_our_patience_ends_at_once(fake: FakeDeepL) -> None:
    slept: list[float] = []
    fake.script(Reply(429, headers={"Retry-After": "3600"}))
    with pytest.raises(EngineError, match="try again later"):
        asked(made(fake), "Hello", slept=slept)
    assert slept == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("7", 7.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-3", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(said: str, wanted: float | None) -> None:
    assert seconds(said, datetime(2026, 11, 25, 12, tzinfo=UTC)) == wanted


def test_a_request_that_takes_too_long_is_given_up_and_tried_again(
    fake: FakeDeepL, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    engine = made(fake)
    monkeypatch.setattr("deepl.http_client.min_connection_timeout", 0.2)
    monkeypatch.setattr("deepl.http_client._BackoffTimer.get_time_until_deadline", lambda _: 0.2)
    fake.script(Reply(delay=0.6))
    assert asked(engine, "Hello", slept=slept) == [Answer("HELLO")]
    assert len(slept) == 1


def test_a_used_up_quota_says_when_it_comes_back(fake: FakeDeepL) -> None:
    fake.end_time = "2026-12-01T00:00:00Z"
    engine = made(fake)
    engine.usage()
    fake.script(Reply(456))
    with pytest.raises(QuotaError, match="the period ends on 2026-12-01"):
        asked(engine, "Hello")


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        *((Reply(status), False) for status in (400, 403, 413, 429, 456, 503, 529)),
        *((Reply(status), True) for status in (500, 502, 504)),
        (Reply(hang_up=True), True),
        (Reply(body="{not json"), True),
        (Reply(change=lambda texts: texts[:-1]), True),
    ],
)
def test_a_failure_says_whether_the_texts_may_be_billed(fake: FakeDeepL, reply: Reply, taken: bool) -> None:
    fake.script(reply)
    with pytest.raises(RequestError) as caught:
        made(fake).translate([Question("One"), Question("Two")], "en", "fr")
    assert caught.value.taken == taken


def test_a_server_that_is_not_there_bills_nothing() -> None:
    with FakeDeepL() as gone:
        url = gone.url
    with pytest.raises(RequestError) as caught:
        DeepLEngine(key=KEY, server_url=url).translate([Question("One")], "en", "fr")
    assert (caught.value.passes, caught.value.taken) == (True, False)


def test_a_failing_glossary_bills_nothing_and_says_what_to_do(fake: FakeDeepL) -> None:
    fake.glossary_status = 500
    with pytest.raises(RequestError) as passing:
        made(fake, TERMS).translate([Question("One")], "en", "fr")
    assert (passing.value.passes, passing.value.taken) == (True, False)
    fake.glossary_status = 400
    with pytest.raises(RequestError, match=r"engine\.glossary = false"):
        made(fake, TERMS).translate([Question("One")], "en", "fr")
    assert fake.texts == []


def test_a_glossary_changed_by_halves_is_not_taken_for_the_old_one(fake: FakeDeepL) -> None:
    asked(made(fake, TERMS), "A lamp")
    fake.glossary_failures = {"name": 2}
    new = Preferences(glossaries={"fr": {"lamp": "lanterne"}}, project="forum.example")
    with pytest.raises(RequestError):
        made(fake, new).prepare("en", "fr")
    fake.glossary_failures = {}
    made(fake, TERMS).prepare("en", "fr")
    (glossary,) = fake.glossaries.values()
    assert glossary["dictionaries"][0]["entries"] == "lamp\tlampe"


def test_the_glossarys_name_holds_no_address(fake: FakeDeepL) -> None:
    made(fake, TERMS).prepare("en", "fr")
    (glossary,) = fake.glossaries.values()
    assert glossary["name"].startswith("diptych ")
    assert "forum" not in glossary["name"]


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
