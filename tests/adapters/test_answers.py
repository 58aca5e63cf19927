"""Answers that were paid for are kept whatever happens to the file they are in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline.adapters.answers import Answers
from pipeline.core.engines.engine import Answer
from pipeline.core.errors import BadFileError


def opened(path: Path, options: str = "x", target: str = "fr") -> Answers:
    return Answers(path, "deepl", options, "en", target)


def test_a_good_answer_is_there_for_the_next_run_and_for_the_same_options_only(tmp_path: Path) -> None:
    path = tmp_path / "some/answers.sqlite3"
    opened(path).keep({"Hello": Answer("Bonjour")}, again=True)
    assert opened(path).known(["Hello", "Bye"]) == {"Hello": Answer("Bonjour")}
    assert opened(path, options="y").known(["Hello"]) == {}
    assert opened(path, target="de").known(["Hello"]) == {}


def test_an_answer_that_cannot_be_used_stands_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    bad = Answer(None, "not used")
    opened(path).keep({"Hello": bad}, again=True)
    assert opened(path).known(["Hello"]) == {}
    opened(path).keep({"Hello": bad}, again=True)
    assert opened(path).known(["Hello"]) == {"Hello": bad}
    opened(path).keep({"Hello": Answer("Bonjour")}, again=True)
    assert opened(path).known(["Hello"]) == {"Hello": Answer("Bonjour")}
    opened(path).keep({"Bye": bad}, again=False)
    assert opened(path).known(["Bye"]) == {"Bye": bad}


def test_the_answers_of_an_earlier_version_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    opened(path).keep({"Hello": Answer("Bonjour")}, again=True)
    with sqlite3.connect(path) as connection:
        connection.executescript("alter table answer drop column tries; pragma user_version = 1;")
    assert opened(path).known(["Hello"]) == {"Hello": Answer("Bonjour")}
    assert opened(path).known(["Hello"]) == {"Hello": Answer("Bonjour")}


@pytest.mark.parametrize("content", [b"", b"this is no database, whatever its name says" * 40])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.sqlite3"
    path.write_bytes(content)
    opened(path).keep({"Hello": Answer("Bonjour")}, again=True)
    assert opened(path).known(["Hello"]) == {"Hello": Answer("Bonjour")}


def test_a_file_in_use_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.sqlite3"
    opened(path).keep({"Hello": Answer("Bonjour")}, again=True)
    connect = sqlite3.connect
    monkeypatch.setattr("sqlite3.connect", lambda place: connect(place, timeout=0))
    with connect(path) as other:
        other.execute("begin exclusive")
        with pytest.raises(BadFileError, match="locked"):
            opened(path)
        other.rollback()
    assert opened(path).known(["Hello"]) == {"Hello": Answer("Bonjour")}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadFileError, match="check the folder's rights"):
        opened(tmp_path / "file/answers.sqlite3")
