"""Sentences end where people say they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.sentences import split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("Dr. Lamp came at 3 p.m. on foot. He left.", ["Dr. Lamp came at 3 p.m. on foot.", "He left."]),
        ("See e.g. Bath. The U.S. team left.", ["See e.g. Bath.", "The U.S. team left."]),
        ("<b1>One. Two.</b1> Three.", ["<b1>One. Two.</b1>", "Three."]),
        ("“Why?” he asked. “So.” Then he went.", ["“Why?” he asked.", "“So.”", "Then he went."]),
        ("M. Pont vint. « Où ? » dit-il.", ["M. Pont vint.", "« Où ? » dit-il."]),
        ("no end", ["no end"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert list(split(text)) == sentences


@given(st.text(alphabet="Ab. !?\u00a0<>/1"))
def test_nothing_but_spaces_is_lost(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
