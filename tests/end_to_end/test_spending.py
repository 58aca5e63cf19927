"""Every request is counted before it is sent, is within every limit, and is never paid for twice."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.engines import spending
from pipeline.core.engines.spending import Batch, Spending
from sample.demo import ROOT
from tests.conftest import ROUND_2, ROUND_3, ROUND_4, Project
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply, mirror

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def deepl(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    """The sample project with a key and a DeepL of its own; nobody waits."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    monkeypatch.setattr("pipeline.adapters.patience.time.sleep", lambda _: None)
    with FakeDeepL(mirror) as fake:
        path = project.folder / "config/diptych.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("[engine]", f'[engine]\nserver_url = "{fake.url}"', 1), encoding="utf-8")
        yield fake


class Forgetful:
    """Breaks the codes of every text that has some, the first time it is asked for; with ``all_texts`` of every text."""

    def __init__(self, *, all_texts: bool = False) -> None:
        self.seen: set[str] = set()
        self.added = "<b9>x</b9>" if all_texts else ""

    def __call__(self, xml: str) -> str:
        is_first = xml not in self.seen
        self.seen.add(xml)
        return mirror(re.sub("<[^>]*>", "", xml) + self.added if is_first else xml)


def all_texts(fake: FakeDeepL) -> list[str]:
    return [text for request in fake.texts for text in request]


def received(fake: FakeDeepL) -> int:
    return sum(map(len, all_texts(fake)))


def counted(project: Project) -> int:
    found = spending.loads((project.folder / "locales/sent.tsv").read_text(encoding="utf-8"))
    assert isinstance(found, Spending)
    return found.sent("2026-11", "deepl")


def catalogue(path: Path, texts: list[str]) -> Path:
    units = "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
    path.write_text(HEADER + units, encoding="utf-8")
    return path


def file_run(project: Project, fake: FakeDeepL, path: Path, *options: str, expected: int = 0) -> str:
    typed = ("prefill", str(path), "--engine", "deepl", "--server-url", fake.url)
    return project.type(*typed, *options, expected=expected)


# --- what is counted


def test_asking_again_is_counted_and_no_more_than_once(project: Project, deepl: FakeDeepL) -> None:
    deepl.translate = lambda xml: mirror(re.sub("<[^>]*>", "", xml))
    shown = project.type("prefill")
    times = Counter(all_texts(deepl))
    assert {times[text] for text in times if "<a1>" in text} == {2}
    assert {times[text] for text in times if "<" not in text} == {1}
    assert counted(project) == received(deepl)
    assert f"{received(deepl):,} characters sent" in shown


@pytest.mark.parametrize("setting", ["--max-chars", "chars_per_run", "chars_per_month", "quota"])
def test_asking_again_is_within_every_limit(project: Project, deepl: FakeDeepL, setting: str) -> None:
    project.type("prefill", "--dry-run")
    deepl.translate = Forgetful(all_texts=True)
    limit = 2500
    options: tuple[str, ...] = ()
    path = project.folder / "config/diptych.toml"
    if setting == "--max-chars":
        options = (setting, str(limit))
    elif setting == "quota":
        deepl.limit = limit
    else:
        path.write_text(f"[budget]\n{setting} = {limit}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    shown = project.type("prefill", *options, expected=3 if setting == "quota" else 0)
    assert max(Counter(all_texts(deepl)).values()) == 2, "the limit leaves room for some asking again"
    assert received(deepl) <= limit
    assert counted(project) == received(deepl)
    assert "stopped by" in shown


def test_what_was_not_asked_again_for_want_of_characters_is_asked_once_more_later(
    project: Project, deepl: FakeDeepL
) -> None:
    deepl.translate = lambda xml: mirror(re.sub("<[^>]*>", "", xml))
    deepl.script(Reply(), Reply(456))
    project.type("prefill", "web-conferences-round-3", expected=3)
    broken = {text for text in all_texts(deepl) if "<a1>" in text}
    assert broken
    before = Counter(deepl.texts[0])
    project.type("prefill", "web-conferences-round-3")
    times = before + Counter(text for request in deepl.texts[2:] for text in request)
    assert {times[text] for text in broken} == {2}
    assert max(times.values()) == 2


@pytest.mark.parametrize("status", [429, 503, 529])
def test_a_request_that_was_refused_is_not_counted(project: Project, deepl: FakeDeepL, status: int) -> None:
    deepl.script(Reply(status), Reply(status))
    project.type("prefill")
    assert counted(project) == received(deepl) - 2 * sum(map(len, deepl.texts[0]))
    assert deepl.texts[0] == deepl.texts[1] == deepl.texts[2]


@pytest.mark.parametrize("reply", [Reply(500), Reply(504), Reply(hang_up=True)])
def test_a_request_that_may_have_been_translated_is_counted_each_time(
    project: Project, deepl: FakeDeepL, reply: Reply
) -> None:
    deepl.script(reply, reply)
    project.type("prefill")
    assert counted(project) == received(deepl)


def test_an_answer_that_cannot_be_read_is_counted(project: Project, deepl: FakeDeepL) -> None:
    deepl.script(Reply(body="{not json"))
    project.type("prefill", expected=3)
    assert counted(project) == received(deepl) > 0
    assert len(deepl.texts) == 1


def test_trying_again_keeps_to_the_budget(project: Project, deepl: FakeDeepL) -> None:
    deepl.always = Reply(500)
    shown = project.type("prefill", "--max-chars", "3000")
    assert received(deepl) <= 3000
    assert counted(project) == received(deepl)
    assert "stopped by --max-chars" in shown


def test_a_text_longer_than_a_whole_limit_does_not_block_the_others(project: Project, deepl: FakeDeepL) -> None:
    path = catalogue(project.folder / "some.po", ["Long " * 50, "Short walk", "Other walk"])
    shown = file_run(project, deepl, path, "--max-chars", "60")
    assert all_texts(deepl) == ["Short walk", "Other walk"]
    assert "stopped by --max-chars: 1 text, 249 characters, not sent" in shown or "1 text, 250" in shown


def test_two_machines_that_send_the_same_count_twice(project: Project, deepl: FakeDeepL) -> None:
    def sent() -> str:
        for path in (project.folder / "locales/fr/LC_MESSAGES").iterdir():
            path.write_bytes(start[path])
        (project.folder / ".diptych/answers.sqlite3").unlink(missing_ok=True)
        (project.folder / "locales/sent.tsv").unlink(missing_ok=True)
        project.type("prefill")
        return (project.folder / "locales/sent.tsv").read_text(encoding="utf-8")

    start = {path: path.read_bytes() for path in (project.folder / "locales/fr/LC_MESSAGES").iterdir()}
    first, second = sent(), sent()
    both = spending.loads(first + second)
    assert isinstance(both, Spending)
    assert both.sent("2026-11", "deepl") == received(deepl)


def test_a_line_taken_back_is_that_line_only() -> None:
    one, other = Batch("2026-11", "deepl", 5, "0" * 16), Batch("2026-11", "deepl", 5, "1" * 16)
    assert Spending().with_batch(one).with_batch(other).without(one) == Spending(frozenset((other,)))


def test_the_page_with_the_soonest_event_is_filled_first(project: Project, deepl: FakeDeepL) -> None:
    dates = {ROUND_2: "30 November 2026", ROUND_3: "24 November 2026", ROUND_4: "1 November 2026"}
    for slug, date in dates.items():
        path = project.catalogue(slug)
        path.write_text(HEADER + f'\nmsgid "We meet on {date} in the hall of {slug}"\nmsgstr ""\n', encoding="utf-8")
        path.with_suffix(".review.tsv").unlink(missing_ok=True)
    project.type("prefill", ROUND_4, ROUND_2, ROUND_3)
    assert [re.findall(r"round-\d", text)[0] for text in all_texts(deepl)] == ["round-3", "round-2", "round-4"]


# --- what a quota says


def test_a_used_up_quota_says_what_is_left_and_when_it_comes_back(project: Project, deepl: FakeDeepL) -> None:
    deepl.end_time = "2026-12-01T00:00:00Z"
    deepl.script(Reply(), Reply(456))
    shown = project.type("prefill", expected=3)
    assert "the period ends on 2026-12-01" in project.errors
    assert re.search(r"stopped by the account's quota: \d+ texts?, [\d,]+ characters, not sent; when the quota", shown)


def test_a_dry_run_says_where_a_limit_would_stop_it(project: Project, deepl: FakeDeepL) -> None:
    shown = project.type("prefill", "--dry-run", "--max-chars", "300")
    assert "--max-chars leaves 300 characters; the run would stop there" in shown
    deepl.limit = 100
    assert "the account's quota leaves 100 characters" in project.type("prefill", "--dry-run")
    assert deepl.texts == []


# --- killed


def killed_at(project: Project, deepl: FakeDeepL, number: int, *typed: str) -> None:
    """Type a command in a process of its own, which dies when its request of that number has come in."""
    command = [sys.executable, "-m", "pipeline", *typed, "-C", str(project.folder), "--today", "2026-11-23"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:

        def kill(came: int) -> None:
            if came == number:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                process.wait()

        deepl.before_reply = kill
        process.wait()
    deepl.before_reply = lambda _: None
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_run_killed_at_any_request_pays_for_nothing_twice(project: Project, deepl: FakeDeepL, number: int) -> None:
    deepl.translate = Forgetful()
    killed_at(project, deepl, number, "prefill")
    answered, lost = deepl.texts[: number - 1], deepl.texts[number - 1]
    assert counted(project) == received(deepl), "what was under way is counted"
    project.type("prefill")
    times = Counter(all_texts(deepl)) - Counter(lost)
    assert all(times[text] <= (2 if "<" in text else 1) for text in times), "codes were broken once, else asked once"
    assert answered == deepl.texts[: number - 1]
    assert counted(project) == received(deepl)
    sent = len(deepl.texts)
    project.type("prefill")
    assert len(deepl.texts) == sent


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_run_killed_at_any_request_pays_for_nothing_twice(
    project: Project, deepl: FakeDeepL, number: int
) -> None:
    path = catalogue(project.folder / "some.po", [f"A walk of <b1>{n}</b1> " + "steps " * 8000 for n in range(5)])
    deepl.limit = 10**7
    deepl.translate = Forgetful()
    killed_at(project, deepl, number, "prefill", str(path), "--engine", "deepl", "--server-url", deepl.url)
    lost = deepl.texts[number - 1]
    file_run(project, deepl, path)
    times = Counter(all_texts(deepl)) - Counter(lost)
    assert max(times.values()) == 2
    assert path.read_text(encoding="utf-8").count("#, fuzzy") == 5


def test_a_disk_that_keeps_no_answers_ends_the_asking(
    project: Project, deepl: FakeDeepL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.adapters.answers._KEEP", "insert into no_table values (?, ?, ?, ?)")
    project.type("prefill", expected=2)
    assert "the engine's answers cannot be kept here" in project.errors
    assert len(deepl.texts) == 1


# --- plain files


def test_a_file_run_keeps_to_the_limit_in_each_of_its_requests(project: Project, deepl: FakeDeepL) -> None:
    path = catalogue(project.folder / "some.po", [f"{n} " + "steps " * 5000 for n in range(12)])
    shown = file_run(project, deepl, path, "--max-chars", "100000")
    assert len(deepl.texts) == 1
    assert 60_000 < received(deepl) <= 100_000
    assert "9 texts" in shown
    file_run(project, deepl, path)
    assert len(deepl.texts) == 1 + 3
    assert max(Counter(all_texts(deepl)).values()) == 1


def test_a_file_run_looks_at_the_accounts_quota(project: Project, deepl: FakeDeepL) -> None:
    deepl.characters, deepl.limit = 990, 1000
    path = catalogue(project.folder / "some.po", ["A walk by the river in spring"])
    file_run(project, deepl, path, expected=3)
    assert deepl.texts == []
    assert "10 of 1,000 characters are left" in project.errors
    assert "the account has used 990 characters" in file_run(project, deepl, path, "--dry-run")


def test_a_file_run_does_not_ask_every_night_for_what_cannot_be_used(project: Project, deepl: FakeDeepL) -> None:
    path = catalogue(project.folder / "some.po", ["A <b1>walk</b1> by the river"])
    deepl.translate = lambda xml: mirror(re.sub("<[^>]*>", "", xml))
    assert "has lost <b1>" in file_run(project, deepl, path)
    assert "has lost <b1>" in file_run(project, deepl, path)
    assert len(deepl.texts) == 2


def test_a_file_run_takes_nothing_from_the_folder_it_is_typed_in(
    project: Project, deepl: FakeDeepL, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = catalogue(project.folder / "some.po", ["A river city"])
    monkeypatch.chdir(project.folder)
    file_run(project, deepl, path)
    assert [request.path for request in deepl.requests] == ["/v2/translate"]


def test_a_file_of_a_project_is_filled_as_its_page(project: Project, deepl: FakeDeepL) -> None:
    path = project.catalogue("web-conferences-round-3")
    before = path.read_bytes()
    project.type("prefill", str(path), expected=2)
    assert "belongs to a project; type: diptych prefill web-conferences-round-3" in project.errors
    project.type("prefill", str(project.folder / "some.po"), "--refresh", "machine", expected=2)
    assert "--refresh is for projects" in project.errors
    assert path.read_bytes() == before
    assert deepl.requests == []
