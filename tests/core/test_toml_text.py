"""A TOML file that cannot be read is told as a line, what is wrong in it, and what to do."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.toml_text import Mistake, loads


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a = "x"\nsite = \n', 2, 'site = — the value is missing or none; a text stands in "quotes"'),
        ('a = "x\nb = 1\n', 1, 'a = "x — a text does not end in its line; close its quotes'),
        ("a = 1\n\na = 2\n", 3, "a = 2 — this key stands here for the second time; take one of the two out"),
        ("[a]\n[b]\n[a]\n", 3, "[a] — this table stands here for the second time; put both together"),
        ("a = 1\nb = [1,\n", 2, "the file ends in the middle of a value; close its quotes or brackets"),
        ('a = ["x"\n\n[b]\nc = 1\n', 3, "[b] — a list or table before it has no end; close its bracket"),
        ('a = """x\n\n', 2, "the file ends in the middle of a value"),
        ("a = 1\n<<<<<<< HEAD\nb = 1\n", 2, "git left a conflict here; choose one side"),
        ("a b = 1\n", 1, "mend that line"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, words: str) -> None:
    found = loads(text.encode())
    assert isinstance(found, Mistake)
    assert found.line == line
    assert words in found.message


def test_a_file_that_is_no_utf_8_is_told_with_its_line() -> None:
    assert loads(b"a = 1\nb = '\xe9'\n") == Mistake(2, "is not UTF-8; save the file as UTF-8")


def test_the_mark_that_some_editors_put_first_does_no_harm() -> None:
    assert loads(b"\xef\xbb\xbfa = 1\n") == {"a": 1}


@given(st.text(alphabet="a=[]\"'\n 1.#{},<é", max_size=40))
def test_every_file_is_read_as_pythons_parser_does_or_told_in_one_line(text: str) -> None:
    found = loads(text.encode())
    try:
        assert found == tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert isinstance(found, Mistake)
        assert 1 <= (found.line or 1) <= max(1, len(text.splitlines()))
        assert "\n" not in found.message
        assert "; " in found.message
