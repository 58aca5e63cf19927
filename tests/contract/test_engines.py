"""What every engine promises, and what DeepL needs to keep the promise."""

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import deepl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adapters.deepl_engine import DeepLEngine, Preferences
from pipeline.adapters.memory_only_engine import MemoryOnlyEngine
from pipeline.adapters.patience import Patience
from pipeline.adapters.pseudo_engine import PseudoEngine
from pipeline.core.engines.engine import Answer, Question, TranslationEngine
from pipeline.core.errors import EngineError
from pipeline.core.inline import escape, unescape
from pipeline.core.segmentation.refusals import failure
from pipeline.core.text import CODE, without_codes
from tests.contract.driving import all_answers
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply, echo, shout

TEXTS = (
    "Opening hours",
    "Read the <a1>annual report</a1> and <strong1>the <em1>summary</em1></strong1>.",
    "First line<br1/>second line",
    'Fish & chips cost < 5 £ "today"',
    "No-break\u00a0space and narrow\u202fone",
    "The entity &amp;lt; and &amp;amp; are literal",
    "The tag &lt;a1> is literal, <b1>this</b1> is not",
    "Write to info@example.org or see https://example.org/a?b=1&c=2 by 2026",
    "AT&T &copy; &nbsp; R&D &#38; more",
    "a <b c> d </ e",
)


def made(fake: FakeDeepL, **options: Any) -> DeepLEngine:
    return DeepLEngine(**{"key": KEY, "server_url": fake.url, **options})


def asked(
    engine: TranslationEngine, *texts: str, source: str = "en", target: str = "fr", slept: list[float] | None = None
) -> list[Answer]:
    waits: list[float] = [] if slept is None else slept
    return all_answers(engine, [Question(text) for text in texts], source, target, Patience(waits.append))


def codes(text: str) -> Counter[str]:
    return Counter(match.group() for match in CODE.finditer(text))


@pytest.fixture(scope="module", autouse=True)
def _no_proxy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


@pytest.fixture
def fake() -> Iterator[FakeDeepL]:
    with FakeDeepL() as server:
        yield server


@pytest.fixture(scope="module")
def echoing() -> Iterator[FakeDeepL]:
    with FakeDeepL(echo) as server:
        yield server


@pytest.fixture(params=["memory", "pseudo", "deepl", "deepl that echoes"])
def engine(request: pytest.FixtureRequest) -> Iterator[TranslationEngine]:
    if request.param == "memory":
        yield MemoryOnlyEngine()
    elif request.param == "pseudo":
        yield PseudoEngine()
    else:
        with FakeDeepL(echo if "echoes" in request.param else shout) as server:
            yield made(server)


# --- the contract ---


def test_it_has_a_name_and_a_batch_size(engine: TranslationEngine) -> None:
    assert engine.name in {"memory", "pseudo", "deepl"}
    assert engine.batch_size >= 1


def test_nothing_asked_nothing_answered(engine: TranslationEngine) -> None:
    assert engine.translate([], "en", "fr") == []


def test_each_question_has_one_answer_with_a_text_or_a_reason(engine: TranslationEngine) -> None:
    answers = asked(engine, *TEXTS)
    assert len(answers) == len(TEXTS)
    assert all(bool(answer.text) != bool(answer.reason) for answer in answers)


def test_answers_come_in_the_order_of_the_questions(engine: TranslationEngine) -> None:
    together = asked(engine, *TEXTS)
    assert together == [asked(engine, text)[0] for text in TEXTS]
    assert asked(engine, *reversed(TEXTS)) == together[::-1]


def test_contexts_do_not_change_the_order(engine: TranslationEngine) -> None:
    questions = [Question(f"Sentence {index} here", f"Title {index % 3}") for index in range(9)]
    answers = all_answers(engine, questions)
    found = [re.findall(r"\d", answer.text)[0] for answer in answers if answer.text]
    assert found in ([], list("012345678"))


def test_the_same_question_has_the_same_answer(engine: TranslationEngine) -> None:
    first, second, third = asked(engine, "Twice", "Once", "Twice")
    assert first == third
    assert asked(engine, "Twice", "Once") == [first, second]


@pytest.mark.parametrize("text", TEXTS)
def test_codes_are_kept_and_the_answer_may_be_rendered(engine: TranslationEngine, text: str) -> None:
    answer = asked(engine, text)[0].text
    if answer is not None:
        assert codes(answer) == codes(text)
        assert failure(answer, text) is None


@pytest.mark.parametrize("text", TEXTS)
def test_characters_that_mean_something_in_markup_survive(engine: TranslationEngine, text: str) -> None:
    answer = asked(engine, text)[0].text
    if answer is not None:
        there, back = unescape(without_codes(text)), unescape(without_codes(answer))
        assert {c: back.count(c) for c in '&<>"\u00a0\u202f'} == {c: there.count(c) for c in '&<>"\u00a0\u202f'}


def test_text_that_looks_like_a_code_stays_text(engine: TranslationEngine) -> None:
    answer = asked(engine, "The tag &lt;a1> opens, &lt;/a1> closes &lt;br1/>")[0].text
    if answer is not None:
        assert codes(answer) == Counter()
        assert "<a1>" in unescape(answer).lower()


# --- memory only and pseudo ---


def test_memory_only_says_why() -> None:
    assert asked(MemoryOnlyEngine(), "Hello") == [Answer(None, "no engine: memory only")]


def test_pseudo_text_is_accented_padded_and_bracketed() -> None:
    assert asked(PseudoEngine(), "See <a1>our report</a1>, page 12.")[0].text == (
        "⟦Śéé ~⟧ <a1>⟦óúŕ ŕéṕóŕť ~~⟧</a1>⟦, ṕáǵé 12. ~~⟧"
    )


@pytest.mark.parametrize("kept", ["info@example.org", "https://example.org/a?b=1&c=2", "1,234.50", "2026", "<br1/>"])
def test_pseudo_keeps_what_is_no_prose(kept: str) -> None:
    answer = asked(PseudoEngine(), f"Something about {kept} here")[0].text or ""
    assert f" {kept} " in answer
    assert asked(PseudoEngine(), kept)[0].text == kept


def test_pseudo_loses_no_letter_and_grows_by_a_third() -> None:
    text = "The quick brown fox JUMPED over the very lazy dogs of Zanzibar, where vowels grow " * 3
    answer = asked(PseudoEngine(), text.strip())[0].text or ""
    plain = "".join(c for c in unicodedata.normalize("NFD", answer) if not unicodedata.combining(c))
    assert plain.startswith(f"⟦{text.strip()} ~")
    assert 1.25 < len(answer) / len(text) < 1.35


# --- DeepL: what is sent ---


def test_the_client_is_imported_when_an_engine_is_made() -> None:
    code = "import sys, pipeline.adapters.deepl_engine; sys.exit('deepl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_client_neither_retries_nor_cuts_off_slow_batches(fake: FakeDeepL) -> None:
    made(fake)
    assert deepl.http_client.max_network_retries == 0
    assert deepl.http_client.min_connection_timeout == 60


def test_every_option_is_sent(fake: FakeDeepL) -> None:
    made(fake).translate([Question("Read <a1>this</a1><br1/>now", "The <b1>AT&amp;amp;T</b1> page")], "en", "fr-CA")
    received = fake.requests[0]
    assert received.path == "/v2/translate"
    assert received.headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert received.body == {
        "text": ["Read <a1>this</a1><br1/>now"],
        "source_lang": "EN",
        "target_lang": "FR",
        "context": "The  AT&amp;T  page",
        "formality": "prefer_more",
        "tag_handling": "xml",
        "tag_handling_version": "v2",
        "outline_detection": False,
        "non_splitting_tags": ["a1", "br1"],
        "split_sentences": "nonewlines",
        "preserve_formatting": True,
        "show_billed_characters": True,
    }


def test_no_context_and_no_tags_are_not_sent(fake: FakeDeepL) -> None:
    asked(made(fake, preferences=Preferences(formality="")), "Plain")
    assert not {"context", "non_splitting_tags", "formality"} & set(fake.requests[0].body)


@pytest.mark.parametrize(
    ("locale", "sent"),
    [("fr", "FR"), ("fr-CA", "FR"), ("en", "EN-GB"), ("pt", "PT-PT"), ("pt-br", "PT-BR"), ("de", "DE")],
)
def test_locales_have_names_at_deepl(fake: FakeDeepL, locale: str, sent: str) -> None:
    asked(made(fake), "Hello", source="en-GB", target=locale)
    assert (fake.requests[0].body["source_lang"], fake.requests[0].body["target_lang"]) == ("EN", sent)


def test_text_goes_as_xml_and_comes_back_as_a_segment(fake: FakeDeepL) -> None:
    answers = asked(made(fake), "Q&A &lt;a1> &amp;lt; <a1>x < y</a1>")
    assert fake.texts == [["Q&amp;A &lt;a1&gt; &amp;lt; <a1>x &lt; y</a1>"]]
    assert answers == [Answer("Q&A <A1> &LT; <a1>X < Y</a1>")]


def test_references_of_any_kind_are_read(fake: FakeDeepL) -> None:
    fake.translate = lambda _: "l&#39;&#xE9;t&#233; &quot;&apos;&gt;&quot; A&#160;B"
    assert asked(made(fake), "Summer") == [Answer("l'été \"'>\" A\u00a0B")]


def test_empty_elements_keep_the_form_they_had(fake: FakeDeepL) -> None:
    fake.translate = lambda _: "Un<br1></br1>deux <img1 /> <a1/> trois"
    assert asked(made(fake), "One<br1/>two <img1/> <a1></a1>") == [Answer("Un<br1/>deux <img1/> <a1></a1> trois")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab1 &<>/;\"'\u00a0é", max_size=12) | st.sampled_from(["&lt;", "&amp;", "<b1>"])))
def test_whatever_stands_in_a_text_comes_back_from_an_echo(echoing: FakeDeepL, pieces: list[str]) -> None:
    text = "x" + escape("".join(pieces)) + "<a1>" + escape("".join(reversed(pieces))) + "</a1>"
    assert asked(made(echoing), text) == [Answer(text)]


# --- DeepL: limits ---


def test_a_request_holds_50_texts(fake: FakeDeepL) -> None:
    answers = asked(made(fake), *(f"text {index}" for index in range(120)))
    assert [len(texts) for texts in fake.texts] == [50, 50, 20]
    assert [answer.text for answer in answers] == [f"TEXT {index}" for index in range(120)]


@pytest.mark.parametrize("letter", ["a", "é", "&", "\U0001f600"])
def test_a_request_stays_under_128_kib(fake: FakeDeepL, letter: str) -> None:
    texts = [f"{index} <verylongname{index}>{letter * 1500}</verylongname{index}>" for index in range(50)]
    questions = [Question(text, "é" * 9000) for text in texts]
    answers = all_answers(made(fake), questions)
    assert max(received.size for received in fake.requests) <= 128 * 1024
    assert all(answer.text for answer in answers)


def test_requests_are_filled_well(fake: FakeDeepL) -> None:
    asked(made(fake), *(f"{index} {'a' * 12_000}" for index in range(20)))
    assert [len(texts) for texts in fake.texts] == [10, 10]


def test_a_text_that_fits_no_request_is_left_out(fake: FakeDeepL) -> None:
    long, short = asked(made(fake), "a" * 140_000, "Short")
    assert long.text is None
    assert "128 KiB" in long.reason
    assert short.text == "SHORT"


@pytest.mark.parametrize("text", ["<a1>open", "</a1>closed<a1>", "<a1><b1>x</a1></b1>", "control \x01", ""])
def test_a_broken_question_does_not_sink_its_batch(fake: FakeDeepL, text: str) -> None:
    broken, good = asked(made(fake), text, "Good")
    assert broken.text is None
    assert broken.reason.startswith("not sent")
    assert good.text == "GOOD"


def test_each_context_has_its_request(fake: FakeDeepL) -> None:
    questions = [Question("a", "One"), Question("d", "One"), Question("b", "Two"), Question("a", "Two"), Question("c")]
    answers = all_answers(made(fake), questions)
    sent = [(received.body.get("context"), received.body["text"]) for received in fake.requests]
    assert sent == [("One", ["a", "d"]), ("Two", ["b", "a"]), (None, ["c"])]
    assert [answer.text for answer in answers] == ["A", "D", "B", "A", "C"]


# --- DeepL: failures ---


@pytest.mark.parametrize(
    ("status", "told"), [(403, "DEEPL_AUTH_KEY"), (456, "quota is used up"), (400, "scripted 400")]
)
def test_a_refusal_is_final_and_says_what_to_do(fake: FakeDeepL, status: int, told: str) -> None:
    slept: list[float] = []
    fake.always = Reply(status)
    with pytest.raises(EngineError, match=told):
        asked(made(fake), "Hello", slept=slept)
    assert len(fake.requests) == 1
    assert slept == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 529])
def test_a_passing_failure_is_waited_out(fake: FakeDeepL, status: int) -> None:
    slept: list[float] = []
    fake.script(Reply(status), Reply(status))
    assert asked(made(fake), "Hello", slept=slept) == [Answer("HELLO")]
    assert len(fake.requests) == 3
    assert len(slept) == 2


def test_a_lost_connection_is_tried_again(fake: FakeDeepL) -> None:
    fake.script(Reply(hang_up=True))
    assert asked(made(fake), "Hello") == [Answer("HELLO")]


def test_a_service_that_stays_away_is_given_up_in_time(fake: FakeDeepL) -> None:
    slept: list[float] = []
    fake.always = Reply(503)
    with pytest.raises(EngineError, match="tried for 120 s; try again later") as caught:
        asked(made(fake), "Hello", slept=slept)
    assert caught.value.exit_status == 3
    assert 60 < sum(slept) <= 120
    assert len(fake.requests) == len(slept) + 1


def test_waits_grow_and_are_not_all_the_same(fake: FakeDeepL) -> None:
    slept: list[float] = []
    fake.always = Reply(429)
    with pytest.raises(EngineError):
        asked(made(fake), "Hello", slept=slept)
    assert slept[:4] == sorted(slept[:4])
    assert slept[0] != int(slept[0])


def test_nobody_there_is_an_engine_error() -> None:
    with FakeDeepL() as gone:
        url = gone.url
    with pytest.raises(EngineError, match="cannot be reached from here, tried"):
        asked(DeepLEngine(key=KEY, server_url=url), "Hello")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(change=lambda texts: texts[:-1]),
        Reply(change=lambda texts: [*texts, "more"]),
        Reply(change=lambda _: []),
        Reply(body="{not json"),
        Reply(body="[]"),
        Reply(body='{"translations": null}'),
        Reply(body='{"translations": ["a", "b"]}'),
        Reply(body='{"translations": [{"text": "a"}, {"text": "b"}]}'),
        Reply(body='{"translations": [{"text": null, "billed_characters": 1}, {"text": 2, "billed_characters": 1}]}'),
        Reply(status=400, body='{"message": {"no": "text"}}'),
        Reply(status=418, body="teapot"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused_whole(fake: FakeDeepL, reply: Reply) -> None:
    fake.always = reply
    with pytest.raises(EngineError, match="DeepL"):
        asked(made(fake), "One", "Two")


@pytest.mark.parametrize("status", [400, 403, 418, 429, 456, 503])
def test_the_key_is_never_shown(fake: FakeDeepL, status: int) -> None:
    fake.always = Reply(status, body=f'{{"message": "key {KEY} said DeepL-Auth-Key {KEY}"}}')
    with pytest.raises(EngineError) as caught:
        asked(made(fake), "Hello")
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("key", ["", " ", "abc\n", "abc def", "clé"])
def test_a_key_that_cannot_be_one_is_refused_unseen(key: str) -> None:
    with pytest.raises(EngineError, match="DEEPL_AUTH_KEY is empty or holds") as caught:
        DeepLEngine(key=key)
    assert not key.strip() or key.strip() not in str(caught.value)


# --- DeepL: codes ---


def without_tags(texts: list[str]) -> list[str]:
    return [re.sub("<[^>]*>", "", text) for text in texts]


def test_codes_lost_leave_the_question_open_and_are_not_asked_for_again_here(fake: FakeDeepL) -> None:
    fake.always = Reply(change=without_tags)
    plain, lost = asked(made(fake), "Plain", "See <b1>bold</b1>")
    assert plain.text == "PLAIN"
    assert lost == Answer(None, "not used: DeepL's answer has lost <b1>")
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "VOIR",
        "VOIR <a1>ICI",
        "</a1>VOIR<a1>",
        "<a1>VOIR</a1> <a1>ICI</a1>",
        "<a1>VOIR</a1> <b1>ICI</b1>",
        "<a2>VOIR</a2>",
        "<a1>VOIR</a1><script>x</script>",
        "<a1>VOIR</a1><![CDATA[<a1>]]>",
        "<a1>VOIR</a1> {{ config }}",
        "<a1></a1>",
        "",
    ],
)
def test_no_broken_code_is_ever_returned(fake: FakeDeepL, broken: str) -> None:
    fake.translate = lambda _: broken
    answer = asked(made(fake), "See <a1>here</a1>")[0]
    assert answer.text is None
    assert answer.reason.startswith("not used: DeepL's answer ")


def test_codes_may_change_places(fake: FakeDeepL) -> None:
    fake.translate = lambda _: "<b1>deux</b1> puis <a1>un</a1>"
    assert asked(made(fake), "<a1>one</a1> then <b1>two</b1>")[0].text == "<b1>deux</b1> puis <a1>un</a1>"
