"""How quickly a stage goes, in words."""

import pytest

from pipeline.core.pace import left, pace


@pytest.mark.parametrize(
    ("number", "total", "seconds", "expected"),
    [
        (1, 100, 5.0, ""),
        (50, 100, 1.0, ""),
        (41, 100, 4.0, ", 10 a second, 6 s left"),
        (11, 10_010, 20.0, ", 2 s each, 5 h 33 min left"),
        (101, 1000, 10.0, ", 10 a second, 2 min left"),
        (10, 10, 9.0, ", 1 a second, 1 s left"),
    ],
)
def test_the_rate_and_the_time_left_are_said_once_they_are_known(
    number: int, total: int, seconds: float, expected: str
) -> None:
    assert pace(number, total, seconds) == expected


def test_a_duration_has_the_unit_that_people_use() -> None:
    assert [left(seconds) for seconds in (0.4, 59, 60, 3599, 3600, 7199.9, 9000)] == [
        "0 s",
        "59 s",
        "1 min",
        "1 h 0 min",
        "1 h 0 min",
        "2 h 0 min",
        "2 h 30 min",
    ]
