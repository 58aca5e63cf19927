"""What people do in WordPress while Diptych publishes there: none of it is undone, and nobody reads French unasked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.wordpress_desk import PARAGRAPH, Desk
from tests.fakes.wordpress_server import reply

LINKED = 'All about evenings, also at <a href="{}">the bridges</a>.'


def link_to_bridges(desk: Desk) -> str:
    """An English post that links to another, both translated and out; the French address of that other one."""
    english = desk.fake.posts[2]["link"]
    desk.change_english(1, content=PARAGRAPH.format(LINKED.format(english)))
    desk.translate("evenings")
    desk.type("publish")
    french = desk.post("bridges")["link"]
    assert french in desk.post("evenings")["content"]["raw"]
    return str(french)


def rolled_back(desk: Desk) -> None:
    """Other French was published and rolled back."""
    desk.reword("evenings", "Tout sur les soirées, aussi près <a1>des ponts</a1>.")
    desk.type("publish")
    assert "Tout sur" in desk.post("evenings")["content"]["raw"]
    desk.type("rollback", "evenings")
    assert "Voici" in desk.post("evenings")["content"]["raw"]


def test_what_was_rolled_back_stays_so_when_only_a_link_in_it_changes(desk: Desk) -> None:
    link_to_bridges(desk)
    rolled_back(desk)
    desk.type("withdraw", "bridges")
    desk.type("publish")
    desk.change_english(1, content=PARAGRAPH.format(LINKED.format("https://forum.example/other/")))
    assert "to publish it again: diptych publish evenings" in desk.type("publish")
    assert "Voici" in desk.post("evenings")["content"]["raw"]
    desk.type("publish", "evenings")
    assert "Tout sur" in desk.post("evenings")["content"]["raw"]
    assert "2 unchanged" in desk.type("publish", "bridges") + desk.type("publish")


def test_what_was_rolled_back_twice_does_not_come_back(desk: Desk) -> None:
    link_to_bridges(desk)
    desk.reword("evenings", "Un deuxième texte, <a1>des ponts</a1>.")
    desk.type("publish")
    rolled_to = desk.post("evenings")["content"]["raw"]
    desk.reword("evenings", "Un troisième texte, <a1>des ponts</a1>.")
    desk.type("publish")
    desk.type("rollback", "evenings")
    assert desk.post("evenings")["content"]["raw"] == rolled_to
    desk.type("rollback", "evenings")
    assert "Voici" in desk.post("evenings")["content"]["raw"]
    assert "to publish it again" in desk.type("publish")
    assert "Voici" in desk.post("evenings")["content"]["raw"]
    desk.reword("evenings", "Un deuxième texte, <a1>des ponts</a1>.")
    desk.type("publish")
    assert "Voici" in desk.post("evenings")["content"]["raw"], "that was rolled back too"


def test_other_reviewed_french_goes_out_after_a_rollback(desk: Desk) -> None:
    link_to_bridges(desk)
    rolled_back(desk)
    desk.reword("evenings", "Mieux : les soirées et <a1>des ponts</a1>.")
    assert "1 updated" in desk.type("publish")
    assert "Mieux" in desk.post("evenings")["content"]["raw"]


def test_the_same_french_goes_out_after_a_rollback_once_it_was_reviewed_for_other_english(desk: Desk) -> None:
    link_to_bridges(desk)
    rolled_back(desk)
    linked = LINKED.format(desk.fake.posts[2]["link"])
    desk.change_english(1, content=PARAGRAPH.format(linked.replace("All about", "All about the")))
    desk.reword("evenings", "Tout sur les soirées, aussi près <a1>des ponts</a1>.", "--unchanged")
    desk.type("publish")
    assert "Tout sur" in desk.post("evenings")["content"]["raw"]


def test_a_rollback_goes_back_to_other_words_and_not_to_other_links(desk: Desk) -> None:
    link_to_bridges(desk)
    desk.reword("evenings", "Tout sur les soirées, aussi près <a1>des ponts</a1>.")
    desk.type("publish")
    desk.change_english(1, content=PARAGRAPH.format(LINKED.format("https://forum.example/other/")))
    desk.type("publish")
    assert "other" in desk.post("evenings")["content"]["raw"]
    desk.type("rollback", "evenings")
    assert "Voici" in desk.post("evenings")["content"]["raw"]
    desk.type("publish")
    assert "Voici" in desk.post("evenings")["content"]["raw"]


@pytest.mark.parametrize("why", ["held", "rolled back"])
def test_links_of_a_post_that_stays_as_it_is_lead_to_what_is_there(desk: Desk, why: str) -> None:
    french = link_to_bridges(desk)
    if why == "rolled back":
        rolled_back(desk)
    else:
        desk.change_english(1, title="Long evenings")
    words = desk.post("evenings")["content"]["raw"]
    assert french in words
    desk.type("withdraw", "bridges")
    english = desk.fake.posts[2]["link"]
    assert desk.post("evenings")["content"]["raw"] == words.replace(french, english)
    before = desk.files()
    desk.type("publish")
    assert desk.files() == before
    desk.type("publish", "bridges")
    assert desk.post("evenings")["content"]["raw"] == words
    assert "edited" not in desk.type("publish")


def test_naming_a_withdrawn_page_that_is_held_does_not_call_it_published(desk: Desk) -> None:
    desk.type("publish")
    desk.type("withdraw", "evenings")
    down = desk.half("evenings")["withdrawn"]
    desk.change_english(1, content=PARAGRAPH.format("All about long evenings."))
    desk.type("publish", "evenings")
    assert desk.half("evenings")["withdrawn"] == down
    assert desk.post("evenings")["status"] == "draft"
    desk.reword("evenings", "Tout sur les longues soirées.")
    desk.type("publish")
    assert desk.half("evenings")["withdrawn"] == down
    desk.type("publish", "evenings")
    assert "withdrawn" not in desk.half("evenings")
    assert desk.post("evenings")["status"] == "publish"


def test_naming_a_withdrawn_page_whose_draft_somebody_edited_does_not_call_it_published(desk: Desk) -> None:
    desk.type("publish")
    desk.type("withdraw", "evenings")
    desk.fake.put(desk.number("evenings"), {"content": PARAGRAPH.format("Un mot de la rédaction.")})
    assert "edited in WordPress" in desk.type("publish", "evenings")
    assert desk.half("evenings")["withdrawn"]
    assert desk.post("evenings")["status"] == "draft"


@pytest.mark.parametrize("status", ["private", "draft", "pending"])
def test_french_is_a_draft_while_its_english_is_not_public(desk: Desk, status: str) -> None:
    french = link_to_bridges(desk)
    desk.fake.put(2, {"status": status})
    plan = desk.type("publish", "--dry-run")
    assert f"the English post is not public ({status})" in plan
    assert desk.post("bridges")["status"] == "publish"
    assert f"the English post is not public ({status})" in desk.type("publish")
    assert desk.post("bridges")["status"] == "draft"
    assert french not in desk.post("evenings")["content"]["raw"], "a link to what is not there any more"
    before = desk.files()
    desk.type("publish")
    assert desk.files() == before
    desk.fake.put(2, {"status": "publish"})
    desk.type("publish")
    assert desk.post("bridges")["status"] == "publish"
    assert french in desk.post("evenings")["content"]["raw"]


def test_french_that_is_held_is_a_draft_too_while_its_english_is_not_public(desk: Desk) -> None:
    desk.type("publish")
    desk.change_english(1, content=PARAGRAPH.format("All about long evenings."), status="private")
    desk.type("publish")
    assert desk.post("evenings")["status"] == "draft"


def test_a_page_that_is_down_with_its_english_can_be_withdrawn(desk: Desk) -> None:
    desk.type("publish")
    desk.fake.put(1, {"status": "private"})
    desk.type("publish")
    desk.type("withdraw", "evenings")
    desk.fake.put(1, {"status": "publish"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "draft"
    desk.type("publish", "evenings")
    assert desk.post("evenings")["status"] == "publish"


def test_french_has_the_password_of_its_english_from_the_first_moment(desk: Desk) -> None:
    desk.fake.put(1, {"password": "lantern"})
    seen: list[Any] = []
    desk.fake.after = lambda *_: seen.append([p.get("password") for n, p in desk.fake.posts.items() if n > 2][:1])
    desk.type("publish")
    assert all(entry[0] == "lantern" for entry in seen if entry)
    assert desk.post("evenings")["password"] == "lantern"
    assert not desk.post("bridges").get("password")
    assert not any(b"lantern" in data for data in desk.files().values()), "a password in git"


def test_french_that_is_out_gets_the_password_that_its_english_got_though_it_is_held(desk: Desk) -> None:
    desk.type("publish")
    desk.change_english(1, content=PARAGRAPH.format("All about long evenings."), password="lantern")
    assert "behind the password that the English has" in desk.type("publish")
    assert desk.post("evenings")["password"] == "lantern"
    desk.fake.put(1, {"password": ""})
    assert "readers need a password that the English does not ask for" in desk.type("publish")
    assert desk.post("evenings")["password"] == "lantern", "somebody may have set it"


@pytest.mark.parametrize("how", ["withdrawn", "unpublished", "trashed"])
def test_what_somebody_publishes_in_wordpress_again_is_published(desk: Desk, how: str) -> None:
    desk.type("publish")
    number = desk.number("evenings")
    if how == "withdrawn":
        desk.type("withdraw", "evenings")
    else:
        desk.fake.put(number, {"status": "draft" if how == "unpublished" else "trash"})
        assert "taken down in WordPress" in desk.type("publish")
    desk.type("publish")
    assert desk.half("evenings")["withdrawn"]
    desk.fake.put(number, {"status": "draft"})
    desk.type("publish")
    assert desk.half("evenings")["withdrawn"]
    desk.fake.put(number, {"status": "publish"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "publish"
    assert "withdrawn" not in desk.half("evenings")
    desk.type("withdraw", "evenings")
    assert desk.post("evenings")["status"] == "draft"


def test_a_draft_that_somebody_edits_and_publishes_can_be_withdrawn(desk: Desk) -> None:
    settings = desk.folder / "config/diptych.toml"
    settings.write_text(settings.read_text().replace('status = "publish"', 'status = "draft"'))
    desk.type("publish")
    desk.fake.put(
        desk.number("evenings"), {"content": PARAGRAPH.format("Un mot de la rédaction."), "status": "publish"}
    )
    desk.type("publish")
    desk.type("withdraw", "evenings")
    assert desk.post("evenings")["status"] == "draft"
    assert "taken down" not in desk.type("publish")
    assert desk.post("evenings")["status"] == "draft"


def test_a_schedule_that_somebody_set_in_wordpress_stays(desk: Desk) -> None:
    settings = desk.folder / "config/diptych.toml"
    settings.write_text(settings.read_text().replace('status = "publish"', 'status = "draft"'))
    desk.type("publish")
    desk.fake.put(desk.number("evenings"), {"status": "future", "date_gmt": "2031-01-02T03:04:05"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "future"
    assert desk.post("evenings")["date_gmt"] == "2031-01-02T03:04:05", "in the past it would go out this moment"


@pytest.mark.parametrize("policy", ["draft", "pending", "publish", "future"])
def test_no_schedule_of_french_ends_while_its_english_is_a_draft(desk: Desk, policy: str) -> None:
    settings = desk.folder / "config/diptych.toml"
    settings.write_text(settings.read_text().replace('status = "publish"', f'status = "{policy}"'))
    desk.type("publish")
    desk.fake.put(desk.number("evenings"), {"status": "future", "date_gmt": "2031-01-02T03:04:05"})
    desk.fake.put(1, {"status": "draft"})
    desk.type("publish")
    assert desk.post("evenings")["status"] in ("draft", "pending")


def test_french_moves_with_an_english_post_that_is_put_off(desk: Desk) -> None:
    desk.fake.put(1, {"status": "future", "date_gmt": "2031-01-02T00:00:00"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "future"
    desk.fake.put(desk.number("evenings"), {"content": PARAGRAPH.format("Un mot de la rédaction.")})
    desk.fake.put(1, {"date_gmt": "2032-01-02T00:00:00"})
    desk.type("publish")
    assert (desk.post("evenings")["status"], desk.post("evenings")["date_gmt"]) == ("future", "2032-01-02T00:00:00")
    desk.change_english(1, content=PARAGRAPH.format("All about long evenings."))
    assert "its schedule is taken back" in desk.type("publish")
    assert desk.post("evenings")["status"] == "draft", "an editor's text of other English"


@pytest.mark.parametrize("gone", ["trashed", "deleted"])
def test_the_schedule_of_french_is_taken_back_when_its_english_is_gone(desk: Desk, gone: str) -> None:
    desk.fake.put(1, {"status": "future", "date_gmt": "2031-01-02T00:00:00"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "future"
    if gone == "trashed":
        desk.fake.put(1, {"status": "trash"})
    else:
        desk.fake.posts.pop(1)
    desk.type("publish", expected=2)
    assert desk.post("evenings")["status"] == "draft"


def test_without_the_companion_nothing_is_scheduled(desk: Desk) -> None:
    desk.fake.before = lambda _, route: reply(200, {"name": "x", "namespaces": ["wp/v2"]}) if route == "" else None
    desk.fake.put(1, {"status": "future", "date_gmt": "2031-01-02T00:00:00"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "draft"
    desk.fake.put(1, {"status": "publish"})
    desk.type("publish")
    assert desk.post("evenings")["status"] == "publish"


def test_another_copy_of_the_project_that_is_behind_writes_nothing(desk: Desk) -> None:
    """Two machines, one site: the other one published newer French, and this one's locales/ are older."""
    desk.type("publish")
    older = {name: data for name, data in desk.files().items() if name.startswith("locales/")}
    desk.reword("evenings", "Tout sur les soirées.")
    desk.type("publish")
    newest = dict(desk.post("evenings"))
    for name, data in older.items():
        (desk.folder / name).write_bytes(data)
    before = desk.files()
    desk.type("publish", expected=2)
    assert "another copy of this project published its translation" in desk.errors
    assert desk.post("evenings") == newest
    assert desk.files() == before, "nobody edited anything: the catalogue has no proposals"
    desk.type("publish", "evenings", "--over-edits")
    assert "Voici" in desk.post("evenings")["content"]["raw"]


def test_an_editor_s_change_is_not_written_over_by_the_french_for_newer_english(desk: Desk) -> None:
    """Nor by the second look at links, which comes when not everything went out as it was planned."""
    desk.type("publish")
    edited = PARAGRAPH.format("Un mot de la rédaction.")
    desk.change_english(1, content=PARAGRAPH.format("All about evenings.") + PARAGRAPH.format("Bring a lamp."))
    desk.translate("evenings")
    desk.fake.put(desk.number("evenings"), {"content": edited})
    assert "edited in WordPress" in desk.type("publish")
    assert desk.post("evenings")["content"]["raw"] == edited


def test_a_post_that_somebody_has_open_in_the_editor_is_left_alone_and_the_others_go_out(desk: Desk) -> None:
    desk.type("publish")
    for slug in ("evenings", "bridges"):
        desk.reword(slug, f"Tout sur {slug}.")
    number, before = desk.number("evenings"), dict(desk.post("evenings"))
    answer = reply(423, {"code": "diptych_open", "message": "Marie has the post open in the editor"})
    route = f"wp/v2/posts/{number}"
    desk.fake.before = lambda method, asked: answer if (method, asked) == ("POST", route) else None
    out = desk.type("publish")
    assert "open in WordPress" in out
    assert "Marie has the post open in the editor; run this again when" in out
    assert desk.post("evenings") == before
    assert "Tout sur" in desk.post("bridges")["content"]["raw"]
    desk.fake.before = lambda *_: None
    desk.type("publish")
    assert "Tout sur" in desk.post("evenings")["content"]["raw"]


def test_an_account_that_may_not_publish_makes_drafts(desk: Desk) -> None:
    me = reply(200, {"name": "writer", "capabilities": {"edit_others_posts": True}})
    desk.fake.before = lambda _, route: me if route == "wp/v2/users/me" else None
    desk.type("publish")
    assert set(desk.french().values()) == {"draft"}
    assert "2 unchanged" in desk.type("publish")
    assert "French waits there as drafts" in desk.type("doctor", expected=2), "the fake serves no pages"


def test_french_posts_in_the_site_s_lists_are_no_english_pages(desk: Desk) -> None:
    desk.type("publish")
    settings, text = desk.folder / "config/diptych.toml", (desk.folder / "config/diptych.toml").read_text()
    settings.write_text(text.replace("pages = [", f'pages = ["{desk.post("evenings")["link"]}", '))
    assert "2 pages: 0 new, 0 changed, 0 moved, 0 gone, 2 unchanged" in desk.type("fetch")
    by_number = f"{desk.fake.address}?p={desk.number('evenings')}"
    settings.write_text(text.replace("pages = [", f'pages = ["{by_number}", '))
    desk.type("fetch", expected=2)
    assert f"{by_number}: is a translation, and no page to translate" in desk.errors
    (desk.folder / "locales/wordpress.toml").unlink()
    desk.type("fetch", expected=2)
    assert "is a translation" in desk.errors, "another copy of the project may have written it"
    assert len(list((desk.folder / "locales/en").iterdir())) == 2


def test_a_french_address_that_shows_the_english_post_is_no_french_post(desk: Desk) -> None:
    english = dict(desk.fake.posts[1])
    pairs = desk.folder / "locales/pairs.toml"
    place = f'\n[pages.evenings.fr]\nexisting = "{desk.fake.address}?p=1&lang=fr"\n'
    pairs.write_text(pairs.read_text() + place, encoding="utf-8")
    desk.type("publish", "evenings", "--over-edits")
    assert desk.fake.posts[1] == english
    assert desk.french()["voici-evenings"] == "publish"
