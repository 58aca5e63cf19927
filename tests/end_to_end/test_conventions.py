"""What other tools expect of the files we write, and a machine engine through the whole command line."""

import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import ROUND_1, ROUND_3, ROUND_4, Project
from tests.fakes.deepl_server import KEY, FakeDeepL, mirror


@pytest.mark.gettext
def test_msgfmt_accepts_every_catalogue_written(project: Project) -> None:
    project.edit_site("round-3.html", "9 June, 14:00", "16 June, 14:00")
    project.edit_site("round-1.html", "Warm light draws people", "Warm light draws many people")
    project.type("run", "--engine", "pseudo")
    catalogues = sorted((project.folder / "locales").rglob("*.po"))
    assert len(catalogues) == 4
    for path in catalogues:
        done = subprocess.run(
            ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_headers_and_lines_follow_the_conventions(project: Project) -> None:
    text = project.catalogue(ROUND_1).read_text(encoding="utf-8")
    for field in (
        "Project-Id-Version",
        "POT-Creation-Date",
        "Last-Translator",
        "Language-Team",
        "MIME-Version",
        "Content-Transfer-Encoding",
    ):
        assert f'"{field}: ' in text
    assert '"PO-Revision-Date: 1970-01-01 00:00+0000\\n"' in text, "it would be where two branches always conflict"
    assert '"Language: fr\\n"' in text
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in text
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in text
    assert max(len(line) for line in text.splitlines()) > 300, "texts are not wrapped"


@pytest.mark.gettext
def test_msgcat_keeps_every_review(project: Project) -> None:
    path = project.catalogue(ROUND_1)
    before = project.type("status", "--json")
    done = subprocess.run(["msgcat", "-o", str(path), str(path)], check=False)
    assert done.returncode == 0
    assert project.type("status", "--json") == before
    project.type("run")
    assert 'class="diptych-notice"' not in project.published(ROUND_1)


@pytest.mark.gettext
def test_a_tool_that_clears_every_mark_gets_nothing_published(project: Project) -> None:
    path = project.catalogue(ROUND_4)
    subprocess.run(["msgattrib", "--clear-fuzzy", "--clear-previous", "-o", str(path), str(path)], check=True)
    assert "fuzzy" not in path.read_text(encoding="utf-8")
    project.type("run")
    assert not (project.folder / f"locales/published/{ROUND_4}.fr.html").exists()
    assert "done but not accepted" in project.type("status", ROUND_4)


def test_deepl_fills_what_memory_does_not_know_and_nothing_of_it_is_published(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeDeepL(mirror) as deepl:
        config = project.folder / "config/diptych.toml"
        config.write_text(
            config.read_text(encoding="utf-8").replace("[engine]", f'[engine]\nserver_url = "{deepl.url}"'),
            encoding="utf-8",
        )
        monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
        dry = project.type("prefill", "--dry-run")
        assert not [request for request in deepl.requests if "translate" in request.path]
        assert "engine deepl: a key is set" in dry
        project.type("run")
        sent = len([request for request in deepl.requests if "translate" in request.path])
        assert sent > 0
        ledger = project.catalogue(ROUND_3).with_suffix(".review.tsv").read_text(encoding="utf-8")
        assert "\tmachine\t\t\tdeepl" in ledger
        assert not (project.folder / f"locales/published/{ROUND_3}.fr.html").exists()
        project.type("run")
        assert len([request for request in deepl.requests if "translate" in request.path]) == sent
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    project.catalogue(ROUND_3).write_text(
        text.replace("#, fuzzy\n", "").replace("20,000 GUESTS", "20\u00a0000 GUESTS"), encoding="utf-8"
    )
    project.type("accept", ROUND_3, "--as", "Hasty", expected=2)
    assert "machine text that nobody changed" in project.errors


def test_a_quota_that_is_used_up_is_one_line_and_keeps_what_is_there(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", "")
    config = project.folder / "config/diptych.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('name = "auto"', 'name = "deepl"'), encoding="utf-8")
    project.type("prefill", expected=3)
    assert project.errors.startswith("diptych: the engine deepl needs a key; set DEEPL_AUTH_KEY")


@pytest.mark.parametrize("wrong", ["foo", "forum.example/activities/", "http://["])
def test_init_with_what_is_no_address_is_one_line_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    assert main(["init", wrong, "-C", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f'diptych: "{wrong}" is no web address; give it whole')
    assert not list(tmp_path.iterdir())


def test_init_looks_at_the_site_and_writes_a_configuration_that_works(empty_project: Project) -> None:
    (empty_project.folder / "config/diptych.toml").unlink()
    (empty_project.folder / "config/fixed.csv").unlink()
    shown = empty_project.type("init", "https://forum.example/activities/")
    for words in ("made by WordPress; translated by WPML", "4 announcements listed", "French pages: 1 of 3 pages",
                  "content is taken from <main> (3 of 3", "sitemaps and feeds"):  # fmt: skip
        assert words in shown
    empty_project.type("fetch")
    assert "4 new" in empty_project.output
    assert "merge=union" in (empty_project.folder / ".gitattributes").read_text(encoding="utf-8")
    empty_project.type("init", "https://forum.example/activities/", expected=2)


def test_an_accept_that_finds_nothing_to_accept_says_why(project: Project) -> None:
    assert "clear the mark, or name the unit" in project.type("accept", ROUND_4, "--as", "Translator")
    project.translate_round_3()
    assert "clear the mark" not in project.output
