"""A crash means redo: files left behind load, and the next run completes as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import pytest

from sample.demo import fill, prepared
from tests.conftest import ROUND_3, Project

STAGES = [
    ["fetch"],
    ["learn", "--accept", "--as", "Web team"],
    ["extract"],
    ["prefill"],
    ["accept", ROUND_3, "--as", "Ann"],
    ["publish"],
    ["run"],
]


class PowerCut(BaseException):
    """Nothing in the program may catch it."""


def masked(found: dict[str, bytes]) -> dict[str, bytes]:
    """Without what differs by request: nonces. Left-over temporary files do not count."""
    return {
        k: re.sub(rb"[0-9a-f]{10}", b"*", v)
        for k, v in found.items()
        if not Path(k).name.startswith(".") and ".po" not in k
    }


def play(project: Project, stages: list[list[str]]) -> None:
    for stage in stages:
        if stage[0] == "accept" and project.catalogue(ROUND_3).exists():
            fill(project.catalogue(ROUND_3), prepared())
        project.type(*stage)


@pytest.mark.parametrize("when", [1, 2, 3, 5])
@pytest.mark.parametrize("stage", range(len(STAGES)), ids=lambda number: STAGES[number][0])
@pytest.mark.parametrize("after", [False, True], ids=["before the rename", "after it"])
def test_a_stage_killed_in_the_middle_is_simply_run_again(
    empty_project: Project, monkeypatch: pytest.MonkeyPatch, stage: int, when: int, after: bool
) -> None:
    play(empty_project, STAGES[:stage])
    if STAGES[stage][0] == "accept":
        fill(empty_project.catalogue(ROUND_3), prepared())
    real, calls = os.replace, iter(range(1, 1000))

    def cut(source: str, target: str) -> None:
        number = next(calls)
        if number == when and not after:
            raise PowerCut
        real(source, target)
        if number == when:
            raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", cut)
        with contextlib.suppress(PowerCut):
            empty_project.type(*STAGES[stage])
    empty_project.type("status")
    play(empty_project, STAGES[stage:])
    killed = masked(empty_project.files())
    assert any("soirees-au-bord" in name for name in killed)
    published = empty_project.published(ROUND_3)
    assert "Au cours de cette séance" in published
    empty_project.type("run")
    assert masked(empty_project.files()) == killed
