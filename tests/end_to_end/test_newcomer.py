"""A newcomer tries Diptych on the sample server, with nothing but what the README says."""

from pathlib import Path

import pytest

from pipeline.adapters.web import Web
from pipeline.cli import main
from sample.serving import SampleSite
from tests.conftest import ROUND_1, ROUND_4


def test_init_on_the_sample_server_makes_a_project_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "DIPTYCH_FETCH_FROM", "DEEPL_AUTH_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    defaults = Web.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "sleep", lambda _: None)
    with SampleSite(own_links=True) as site:
        assert b"https://forum.example/" not in site.answer("/topics/evenings/web-conferences-round-1/")[2]
        assert main(["init", f"{site.address}activities/"]) == 0
        assert "4 announcements listed" in capsys.readouterr().out
        assert main(["fetch"]) == 0
        assert main(["learn", "--accept", "--as", "Web team"]) == 0
        assert main(["run"]) == 0
    shown = capsys.readouterr().out
    assert main(["run"]) == 3, "the site is down"
    captured = capsys.readouterr()
    assert captured.err.startswith("diptych: 5 addresses were not asked for, since http://127.0.0.1:")
    assert captured.err.count("\n") == 1
    assert f"UP TO DATE    {ROUND_1} [fr]  {site.address}fr/" in shown
    assert f"WAITING       {ROUND_4} [fr]" in shown
    assert (tmp_path / "public/topics/evenings" / ROUND_1 / "index.html").is_file()


def test_nothing_typed_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "status " in capsys.readouterr().err
