"""Configuration and pairs files: every mistake is one clear line, and no input ends in a traceback."""

import contextlib
import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_test
from hypothesis import strategies as st

from pipeline.adapters import pairs_file, settings
from pipeline.core.errors import BadFileError, PipelineError, SettingsError
from pipeline.core.gates.floors import Exemption
from pipeline.core.settings.values import Settings

GOOD = '[site]\naddress = "https://forum.example"\nlistings = ["https://forum.example/news/"]\n'


def load(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config/diptych.toml").write_text(text, encoding="utf-8")
    return settings.load(tmp_path, {"DEEPL_AUTH_KEY": "secret"})


def test_defaults_are_filled_in_and_the_key_is_never_shown(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert (loaded.address, loaded.targets, loaded.engine) == ("https://forum.example/", ("fr",), "auto")
    assert "secret" not in repr(loaded)
    assert "{date}" in loaded.notice_for("fr")
    assert load(tmp_path, GOOD + "[publish]\nnotice = false\n").notice_for("fr") == ""


EXCEPTION = "[[coverage.exceptions]]\npage = 'a'\nmin_reviewed = 5\nuntil = 2027-01-31\nbecause = 'soon'\n"


def test_exceptions_of_coverage(tmp_path: Path) -> None:
    day = datetime.date(2027, 1, 31)
    for until in ("2027-01-31", "'2027-01-31'", "2027-01-31T10:00:00"):
        loaded = load(tmp_path, GOOD + EXCEPTION.replace("2027-01-31", until))
        assert loaded.exemptions == (Exemption("a", 5, day, "soon"),)
    with pytest.raises(SettingsError, match=r"config/diptych.toml:4: exception 1"):
        load(tmp_path, GOOD + "[[coverage.exceptions]]\n")


MISTAKES = [
    ("x = 1\n" + GOOD, '"x" is no setting'),
    (GOOD + '[languages]\ntargets = ["en"]\n', "is the source language"),
    (GOOD + '[languages]\ntargets = ["fr", "fr"]\n', "once"),
    (GOOD + '[languages]\ntargets = ["klingon!"]\n', "no language"),
    (GOOD + '[engine]\nname = "babelfish"\n', "no engine"),
    (GOOD + '[publish]\npolicy = "yolo"\n', "no policy"),
    (GOOD + '[publish]\nfolder = "../www"\n', "inside the project"),
    (GOOD + '[publish]\nfolder = "locales"\n', "inside the project"),
    (GOOD + "[publish]\nnotice_text = {fr = 3}\n", "a table of texts"),
    (GOOD + "[coverage]\nmin_reviewed = 101\n", "0 to 100"),
    (GOOD + "[coverage]\nmin_reviewed = true\n", "a whole number"),
    (GOOD + "[[coverage.exceptions]]\npage = 'a'\n", "exception 1: min_reviewed, until, because are missing"),
    (GOOD + EXCEPTION.replace("until = 2027-01-31", "until = 31"), '"until" is the last day'),
    (GOOD + EXCEPTION.replace("min_reviewed = 5", "min_reviewed = true"), "0 to 100"),
    (GOOD + EXCEPTION.replace("because", "reason"), '"reason" is no setting'),
    (GOOD + EXCEPTION.replace("'soon'", "''"), '"because" should be text'),
    (GOOD + EXCEPTION + EXCEPTION, '"a" has two exceptions'),
    (GOOD + "[coverage]\nexceptions = ['a']\n", "written as [[coverage.exceptions]]"),
    (GOOD + "[coverage.exceptions]\npage = 'a'\n", "written as [[coverage.exceptions]]"),
    ("[site]\n", "site.address"),
    ("[site\n", "config/diptych.toml"),
]


@pytest.mark.parametrize(("text", "word"), MISTAKES)
def test_mistakes(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    assert word in str(caught.value)


PAIRS = [
    (b"pages = 3", "no table"),
    (b"\xff", "restore"),
    (b"version = 2", "update diptych"),
    (b"[pages.a]\n", "no address"),
    (b'[pages.a]\naddress = "javascript:alert(1)"\n', "no web address"),
    (b'[pages.a]\naddress = "https://forum.example/\\"><script>"\n', "no web address"),
    (b'[pages."../a"]\naddress = "https://forum.example/"\n', "no name for a page"),
    (b'[pages.a]\naddress = "https://forum.example/"\n[pages.a."../fr"]\n', "no language"),
    (b'[pages.a]\naddress = "https://forum.example/"\n[pages.a.fr]\npublished = "soon"\n', "no date"),
    (b'[pages.a]\naddress = "https://forum.example/"\n[pages.a.fr]\nfollow = "x"\n', "not known"),
    (
        b'[pages.a]\naddress = "https://forum.example/"\n[pages.b]\naddress = "https://forum.example/"\n',
        "address of a and b",
    ),
]


@pytest.mark.parametrize(("data", "word"), PAIRS)
def test_broken_pairs(data: bytes, word: str) -> None:
    with pytest.raises(BadFileError) as caught:
        pairs_file.loads(data, "locales/pairs.toml")
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
)


@settings_of_test(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["version", "pages", "x"]), VALUES))
def test_any_pairs_file_loads_or_is_refused(content: dict[str, object]) -> None:
    import tomli_w

    with contextlib.suppress(PipelineError):
        pairs_file.loads(tomli_w.dumps(content).encode("utf-8", "replace"), "pairs.toml")
