"""How places are named to people."""

import pytest

from pipeline.core.segmentation.labels import role_of


@pytest.mark.parametrize(
    ("place", "role"), [("li 2", "li"), ("h2", "h2"), ("h2 2", "h2"), ("h1 12", "h1"), ("alt", "alt")]
)
def test_the_number_of_a_heading_is_not_taken_for_that_of_its_place(place: str, role: str) -> None:
    assert role_of(place) == role
