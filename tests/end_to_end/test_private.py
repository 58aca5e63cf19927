"""Names, addresses and fixed wordings stay on this machine, whatever is sent: texts, context, glossary, instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROUND_3, ROUND_4, Project
from tests.fakes.deepl_server import KEY, FakeDeepL, mirror

TERMS = """term,fr,keep,forbidden,note
evening,soirée,,,
the LANTERN evening,la soirée LANTERN,,,
Blue Boat,,yes,,
Blue  Boat crew,équipage du Blue Boat,,,
ask info@forum.example,écrire à info@forum.example,,,
"""
FIXED = (
    "en,fr\nThis sentence was approved.,Cette phrase fut approuvée.\n"
    "A motto. It has two sentences.,Une devise. Elle a deux phrases.\n"
)


@pytest.fixture
def deepl(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    with FakeDeepL(mirror) as fake:
        write(project, "[engine]", f'[engine]\nserver_url = "{fake.url}"\nnames = ["LANTERN", "River Night"]')
        (project.folder / "config/glossary.csv").write_text(TERMS, encoding="utf-8")
        (project.folder / "config/fixed.csv").write_text(FIXED, encoding="utf-8")
        yield fake


def write(project: Project, old: str, new: str) -> None:
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, *texts: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts)


def test_nothing_private_is_in_any_request(project: Project, deepl: FakeDeepL) -> None:
    add(
        project.catalogue(ROUND_4),
        "Write to desk<b1>@</b1>forum.example or see desk.example/apply about <b2>Blue</b2> Boat",
        "This sentence was approved.",
        "We came. This sentence was approved. We went to River\u00a0Night.",
        "An evening by the river",
        "A motto. It has two sentences.",
    )
    project.type("prefill")
    sent = json.dumps([[request.path, request.body] for request in deepl.requests], ensure_ascii=False)
    assert "evening\tsoirée" in sent.replace("\\t", "\t"), "a glossary was sent"
    assert "An evening by the river" in sent
    for private in (
        "@",
        "forum.example",
        "desk",
        "LANTERN",
        "Blue",
        "Boat",
        "River\u00a0Night",
        "was approved",
        "motto",
    ):
        assert private not in sent, private
    text = project.catalogue(ROUND_4).read_text(encoding="utf-8")
    assert "Cette phrase fut approuvée." in text
    assert "Une devise. Elle a deux phrases." in text
    assert "eW emac. Cette phrase fut approuvée. eW tnew ot River\u00a0Night." in text
    (french,) = re.findall(r'msgid "Write to desk.*"\nmsgstr "(.*)"', text)
    assert "desk<b1>@</b1>forum.example" in french


def test_instructions_with_a_name_are_refused_before_anything_is_sent(project: Project, deepl: FakeDeepL) -> None:
    write(project, "[engine]", '[engine]\ninstructions = ["LANTERN is a project."]')
    project.type("prefill", expected=2)
    assert '"engine.instructions" holds a name or an address that is never sent: "LANTERN is' in project.errors
    assert deepl.requests == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Offene Sitzungen", "not in French (Sitzungen)"),
        ("Открытые заседания", "in another script"),
        ("公开会议", "in another script"),
        ("Open meetings", "in English"),
    ],
)
def test_a_short_answer_in_another_language_is_left_empty_with_the_reason(
    project: Project, deepl: FakeDeepL, answer: str, told: str
) -> None:
    add(project.catalogue(ROUND_3), "Open meetings")
    deepl.translate = lambda xml: answer if xml == "Open meetings" else mirror(xml)
    found = json.loads(project.type("prefill", ROUND_3, "--json"))
    reasons = {one["text"]: one["reason"] for page in found["pages"] for one in page["reasons"]}
    assert told in reasons["Open meetings"]
    assert 'msgid "Open meetings"\nmsgstr ""' in project.catalogue(ROUND_3).read_text(encoding="utf-8")


def test_a_wrong_glossary_stops_prefill_with_its_line(project: Project, deepl: FakeDeepL) -> None:
    (project.folder / "config/glossary.csv").write_text("term,fr\nlamp\tpost,lampadaire\n", encoding="utf-8")
    project.type("prefill", expected=2)
    assert 'config/glossary.csv:2: a tab stands within "term"' in project.errors
    assert deepl.requests == []


def test_a_glossary_is_sent_when_it_changed_only(project: Project, deepl: FakeDeepL) -> None:
    def glossary_requests() -> int:
        return sum(request.path.startswith("/v3") for request in deepl.requests)

    add(project.catalogue(ROUND_3), "An evening by the sea")
    project.type("prefill", ROUND_3)
    assert glossary_requests() == 1
    add(project.catalogue(ROUND_3), "An evening by the lake")
    project.type("prefill", ROUND_3)
    assert glossary_requests() == 1
    (project.folder / "config/glossary.csv").write_text("term,fr\nevening,veillée\n", encoding="utf-8")
    add(project.catalogue(ROUND_3), "An evening by the bay")
    project.type("prefill", ROUND_3)
    assert glossary_requests() > 1
    (glossary,) = deepl.glossaries.values()
    assert glossary["dictionaries"][0]["entries"] == "evening\tveillée"
