"""What is told of whole commands: -v, --log-json, the end of a run. No secret and no text of a page is in any of it."""

from __future__ import annotations

import datetime
import json
import logging
import os
import re
import stat
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline import log
from pipeline.adapters import po_files
from pipeline.adapters.web import Validators, Web
from pipeline.cli import main
from pipeline.commands import daily
from tests.adapters.test_web import HTML, Server, server
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project
from tests.fakes.deepl_server import KEY, FakeDeepL, Reply, mirror
from tests.fakes.wordpress_server import FakeWordPress
from tests.test_log import Heard, fields_of

__all__ = ["server"]

SECRETS = {
    "DEEPL_AUTH_KEY": KEY,
    "LIBRETRANSLATE_API_KEY": "libre-key-of-nobody-77",
    "DIPTYCH_WORDPRESS_USER": "publisher",
    "DIPTYCH_WORDPRESS_PASSWORD": "abcd EFGH ijkl 1234",
    "DIPTYCH_REVIEW_PASSWORD": "let-reviewers-in-88",
}
IN_ADDRESSES = ("hunter-two", "tok3n-in-a-query", "sig-in-a-query")
QUERY = "token=tok3n-in-a-query&page=2&sig=sig-in-a-query"


def told(path: Path) -> list[dict[str, Any]]:
    """The lines of a log, each with the fields that docs/logs.md names."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in path.read_bytes().decode("ascii").splitlines()]
    for line in lines:
        unknown = line.keys() - fields_of(line["event"]) - {"time", "level", "event", "run"}
        assert not unknown, (line["event"], unknown)
        assert datetime.datetime.fromisoformat(line["time"]).tzinfo is not None
    return lines


def texts(project: Project) -> list[str]:
    """Every text of the catalogues that is long enough to be no name."""
    found = []
    for path in (project.folder / "locales").rglob("*.po"):
        catalogue = po_files.load(path, path.stem, "fr")
        assert catalogue is not None
        found += [text for unit in catalogue.units for text in (unit.source, unit.target) if len(text) > 20]
    return found


def configure(project: Project, old: str, new: str) -> None:
    path = project.folder / "config/diptych.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_run_is_told_from_its_beginning_to_its_end(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "diptych.jsonl"
    project.edit_site("round-1.html", "Warm light draws people", "Warm light draws many people")
    (project.site.folder / "round-2.html").unlink()
    project.type("run", "--log-json", str(place))
    lines = told(place)
    names = [line["event"] for line in lines]
    assert (names[0], names[-1]) == ("command.started", "command.ended")
    assert lines[-1]["status"] == 0
    stages = ["fetch", "extract", "prefill", "publish", "status", "source"]
    assert [line["stage"] for line in lines if line["event"] == "stage.started"] == stages
    assert [line["stage"] for line in lines if line["event"] == "stage.ended"] == stages
    assert all(line["seconds"] >= 0 for line in lines if line["event"] == "stage.ended")
    pages = {line["page"]: line["event"] for line in lines if line["event"].startswith("page.")}
    assert pages[ROUND_1] == "page.changed"
    assert pages[ROUND_2] == "page.gone"
    assert pages[ROUND_3] == "page.unchanged"
    requests = [line for line in lines if line["event"] == "request"]
    assert {(line["method"], line["service"]) for line in requests} == {("GET", "site")}
    assert {line["url"] for line in requests} >= {
        "https://forum.example/robots.txt",
        "https://forum.example/activities/",
    }
    assert Counter(line["status"] for line in requests)[404] == 2, "robots.txt and round 2"
    (written,) = [line for line in lines if line["event"] == "catalogue.written" and line["by"] == "extract"]
    assert (written["page"], written["counts"]) == (ROUND_1, {"changed": 1})
    assert f"locales/fr/LC_MESSAGES/{ROUND_1}.po" in {line.get("path") for line in lines}
    assert "release.live" in names
    halves = {(line["page"], line["locale"]): line for line in lines if line["event"].startswith("half.")}
    assert halves[ROUND_1, "fr"]["event"] == "half.stale"
    assert halves[ROUND_3, "fr"]["event"] == "half.held"
    assert "wait" in halves[ROUND_3, "fr"]["reason"]
    (report,) = [line for line in lines if line["event"] == "run.report"]
    assert report["seconds"].keys() == set(stages)
    assert report["fetched"] == {"changed": 1, "gone": 1, "unchanged": 2}
    assert not [text for text in texts(project) if text in place.read_text(encoding="utf-8")]
    project.type("status", "--log-json", str(place))
    again = told(place)[len(lines) :]
    assert [line["event"] for line in again] == ["command.started", "command.ended"]
    assert {line["run"] for line in lines}.isdisjoint({line["run"] for line in again})


def test_the_screen_is_the_same_bytes_whoever_listens(project: Project, tmp_path: Path) -> None:
    project.type("run", "--offline")
    for words in ("run", "--offline"), ("run", "--offline", "--json"):
        plain = project.type(*words)
        assert project.errors == ""
        assert project.type(*words) == plain
        assert project.type(*words, "--log-json", str(tmp_path / "log.jsonl")) == plain
    assert project.type("run", "--offline", "-v").endswith("\nrun       nothing new\n")
    timed = json.loads(project.type("run", "--offline", "--json", "-v"))
    assert timed["report"].pop("seconds").keys() == {"extract", "prefill", "publish", "status", "source", "total"}
    assert timed == json.loads(plain)


def test_no_time_gets_into_a_file_of_the_project(project: Project, tmp_path: Path) -> None:
    project.type("run", "--offline")
    before = project.files()
    project.type("run", "--offline", "-vv", "--log-json", str(tmp_path / "log.jsonl"))
    assert project.files() == before


def test_the_report_of_a_run_has_its_sums(project: Project) -> None:
    project.translate_round_3()
    with FakeDeepL(mirror) as deepl:
        configure(project, "[engine]", f'[engine]\nserver_url = "{deepl.url}"\nprice_per_million = 20')
        os.environ["DEEPL_AUTH_KEY"] = KEY
        try:
            report = json.loads(project.type("run", "--json"))
        finally:
            del os.environ["DEEPL_AUTH_KEY"]
    sums = report["report"]
    assert sums["characters_sent"] == deepl.characters > 0
    assert sums["texts_sent"] == sum(page["texts"] for page in report["prefill"]["pages"]) > 0
    assert sums["price"] == pytest.approx(deepl.characters * 20e-6)
    assert sums["filled"]["engine"] > 0
    assert sums["published"]["published"] == 1
    held = {half["page"] for half in report["publish"]["pages"] if half["held"]}
    assert {half["page"] for half in sums["held"]} == held
    assert "seconds" not in sums


def test_sentences_come_with_v_and_each_request_with_vv_and_nothing_without(project: Project) -> None:
    project.type("run", "-v")
    lines = project.errors.splitlines()
    assert all(line.startswith("· ") for line in lines)
    assert any(re.fullmatch(r"· fetch took \d+\.\d s: 4 unchanged", line) for line in lines)
    assert not [line for line in lines if "GET" in line]
    assert re.search(r"^· the run took .* s: fetch \d", project.errors, re.MULTILINE)
    project.type("run", "-vv")
    assert "· GET https://forum.example/activities/ answers 200" in project.errors
    project.type("run")
    assert project.errors == ""


def test_an_engine_s_requests_are_told_with_texts_characters_and_retries(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    with FakeDeepL(mirror) as deepl:
        deepl.script(Reply(503, headers={"Retry-After": "0"}))
        configure(project, "[engine]", f'[engine]\nserver_url = "{deepl.url}"')
        os.environ["DEEPL_AUTH_KEY"] = KEY
        try:
            project.type("prefill", "--log-json", str(place))
        finally:
            del os.environ["DEEPL_AUTH_KEY"]
    lines = told(place)
    calls = [line for line in lines if line["event"] == "engine.called"]
    assert calls[0]["retries"] == 1
    assert sum(line["characters"] for line in calls) == deepl.characters
    assert (
        sum(line["texts"] for line in calls)
        == sum(len(request.body["text"]) for request in deepl.requests if "translate" in request.path)
        - calls[0]["texts"]
    )
    (again,) = [line for line in lines if line["event"] == "engine.retried"]
    assert (again["reason"], again["seconds"]) == ("retry_after", 0.0)
    assert {line["service"] for line in lines if line["event"] == "request"} == {"deepl"}
    assert {"POST", "GET"} == {line["method"] for line in lines if line["event"] == "request"}
    log_text = place.read_text(encoding="utf-8")
    assert KEY not in log_text
    assert not [text for text in texts(project) if text in log_text]


def leaked(*texts: str) -> list[str]:
    known = [*(value for name, value in SECRETS.items() if name != "DIPTYCH_WORDPRESS_USER"), *IN_ADDRESSES]
    return [secret for secret in known if any(secret in text for text in texts)]


def test_no_secret_is_in_any_log_screen_or_message(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    host = project.site.address.partition("//")[2].strip("/")
    feed = f"http://anna:hunter-two@{host}/feed/?{QUERY}"
    configure(
        project, "[engine]", f'[engine]\nserver_url = "http://anna:hunter-two@127.0.0.1:9/?token={IN_ADDRESSES[1]}"'
    )
    configure(project, "listings", f'hosts = ["{host}"]\nfeeds = ["{feed}"]\nlistings')
    for name in ("deepl", "urllib3", "requests"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    place, shown = tmp_path / "log.jsonl", []
    commands = (
        (["run", "--engine", "libretranslate"], 3),
        (["fetch"], 3),
        (["prefill", "--engine", "deepl"], 3),
        (["doctor"], 3),
        (["check"], None),
        (["status"], 0),
        (["prefill", "--server-url", feed, "--engine", "libretranslate", "--dry-run"], 0),
    )
    monkeypatch.setattr("pipeline.adapters.patience.TOTAL_SECONDS", 0.0)
    monkeypatch.setattr("pipeline.adapters.patience.Patience.__init__.__defaults__", (None, 0.0), raising=False)
    for words, _ in commands:
        for more in (
            ["-vv", "--log-json", str(place)],
            ["-vv", "--json", "--log-json", str(place)],
            ["--log-json", "-"],
        ):
            project.capture.readouterr()
            main([*words, *more, "-C", str(project.folder), "--today", "2026-11-23"])
            shown += [*project.capture.readouterr()]
    log_text = place.read_text(encoding="utf-8")
    asked = [line["url"] for line in told(place) if line["event"] == "request"]
    assert f"http://{host}/feed/?token=…&page=2&sig=…" in asked
    assert leaked(log_text, *shown) == []
    files = project.files("locales").values()
    assert leaked(*(data.decode("utf-8", "replace") for data in files)) == []


def test_wordpress_s_password_is_in_no_line_of_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.adapters.wordpress import WordPress
    from pipeline.commands.watching import clean

    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    ears = Heard()
    with FakeWordPress() as fake, log.listening(ears):
        fake.before = lambda *_: (503, {"Retry-After": "1"}, b"{}") if len(fake.calls) == 1 else None
        site = WordPress(fake.address, "publisher", SECRETS["DIPTYCH_WORDPRESS_PASSWORD"], sleep=lambda _: None)
        assert site.post("posts", 1) is None
    names = [str(name) for name, _, _ in ears.events]
    assert names[:2] == ["request", "request.retried"]
    assert {fields["service"] for _, fields, _ in ears.events} == {"wordpress"}
    said = fake.headers[-1]["Authorization"]
    assert leaked(repr(ears.events)) == []
    assert said.split()[1] not in repr(ears.events)
    assert said.split()[1] not in clean()(f"a message with {said}")


def test_a_person_and_a_unit_s_text_on_the_command_line_are_left_out(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    text = "During this session we will look at four cities"
    project.type("accept", ROUND_3, text, "--as", "Translator", "--log-json", str(place), expected=2)
    assert text in project.errors
    lines = told(place)
    assert lines[0]["arguments"][:5] == ["accept", ROUND_3, "…", "--as", "…"]
    (problem,) = [line for line in lines if line["event"] == "problem"]
    assert '"…" names no unit' in problem["message"]
    assert text not in place.read_text(encoding="utf-8")
    assert (lines[-1]["status"], lines[-1]["level"]) == (2, "warning")


@pytest.mark.parametrize("name", ["/dev/full", "nowhere/log.jsonl", "."])
def test_a_log_that_cannot_be_written_is_named_once_and_the_command_goes_on(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = project.type("run", "--offline")
    assert project.type("run", "--offline", "--log-json", name) == shown
    (line,) = project.errors.splitlines()
    assert line.startswith(f"diptych: the log {name} cannot be written (")
    assert line.endswith("); the command goes on without it")


def test_a_log_is_not_put_where_the_project_commits(project: Project) -> None:
    for place in ("locales/log.jsonl", "config/log.jsonl", "public/log.jsonl", ".git/log"):
        project.type("status", "--log-json", str(project.folder / place), expected=2)
        assert "give the log another place" in project.errors
        assert not (project.folder / place).exists()


def test_standard_error_has_nothing_but_json_lines_where_the_log_goes_there(project: Project) -> None:
    (project.folder / "locales/fr/LC_MESSAGES" / f"{ROUND_1}.po").write_bytes(b"nothing")
    project.type("run", "--offline", "--log-json", "-", expected=2)
    lines = [json.loads(line) for line in project.errors.splitlines()]
    problems = [line for line in lines if line["event"] == "problem"]
    assert problems
    assert all(line["status"] == 2 and f"{ROUND_1}.po" in line["message"] for line in problems)
    assert len({line["message"] for line in problems}) == len(problems), "each is told once"
    project.type("status", "-v", "--log-json", "-", expected=2)
    assert "give the log a file" in project.errors


def test_a_command_that_is_stopped_or_breaks_off_says_so(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("with a text of a page")

    place = tmp_path / "log.jsonl"
    monkeypatch.setattr(daily, "extract", stopped)
    project.type("run", "--offline", "--log-json", str(place), expected=130)
    lines = told(place)
    assert [(line["event"], line.get("error"), line.get("status")) for line in lines[-3:]] == [
        ("stage.ended", "KeyboardInterrupt", None),
        ("problem", None, 130),
        ("command.ended", None, 130),
    ]
    monkeypatch.setattr(daily, "extract", broken)
    with pytest.raises(ZeroDivisionError):
        project.type("run", "--offline", "--log-json", str(place))
    last = told(place)[-1]
    assert (last["event"], last["error"], last["level"], "status" in last) == (
        "command.ended",
        "ZeroDivisionError",
        "error",
        False,
    )
    assert "text of a page" not in place.read_text(encoding="utf-8")


def test_a_run_s_commits_are_told(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    for words in (
        ["init", "-q"],
        ["config", "user.name", "CI"],
        ["config", "user.email", "ci@forum.example"],
        ["add", "locales"],
    ):
        subprocess.run(["git", "-C", str(project.folder), *words], check=True)
    subprocess.run(["git", "-C", str(project.folder), "commit", "-qm", "start"], check=True)
    project.edit_site("round-3.html", "9 June, 14:00", "16 June, 14:00")
    project.type("run", "--commit", "--log-json", str(place))
    commits = [line for line in told(place) if line["event"] == "commit.made"]
    made = subprocess.run(
        ["git", "-C", str(project.folder), "log", "--format=%h %s", "--reverse"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()[1:]
    assert [f"{line['commit']} {line['subject']}" for line in commits] == made
    assert commits
    assert any(line["stage"] == "commit" for line in told(place) if line["event"] == "stage.ended")


def test_a_log_is_for_everybody_to_read_and_holds_what_several_commands_append(
    project: Project, tmp_path: Path
) -> None:
    place = tmp_path / "log.jsonl"
    for _ in range(2):
        project.type("check", "--log-json", str(place))
    commands = Counter(line["event"] for line in told(place) if line["event"].startswith("command."))
    assert commands == {"command.started": 2, "command.ended": 2}
    assert stat.S_IMODE(place.stat().st_mode) & stat.S_IXUSR == 0


def test_waits_retries_and_answers_that_nothing_changed_are_told(server: Server) -> None:
    replies = iter([(503, {"Retry-After": "7"}, b""), (200, HTML | {"ETag": '"1"'}, b"<p>x</p>"), (304, {}, b"")])
    robots = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 3\n")
    server.answer = lambda path: robots if path == "/robots.txt" else next(replies)
    web = Web(
        user_agent="test", hosts=frozenset({server.host}), robots_txt=True, sleep=lambda _: None, clock=lambda: 0.0
    )
    url = f"http://{server.host}/page"
    ears = Heard()
    with log.listening(ears):
        web.get_page(url)
        assert web.get_page(url, Validators('"1"')).is_unchanged
    seen = [(str(name), fields.get("status"), fields.get("reason")) for name, fields, _ in ears.events]
    assert seen == [
        ("request", 200, None),
        ("request.waited", None, "crawl_delay"),
        ("request", 503, None),
        ("request.retried", None, "retry_after"),
        ("request.waited", None, "crawl_delay"),
        ("request", 200, None),
        ("request.waited", None, "crawl_delay"),
        ("request", 304, None),
    ]
    assert ears.events[-1][1]["unchanged"] is True
    assert ears.events[1][2] == "info", "three seconds are long enough to wonder"
    (again,) = [fields for name, fields, _ in ears.events if name == "request.retried"]
    assert (again["attempt"], again["seconds"], again["url"]) == (1, 7.0, url)
    assert "503" in again["error"]
    assert not [fields for name, fields, _ in ears.events if name == "request" and "error" in fields]
