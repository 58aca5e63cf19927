"""Small things said about texts."""

import pytest

from pipeline.core.text import counted


@pytest.mark.parametrize(
    ("number", "noun", "verb", "said"),
    [
        (1, "text", "", "1 text"),
        (0, "text", "", "0 texts"),
        (2, "word", "", "2 words"),
        (1, "unit", "wait", "1 unit waits"),
        (3, "error", "stand", "3 errors stand"),
    ],
)
def test_one_is_not_many(number: int, noun: str, verb: str, said: str) -> None:
    assert counted(number, noun, verb) == said
