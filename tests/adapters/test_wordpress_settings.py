"""The [wordpress] section: what it means, and what cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adapters.settings import load
from pipeline.core.errors import SettingsError
from pipeline.core.settings.wordpress import WordPressSettings

SITE = '[site]\naddress = "{}"\npages = ["https://forum.example/a/"]\n'
STORED = SITE + 'source = "wordpress"\n'


def loaded(folder: Path, text: str, address: str = "https://forum.example") -> WordPressSettings:
    (folder / "config").mkdir()
    (folder / "config/diptych.toml").write_text(text.format(address), encoding="utf-8")
    environment = {"DIPTYCH_WORDPRESS_USER": "publisher", "DIPTYCH_WORDPRESS_PASSWORD": "abcd efgh"}
    return load(folder, environment).wordpress


def test_a_project_has_nothing_to_do_with_wordpress_unless_it_says_so(tmp_path: Path) -> None:
    assert not loaded(tmp_path, SITE).is_source


def test_the_defaults_are_the_careful_ones(tmp_path: Path) -> None:
    chosen = loaded(tmp_path, STORED)
    assert (chosen.address, chosen.status, chosen.types) == ("https://forum.example/", "draft", ("posts", "pages"))
    assert (chosen.user, chosen.password) == ("publisher", "abcd efgh")
    assert "abcd" not in repr(chosen)


@pytest.mark.parametrize(
    ("text", "address", "message"),
    [
        (STORED, "http://forum.example", "would get the password unencrypted"),
        (STORED + '[wordpress]\naddress = "http://cms.forum.example"\n', "https://forum.example", "unencrypted"),
        (STORED + '[wordpress]\nstatus = "live"\n', "https://forum.example", '"live" is not known here; one of draft'),
        (STORED + '[wordpress]\nauthor = "me"\n', "https://forum.example", "one of english, account"),
        (STORED + "[wordpress]\ntypes = []\n", "https://forum.example", "at least one type"),
        (STORED + '[wordpress]\npassword = "x"\n', "https://forum.example", "is no setting"),
        (SITE + 'source = "joomla"\n', "https://forum.example", "one of html, wordpress"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, text: str, address: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        loaded(tmp_path, text, address)


def test_this_machine_needs_no_encryption(tmp_path: Path) -> None:
    assert loaded(tmp_path, STORED, "http://127.0.0.1:8080").address == "http://127.0.0.1:8080/"
