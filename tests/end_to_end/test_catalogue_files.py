"""fmt, msgmerge, split and the plan of extract, as people type them."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from pathlib import Path

import pytest

from pipeline.adapters import po_files, turns
from pipeline.cli import main
from pipeline.core.errors import UsageError
from pipeline.core.ledger import source_hash
from tests.conftest import ROUND_1, ROUND_3, Project

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.gettext
def test_fmt_puts_what_a_tool_wrapped_in_its_form_and_then_rests(project: Project) -> None:
    path = project.catalogue(ROUND_1)
    wanted = path.read_bytes()
    subprocess.run(["msgcat", "--width=40", str(path), "-o", str(path)], check=True)
    ledger = path.with_suffix(".review.tsv")
    lines = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text("\n".join([lines[0], *reversed(lines[1:]), lines[1]]) + "\n", encoding="utf-8")
    before = project.files("locales")
    shown = project.type("fmt", "--check", expected=1)
    assert "1 would change" in shown, "a ledger is a set of lines"
    assert project.files("locales") == before
    assert "2 changed" in project.type("fmt")
    assert path.read_bytes() == wanted
    assert "0 changed" in project.type("fmt")
    project.type("fmt", "--check")


def test_fmt_names_what_it_cannot_read_and_does_the_others(project: Project) -> None:
    project.edit_catalogue(ROUND_1, 'msgid "', "msgid ")
    project.type("fmt", expected=2)
    assert f"{ROUND_1}.po:" in project.errors


def test_fmt_check_has_nothing_against_a_ledger_that_git_united(project: Project) -> None:
    path = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    heading, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(heading + "".join(reversed(lines)), encoding="utf-8")
    project.type("fmt", "--check")
    path.write_text(heading + "".join(lines).replace("\n", "\r\n"), encoding="utf-8", newline="")
    project.type("fmt", "--check", expected=1)


def test_fmt_leaves_a_ledger_alone_that_is_not_utf_8(project: Project) -> None:
    path = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    spoilt = path.read_bytes().replace(b"Web team", b"Andr\xe9", 1)
    path.write_bytes(spoilt)
    project.type("fmt", expected=2)
    assert f"{ROUND_1}.review.tsv:" in project.errors
    assert "is not UTF-8; restore the file from git" in project.errors
    assert path.read_bytes() == spoilt


def test_the_merge_driver_names_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = tmp_path / "ours.po"
    ours.write_text(HEADER, encoding="utf-8")
    assert main(["merge-driver", str(tmp_path / "base.po"), str(ours), str(ours)]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f"diptych: {tmp_path}/base.po: is not there")
    assert "markers" not in shown.out + shown.err


def test_msgmerge_keeps_french_contexts_comments_and_never_guesses_a_date(tmp_path: Path) -> None:
    old, new, out = tmp_path / "old.po", tmp_path / "new.po", tmp_path / "out.po"
    old.write_text(
        HEADER + '\n# mine\nmsgid "We will look at the river"\nmsgstr "Nous verrons le fleuve"\n'
        '\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "Ouvrir"\n\nmsgid "5 May, 14:00"\nmsgstr "5 mai, 14 h"\n'
        '\n#~ msgid "Back"\n#~ msgstr "Retour"\n', encoding="utf-8",
    )  # fmt: skip
    new.write_text(
        HEADER + '\n#: a.html:3\n#, c-format\nmsgid "We looked at the river"\nmsgstr ""\n\nmsgctxt "menu"\nmsgid "Open"\n'
        'msgstr ""\n\nmsgid "9 June, 14:00"\nmsgstr ""\n\nmsgid "Back"\nmsgstr ""\n', encoding="utf-8",
    )  # fmt: skip
    assert main(["msgmerge", str(old), str(new), "-o", str(out)]) == 0
    merged = po_files.loads(out.read_bytes(), "out.po", "out", "fr")
    assert [(u.context, u.target, u.fuzzy) for u in merged.units] == [
        (None, "Nous verrons le fleuve", True), ("menu", "Ouvrir", False), (None, "", False), (None, "Retour", False),
    ]  # fmt: skip
    first = merged.units[0]
    assert (first.comments, first.references, first.flags) == ("mine", ("a.html:3",), ("c-format",))
    assert [unit.source for unit in merged.obsolete] == ["5 May, 14:00", "We will look at the river"]


def test_a_sentence_whose_date_changed_keeps_its_old_french_as_fuzzy_beside_the_old_english(tmp_path: Path) -> None:
    old, new, out = tmp_path / "old.po", tmp_path / "new.po", tmp_path / "out.po"
    was, is_now = (f"The next evening by the river is on {day} June 2026 in the town hall" for day in (16, 18))
    french = "La prochaine soirée au bord du fleuve a lieu le 16 juin 2026 à la mairie"
    old.write_text(f'{HEADER}\nmsgid "{was}"\nmsgstr "{french}"\n', encoding="utf-8")
    new.write_text(f'{HEADER}\nmsgid "{is_now}"\nmsgstr ""\n', encoding="utf-8")
    assert main(["msgmerge", str(old), str(new), "-o", str(out)]) == 0
    (unit,) = po_files.loads(out.read_bytes(), "out.po", "out", "fr").units
    assert (unit.target, unit.fuzzy, unit.previous) == (french, True, was)


def test_one_text_may_have_different_french_in_two_places(project: Project) -> None:
    source = "More information and registration"
    path = project.folder / "locales" / "en" / f"{ROUND_3}.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</article>", f"<h2>{source}</h2><p>{source}</p></article>", 1), encoding="utf-8")
    project.type("extract")
    shown = project.type("split", ROUND_3, source)
    assert "where it is h2" in shown
    catalogue = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    assert f'msgctxt "h2"\nmsgid "{source}"' in catalogue
    project.type("extract")
    assert project.catalogue(ROUND_3).read_text(encoding="utf-8") == catalogue
    units = [line.split()[0] for line in shown.splitlines() if "where it is" in line]
    project.type("split", ROUND_3, units[0], "--undo")
    assert "msgctxt" not in project.catalogue(ROUND_3).read_text(encoding="utf-8")
    project.type("split", ROUND_3, units[0], expected=2)


@pytest.mark.parametrize("by", ["the name before", "the text", "one place", "the other place"])
def test_a_split_is_taken_back_by_every_name_that_people_may_have(project: Project, by: str) -> None:
    source = "Come and see"
    path = project.folder / "locales" / "en" / f"{ROUND_3}.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</article>", f"<h2>{source}</h2><h2>{source}</h2></article>", 1), encoding="utf-8")
    project.type("extract")
    name = source_hash(source)[:6]
    places = [line.split()[0] for line in project.type("split", ROUND_3, name).splitlines() if "where it is" in line]
    assert project.catalogue(ROUND_3).read_text(encoding="utf-8").count("#. h2\n") >= 2
    known = {"the name before": name, "the text": source, "one place": places[0], "the other place": places[1]}
    project.type("split", ROUND_3, known[by], "--undo")
    assert "msgctxt" not in project.catalogue(ROUND_3).read_text(encoding="utf-8")
    project.type("split", ROUND_3, name, "--undo", expected=2)
    assert "is not split" in project.errors


def test_status_lists_every_unit_with_its_name_also_when_nothing_waits(project: Project) -> None:
    listed = re.findall(r"^ +([0-9a-f]{6}) reviewed ", project.type("status", ROUND_1, "--all"), re.MULTILINE)
    assert len(set(listed)) > 20
    assert not re.findall(r" reviewed ", project.type("status", ROUND_1))
    project.type("accept", ROUND_1, listed[0], "--as", "Ann")


def test_split_french_reaches_its_own_place_and_no_other(project: Project) -> None:
    source = "Come and see"
    path = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</article>", f"<h2>{source}</h2><p>{source}</p></article>", 1), encoding="utf-8")
    project.type("extract")
    project.edit_catalogue(ROUND_1, f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "Venez voir"')
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("split", ROUND_1, source)
    assert "0 units" not in project.type("publish")
    assert project.published(ROUND_1).count("Venez voir") == 2, "both were reviewed before they were split"
    project.edit_catalogue(
        ROUND_1,
        f'msgctxt "h2"\nmsgid "{source}"\nmsgstr "Venez voir"',
        f'msgctxt "h2"\nmsgid "{source}"\nmsgstr "Venez et voyez"',
    )
    project.type("publish")
    assert "Venez et voyez" not in project.published(ROUND_1), "nobody accepted it yet"
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("publish")
    assert "<h2>Venez et voyez</h2><p>Venez voir</p>" in project.published(ROUND_1)


def test_a_place_that_goes_publishes_nothing_in_anothers_place(project: Project) -> None:
    source = "Come and see"
    path = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    text = path.read_text(encoding="utf-8")
    first = f"<p>{source}</p>"
    path.write_text(text.replace("</article>", f"{first}<p>{source}</p></article>", 1), encoding="utf-8")
    project.type("extract")
    project.edit_catalogue(ROUND_1, f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "Venez voir"')
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("split", ROUND_1, source)
    place = f'msgctxt "p 2 of 2"\nmsgid "{source}"\nmsgstr '
    project.edit_catalogue(ROUND_1, f'{place}"Venez voir"', f'{place}"Venez et voyez"')
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("publish")
    before = project.published(ROUND_1)
    assert "<p>Venez voir</p><p>Venez et voyez</p>" in before
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(first, "", 1), encoding="utf-8")
    project.type("run", "--offline")
    assert "<p>Venez voir</p><p>Venez et voyez</p>" in project.published(ROUND_1), "it stays as it was published"
    held = project.catalogue(ROUND_1).read_text(encoding="utf-8")
    assert "# other version: Venez et voyez" in held
    assert '#~ msgctxt "p 2 of 2"' in held
    project.edit_catalogue(ROUND_1, 'msgstr "Venez voir"\n\n#~', 'msgstr "Venez et voyez"\n\n#~')
    unit = next(line.split()[0] for line in project.type("status", ROUND_1).splitlines() if f" {source}" in line)
    project.type("accept", ROUND_1, unit, "--as", "Ann")
    project.type("publish")
    assert "<p>Venez et voyez</p></article>" in project.published(ROUND_1)
    assert "places changed" not in project.catalogue(ROUND_1).read_text(encoding="utf-8")


def test_each_spelling_of_a_sentence_can_be_accepted_by_its_name(project: Project) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_3}.html"
    text = path.read_text(encoding="utf-8")
    added = "<p>It's open</p><p>It\u2019s open</p></article>"
    path.write_text(text.replace("</article>", added, 1), encoding="utf-8")
    project.type("extract")
    for source, target in (("It's open", "C'est ouvert"), ("It\u2019s open", "Il est ouvert")):
        project.edit_catalogue(ROUND_3, f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    shown = [line.split()[0] for line in project.type("status", ROUND_3).splitlines() if line.endswith("s open")]
    assert len(set(shown)) == 2
    project.type("accept", ROUND_3, shown[0][:6], "--as", "Ann", expected=2)
    assert all(name in project.errors for name in shown)
    for name in shown:
        assert "1 unit of" in project.type("accept", ROUND_3, name, "--as", "Ann")


def test_the_plan_is_what_is_done(project: Project) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_3}.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("we will look at", "we looked at", 1), encoding="utf-8")
    before = project.files("locales")
    plan = project.type("extract", "--dry-run", ROUND_3)
    assert project.files("locales") == before
    assert "1 changed" in plan
    assert "we [-will look-]{+looked+} at" in plan
    done = project.type("extract", ROUND_3)
    assert done.splitlines()[1:] == plan.splitlines()[1:]
    assert project.type("extract", ROUND_3).startswith("extract   24 unchanged")


def test_one_word_is_not_counted_as_words(project: Project) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_3}.html"
    path.write_text(
        path.read_text(encoding="utf-8").replace("</article>", "<h2>Hurry</h2></article>", 1), encoding="utf-8"
    )
    assert "1 added (1 word)" in project.type("extract")


def test_two_writers_take_turns(project: Project) -> None:
    with turns.alone(project.folder), pytest.raises(UsageError, match="another diptych is at work"):
        in_another_process(project.folder)


def in_another_process(folder: Path) -> None:
    """A lock held by this process is seen through another open file, as another process would."""
    handle = os.open(folder / ".diptych" / "lock", os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with turns.alone(folder, patience=0.1):
            pytest.fail("two at once")
    finally:
        os.close(handle)
