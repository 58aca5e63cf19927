"""The LibreTranslate server and the engine on this machine keep the promises of every engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from pipeline.adapters import local_engine
from pipeline.adapters.libretranslate_engine import LibreTranslateEngine
from pipeline.adapters.local_engine import LocalEngine
from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import Answer, Question, RequestError
from pipeline.core.errors import EngineError
from tests.contract.driving import all_answers
from tests.fakes.deepl_server import echo, shout
from tests.fakes.libretranslate_server import FakeLibreTranslate


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLibreTranslate]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeLibreTranslate(shout) as fake:
        yield fake


def engine(server: FakeLibreTranslate) -> LibreTranslateEngine:
    return LibreTranslateEngine(url=server.url + "/", key="secret")


def test_codes_go_as_html_and_come_back_as_codes(server: FakeLibreTranslate) -> None:
    questions = [Question("Read <a1>more</a1> & see<br1/>it"), Question("Plain")]
    assert engine(server).translate(questions, "en-GB", "fr-CA") == [
        Answer("READ <a1>MORE</a1> & SEE<br1/>IT"),
        Answer("PLAIN"),
    ]
    assert server.bodies == [
        {
            "q": ["Read <a1>more</a1> &amp; see<br1></br1>it", "Plain"],
            "source": "en",
            "target": "fr",
            "format": "html",
            "api_key": "secret",
        }
    ]


def test_lost_codes_are_no_answer(server: FakeLibreTranslate) -> None:
    server.translate = lambda _: "LIRE"
    (answer,) = engine(server).translate([Question("Read <a1>more</a1>")], "en", "fr")
    assert answer.text is None
    assert "<a1> is missing" in answer.reason


def test_a_busy_server_is_waited_for(server: FakeLibreTranslate) -> None:
    server.replies.append((429, {"Retry-After": "3"}, "{}"))
    slept: list[float] = []
    engine = LibreTranslateEngine(url=server.url)
    assert all_answers(engine, [Question("Hello")], patience=Patience(slept.append)) == [Answer("HELLO")]
    assert slept == [3.0]


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "no json"), (200, '{"translatedText": ["one", "two"]}'), (200, "[]"), (400, '{"error": "x"}'), (302, "{}")],
)
def test_an_answer_of_the_wrong_shape_is_an_error(server: FakeLibreTranslate, status: int, body: str) -> None:
    server.replies.append((status, {}, body))
    with pytest.raises(EngineError):
        engine(server).translate([Question("Hello")], "en", "fr")


@pytest.mark.parametrize(("status", "taken"), [(429, False), (503, False), (400, False), (500, True), (504, True)])
def test_a_failure_of_the_server_says_whether_it_took_the_texts(
    server: FakeLibreTranslate, status: int, taken: bool
) -> None:
    server.replies.append((status, {}, "{}"))
    with pytest.raises(RequestError) as caught:
        engine(server).translate([Question("Hello")], "en", "fr")
    assert caught.value.taken == taken


def test_a_server_must_be_named() -> None:
    with pytest.raises(EngineError, match=r"engine\.server_url"):
        LibreTranslateEngine(url="")


# --- on this machine


class FakeModels:
    """As much of fxtranslate as is used, which itself needs models from the net."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, translate: object, *, installed: bool = True) -> None:
        self.added: list[tuple[str, str]] = []
        models = [{"name": "en-fr", "bytes": 1}] if installed else []
        library = SimpleNamespace(
            Cache=lambda: SimpleNamespace(list_cached=lambda: models),
            Translator=SimpleNamespace(load=lambda *_: SimpleNamespace(translate=translate)),
            discovery=SimpleNamespace(add_models=lambda a, b, progress: self.added.append((a, b))),
        )
        monkeypatch.setitem(sys.modules, "fxtranslate", library)


def test_sentences_go_in_one_by_one_without_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def translate(text: str) -> str:
        asked.append(text)
        return text.upper()

    FakeModels(monkeypatch, translate)
    (answer,) = LocalEngine().translate([Question("Read <a1>the report</a1> now. It is & short.")], "en", "fr")
    assert answer == Answer("READ <a1>THE REPORT</a1> NOW. IT IS & SHORT.")
    assert asked == ["Read the report now.", "the report", "It is & short."]


def test_a_code_whose_place_is_not_found_leaves_the_unit_open(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"Read the report now.": "Lisez le rapport.", "the report": "un compte rendu"}
    FakeModels(monkeypatch, words.__getitem__)
    (answer,) = LocalEngine().translate([Question("Read <a1>the report</a1> now.")], "en", "fr")
    assert answer.text is None


def test_without_the_library_or_the_model_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    with pytest.raises(EngineError, match=r"pip install"):
        LocalEngine()
    FakeModels(monkeypatch, echo, installed=False)
    with pytest.raises(EngineError, match="diptych engine install"):
        LocalEngine().translate([Question("Hello")], "en", "fr")


def test_a_model_is_fetched_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeModels(monkeypatch, echo, installed=False)
    local_engine.install("en", "fr-CA")
    assert fake.added == [("en", "fr")]
