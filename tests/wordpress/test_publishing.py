"""The publisher's flows on real WordPress sites, an older and a newer one."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

import pytest

from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import SiteError
from tests.wordpress.conftest import PostProject

pytestmark = pytest.mark.wordpress

BLOCKS = (
    "<!-- wp:paragraph -->\n<p>Bring a lamp.</p>\n<!-- /wp:paragraph -->\n\n"
    "<!-- wp:paragraph -->\n<p>The water is cold.</p>\n<!-- /wp:paragraph -->"
)
FRENCH_BLOCKS = BLOCKS.replace("Bring a lamp.", "Apportez une lampe.").replace(
    "The water is cold.", "L’eau est froide."
)
EVENINGS = "Evenings by the river"


@pytest.fixture
def slug(project: PostProject) -> str:
    """A name that no other test has on the same site."""
    return f"p{abs(hash(project.folder)) % 10**8}"


def published(project: PostProject, slug: str, content: str = BLOCKS, **fields: Any) -> dict[str, Any]:
    """An English post whose French is published; the English one is given back."""
    project.configure('status = "publish"')
    english = project.post(f"{EVENINGS} {slug}", content, slug=slug, **fields)
    project.set_up(slug)
    project.type("publish")
    assert project.french(slug)["status"] == "publish"
    return english


def edit_english(project: PostProject, number: int, old: str, new: str) -> None:
    text = project.stored(number)["content"]["raw"]
    assert old in text
    project.site.rest("POST", f"wp/v2/posts/{number}", {"content": text.replace(old, new)})


def edit_french(project: PostProject, slug: str, old: str, new: str) -> None:
    french = project.french(slug)
    assert old in french["content"]["raw"]
    project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"content": french["content"]["raw"].replace(old, new)})


def html_lang(page: str) -> str:
    found = re.search(r'<html[^>]*\blang="([^"]*)"', page)
    assert found is not None
    return found[1]


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page))


def test_a_draft_becomes_a_pair_when_somebody_presses_publish(project: PostProject, slug: str) -> None:
    english = project.post(EVENINGS, BLOCKS, slug=slug)
    project.set_up(slug)
    plan = project.type("publish", "--dry-run")
    assert "would be 1 created" in plan
    assert not (project.folder / "locales/wordpress.toml").read_text().count(".fr]")
    out = project.type("publish")
    assert "1 created" in out
    french = project.french(slug)
    assert french["status"] == "draft"
    assert french["content"]["raw"] == FRENCH_BLOCKS
    assert alternates(project.site.page(english["link"])) == {}, "a draft is no half for readers"
    assert "its draft waits in WordPress" in project.type("status")
    project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"status": "publish"})
    assert "1 unchanged" in project.type("publish")
    french = project.french(slug)
    halves = {"en": english["link"], "fr": french["link"], "x-default": english["link"]}
    for half, language in ((english, "en-US"), (french, "fr")):
        page = project.site.page(half["link"])
        assert html_lang(page) == language
        assert alternates(page) == halves
    assert "UP TO DATE" in project.type("status")


def test_an_old_draft_that_somebody_publishes_says_that_it_is_behind(project: PostProject, slug: str) -> None:
    english = project.post(f"{EVENINGS} {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    project.type("publish")
    edit_english(project, english["id"], "The water is cold.", "The water is warm now.")
    project.type("fetch")
    project.type("extract")
    french = project.french(slug)
    project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"status": "publish"})
    assert "stays as published" in project.type("publish")
    assert "diptych-notice" in project.site.page(project.french(slug)["link"])
    assert "OUT OF DATE" in project.type("status")


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


def test_everything_around_the_text_goes_along(project: PostProject, slug: str) -> None:
    site = project.site
    image = site.upload(f"{slug}.png", png(), "A bridge at night")
    news = site.rest("POST", "wp/v2/categories", {"name": "News", "slug": f"news-{slug}"})["id"]
    nouvelles = site.rest("POST", "wp/v2/categories", {"name": "Nouvelles", "slug": f"nouvelles-{slug}"})["id"]
    shared = site.rest("POST", "wp/v2/categories", {"name": "Shared", "slug": f"shared-{slug}"})["id"]
    tag = site.rest("POST", "wp/v2/tags", {"name": slug})["id"]
    table = project.folder / "config/wordpress-terms.csv"
    table.write_text(f"taxonomy,en,fr\ncategories,news-{slug},nouvelles-{slug}\n", encoding="utf-8")
    author = site.rest("GET", "wp/v2/users?search=editor")[0]["id"]
    published(
        project,
        slug,
        excerpt='All about "lamps" & <em>water</em>.',
        featured_media=image,
        categories=[news, shared],
        tags=[tag],
        author=author,
        date_gmt="2026-03-04T05:06:07",
    )
    french = project.french(slug)
    assert french["categories"] == sorted([nouvelles, shared])
    assert french["tags"] == [tag]
    assert french["author"] == author
    assert french["date_gmt"] == "2026-03-04T05:06:07"
    assert french["featured_media"] == image
    assert "<em>" in french["excerpt"]["raw"]
    assert 'alt="Un pont la nuit"' in project.site.page(french["link"])
    assert 'alt="A bridge at night"' in project.site.page(
        project.stored(french["meta"]["_diptych_translation_of"])["link"]
    )


def test_a_second_run_writes_nothing(project: PostProject, slug: str) -> None:
    published(project, slug)
    before = project.french(slug)
    files = {path: path.read_bytes() for path in project.folder.rglob("*.*") if path.is_file()}
    assert "1 unchanged" in project.type("publish", today="2026-12-24")
    assert project.french(slug) == before
    assert {path: path.read_bytes() for path in project.folder.rglob("*.*") if path.is_file()} == files


def test_changed_english_holds_the_french_with_a_notice_until_it_is_accepted(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    before = project.french(slug)
    edit_english(project, english["id"], "The water is cold.", "The water is warm now.")
    assert "the English on the site changed since the last fetch" in project.type("publish"), "French went ahead"
    project.type("fetch")
    project.type("extract")
    assert "stays as published" in project.type("publish")
    held = project.french(slug)
    assert held["content"] == before["content"]
    assert "23 novembre 2026" in project.site.page(before["link"])
    project.translate(slug, **{"The water is warm now.": "L’eau est chaude à présent."})
    assert "1 updated" in project.type("publish", today="2026-11-30")
    after = project.french(slug)
    assert (after["id"], after["slug"]) == (before["id"], before["slug"])
    assert "L’eau est chaude à présent." in after["content"]["raw"]
    assert "diptych-notice" not in project.site.page(after["link"])


def test_an_editors_change_is_brought_back_and_not_written_over(project: PostProject, slug: str) -> None:
    published(project, slug)
    edit_french(project, slug, "Apportez une lampe.", "Munissez-vous d’une lampe.")
    changed = project.french(slug)
    plan = project.type("publish", "--dry-run")
    assert "edited in WordPress" in plan
    assert "Munissez" not in project.catalogue(slug).read_text(encoding="utf-8")
    out = project.type("publish")
    assert "edited in WordPress" in out
    assert "proposed in the catalogue: Bring a lamp." in out
    assert project.french(slug) == changed
    catalogue = project.catalogue(slug).read_text(encoding="utf-8")
    assert "#, fuzzy" in catalogue
    assert "Munissez-vous d’une lampe." in catalogue
    assert "other version: Apportez une lampe." in catalogue
    assert "a change made in WordPress waits" in project.type("publish")
    assert project.french(slug) == changed, "a proposal that nobody accepted is no decision"
    project.catalogue(slug).write_text(catalogue.replace("#, fuzzy\n", ""), encoding="utf-8")
    project.type("accept", slug, "--as", "Translator")
    assert "1 unchanged" in project.type("publish")
    assert project.french(slug) == changed


def test_an_editors_change_that_the_translator_refuses_is_replaced(project: PostProject, slug: str) -> None:
    published(project, slug)
    edit_french(project, slug, "Apportez une lampe.", "Emporte ta lampe.")
    project.type("publish")
    text = project.catalogue(slug).read_text(encoding="utf-8")
    text = text.replace('msgstr "Emporte ta lampe."', 'msgstr "Apportez une lampe."').replace("#, fuzzy\n", "")
    project.catalogue(slug).write_text(text, encoding="utf-8")
    project.type("accept", slug, "--as", "Translator")
    assert "1 updated" in project.type("publish")
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS


def test_a_change_that_is_no_unit_s_stays_until_somebody_says_otherwise(project: PostProject, slug: str) -> None:
    published(project, slug)
    edit_french(project, slug, "<!-- /wp:paragraph -->", "<!-- /wp:paragraph -->\n<p>Un ajout.</p>")
    changed = project.french(slug)
    for _ in range(2):
        assert "belongs to no text of the catalogue: Un ajout." in project.type("publish")
        assert project.french(slug) == changed
    project.type("publish", "--over-edits", expected=2)
    project.type("publish", slug, "--over-edits")
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS


def test_rollback_takes_the_text_before_from_the_revisions(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    project.type("rollback", slug, expected=2)
    edit_english(project, english["id"], "The water is cold.", "The water is warm now.")
    project.type("fetch")
    project.type("extract")
    project.translate(slug)
    project.type("publish")
    newest = project.french(slug)["content"]["raw"]
    assert newest != FRENCH_BLOCKS
    project.type("rollback", slug)
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS
    assert "rolled back" in project.type("publish"), "what was undone went out again by itself"
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS
    project.type("publish", slug)
    assert project.french(slug)["content"]["raw"] == newest
    assert "1 unchanged" in project.type("publish")


def test_withdrawing_makes_it_a_draft_and_naming_it_brings_it_back(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    project.type("withdraw", slug)
    assert project.french(slug)["status"] == "draft"
    assert alternates(project.site.page(english["link"])) == {}
    project.type("publish")
    assert project.french(slug)["status"] == "draft"
    project.type("publish", slug)
    assert project.french(slug)["status"] == "publish"
    assert "fr" in alternates(project.site.page(english["link"]))


@pytest.mark.parametrize("how", ["trashed", "deleted", "unpublished"])
def test_what_people_take_down_in_wordpress_stays_down(project: PostProject, slug: str, how: str) -> None:
    published(project, slug)
    first = project.french(slug)
    number = first["id"]
    if how == "unpublished":
        project.site.rest("POST", f"wp/v2/posts/{number}", {"status": "draft"})
    else:
        project.site.rest("DELETE", f"wp/v2/posts/{number}{'?force=true' if how == 'deleted' else ''}")
    assert "taken down in WordPress" in project.type("publish")
    assert "1 withdrawn" in project.type("publish")
    project.type("publish", slug)
    again = project.french(slug)
    assert again["status"] == "publish"
    assert (again["id"] == number) == (how == "unpublished")
    assert again["slug"] == first["slug"]


def test_a_taken_slug_is_said_and_nothing_is_left_behind(project: PostProject, slug: str) -> None:
    project.configure('status = "publish"')
    other = project.site.rest("POST", "wp/v2/posts", {"title": "Other", "slug": f"soirees-{slug}", "status": "publish"})
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.type("fetch")
    project.type("extract")
    project.translate(slug, **{f"Evenings {slug}": f"Soirées {slug}"})
    before = project.site.rest("GET", "wp/v2/posts?status=any&per_page=1")[0]["id"]
    project.type("publish", expected=2)
    assert f"the name soirees-{slug} is taken in WordPress (post {other['id']}" in project.errors
    assert project.site.rest("GET", "wp/v2/posts?status=any&per_page=1")[0]["id"] == before
    address = f'[pages.{slug}.fr]\naddress = "{project.site.address}topics/nos-soirees-{slug}/"\n'
    pairs = project.folder / "locales/pairs.toml"
    text = pairs.read_text(encoding="utf-8")
    pairs.write_text(re.sub(r"\[pages\.\w+\.fr\]\n(?:\w+ = .*\n)*", "", text) + "\n" + address, encoding="utf-8")
    project.type("publish")
    assert project.french(slug)["slug"] == f"nos-soirees-{slug}"


def test_a_slug_taken_in_the_moment_between_the_look_and_the_write_is_undone(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WordPress would publish it under another name, with -2 behind it."""
    project.configure('status = "publish"')
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    taken = {"title": "Thief", "slug": f"voici-evenings-{slug}", "status": "publish"}
    project.site.rest("POST", "wp/v2/posts", taken)
    monkeypatch.setattr(WordPress, "by_slug", lambda *_: [])
    before = {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")}
    project.type("publish", expected=2)
    assert "is taken in WordPress" in project.errors
    assert {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")} == before


def test_links_between_posts_stay_in_the_readers_language(project: PostProject, slug: str) -> None:
    first = published(project, slug)
    link = f'<!-- wp:paragraph -->\n<p>See <a href="{first["link"]}#lamp">the lamps</a>.</p>\n<!-- /wp:paragraph -->'
    second = project.post(f"Bridges {slug}", link, slug=f"{slug}-bridges")
    edit_english(project, first["id"], "<p>Bring a lamp.", f'<p><a href="{second["link"]}">Bring a lamp.</a>')
    project.type("fetch")
    project.type("extract")
    project.translate(slug)
    project.translate(f"{slug}-bridges")
    project.type("publish")
    one, two = project.french(slug), project.french(f"{slug}-bridges")
    assert f'href="{one["link"]}#lamp"' in two["content"]["raw"]
    assert f'href="{two["link"]}"' in one["content"]["raw"]
    project.type("withdraw", f"{slug}-bridges")
    assert f'href="{second["link"]}"' in project.french(slug)["content"]["raw"], "a link to what is not there any more"


def test_a_scheduled_post_has_its_french_scheduled_for_the_same_moment(project: PostProject, slug: str) -> None:
    project.configure('status = "future"')
    english = project.site.rest(
        "POST",
        "wp/v2/posts",
        {"title": f"Evenings {slug}", "content": BLOCKS, "status": "future", "date_gmt": "2031-01-02T03:04:05"},
    )
    settings = project.folder / "config/diptych.toml"
    address = f"{project.site.address}?p={english['id']}"
    settings.write_text(settings.read_text().replace("pages = []", f'pages = ["{address}"]'), encoding="utf-8")
    project.type("fetch")
    project.type("extract")
    name = next(iter((project.folder / "locales/en").glob("*.html"))).stem
    project.translate(name)
    project.type("publish")
    french = project.french(name)
    assert (french["status"], french["date_gmt"]) == ("future", "2031-01-02T03:04:05")
    edit_english(project, english["id"], "Bring a lamp.", "Bring two lamps.")
    project.type("fetch")
    project.type("extract")
    assert "its schedule is taken back" in project.type("publish"), "nobody would be there when it goes out"
    assert project.french(name)["status"] == "draft"
    project.translate(name, **{"Bring two lamps.": "Apportez deux lampes."})
    project.type("publish")
    again = project.french(name)
    assert (again["status"], "deux lampes" in again["content"]["raw"]) == ("future", True)


def test_a_failure_between_two_writes_leaves_no_draft_and_running_again_completes(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.configure('status = "publish"')
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    before = {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")}
    with monkeypatch.context() as patch:

        def fail(*_: Any) -> Any:
            raise SiteError("the site cannot be reached", code="away")

        patch.setattr(WordPress, "update", fail)
        project.type("publish", expected=3)
        assert project.errors.count("\n") == 1
    left = project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")
    assert {post["id"] for post in left} == before
    project.type("publish")
    assert project.french(slug)["status"] == "publish"


@pytest.mark.parametrize("moment", ["create", "update"])
def test_a_run_that_was_killed_is_mended_by_the_next(
    project: PostProject, slug: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write reaches the site, the answer never reaches us."""
    project.configure('status = "publish"')
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    real = getattr(WordPress, moment)
    with monkeypatch.context() as patch:

        def die(*arguments: Any) -> Any:
            real(*arguments)
            raise KeyboardInterrupt

        patch.setattr(WordPress, moment, die)
        project.type("publish", expected=130)
    assert "cut off while it wrote" in project.type("doctor")
    project.type("publish")
    french = project.french(slug)
    assert french["status"] == "publish"
    assert not french["slug"].endswith("-2")
    source = french["meta"]["_diptych_translation_of"]
    every = project.site.rest("GET", "wp/v2/posts?status=any&per_page=100&context=edit")
    assert [post["id"] for post in every if post["meta"]["_diptych_translation_of"] == source] == [french["id"]]
    assert "cut off while it wrote" not in project.type("doctor")


def test_an_update_whose_answer_got_lost_is_known_as_ours(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = published(project, slug)
    edit_english(project, english["id"], "The water is cold.", "The water is warm now.")
    project.type("fetch")
    project.type("extract")
    project.translate(slug)
    real = WordPress.update
    with monkeypatch.context() as patch:

        def die(*arguments: Any) -> Any:
            real(*arguments)
            raise KeyboardInterrupt

        patch.setattr(WordPress, "update", die)
        project.type("publish", expected=130)
    assert "1 unchanged" in project.type("publish")


def test_two_publishers_at_once_make_one_translation(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(project, slug)
    french = project.french(slug)
    records = project.folder / "locales/wordpress.toml"
    text = records.read_text(encoding="utf-8")
    records.write_text(text[: text.index(f"[posts.{slug}.fr]")], encoding="utf-8")  # the other one's clone
    pairs = project.folder / "locales/pairs.toml"
    known = pairs.read_text(encoding="utf-8")
    pairs.write_text(known.replace(french["slug"], f"autre-{slug}"), encoding="utf-8")
    project.type("publish", expected=2)
    assert "translated in WordPress already" in project.errors
    records.write_text(text, encoding="utf-8")
    site = WordPress(project.site.address, "publisher", project.site.passwords["publisher"])
    with pytest.raises(SiteError, match="changed meanwhile") as caught:
        site.update("posts", french["id"], {"title": "x"}, "2020-01-01T00:00:00")
    assert caught.value.status == 412


def test_nobody_links_a_post_of_his_own_to_one_that_he_may_not_edit(project: PostProject, slug: str) -> None:
    english = published(project, slug)
    body = {"title": "Mine", "meta": {"_diptych_language": "de", "_diptych_translation_of": english["id"]}}
    with pytest.raises(AssertionError, match="403"):
        project.site.rest("POST", "wp/v2/posts", body, user="author")


def test_an_account_without_the_right_to_all_html_changes_nothing(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = '<!-- wp:html -->\n<form><p>Bring a lamp.</p><input type="text"></form>\n<!-- /wp:html -->'
    project.post(
        f"Evenings {slug}", form, slug=slug, author=project.site.rest("GET", "wp/v2/users?search=author")[0]["id"]
    )
    project.set_up(slug)
    monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "author")
    monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", project.site.passwords["author"])
    before = {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")}
    project.type("publish", expected=3)
    assert "WordPress changed the content while storing it" in project.errors
    assert {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")} == before


def test_an_editor_s_account_is_enough(project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "editor")
    monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", project.site.passwords["editor"])
    form = '<!-- wp:html -->\n<form><p>Bring a lamp.</p><input type="text"></form>\n<!-- /wp:html -->'
    published(project, slug, BLOCKS + "\n\n" + form)
    assert "may not" not in project.type("doctor")
    project.type("withdraw", slug)
    project.type("publish", slug)
    assert project.french(slug)["status"] == "publish"


@pytest.mark.parametrize(("user", "password"), [("publisher", "wrong"), ("nobody", "wrong"), ("reader", "")])
def test_an_account_that_may_not_is_told_so_in_one_line(
    project: PostProject, slug: str, user: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    secret = password or project.site.passwords[user]
    monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", user)
    monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", secret)
    project.type("publish", expected=3)
    assert project.errors.count("\n") == 1
    assert secret not in project.errors
    assert not (project.folder / "locales/published").exists()


def test_the_front_page_shows_english_posts_only(project: PostProject, slug: str) -> None:
    published(project, slug)
    front = project.site.page(project.site.address)
    assert f"{EVENINGS} {slug}" in front
    assert f"Voici : {EVENINGS} {slug}" not in front


def test_doctor_says_what_the_site_can_do(project: PostProject) -> None:
    out = project.type("doctor")
    assert '"The forum"; it lets us in as publisher' in out
    assert "companion plugin 1.1 is there" in out
    assert "no plugin for languages is there" in out
