"""Publishing to WordPress when something fails in the middle: one clear line, nothing half done, done by the next run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest

from pipeline.adapters import files
from pipeline.core.errors import BadFileError
from pipeline.core.ledger import source_hash, target_hash
from tests.end_to_end.wordpress_desk import PARAGRAPH, Desk
from tests.fakes.wordpress_server import reply

BOTH = {"voici-evenings": "publish", "voici-bridges": "publish"}


def nth(number: int, method: str, status: int) -> Any:
    """Answer the n-th request of a method, and all after it, with a status."""
    count = 0

    def answer(asked: str, _: str) -> Any:
        nonlocal count
        count += asked == method
        return reply(status, {}) if asked == method and count >= number else None

    return answer


def test_all_goes_well_on_a_good_day(desk: Desk) -> None:
    desk.type("publish")
    assert desk.french() == BOTH
    before, calls = desk.files(), len(desk.fake.writes())
    desk.type("publish")
    assert desk.files() == before
    assert len(desk.fake.writes()) == calls


@pytest.mark.parametrize("status", [403, 500, 502])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_whichever_write_fails_nothing_of_it_is_left_and_the_next_run_completes(
    desk: Desk, number: int, status: int
) -> None:
    desk.fake.before = nth(number, "POST", status)
    desk.type("publish", expected=3)
    assert desk.errors.count("\n") <= 2
    assert "secret" not in desk.errors
    assert set(desk.french().values()) <= {"publish"}, "a draft was left behind"
    desk.fake.before = lambda *_: None
    desk.type("publish")
    assert desk.french() == BOTH
    assert len(desk.fake.posts) == 4
    assert not (desk.folder / ".diptych/wordpress-journal.json").exists()


def test_a_site_that_goes_away_for_good_in_the_middle_is_asked_no_more(desk: Desk) -> None:
    """Nor can what was begun be undone: the journal keeps it for the next run."""
    gone = False

    def answer(method: str, _: str) -> Any:
        nonlocal gone
        gone = gone or (method == "POST" and len(desk.fake.writes()) == 3)
        return reply(503, {}) if gone else None

    desk.fake.before = answer
    desk.type("publish", expected=3)
    assert desk.errors.count("\n") == 1
    assert desk.french() == {"voici-evenings": "draft", "voici-bridges": "draft"}
    desk.fake.before = lambda *_: None
    desk.type("publish")
    assert desk.french() == BOTH
    assert len(desk.fake.posts) == 4


@pytest.mark.parametrize("status", [500, 504])
def test_a_write_that_was_done_though_the_site_said_it_failed_counts_as_done(desk: Desk, status: int) -> None:
    desk.fake.after = lambda method, route: reply(status, {}) if method == "POST" and route[-1].isdecimal() else None
    desk.type("publish")
    assert desk.french() == BOTH


@pytest.mark.parametrize("name", ["wordpress.toml", "pairs.toml", "wordpress-journal.json", "evenings.fr.html"])
def test_a_full_disk_stops_it_and_the_next_run_completes(
    desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.write

    def full(path: Path, data: bytes, **options: bool) -> bool:
        if path.name == name:
            raise BadFileError(str(path), "cannot be written (No space left on device); the old one is untouched")
        return real(path, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", full)
        desk.type("publish", expected=2)
        assert "No space left" in desk.errors
    desk.type("publish")
    assert desk.french() == BOTH
    assert len(desk.fake.posts) == 4
    desk.type("publish")
    assert len(desk.fake.posts) == 4
    assert 'published = "2026-11-23"' in (desk.folder / "locales/pairs.toml").read_text()


def test_a_wrong_password_stops_before_anything_is_written(desk: Desk) -> None:
    before = desk.files()
    desk.fake.before = lambda *_: reply(401, {"code": "incorrect_password"})
    desk.type("publish", expected=3)
    assert desk.errors.count("\n") == 1
    assert desk.fake.writes() == []
    assert desk.files() == before


def test_withdrawing_from_a_site_that_is_away_says_so_and_can_be_typed_again(desk: Desk) -> None:
    desk.type("publish")
    desk.fake.before = lambda *_: reply(500, {})
    desk.type("withdraw", "evenings", expected=3)
    assert desk.french() == BOTH
    desk.fake.before = lambda *_: None
    desk.type("withdraw", "evenings")
    assert desk.french() == {**BOTH, "voici-evenings": "draft"}


def test_a_french_post_made_by_hand_is_taken_over_only_where_somebody_says_so(desk: Desk) -> None:
    hand = {"title": "Soirées", "slug": "soirees", "status": "publish", "content": PARAGRAPH.format("À la main.")}
    desk.fake.put(9, hand)
    pairs = desk.folder / "locales/pairs.toml"
    existing = f'\n[pages.evenings.fr]\nexisting = "{desk.fake.address}topics/soirees/"\n'
    pairs.write_text(pairs.read_text() + existing)
    assert "edited in WordPress" in desk.type("publish")
    assert desk.fake.posts[9]["content"] == {"raw": hand["content"]}
    assert "published" not in pairs.read_text().split("[pages.evenings.fr]")[1].split("[")[0], "it is not ours"
    desk.type("publish", "evenings", "--over-edits")
    assert "Voici" in desk.fake.posts[9]["content"]["raw"]
    assert desk.french() == {"soirees": "publish", "voici-bridges": "publish"}
    assert "2 unchanged" in desk.type("publish")


def test_a_site_that_is_away_is_not_asked_for_every_page(desk: Desk) -> None:
    desk.fake.before = lambda *_: reply(500, {})
    desk.fake.calls.clear()
    desk.type("fetch", expected=3)
    settings = desk.folder / "config/diptych.toml"
    more = "".join(f', "{desk.fake.address}topics/x{number}/"' for number in range(40))
    settings.write_text(settings.read_text().replace("]\n[wordpress]", f"{more}]\n[wordpress]"))
    desk.fake.calls.clear()
    desk.type("fetch", expected=3)
    assert len(desk.fake.calls) <= 9


@pytest.mark.parametrize("moment", [1, 2])
def test_a_change_made_between_the_look_and_the_write_is_not_written_over(desk: Desk, moment: int) -> None:
    """By the second look before each write, and by what the companion is told to expect."""
    desk.type("publish")
    number = next(n for n, post in desk.fake.posts.items() if post["slug"] == "voici-evenings")
    desk.fake.put(1, {"content": PARAGRAPH.format("All about lamps.")})
    for command in ("fetch", "extract"):
        desk.type(command)
    desk.translate("evenings")
    looks = 0

    def edit(method: str, route: str) -> Any:
        nonlocal looks
        looks += (method, route) == ("GET", f"wp/v2/posts/{number}")
        if looks == moment and method == "GET" and route.endswith(str(number)):
            desk.fake.put(number, {"content": PARAGRAPH.format("Un mot de la rédaction.")}) if moment == 2 else None
        if moment == 1 and method == "POST":
            assert desk.fake.headers[-1].get("X-Diptych-Expects") == desk.fake.posts[number]["modified_gmt"]
            return reply(412, {"code": "diptych_changed", "message": "The post changed meanwhile."})
        return None

    desk.fake.before = edit
    out = desk.type("publish", expected=2 if moment == 1 else 0)
    assert "somebody changed it" in (out + desk.errors)
    assert "lamps" not in desk.fake.posts[number]["content"]["raw"]


def test_fetching_from_a_site_that_is_away_changes_nothing(desk: Desk) -> None:
    before = desk.files()
    desk.fake.before = lambda *_: reply(500, {})
    desk.type("fetch", expected=3)
    assert desk.files() == before


def test_an_english_post_that_is_gone_is_noted_and_its_french_stays(desk: Desk) -> None:
    desk.type("publish")
    desk.fake.posts.pop(1)
    assert "gone" in desk.type("fetch")
    desk.type("publish", expected=2)
    assert "its English post is not in WordPress any more" in desk.errors
    assert desk.french() == BOTH


def test_unreviewed_french_never_goes_out(desk: Desk) -> None:
    path = desk.folder / "locales/fr/LC_MESSAGES/evenings.po"
    path.write_text(path.read_text().replace("Voici : All", "Voila : All"))
    desk.type("publish")
    assert desk.french() == {"voici-bridges": "publish"}


def test_the_post_file_is_no_place_for_markup_from_a_translation(desk: Desk) -> None:
    path = desk.folder / "locales/fr/LC_MESSAGES/evenings.po"
    path.write_text(path.read_text().replace("Voici : All about", "[gallery] {{x}} </p><script>x</script> &amp;"))
    desk.type("accept", "evenings", "--as", "Mallory", expected=2)
    desk.type("publish")
    assert desk.french() == {"voici-bridges": "publish"}


def reworded(desk: Desk, revoked: str) -> None:
    """Publish, word the body anew and publish that; then take back the review of the first wording that matches."""
    desk.type("publish")
    path = desk.folder / "locales/fr/LC_MESSAGES/evenings.po"
    catalogue = polib.pofile(str(path), wrapwidth=0)
    body = next(entry for entry in catalogue if entry.msgid.startswith("All about"))
    texts = {"old": body.msgstr, "other": "Un texte jamais paru"}
    body.msgstr = "Tout sur les soirées."
    catalogue.save(str(path))
    desk.type("accept", "evenings", "--as", "Translator")
    desk.type("publish")
    fact = f"{source_hash(body.msgid)}\t{target_hash(texts[revoked])}\trevoked\tReviser\t2026-11-24\t\n"
    with path.with_suffix(".review.tsv").open("a", encoding="utf-8") as ledger:
        ledger.write(fact)


def test_a_rollback_puts_no_french_back_whose_review_was_taken_back(desk: Desk) -> None:
    reworded(desk, "old")
    before, posts = desk.files(), {number: dict(post) for number, post in desk.fake.posts.items()}
    desk.type("rollback", "evenings", expected=2)
    assert "the review of a text in the earlier one was taken back since" in desk.errors
    assert desk.files() == before
    assert desk.fake.posts == posts


def test_a_rollback_goes_on_where_another_wording_was_revoked(desk: Desk) -> None:
    reworded(desk, "other")
    desk.type("rollback", "evenings")
    assert any("Voici : All about evenings." in str(post["content"]) for post in desk.fake.posts.values())
