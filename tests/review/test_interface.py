"""The page's own words are translated with this very tool: every text reviewed, by its ledger, without an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.adapters import po_files
from pipeline.core.coverage import measure
from pipeline.core.ledger import Ledger, loads
from pipeline.core.model import Catalogue
from pipeline.core.verify import Checker, errors
from pipeline.review import texts as words
from pipeline.review.texts import HERE, LANGUAGES, load, path, used


def held(language: str) -> tuple[Catalogue, Ledger]:
    catalogue = po_files.load(path(language), "review", language)
    ledger = loads(path(language).with_suffix(".review.tsv").read_text(encoding="utf-8"))
    assert catalogue is not None
    assert isinstance(ledger, Ledger)
    return catalogue, ledger


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_word_of_the_page_is_reviewed(language: str) -> None:
    catalogue, ledger = held(language)
    assert [unit.source for unit in catalogue.units] == list(used()), "type: make interface"
    assert measure(catalogue.units, ledger).percent == 100
    assert errors(Checker("en", language).units(catalogue.units)) == ()
    assert po_files.dumps(catalogue) == path(language).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_has_the_fields_of_its_text(language: str) -> None:
    for unit in held(language)[0].units:
        assert sorted(re.findall(r"\{\w*\}", unit.source)) == sorted(re.findall(r"\{\w*\}", unit.target)), unit.source


def test_words_that_nobody_accepted_are_shown_in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "review.po"
    copy.write_bytes(path("fr").read_bytes())
    ledger = path("fr").with_suffix(".review.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    copy.with_suffix(".review.tsv").write_text("".join(ledger[:-1]), encoding="utf-8")
    monkeypatch.setattr(words, "path", lambda _: copy)
    assert len(words.load()["fr"].known) == len(list(used())) - 1


def test_numbers_are_counted_as_each_language_counts() -> None:
    known = load()
    assert known["en"].counted(0, "{n} word", "{n} words") == "0 words"
    assert known["fr"].counted(0, "{n} word", "{n} words") == "0 mot"
    assert known["fr"].counted(1234, "{n} word", "{n} words") == "1\u202f234 mots"


def test_no_template_shows_words_that_nobody_can_translate() -> None:
    """Between tags there is either an expression or nothing; names and keys apart."""
    allowed = re.compile(
        r"^(Diptych|·|Ctrl|Enter|Shift|Alt|[SEWCZNM↓↑?1-9…→%()↵ .,:/]|Français|English|Ctrl ↵|diptych|run|\s|&\w+;)*$"
    )
    for template in HERE.glob("templates/*.j2"):
        text = template.read_text(encoding="utf-8")
        text = re.sub(r"\{% block (?:script|kind) %\}\w*\{% endblock %\}", "", text)
        text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "\0", text, flags=re.DOTALL)
        text = re.sub(r"\{\{.*?\}\}", "\0", text, flags=re.DOTALL)
        text = re.sub(r"<(script|style)\b.*?</\1>|<code>.*?</code>|<[^>]*>", "\0", text, flags=re.DOTALL)
        for piece in text.split("\0"):
            assert allowed.match(piece.strip()), f"{template.name}: {piece.strip()!r}"
