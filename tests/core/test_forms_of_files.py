"""Small files' forms: which line of a TOML file is wrong, what a later version is, addresses that are none."""

import pytest

from pipeline.core import toml_text
from pipeline.core.addresses import based, join, split, without_anchor
from pipeline.core.engines import spending


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a = 1\nb = " + b"9" * 5000, None, "shorten it"),
        (b"a = " + b"[" * 5000, None, "take them out"),
        (b"x = 1\n" + b"a." * 200 + b"a = 1\n", 2, "shorten it"),
    ],
)
def test_the_line_that_is_wrong_in_a_toml_file(data: bytes, line: int | None, words: str) -> None:
    found = toml_text.loads(data)
    assert isinstance(found, toml_text.Mistake)
    assert found.line == line
    assert words in found.message


def test_dots_in_values_and_comments_are_no_parts_of_a_key() -> None:
    assert toml_text.loads(b"# " + b"." * 200 + b"\na = '" + b"." * 200 + b"'\n") == {"a": "." * 200}


def test_a_record_of_characters_of_a_later_version_is_left_alone() -> None:
    assert spending.loads(spending.HEADING) == spending.Spending()
    found = spending.loads(spending.HEADING.replace("sent 1:", "sent 2:"))
    assert found == (1, "is of another version of the format; update diptych")


def test_an_address_that_is_none_is_taken_as_it_stands() -> None:
    assert join("https://forum.example/a/", "b") == "https://forum.example/a/b"
    assert join("https://forum.example/a/", "http://[") == "http://["
    assert without_anchor("http://[#a") == ("http://[#a", "")
    assert split("http://[").path == "http://["
    assert based("https://forum.example/a/", "../b/") == "https://forum.example/b/"
    assert based("https://forum.example/a/", "http://[") == "https://forum.example/a/"
    assert based("https://forum.example/a/", None) == "https://forum.example/a/"
