"""Events: each is documented, said in words, and told by the code; libraries tell nothing; nobody hears a rehearsal."""

from __future__ import annotations

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipeline import log
from pipeline.adapters.log_file import JsonLines
from pipeline.core.coverage import Coverage
from pipeline.core.events import LEVELS, Event, Level
from pipeline.core.gate import Held
from pipeline.screens.events import SENTENCES, sentence
from pipeline.stages import happened
from pipeline.stages.publishing.publish_everywhere import Everywhere
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport
from pipeline.stages.wordpress.post_report import PostAct, PostHalf, PostsReport

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "logs.md").read_text(encoding="utf-8")
ROWS = {
    row[0]: row[1:] for row in re.findall(r"^\| `([a-z_.]+)` \| ([a-z, ]+) \| [^|]+ \| ([^|]+) \|$", DOC, re.MULTILINE)
}
EXAMPLE: dict[str, Any] = {
    **dict.fromkeys(("bytes", "status", "attempt", "texts", "characters", "retries", "total", "commits"), 1),
    **dict.fromkeys(("command", "version", "stage", "service", "method", "page", "locale", "by", "path"), "word"),
    **dict.fromkeys(("engine", "target", "release", "commit", "subject", "message", "error"), "word"),
    "url": "https://forum.example/",
    "counts": {"added": 2, "removed": 0},
    "seconds": 0.25,
    "reason": "pace",
}


class Heard(logging.Handler):
    """Remembers what was told."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.events: list[tuple[Event, dict[str, Any], str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        name, fields = log.told(record)
        self.events.append((name, dict(fields), record.levelname.lower()))


def heard(report: object, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    ears = Heard()
    with log.listening(ears):
        happened.tell(report, **more)
    return [(str(name), fields) for name, fields, _ in ears.events]


def fields_of(event: str) -> set[str]:
    """The fields that the table names for an event."""
    return set(re.findall(r"`([a-z_]+)`", ROWS[event][1]))


def test_every_event_is_documented_and_every_documented_one_is_there() -> None:
    assert set(ROWS) == {str(event) for event in Event}


def test_the_documented_level_is_the_one_told() -> None:
    for event in Event:
        assert LEVELS[event] in [Level(level) for level in ROWS[event][0].split(", ")], event


def test_every_event_is_told_somewhere_in_the_code() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "pipeline").rglob("*.py")
        if path.relative_to(ROOT / "pipeline").as_posix() not in ("core/events.py", "screens/events.py")
    )
    assert [event for event in Event if not re.search(rf"\bEvent\.{event.name}\b", code)] == []


def test_every_event_can_be_said_with_the_fields_that_the_table_names() -> None:
    assert set(SENTENCES) == set(Event)
    for event in Event:
        fields = {name: EXAMPLE.get(name, "word") for name in fields_of(event)}
        if event is Event.RUN_REPORT:
            fields |= {"seconds": {"fetch": 0.5}}
        said = sentence(event, fields)
        assert said
        assert "\n" not in said


@pytest.mark.parametrize("left_out", ["error", "reason", "url", "planned", "status", "unchanged", "before", "counts"])
def test_a_sentence_does_without_what_may_be_left_out(left_out: str) -> None:
    for event in set(Event) - {Event.REQUEST_WAITED}:
        always = {Event.CATALOGUE_WRITTEN: {"counts"}, Event.REQUEST: {"url"}}
        named_by_url = event.startswith("page.")
        if left_out in always.get(event, ()) or (left_out == "url" and named_by_url):
            continue
        if left_out == "error" and event in (Event.REQUEST_RETRIED, Event.ENGINE_RETRIED, Event.PAGE_FAILED):
            continue
        fields = {name: EXAMPLE.get(name, "word") for name in fields_of(event) - {left_out}}
        fields |= {"seconds": {"fetch": 0.5}} if event is Event.RUN_REPORT else {}
        assert sentence(event, fields)


def test_what_readers_got_is_told_half_by_half_in_files_and_in_wordpress() -> None:
    held = Held(Coverage(), missing=2)
    pages = PublishReport(
        tuple(Published("a", "fr", outcome, held=held if outcome is Outcome.HELD else None) for outcome in Outcome),
        (),
        release="new",
    )
    posts = PostsReport(tuple(PostHalf("b", "fr", act) for act in PostAct))
    told = heard(Everywhere(pages, posts), before="old")
    in_files = {name for name, fields in told if fields.get("target") == "files"}
    in_posts = {name for name, fields in told if fields.get("target") == "wordpress"}
    assert in_files == {f"half.{end}" for end in ("published", "updated", "unchanged", "stale", "held", "withdrawn")}
    assert in_posts == in_files | {"half.rolled_back"}
    assert ("release.live", {"release": "new", "before": "old"}) in told
    reasons = [fields.get("reason") for name, fields in told if name == "half.held"]
    assert {"edited in WordPress", "taken down in WordPress", "2 texts not extracted"} <= set(reasons)
    for name, fields in told:
        assert set(fields) <= fields_of(name), name


def test_a_dry_run_says_that_it_is_one_and_gives_readers_no_release() -> None:
    report = Everywhere(PublishReport((Published("a", "fr", Outcome.UPDATED),), (), release="new"), None)
    assert heard(report, planned=True, before="old") == [
        ("half.updated", {"page": "a", "locale": "fr", "target": "files", "planned": True})
    ]


def test_nobody_hears_what_is_done_to_a_copy() -> None:
    ears, copy = Heard(), Path("/copy")
    with log.listening(ears):
        with log.silent(copy), ThreadPoolExecutor() as pool:
            pool.submit(log.event, Event.FILE_WRITTEN, path=copy / "a", bytes=1).result()
            log.event(Event.FILE_WRITTEN, path=Path("/project/a"), bytes=1)
        log.event(Event.FILE_REMOVED, path=copy / "b")
    log.event(Event.FILE_REMOVED, path=Path("/project/c"))
    assert [str(fields["path"]) for _, fields, _ in ears.events] == ["/project/a", "/copy/b"]


def test_a_request_that_fails_is_told_with_the_kind_of_failure() -> None:
    ears = Heard()
    with log.listening(ears), pytest.raises(TimeoutError), log.request("site", "GET", "https://forum.example/"):
        raise TimeoutError("a message that may hold a key")
    ((name, fields, level),) = ears.events
    assert (name, level, fields["error"]) == (Event.REQUEST, "debug", "Timeout")
    assert "status" not in fields


def test_libraries_tell_nothing_of_their_own(capfd: pytest.CaptureFixture[str]) -> None:
    ears = Heard()
    with log.listening(ears):
        for name in ("deepl", "urllib3.connectionpool", "requests"):
            logging.getLogger(name).warning("Request details: the key")
    assert ears.events == []
    captured = capfd.readouterr()
    assert captured.err + captured.out == ""


def test_a_line_holds_what_json_can_and_paths_below_the_project(tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    handler = JsonLines(
        str(place), root=tmp_path, run="r", clean=lambda text: text.replace("secret", "…"), complain=pytest.fail
    )
    with log.listening(handler):
        log.event(Event.FILE_WRITTEN, path=tmp_path / "a" / "\udce9.po", bytes=3)
        log.event(Event.STAGE_ENDED, stage="a\nsecret\x1b[2J", counts={"x": [1, None, "secret"]}, seconds=1.5)
    first, second = [json.loads(line) for line in place.read_bytes().decode("ascii").splitlines()]
    assert first["path"] == "a/\udce9.po"
    assert second["stage"] == "a\n…\x1b[2J"
    assert second["counts"] == {"x": [1, None, "…"]}


def test_a_log_whose_last_line_was_cut_off_goes_on_with_a_line_of_its_own(tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    place.write_bytes(b'{"time": "2026-')
    with log.listening(JsonLines(str(place), root=tmp_path, run="r", clean=str, complain=pytest.fail)):
        log.event(Event.FILE_REMOVED, path="a")
    cut, whole = place.read_bytes().splitlines()
    assert cut == b'{"time": "2026-'
    assert json.loads(whole)["event"] == "file.removed"
