"""What a reviewer does ends on disk as an editor would leave it, with a fact in the ledger; nothing of others is lost."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import Any

import polib
import pytest

from pipeline import log
from pipeline.adapters import files, po_files
from pipeline.core.ledger import Ledger, loads, unit_id
from pipeline.core.model import Kind, Unit
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, Project
from tests.review.conftest import Come
from tests.test_log import Heard

ENGLISH = "Registration is free, and places are not limited."
FRENCH = "L’inscription est gratuite et le nombre de places n’est pas limité."
OTHER = "L’inscription est libre et gratuite, sans limite de places."


def unit(project: Project, slug: str = ROUND_2, source: str = ENGLISH) -> Unit:
    catalogue = po_files.load(project.catalogue(slug), slug, "fr")
    assert catalogue is not None
    return next(unit for unit in catalogue.units if unit.source == source)


def ledger(project: Project, slug: str = ROUND_2) -> Ledger:
    found = loads(project.catalogue(slug).with_suffix(".review.tsv").read_text(encoding="utf-8"))
    assert isinstance(found, Ledger)
    return found


def acts(project: Project, slug: str = ROUND_2) -> list[tuple[str, str, str]]:
    """Kind, name and origin of the facts that are true of the unit as it stands."""
    return [(fact.kind, fact.who, fact.origin) for fact in ledger(project, slug).about(unit(project, slug))]


def in_poedit(project: Project, target: str, slug: str = ROUND_2, source: str = ENGLISH) -> None:
    """What an editor does: give the unit a text and write the whole file."""
    path = project.catalogue(slug)
    catalogue = polib.pofile(str(path), wrapwidth=0, encoding="utf-8")
    entry = next(entry for entry in catalogue if entry.msgid == source)
    entry.msgstr, entry.flags = target, []
    path.write_bytes((str(catalogue) + "\n").encode("utf-8"))


def test_saving_leaves_what_an_editor_would_have_left_and_the_name(come: Come, project: Project) -> None:
    anna = come()
    answer = anna.act("save", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    assert answer.status_code == 200
    ours = project.catalogue(ROUND_2).read_bytes()
    in_poedit(project, FRENCH)
    project.type("fmt")
    assert project.catalogue(ROUND_2).read_bytes() == ours
    assert (unit(project).target, unit(project).fuzzy) == (FRENCH, False)
    assert acts(project) == [("written", "Anna", "")]
    assert answer.json()["state"] == "claimed", "saved is not accepted"


def test_accepting_is_what_the_command_line_does(come: Come, project: Project) -> None:
    anna = come()
    answer = anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    assert (answer.status_code, answer.json()["state"], answer.json()["waiting"]) == (200, "reviewed", 0)
    by_page = project.files("locales")
    project.edit_catalogue(ROUND_2, FRENCH, OTHER)
    in_poedit(project, FRENCH)
    path = project.catalogue(ROUND_2).with_suffix(".review.tsv")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "Anna" not in line), encoding="utf-8")
    project.type("accept", ROUND_2, "--as", "Anna")
    assert project.files("locales") == by_page


@pytest.mark.parametrize(
    "broken", ["L’inscription <b1>est gratuite</b1>.", "<script>x</script>", "Gratuit {{ 7 }}", "3 places", "   "]
)
def test_what_the_checks_refuse_is_not_accepted_and_nothing_changes(come: Come, project: Project, broken: str) -> None:
    anna = come()
    before = project.files()
    answer = anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=broken)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert project.files() == before


def test_the_english_change_does_not_matter(come: Come, project: Project) -> None:
    page = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    text = page.read_text(encoding="utf-8")
    assert "Warm light draws people" in text
    page.write_text(text.replace("Warm light draws people", "Warm light draws many people"), encoding="utf-8")
    project.type("extract")
    anna = come()
    seen = next(one for one in anna.client.get(f"/changes/{ROUND_1}/fr").json()["units"] if one["state"] == "fuzzy")
    panel = anna.client.get(f"/unit/{ROUND_1}/fr/{seen['name']}").text
    assert "<ins>" in panel
    assert "The translation of the older English" in panel
    source = panel.split('data-source="')[1].split('"')[0].replace("&#39;", "'")
    target = panel.split('data-target="')[1].split('"')[0].replace("&#39;", "'")
    before = project.published(ROUND_1)
    assert anna.act("accept", ROUND_1, {**seen, "source": source}, target=target).status_code == 200
    now = unit(project, ROUND_1, source)
    assert (now.target, now.fuzzy, now.previous) == (target, False, None)
    project.type("publish")
    assert 'class="diptych-notice"' not in project.published(ROUND_1)
    assert target.split("<")[0][:30] in before


def test_a_text_that_was_changed_in_an_editor_is_shown_and_not_overwritten(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    in_poedit(project, OTHER)
    before = project.files()
    for kind in ("save", "accept"):
        answer = anna.act(kind, ROUND_2, seen, target=FRENCH)
        assert answer.status_code == 409
        assert answer.json()["clash"]["target"] == OTHER
    assert project.files() == before


def test_who_saw_both_may_choose_and_the_other_stays_in_a_comment(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    in_poedit(project, OTHER)
    version = anna.act("accept", ROUND_2, seen, target=FRENCH).json()["clash"]["version"]
    answer = anna.act("accept", ROUND_2, {**seen, "version": version}, target=FRENCH, beside=True)
    assert answer.status_code == 200
    assert unit(project).target == FRENCH
    assert OTHER in unit(project).comments


def test_other_units_of_a_file_that_changed_on_disk_keep_what_they_got(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    other = next(entry.msgid for entry in polib.pofile(str(project.catalogue(ROUND_2))) if len(entry.msgid) > 80)
    in_poedit(project, "Un autre texte, changé dans un éditeur pendant ce temps.", source=other)
    assert anna.act("save", ROUND_2, seen, target=FRENCH).status_code == 200
    assert unit(project, source=other).target.startswith("Un autre texte")
    assert unit(project).target == FRENCH


def test_the_same_text_by_two_is_no_conflict(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    in_poedit(project, FRENCH)
    assert anna.act("accept", ROUND_2, seen, target=FRENCH).status_code == 200
    assert ("accepted", "Anna", "") in acts(project)


def test_what_one_reviewer_accepted_another_does_not_overwrite_unseen(come: Come, project: Project) -> None:
    anna, bruno = come("Anna"), come("Bruno")
    by_anna, by_bruno = anna.see(ROUND_2, ENGLISH), bruno.see(ROUND_2, ENGLISH)
    assert anna.act("accept", ROUND_2, by_anna, target=FRENCH).status_code == 200
    answer = bruno.act("save", ROUND_2, by_bruno, target=OTHER)
    assert answer.status_code == 409
    assert unit(project).target == FRENCH
    assert acts(project) == [("accepted", "Anna", "")]


def test_a_review_that_came_meanwhile_counts_as_another_version_though_the_words_are_the_same(
    come: Come, project: Project
) -> None:
    anna, bruno = come("Anna"), come("Bruno")
    anna.act("save", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    by_bruno = bruno.see(ROUND_2, ENGLISH)
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    assert bruno.act("save", ROUND_2, by_bruno, target=OTHER).status_code == 409


def test_two_reviewers_at_the_same_moment_lose_nothing(come: Come, project: Project) -> None:
    """Each accepts texts of one page as fast as they can; all of it is on disk."""
    reviewers = [come("Anna"), come("Bruno")]
    catalogue = po_files.load(project.catalogue(ROUND_3), ROUND_3, "fr")
    assert catalogue is not None
    waiting = [
        unit
        for unit in catalogue.units
        if not unit.target and "<" not in unit.source and not any(c.isdigit() for c in unit.source)
    ]
    listed = {one["name"]: one for one in reviewers[0].client.get(f"/changes/{ROUND_3}/fr").json()["units"]}
    work: list[list[tuple[dict[str, Any], str]]] = [[], []]
    for number, (name, one) in enumerate(listed.items()):
        found = next((unit for unit in waiting if name.startswith(name_of(unit))), None)
        if found is not None:
            work[number % 2].append(
                ({**one, "source": found.source}, f"Texte traduit par une personne, le {word(number)}.")
            )
    assert all(len(part) > 1 for part in work)
    answers: list[int] = []

    def review(number: int) -> None:
        for seen, french in work[number]:
            answers.append(reviewers[number].act("save", ROUND_3, seen, target=french).status_code)

    threads = [threading.Thread(target=review, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200}
    for part in work:
        for seen, french in part:
            assert unit(project, ROUND_3, seen["source"]).target == french
    written = [fact for fact in ledger(project, ROUND_3).facts if fact.kind is Kind.WRITTEN]
    assert len(written) == len(answers)
    assert {fact.who for fact in written} == {"Anna", "Bruno"}


def name_of(unit: Unit) -> str:
    return unit_id(unit)


def word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_needs_work_takes_the_review_back_and_a_tool_that_clears_the_mark_does_not_restore_it(
    come: Come, project: Project
) -> None:
    anna, bruno = come("Anna"), come("Bruno")
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    answer = bruno.act("needs-work", ROUND_2, bruno.see(ROUND_2, ENGLISH), text="trop long")
    assert answer.json()["state"] == "fuzzy"
    assert unit(project).fuzzy
    assert ("revoked", "Bruno", "trop long") in acts(project)
    in_poedit(project, FRENCH)
    assert anna.see(ROUND_2, ENGLISH)["state"] == "claimed"
    refused = anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    assert refused.status_code == 422
    assert "revoked by Bruno" in refused.json()["error"]
    assert anna.act("take-back", ROUND_2, anna.see(ROUND_2, ENGLISH)).status_code == 422, (
        "only who said so takes it back"
    )
    assert bruno.act("take-back", ROUND_2, bruno.see(ROUND_2, ENGLISH)).status_code == 200
    assert anna.see(ROUND_2, ENGLISH)["state"] == "reviewed", "the acceptance was there all the time"


@pytest.mark.parametrize("kind", ["save", "accept", "needs-work", "comment"])
def test_taking_back_restores_both_files_to_the_byte(come: Come, project: Project, kind: str) -> None:
    anna = come()
    anna.act("save", ROUND_2, anna.see(ROUND_2, ENGLISH), target=OTHER)
    before = project.files()
    seen = anna.see(ROUND_2, ENGLISH)
    assert anna.act(kind, ROUND_2, seen, target=FRENCH, text="à revoir").status_code == 200
    assert project.files() != before
    assert anna.act("undo", ROUND_2, seen).status_code == 200
    assert project.files() == before


def test_taking_back_the_first_fact_of_a_ledger_leaves_none(come: Come, project: Project) -> None:
    project.catalogue(ROUND_2).with_suffix(".review.tsv").unlink()
    in_poedit(project, FRENCH)
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    assert anna.act("accept", ROUND_2, seen, target=FRENCH).json()["state"] == "reviewed"
    assert anna.act("undo", ROUND_2, seen).json()["state"] == "claimed"
    assert ledger(project).facts == frozenset()


def test_what_others_did_since_is_not_taken_back(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    anna.act("save", ROUND_2, seen, target=FRENCH)
    in_poedit(project, OTHER)
    before = project.files()
    assert anna.act("undo", ROUND_2, seen).status_code == 409
    assert project.files() == before
    assert come("Bruno").act("undo", ROUND_2, seen).status_code == 422, "Bruno did nothing"


def test_a_comment_stands_where_every_editor_shows_it(come: Come, project: Project) -> None:
    anna = come()
    anna.act("comment", ROUND_2, anna.see(ROUND_2, ENGLISH), text="Ask the office:\n is it free?")
    assert unit(project).comments == "Anna (2026-11-23): Ask the office: is it free?"
    assert not unit(project).target
    assert ("commented", "Anna", "Ask the office: is it free?") in acts(project)


def test_a_finding_held_for_wrong_is_written_beside_the_review(come: Come, project: Project) -> None:
    anna = come()
    anna.act("save", ROUND_2, anna.see(ROUND_2, ENGLISH), target="L’inscription est gratuite pendant 3 jours.")
    seen = anna.see(ROUND_2, ENGLISH)
    assert seen["errors"] == 1
    assert anna.act("ignore", ROUND_2, seen, check="figures", text="a saying").status_code == 200
    assert anna.see(ROUND_2, ENGLISH)["errors"] == 0
    assert ("ignored", "Anna", "figures: a saying") in acts(project)


def test_without_a_name_nothing_is_done(come: Come, project: Project) -> None:
    nobody = come("")
    before = project.files()
    seen = nobody.see(ROUND_2, ENGLISH)
    for kind in ("save", "accept", "needs-work", "comment"):
        assert nobody.act(kind, ROUND_2, seen, target=FRENCH, text="x").status_code == 422
    assert nobody.post(f"/approve/{ROUND_2}/fr", {}).status_code == 422
    assert project.files() == before


def test_a_text_that_left_the_page_meanwhile_is_said(come: Come, project: Project) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    page = project.folder / "locales" / "en" / f"{ROUND_2}.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("places are not limited", "all are welcome"), encoding="utf-8"
    )
    project.type("extract")
    before = project.files()
    answer = anna.act("save", ROUND_2, seen, target=FRENCH)
    assert (answer.status_code, answer.json()) == (409, {"gone": True})
    assert project.files() == before


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_said_and_leaves_both_files_whole(
    come: Come, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    before = project.files()
    monkeypatch.setattr(os, "fsync", full)
    answer = anna.act("accept", ROUND_2, seen, target=FRENCH)
    assert answer.status_code == 422
    assert "No space left on device" in answer.json()["error"]
    assert project.files() == before
    monkeypatch.undo()
    monkeypatch.delenv("CI", raising=False)
    assert anna.act("accept", ROUND_2, seen, target=FRENCH).status_code == 200


def test_a_disk_that_is_full_between_both_files_leaves_a_claim_and_no_false_review(
    come: Come, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    write = files.write

    def until_the_ledger(path: Path, data: bytes, *, durable: bool = True) -> bool:
        if path.suffix == ".tsv":
            monkeypatch.setattr(os, "fsync", full)
        return write(path, data, durable=durable)

    monkeypatch.setattr(files, "write", until_the_ledger)
    assert anna.act("accept", ROUND_2, seen, target=FRENCH).status_code == 422
    monkeypatch.undo()
    assert unit(project).target == FRENCH, "the work is on disk"
    assert anna.see(ROUND_2, ENGLISH)["state"] == "claimed"


def test_a_catalogue_that_an_editor_writes_all_the_time_is_left_alone(
    come: Come, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = come()
    seen = anna.see(ROUND_2, ENGLISH)
    read, count = files.read, [0]

    def busy(path: Path) -> bytes | None:
        data = read(path)
        if path.suffix == ".po" and data is not None:
            count[0] += 1
            path.write_bytes(data + b"\n" * (count[0] % 2 + 1))
        return data

    monkeypatch.setattr(files, "read", busy)
    answer = anna.act("save", ROUND_2, seen, target=FRENCH)
    monkeypatch.undo()
    assert answer.status_code == 422
    assert "another program" in answer.json()["error"]
    assert unit(project).target == ""


def test_after_the_server_was_killed_everything_saved_is_there(come: Come, project: Project) -> None:
    anna = come()
    anna.act("save", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    again = come(restart=True)
    assert again.see(ROUND_2, ENGLISH)["state"] == "claimed"
    old = anna.act("accept", ROUND_2, again.see(ROUND_2, ENGLISH), target=FRENCH)
    assert old.status_code == 200, "the browser of before still speaks to the old one; both write the same files"
    assert again.see(ROUND_2, ENGLISH)["state"] == "reviewed"


def test_what_another_program_put_back_is_shown_with_what_was_saved(come: Come, project: Project) -> None:
    """An editor that had the file open all the time writes its old copy over everything."""
    anna = come()
    old = project.catalogue(ROUND_2).read_bytes()
    seen = anna.see(ROUND_2, ENGLISH)
    anna.act("accept", ROUND_2, seen, target=FRENCH)
    project.catalogue(ROUND_2).write_bytes(old)
    panel = anna.client.get(f"/unit/{ROUND_2}/fr/{seen['name']}").text
    assert "Another program changed this text after you saved it" in panel
    assert FRENCH in panel


def test_approving_and_publishing_go_through_the_same_gate(come: Come, project: Project) -> None:
    anna = come()
    assert anna.post(f"/approve/{ROUND_2}/fr", {}).status_code == 422, "a text waits"
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    assert anna.post(f"/approve/{ROUND_2}/fr", {}).status_code == 200
    assert anna.post(f"/publish/{ROUND_2}/fr", {"stamp": ""}).status_code == 422, "nobody looked at it yet"
    shown = anna.client.get(f"/rehearse/{ROUND_2}/fr").text
    stamp = shown.split('data-stamp="')[1].split('"')[0]
    frame = anna.client.get(f"/frame/after/{ROUND_2}/fr").text
    published = project.folder / "locales" / "published" / f"{ROUND_2}.fr.html"
    assert not published.exists()
    answer = anna.post(f"/publish/{ROUND_2}/fr", {"stamp": stamp}).json()
    assert {half["locale"]: half["outcome"] for half in answer["halves"]} == {"en": "updated", "fr": "published"}
    assert FRENCH in published.read_text(encoding="utf-8")
    assert FRENCH in frame


def test_another_policy_holds_at_once_also_where_the_page_was_started_before(come: Come, project: Project) -> None:
    anna = come()
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    path = project.folder / "config/diptych.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('policy = "reviewed"', 'policy = "approved"'))
    assert "changed since this page was started" in anna.client.get(f"/rehearse/{ROUND_2}/fr").text
    answer = anna.post(f"/publish/{ROUND_2}/fr", {"stamp": ""})
    assert (answer.status_code, "start it again" in answer.text) == (422, True)
    assert anna.post(f"/approve/{ROUND_2}/fr", {}).status_code == 422
    assert not (project.folder / "locales" / "published" / f"{ROUND_2}.fr.html").exists()


def test_what_changed_since_somebody_looked_is_not_published(come: Come, project: Project) -> None:
    anna = come()
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    stamp = anna.client.get(f"/rehearse/{ROUND_2}/fr").text.split('data-stamp="')[1].split('"')[0]
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=OTHER)
    before = project.files()
    assert anna.post(f"/publish/{ROUND_2}/fr", {"stamp": stamp}).status_code == 422
    assert project.files() == before


def test_a_page_that_goes_to_wordpress_is_not_published_as_a_file(come: Come, project: Project) -> None:
    pairs = project.folder / "locales" / "pairs.toml"
    text = pairs.read_text(encoding="utf-8")
    pairs.write_text(text.replace('source = "html"', 'source = "wordpress"'), encoding="utf-8")
    anna = come()
    shown = anna.client.get(f"/rehearse/{ROUND_2}/fr").text
    assert f"diptych publish {ROUND_2}" in shown
    before = project.files()
    answer = anna.post(f"/publish/{ROUND_2}/fr", {"stamp": ""})
    assert answer.status_code == 422
    assert "WordPress" in answer.json()["error"]
    assert project.files() == before


def test_the_rehearsal_is_what_publishing_does(come: Come, project: Project) -> None:
    anna = come()
    anna.act("accept", ROUND_2, anna.see(ROUND_2, ENGLISH), target=FRENCH)
    before, ears = project.files(), Heard()
    with log.listening(ears):
        shown = anna.client.get(f"/rehearse/{ROUND_2}/fr").text
        assert ears.events == [], "what is done to a copy is nobody's news"
        assert project.files() == before, "a rehearsal leaves nothing"
        stamp = shown.split('data-stamp="')[1].split('"')[0]
        anna.post(f"/publish/{ROUND_2}/fr", {"stamp": stamp})
    assert {"half.published", "release.live"} <= {str(name) for name, _, _ in ears.events}
    again = anna.client.get(f"/rehearse/{ROUND_2}/fr").text
    assert "publishing changes nothing" in again
    changed = [name for name, data in project.files("locales/published").items() if before.get(name) != data]
    for name in changed:
        slug, locale = Path(name).name.removesuffix(".html").rsplit(".", 1)
        assert f'aria-label="{slug} ' in shown, (slug, locale)


def test_an_empty_search_and_a_search_over_all_texts(come: Come, project: Project) -> None:
    anna = come()
    assert "1 text found" in anna.client.get("/", params={"q": "registration is FREE"}).text
    assert "0 texts found" in anna.client.get("/", params={"q": "nothing has this"}).text
    shown = anna.client.get("/", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in shown
    assert ROUND_2 not in anna.client.get("/", params={"standing": "up to date"}).text.split('class="pages"')[1]


def test_a_broken_catalogue_is_named_and_the_others_are_shown(come: Come, project: Project) -> None:
    project.edit_catalogue(ROUND_2, f'msgid "{ENGLISH}"', f'msgid "{ENGLISH}')
    anna = come()
    page = anna.client.get("/").text
    assert f"locales/fr/LC_MESSAGES/{ROUND_2}.po:" in page
    assert ROUND_1 in page
    answer = anna.client.get(f"/page/{ROUND_2}/fr")
    assert answer.status_code == 422
    assert f"{ROUND_2}.po:" in answer.text
