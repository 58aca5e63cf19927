"""Every command's --json is one object of one form: docs/json.md, docs/schemas/commands.schema.json."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from pipeline.adapters import local_engine
from pipeline.adapters.site_server import SiteServer
from pipeline.cli import MODULES, main
from pipeline.core.coverage import Coverage
from pipeline.core.formats.command_form import problem
from pipeline.core.gate import Held
from pipeline.review.server import Server
from pipeline.screens.values import plain
from pipeline.stages.wordpress.post_report import PostAct, PostHalf, PostsReport
from tests.conftest import ROOT, ROUND_1, ROUND_2, ROUND_3, Project

SCHEMAS = {path.name: json.loads(path.read_text()) for path in sorted((ROOT / "docs/schemas").glob("*.json"))}
COMMANDS = SCHEMAS["commands.schema.json"]
STORE = Registry().with_resources([(name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()])
Typed = Callable[..., dict[str, Any]]

READING = (
    ("status",),
    ("status", "--all", ROUND_3),
    ("check",),
    ("check", "locales/"),
    ("check", "--source"),
    ("check", "--links"),
    ("check", "--fix", "--dry-run"),
    ("coverage",),
    ("coverage", "locales/"),
    ("extract", "--dry-run"),
    ("prefill", "--dry-run"),
    ("publish", "--dry-run"),
    ("rollback", "--list"),
    ("doctor", "--offline"),
    ("fmt", "--check"),
)
"""Commands that change nothing, so that they must print the same twice."""

ACTING = (
    ("fetch", "--dry-run"),
    ("extract",),
    ("prefill",),
    ("learn",),
    ("init",),
    ("fmt",),
    ("check", "--fix"),
    ("publish", "--dest", "there", "--report", "report.html"),
    ("withdraw", ROUND_1),
    ("publish", ROUND_1, "--dry-run", "--dest", "there"),
    ("publish", ROUND_1),
    ("rollback",),
    ("status", "--waiting", "waiting.csv", "--html", "status.html", "--issues", "issues"),
    ("run", "--offline"),
    ("memory", "export", "ours.tmx"),
    ("memory", "import", "ours.tmx"),
    ("html2po", "site/round-1.html", "one.po"),
    ("prefill", "./one.po"),
    ("po2html", "--template", "site/round-1.html", "one.po", "one.html"),
    ("msgmerge", "one.po", "one.po", "-o", "two.po"),
    ("merge-driver", "one.po", "one.po", "two.po"),
    ("serve", "--port", "0"),
    ("review", "--no-browser"),
)


def validate(value: dict[str, Any]) -> None:
    """Against the part of the schema for its command, so that a failure says where."""
    part = COMMANDS["$defs"]["failed" if set(value) == {"version", "command", "problems"} else value["command"]]
    schema = {**part, "$defs": COMMANDS["$defs"], "$id": "commands.schema.json"}
    for error in jsonschema.Draft202012Validator(schema, registry=STORE).iter_errors(value):
        raise AssertionError(f"{value['command']}: {error.json_path}: {error.message}")


@pytest.fixture
def typed(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """A command typed in the project's folder with --json; what it prints is one valid object, given back."""
    monkeypatch.chdir(project.folder)
    (project.folder / ".git").mkdir()
    monkeypatch.setattr(Server, "run", lambda server: server._socket.close())
    monkeypatch.setattr(SiteServer, "serve", lambda site: site._server.server_close())

    def type_(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        dated = [] if arguments[0] in ("html2po", "po2html", "msgmerge", "merge-driver") else ["--today", "2026-11-24"]
        main([*arguments, "--json", *dated])
        value: dict[str, Any] = json.loads(capsys.readouterr().out)
        validate(value)
        return value

    return type_


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_reads_prints_the_same_valid_object_every_time(typed: Typed, command: tuple[str, ...]) -> None:
    assert typed(*command) == typed(*command)


def test_what_acts_prints_a_valid_object(typed: Typed) -> None:
    for command in ACTING:
        value = typed(*command)
        assert value["command"].split()[0] == command[0]
        assert value["problems"] == [], command


def test_what_people_do_to_units_prints_a_valid_object(typed: Typed, project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "40 lampes")
    wrong = next(found["unit"] for found in typed("check")["findings"] if found["check"] == "figures")
    ignored = typed("ignore", ROUND_1, wrong, "figures", "--because", "a title", "--as", "Translator")
    assert (ignored["page"], ignored["undone"]) == (ROUND_1, False)
    assert typed("ignore", ROUND_1, wrong, "figures", "--undo")["undone"] is True
    project.edit_catalogue(ROUND_1, "40 lampes", "400 lampes")
    more = "<h2>More information and registration</h2><p>More information and registration</p></article>"
    page = project.folder / f"locales/en/{ROUND_3}.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", more, 1), encoding="utf-8")
    typed("extract")
    units = typed("split", ROUND_3, "More information and registration")["units"]
    assert [set(unit) for unit in units] == [{"unit", "place"}] * len(units)
    accepted = typed("accept", ROUND_2, "--as", "Translator")
    assert (accepted["page"], accepted["locale"], accepted["problems"]) == (ROUND_2, "fr", [])
    assert typed("approve", ROUND_1, "--as", "Translator")["units"] > 0


def test_models_fetched_are_a_valid_object(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_engine, "is_ready", lambda *_: True)
    assert typed("engine", "install")["models"] == [{"source": "en", "locale": "fr", "installed": False}]


def test_every_command_is_among_them() -> None:
    people = {"accept", "approve", "split", "ignore", "engine"}
    assert {command[0] for command in (*READING, *ACTING)} | people == set(MODULES)


def test_what_could_not_be_done_is_told_in_its_parts(typed: Typed, project: Project) -> None:
    path = project.catalogue(ROUND_1)
    path.write_text(path.read_text(encoding="utf-8").replace('msgstr "', "msgstr ", 1), encoding="utf-8")
    (told,) = typed("coverage")["problems"]
    assert told["file"] == f"locales/fr/LC_MESSAGES/{ROUND_1}.po"
    assert told["line"] > 0
    assert told["advice"]
    (project.folder / "config/diptych.toml").write_text("site = \n")
    value = typed("status")
    assert value == {"version": 1, "command": "status", "problems": value["problems"]}
    assert (value["problems"][0]["file"], value["problems"][0]["line"]) == ("config/diptych.toml", 1)


def test_nothing_in_it_is_named_by_where_the_project_happens_to_lie(typed: Typed, project: Project) -> None:
    for command in (*READING, ("run", "--offline"), ("rollback",), ("publish",)):
        assert str(project.folder) not in json.dumps(typed(*command)), command


def test_posts_in_wordpress_have_the_form_of_pages() -> None:
    half = PostHalf("one", "fr", PostAct.HELD, "https://forum.example/1", "draft", ("a line",), Held(Coverage()))
    wordpress = plain(PostsReport((half,)), Path("/project"))
    validate({"version": 1, "command": "publish", "problems": [], "wordpress": wordpress})
    assert [(page["page"], page["locale"]) for page in wordpress["pages"]] == [("one", "fr")]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("locales/a.po:12: is torn; restore it", ("locales/a.po", 12, "is torn", "restore it")),
        ("config/diptych.toml: is not here", ("config/diptych.toml", None, "is not here", "")),
        ("three: is no page; type: diptych status", ("", None, "three: is no page", "type: diptych status")),
        ("https://forum.example/: answers 500", ("", None, "https://forum.example/: answers 500", "")),
    ],
)
def test_a_line_of_ours_comes_apart(message: str, expected: tuple[object, ...]) -> None:
    assert tuple(problem(message).values()) == expected


def test_the_schemas_are_sound_and_refuse_what_they_do_not_name() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    whole = {"version": 1, "command": "approve", "problems": [], "page": "one", "locale": "fr", "units": 3}
    validate(whole)
    jsonschema.Draft202012Validator(COMMANDS, registry=STORE).validate(whole)
    for wrong in ({**whole, "slug": "one"}, {**whole, "version": 2}, {**whole, "problems": ["a text"]}):
        with pytest.raises(AssertionError):
            validate(wrong)
