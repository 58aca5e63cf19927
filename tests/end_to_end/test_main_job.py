"""One announcement all the way, with the real command line over HTTP."""

import json
import re
import shutil

import pytest

from sample.demo import fill, prepared
from tests.conftest import ROUND_1, ROUND_2, ROUND_3, ROUND_4, Project

SENTENCE = "During this session we will look at four cities"


def masked(page: str) -> str:
    """The page without the nonces of the request it came with."""
    return re.sub("[0-9a-f]{10}", "*", page)


def test_what_is_reviewed_goes_out_and_the_rest_waits(project: Project) -> None:
    french = project.published(ROUND_1)
    assert "Soirées au bord du fleuve : un premier cycle" in french.replace("\u00a0", " ")
    assert not (project.folder / "locales/published/web-conferences-round-2.fr.html").exists()
    assert not list((project.folder / "public/fr").rglob("*troisieme*"))
    status = json.loads(project.type("status", "--json"))["pages"]
    assert {half["page"]: half["standing"] for half in status} == {
        ROUND_1: "up to date", ROUND_2: "waiting", ROUND_3: "waiting", ROUND_4: "waiting",
    }  # fmt: skip


def test_prefilled_units_are_all_fuzzy_with_their_origin_in_the_ledger(project: Project) -> None:
    text = project.catalogue(ROUND_4).read_text(encoding="utf-8")
    assert text.count("#, fuzzy") == 11
    ledger = project.catalogue(ROUND_4).with_suffix(".review.tsv").read_text(encoding="utf-8")
    assert ledger.count("\tmemory\t") == 11
    assert ledger.count("the same but for figures") == 3
    assert "accepted" not in ledger


def test_a_translated_page_goes_out_with_links_to_french_halves(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    french = project.published(ROUND_3)
    assert (
        'href="https://forum.example/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/">premier cycle'
        in french
    )
    assert '<html lang="fr" class="no-js">' in french
    assert "Aussi en… (<a href=" in french
    assert "Also in… (<a href=" in project.published(ROUND_3, "en")
    assert "9 juin, de 14\u00a0h à 15\u00a0h" in french


def test_a_changed_link_is_republished_at_once(project: Project) -> None:
    before = project.published(ROUND_1)
    project.edit_site("round-1.html", "https://forum.example/register/last-bus/", "https://forum.example/slides/")
    project.type("run", today="2026-11-30")
    expected = before.replace("https://forum.example/register/last-bus/", "https://forum.example/slides/")
    assert masked(project.published(ROUND_1)) == masked(expected)


def test_changed_english_keeps_the_french_as_published_with_a_dated_notice(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    before = project.published(ROUND_3)
    project.edit_site("round-3.html", "9 June, 14:00", "16 June, 14:00")
    project.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    project.type("run", today="2026-11-30")
    after = project.published(ROUND_3)
    notice = re.search(r'\n<p class="diptych-notice" role="note">(.*?)</p>', after)
    assert notice
    assert notice.group(1).startswith("Cette page suit la version anglaise du 23 novembre 2026")
    assert after.replace(notice.group(), "") == before
    assert "16 June, 14:00" in project.published(ROUND_3, "en")
    waiting = json.loads(project.type("status", ROUND_3, "--json"))["pages"][0]
    assert waiting["standing"] == "out of date"
    assert [(unit["state"], unit["source"][:30]) for unit in waiting["waiting"]] == [
        ("fuzzy", "During this session we looked "),
        ("fuzzy", "16 June, 14:00 – 15:00 CET"),
    ]
    assert 'msgstr "16 juin, de 14' in project.catalogue(ROUND_3).read_text(encoding="utf-8")


def test_the_notice_goes_when_the_new_units_are_accepted(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    project.edit_site("round-3.html", SENTENCE, SENTENCE.replace("will look", "looked"))
    project.type("run", today="2026-11-30")
    unit = json.loads(project.type("status", ROUND_3, "--json"))["pages"][0]["waiting"][0]["unit"]
    project.type("accept", ROUND_3, unit, "--as", "Translator", today="2026-12-01")
    project.type("publish", today="2026-12-01")
    assert 'class="diptych-notice"' not in project.published(ROUND_3)
    assert json.loads(project.type("status", ROUND_3, "--json"))["pages"][0]["standing"] == "up to date"


def test_english_that_returns_is_reviewed_again(project: Project) -> None:
    project.edit_site("round-1.html", "9 April, 14:00", "10 April, 14:00")
    project.type("run")
    assert 'class="diptych-notice"' in project.published(ROUND_1)
    project.edit_site("round-1.html", "10 April, 14:00", "9 April, 14:00")
    project.type("run")
    assert 'class="diptych-notice"' not in project.published(ROUND_1)


def test_a_second_run_changes_no_file_and_sends_nothing(project: Project) -> None:
    project.type("run")
    before = project.files()
    assert "0 characters sent" in project.type("run")
    assert project.files() == before
    report = json.loads(project.type("run", "--json"))
    assert {page["outcome"] for page in report["fetch"]["pages"]} == {"unchanged"}


def test_public_is_only_a_projection(project: Project) -> None:
    before = project.files("public")
    shutil.rmtree(project.folder / ".diptych")
    (project.folder / "public").unlink()
    project.type("publish", today="2027-01-01")
    assert project.files("public") == before


def test_withdrawing_takes_the_french_down_and_mends_the_links(project: Project) -> None:
    project.translate_round_3()
    project.type("publish")
    project.type("withdraw", ROUND_1)
    assert not (project.folder / "public/fr/thematiques").exists() or not list(
        (project.folder / "public/fr/thematiques").rglob("*.html")
    )
    assert (
        'href="https://forum.example/topics/evenings/web-conferences-round-1/" hreflang="en">premier cycle'
        in project.published(ROUND_3)
    )
    project.type("publish")
    assert not (project.folder / f"locales/published/{ROUND_1}.fr.html").exists()
    project.type("publish", ROUND_1)
    assert "premier cycle" in project.published(ROUND_1)
    project.type("withdraw", ROUND_4, expected=2)


def test_the_approved_policy_wants_a_signature(project: Project) -> None:
    config = project.folder / "config/diptych.toml"
    config.write_text(config.read_text().replace('policy = "reviewed"', 'policy = "approved"'))
    project.translate_round_3()
    project.type("publish")
    assert not (project.folder / f"locales/published/{ROUND_3}.fr.html").exists()
    project.type("approve", ROUND_3, "--as", "Editor")
    project.type("publish")
    assert (project.folder / f"locales/published/{ROUND_3}.fr.html").exists()
    project.type("approve", ROUND_4, "--as", "Editor", expected=2)


def test_a_catalogue_can_come_back_as_a_file(project: Project) -> None:
    copy = project.folder / "returned.po"
    text = project.catalogue(ROUND_2).read_text(encoding="utf-8")
    copy.write_text(
        text.replace(
            'places are not limited."\nmsgstr ""', 'places are not limited."\nmsgstr "Gratuit et sans limite."'
        )
    )
    assert "1 unit of" in project.type("accept", ROUND_2, "--as", "Translator", "--file", str(copy))
    project.type("publish")
    assert "Gratuit et sans limite." in project.published(ROUND_2)


@pytest.mark.parametrize("variant", ["blank", "english"])
def test_an_omegat_copy_takes_no_reviewed_text_away(project: Project, variant: str) -> None:
    copy = project.folder / "returned.po"
    text = project.catalogue(ROUND_1).read_text(encoding="utf-8")
    change = r'msgid \1\nmsgstr ""' if variant == "blank" else r"msgid \1\nmsgstr \1"
    head, _, body = text.partition("\n\n")
    copy.write_text(head + "\n\n" + re.sub(r'msgid (".*")\nmsgstr ".*"', change, body), encoding="utf-8")
    before = project.files("locales")
    project.type("accept", ROUND_1, "--as", "Translator", "--file", str(copy))
    assert project.files("locales") == before


def test_another_pages_copy_is_refused_and_english_in_a_copy_is_no_translation(project: Project) -> None:
    before = project.files("locales")
    other = project.catalogue(ROUND_1)
    project.type("accept", ROUND_4, "--as", "T", "--file", str(other), expected=2)
    assert "another page's catalogue" in project.errors
    copy = project.folder / "returned.po"
    text = project.catalogue(ROUND_3).read_text(encoding="utf-8")
    copy.write_text(re.sub(r'(msgid (".+")\nmsgstr )""', r"\1\2", text), encoding="utf-8")
    assert "taken as untouched" in project.type("accept", ROUND_3, "--as", "T", "--file", str(copy))
    assert project.files("locales") == before


def test_a_quiet_gate_still_says_why_it_failed(project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "40 lampes")
    project.type("check", "-q", expected=1)
    assert "400" in project.errors
    project.type("coverage", "-q", "--min-reviewed", "90", expected=1)
    assert "90 % asked for" in project.errors


def test_coverage_gates_on_reviewed_words(project: Project) -> None:
    assert "reviewed words in all 1," in project.type("coverage", "--min-reviewed", "40")
    project.type("coverage", "--min-reviewed", "90", expected=1)


def test_check_fails_on_a_wrong_figure(project: Project) -> None:
    project.type("check")
    project.edit_catalogue(ROUND_1, "400 lampes", "40 lampes")
    assert 'the number "400" is missing' in project.type("check", ROUND_1, expected=1)


def test_several_targets(empty_project: Project) -> None:
    config = empty_project.folder / "config/diptych.toml"
    config.write_text(config.read_text().replace('targets = ["fr"]', 'targets = ["fr", "de"]'))
    (empty_project.folder / "config/glossary.csv").unlink()
    (empty_project.folder / "config/fixed.csv").unlink()
    empty_project.type("fetch")
    empty_project.type("learn", "--accept", "--as", "Web team")
    empty_project.type("run", "--engine", "pseudo")
    german = empty_project.catalogue(ROUND_3, "de")
    assert '"Language: de\\n"' in german.read_text(encoding="utf-8")
    german.write_text(german.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    empty_project.type("accept", ROUND_3, "--as", "Übersetzerin", expected=2)
    assert "--locale" in empty_project.errors
    empty_project.type("accept", ROUND_3, "--as", "Übersetzerin", "--locale", "de", "--unchanged", expected=0)
    empty_project.type("publish")
    page = empty_project.published(ROUND_3, "de")
    assert '<html lang="de"' in page
    assert "Auch auf…" in page
    assert not (empty_project.folder / f"locales/published/{ROUND_3}.fr.html").exists()


def test_dry_runs_write_nothing_and_say_what_would_be(project: Project) -> None:
    project.edit_site("round-1.html", "9 April, 14:00", "10 April, 14:00")
    fill(project.catalogue(ROUND_3), prepared())
    before = project.files()
    assert "1 changed" in project.type("fetch", "--dry-run")
    assert "24 units of web-conferences-round-3 [fr] would be accepted" in project.type(
        "accept", ROUND_3, "--as", "Ann", "--dry-run"
    )
    assert project.files() == before
    project.type("fetch")
    before = project.files()
    assert "1 added" in project.type("extract", "--dry-run")
    project.type("prefill", "--dry-run", "--engine", "pseudo")
    assert "stays as published" in project.type("publish", "--dry-run")
    assert project.files() == before


def test_english_may_be_held_until_its_french_is_ready(project: Project) -> None:
    config = project.folder / "config/diptych.toml"
    config.write_text(config.read_text().replace("[publish]", "[publish]\nhold_english = true"))
    project.edit_site("round-1.html", "9 April, 14:00", "10 April, 14:00")
    project.type("run")
    assert "9 April, 14:00" in project.published(ROUND_1, "en")
    unit = json.loads(project.type("status", ROUND_1, "--json"))["pages"][0]["waiting"][0]["unit"]
    project.type("accept", ROUND_1, unit, "--as", "Ann")
    project.type("publish")
    assert "10 April, 14:00" in project.published(ROUND_1, "en")
    assert "10 avril" in project.published(ROUND_1)


def test_french_corrected_by_hand_stays_as_published_until_it_is_accepted(project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "400 lanternes")
    project.type("run")
    assert "400 lampes" in project.published(ROUND_1)
    assert 'class="diptych-notice"' not in project.published(ROUND_1)
    project.type("accept", ROUND_1, "--as", "Ann")
    project.type("publish")
    assert "400 lanternes" in project.published(ROUND_1)


def test_a_half_keeps_its_own_encoding_when_the_site_changes_its(project: Project) -> None:
    page = project.site.folder / "round-1.html"
    text = page.read_text(encoding="utf-8").replace("UTF-8", "iso-8859-15").replace("9 April, 14:00", "10 April, 14:00")
    page.write_bytes(text.encode("iso-8859-15"))
    project.type("run")
    french = (project.folder / f"locales/published/{ROUND_1}.fr.html").read_bytes()
    assert b'<meta charset="UTF-8">' in french
    assert "Soirées".encode() in french
