"""Prefill as it is typed: memory first, an engine within its budget, nothing sent twice, nothing reviewed touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.ledger import HEADING
from tests.conftest import ROUND_1, ROUND_3, ROUND_4, Project
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply, mirror, shout


@pytest.fixture
def deepl(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    """The sample project with a key and a DeepL of its own."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    with FakeDeepL(mirror) as fake:
        configure(project, "[engine]", f'[engine]\nserver_url = "{fake.url}"')
        yield fake


def configure(project: Project, old: str, new: str) -> None:
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def report(project: Project, *options: str, expected: int = 0) -> dict[str, object]:
    found: dict[str, object] = json.loads(project.type("prefill", "--json", *options, expected=expected))
    return found


def total(found: dict[str, object], name: str) -> int:
    pages = found["pages"]
    assert isinstance(pages, list)
    return sum(page[name] for page in pages)


def test_a_second_run_sends_nothing(project: Project, deepl: FakeDeepL) -> None:
    first = report(project)
    assert total(first, "characters") > 1000
    sent = len(deepl.texts)
    assert sent
    assert total(report(project), "characters") == 0
    assert len(deepl.texts) == sent


def test_the_same_text_is_sent_once_for_all_pages(project: Project, deepl: FakeDeepL) -> None:
    project.type("prefill")
    texts = [text for request in deepl.texts for text in request]
    assert len(texts) == len(set(texts))


def test_a_dry_run_names_the_characters_and_the_price_of_the_real_one(project: Project, deepl: FakeDeepL) -> None:
    configure(project, "[engine]", "[engine]\nprice_per_million = 20")
    before = project.files()
    dry = report(project, "--dry-run")
    assert project.files() == before
    assert deepl.texts == []
    assert dry["usage"] == {"count": 0, "limit": 500_000, "resets": ""}
    characters = total(dry, "characters")
    assert dry["price"] == pytest.approx(characters * 20 / 1e6)
    shown = project.type("prefill", "--dry-run")
    assert f"{characters:,} characters to send" in shown
    assert "the account has used 0 characters, of 500,000" in shown
    assert total(report(project), "characters") == characters


@pytest.mark.parametrize(
    ("setting", "options"),
    [("", ("--max-chars", "300")), ("[budget]\nchars_per_run = 300\n", ()), ("[budget]\nchars_per_month = 300\n", ())],
)
def test_a_budget_is_a_hard_stop(project: Project, deepl: FakeDeepL, setting: str, options: tuple[str, ...]) -> None:
    configure(project, "[engine]", f"{setting}[engine]")
    shown = project.type("prefill", *options)
    assert 0 < sum(len(text) for request in deepl.texts for text in request) <= 300
    assert re.search(r"stopped by \S+: \d+ texts, [\d,]+ characters, not sent; .*type: diptych prefill", shown)


def test_a_month_is_over_when_it_is_over(project: Project, deepl: FakeDeepL) -> None:
    configure(project, "[engine]", "[budget]\nchars_per_month = 300\n[engine]")
    project.type("prefill")
    sent = len(deepl.texts)
    project.type("prefill", today="2026-11-30")
    assert len(deepl.texts) == sent
    project.type("prefill", today="2026-12-01")
    assert len(deepl.texts) > sent


def test_the_accounts_quota_is_looked_at_before_it_is_used_up(project: Project, deepl: FakeDeepL) -> None:
    deepl.characters, deepl.limit = 499_900, 500_000
    deepl.end_time = "2026-12-01T00:00:00Z"
    shown = project.type("prefill", expected=3)
    assert "stopped by the account's quota: 22 texts, 2,558 characters, not sent; when the quota resets" in shown
    assert "61 of 500,000 characters are left" in project.errors
    assert "it resets on 2026-12-01" in project.errors
    assert sum(len(text) for request in deepl.texts for text in request) < 120


def test_a_quota_used_up_in_the_middle_keeps_what_was_answered(project: Project, deepl: FakeDeepL) -> None:
    deepl.script(Reply(), Reply(456))
    found = report(project, expected=3)
    assert total(found, "translated") > 0
    assert "quota is used up" in project.errors
    sent = [text for request in deepl.texts[:1] for text in request]
    report(project)
    again = [text for request in deepl.texts[2:] for text in request]
    assert not set(sent) & set(again)


@pytest.mark.parametrize("dies_in", ["Workspace.save_catalogue", "Workspace.save_ledger"])
def test_a_killed_run_sends_nothing_again_that_was_answered(
    project: Project, deepl: FakeDeepL, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    def die(*_: object, **__: object) -> None:
        if deepl.texts:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"pipeline.workspace.{dies_in}", die)
        project.type("prefill", expected=130)
    assert deepl.texts
    project.type("prefill")
    texts = [text for request in deepl.texts for text in request]
    assert len(texts) == len(set(texts))


def test_codes_that_break_twice_are_not_asked_for_every_night(project: Project, deepl: FakeDeepL) -> None:
    deepl.translate = lambda xml: re.sub("<[^>]*>", "", shout(xml))
    shown = project.type("prefill")
    assert "left empty" in shown
    assert "not used: DeepL's answer" in shown
    sent = len(deepl.texts)
    (project.folder / ".diptych/answers.sqlite3").unlink()
    project.type("prefill")
    assert len(deepl.texts) == sent
    deepl.translate = mirror
    project.type("prefill", "--refresh", "machine")
    assert len(deepl.texts) > sent


def test_an_answer_in_another_language_is_not_used(project: Project, deepl: FakeDeepL) -> None:
    deepl.translate = lambda xml: xml
    assert "the answer is in English" in project.type("prefill")
    text = project.catalogue(ROUND_4).read_text(encoding="utf-8")
    assert 'msgstr "During' not in text


def test_addresses_and_names_never_leave(project: Project, deepl: FakeDeepL) -> None:
    configure(project, "[engine]", '[engine]\nnames = ["LANTERN"]')
    project.type("prefill")
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    bodies = json.dumps([request.body for request in deepl.requests if request.path == "/v2/translate"])
    assert "@" not in bodies
    assert "LANTERN" not in bodies
    assert "LANTERN" in text


def test_everything_prefilled_is_fuzzy_and_nothing_reviewed_is_touched(project: Project, deepl: FakeDeepL) -> None:
    reviewed = project.catalogue(ROUND_1).read_bytes()
    project.type("prefill", "--refresh", "machine")
    assert project.catalogue(ROUND_1).read_bytes() == reviewed
    status = json.loads(project.type("status", "--json"))["pages"]
    states = {unit["state"] for half in status for unit in half["waiting"]}
    assert states <= {"machine", "fuzzy"}
    ledger = project.catalogue(ROUND_3).with_suffix(".review.tsv").read_text(encoding="utf-8")
    assert "\tdeepl\n" in ledger


def test_refresh_asks_again_for_machine_text_that_nobody_touched(project: Project, deepl: FakeDeepL) -> None:
    project.type("prefill", ROUND_4)
    path = project.catalogue(ROUND_4)
    text = path.read_text(encoding="utf-8")
    pairs = re.findall(r'#, fuzzy\nmsgid "(.*)"\nmsgstr "(.*)"', text)
    machine = next(target for source, target in pairs if target == mirror(source))
    path.write_text(text.replace(f'msgstr "{machine}"', 'msgstr "Touché"'), encoding="utf-8")
    configure(project, "[engine]", '[engine]\nformality = "less"')
    deepl.translate = lambda xml: mirror(xml).replace("a", "â")
    project.type("prefill", ROUND_4, "--refresh", "machine")
    text = path.read_text(encoding="utf-8")
    assert 'msgstr "Touché"' in text
    assert "â" in text
    assert "the answer" not in text


def test_without_an_engine_nothing_is_said_of_what_stays_empty(project: Project) -> None:
    shown = project.type("prefill")
    assert "left empty" in shown
    assert "left empty, " not in shown
    ledgers = (path.read_text(encoding="utf-8") for path in project.folder.rglob("*.review.tsv"))
    assert not any("\tmachine\t" in text for text in ledgers)


# --- plain files


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: fr\\n"

msgid "A walk by the river"
msgstr "Une promenade au bord du fleuve"

msgid "5 May, 14:00"
msgstr ""

msgid "Read <a1>more</a1>"
msgstr ""
"""


def test_a_file_is_filled_in_place(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    path = empty_project.folder / "walk.po"
    path.write_text(PO, encoding="utf-8")
    with FakeDeepL(mirror) as fake:
        typed = ("prefill", str(path), "--engine", "deepl", "--server-url", fake.url)
        assert "1 from memory" in empty_project.type(*typed)
        assert empty_project.type(*typed)
        assert fake.texts == [["Read <a1>more</a1>"]]
    text = path.read_text(encoding="utf-8")
    assert '#, fuzzy\nmsgid "5 May, 14:00"\nmsgstr "5\u00a0mai à 14\u00a0h"' in text
    assert '#, fuzzy\nmsgid "Read <a1>more</a1>"\nmsgstr "daeR <a1>erom</a1>"' in text
    assert 'msgid "A walk by the river"\nmsgstr "Une promenade au bord du fleuve"' in text


def test_a_file_may_have_a_memory_and_a_limit(empty_project: Project) -> None:
    path, tmx = empty_project.folder / "walk.po", empty_project.folder / "m.tmx"
    path.write_text(PO, encoding="utf-8")
    tmx.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en">'
        "<seg>Read &lt;a1&gt;more&lt;/a1&gt;</seg></tuv><tuv xml:lang='fr'><seg>Lire &lt;a1&gt;la suite&lt;/a1&gt;</seg>"
        "</tuv></tu></body></tmx>",
        encoding="utf-8",
    )
    empty_project.type("prefill", str(path), "--engine", "memory", "--memory", str(tmx))
    assert 'msgstr "Lire <a1>la suite</a1>"' in path.read_text(encoding="utf-8")


def test_a_file_that_is_not_there_is_named(empty_project: Project, tmp_path: Path) -> None:
    empty_project.type("prefill", str(tmp_path / "no.po"), expected=2)
    assert "no.po: is not there" in empty_project.errors


def test_a_key_is_needed_where_deepl_is_asked_for(project: Project) -> None:
    project.type("prefill", "--engine", "deepl", expected=3)
    assert "set DEEPL_AUTH_KEY" in project.errors
    project.type("prefill", "--engine", "deeple", expected=2)
    assert '"deeple" is no engine' in project.errors


def test_a_broken_record_of_characters_is_named_with_its_line(project: Project, deepl: FakeDeepL) -> None:
    assert HEADING
    (project.folder / "locales/sent.tsv").write_text("2026-11\tdeepl\tmany\tx\n", encoding="utf-8")
    configure(project, "[engine]", "[budget]\nchars_per_month = 300\n[engine]")
    project.type("prefill", expected=2)
    assert "locales/sent.tsv:1: is no batch" in project.errors
    assert deepl.texts == []
