"""What people of a real site do while Diptych publishes there, and what readers get then."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import SiteError
from tests.wordpress.conftest import PostProject
from tests.wordpress.site import COMPANION, NEWER, WordPressSite
from tests.wordpress.test_publishing import BLOCKS, FRENCH_BLOCKS, edit_english, published, slug

__all__ = ["slug"]  # the fixture

pytestmark = pytest.mark.wordpress


@pytest.fixture
def site(start_site: Callable[..., WordPressSite]) -> WordPressSite:
    """One version is enough here: the newest that is there."""
    return start_site("newer" if (NEWER / "wp-load.php").is_file() else "debian", COMPANION)


LATER = "2031-01-02T03:04:05"


def scheduled(project: PostProject, slug: str) -> tuple[int, int]:
    """An English post and its French, both scheduled; their numbers."""
    project.configure('status = "future"')
    body = {"title": f"Evenings {slug}", "content": BLOCKS, "slug": slug, "status": "future", "date_gmt": LATER}
    english = project.site.rest("POST", "wp/v2/posts", body)["id"]
    settings = project.folder / "config/diptych.toml"
    address = f"{project.site.address}?p={english}"
    settings.write_text(settings.read_text().replace("pages = []", f'pages = ["{address}"]'), encoding="utf-8")
    for command in ("fetch", "extract"):
        project.type(command)
    project.translate(name(project))
    project.type("publish")
    french = project.french(name(project))
    assert french["status"] == "future"
    return english, french["id"]


def name(project: PostProject) -> str:
    return next(iter((project.folder / "locales/en").glob("*.html"))).stem


def due(project: PostProject, *numbers: int) -> None:
    """Their moment has come."""
    for number in numbers:
        past = "array( 'post_date' => '2020-01-02 03:04:05', 'post_date_gmt' => '2020-01-02 03:04:05' )"
        project.site.run(f"global $wpdb; $wpdb->update( $wpdb->posts, {past}, array( 'ID' => {number} ) );")


def answer(address: str) -> int:
    """The status that readers get."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def ring(project: PostProject, number: int) -> None:
    """WordPress's schedule comes to a post."""
    project.site.run(f"do_action( 'publish_future_post', {number} );")


def test_the_french_of_a_scheduled_post_goes_out_behind_its_english_whichever_comes_first(
    project: PostProject, slug: str
) -> None:
    english, french = scheduled(project, slug)
    due(project, english, french)
    before = project.stored(french)["content"]["raw"]
    ring(project, french)
    assert [project.stored(number)["status"] for number in (english, french)] == ["publish", "publish"]
    assert project.stored(french)["content"]["raw"] == before
    assert "1 unchanged" in project.type("publish")


def test_french_waits_with_an_english_post_that_was_put_off_since(project: PostProject, slug: str) -> None:
    english, french = scheduled(project, slug)
    project.site.rest("POST", f"wp/v2/posts/{english}", {"date_gmt": "2033-01-02T03:04:05"})
    due(project, french)
    ring(project, french)
    stored = project.stored(french)
    assert (stored["status"], stored["date_gmt"]) == ("future", "2033-01-02T03:04:05")
    moment = project.site.run(f"echo wp_next_scheduled( 'publish_future_post', array( {french} ) );")
    assert int(moment) > 1_900_000_000, "nobody would come at that moment"


@pytest.mark.parametrize("change", ["draft", "trash", "deleted", "text"])
def test_the_french_of_other_english_than_was_translated_does_not_go_out_at_its_moment(
    project: PostProject, slug: str, change: str
) -> None:
    """Nobody typed a command since."""
    english, french = scheduled(project, slug)
    if change == "draft":
        project.site.rest("POST", f"wp/v2/posts/{english}", {"status": "draft"})
    elif change == "text":
        edit_english(project, english, "The water is cold.", "The water is warm now.")
        due(project, english)
    else:
        project.site.rest("DELETE", f"wp/v2/posts/{english}{'?force=true' if change == 'deleted' else ''}")
    due(project, french)
    ring(project, french)
    assert project.stored(french)["status"] == "draft"
    assert "Apportez" in project.stored(french)["content"]["raw"]


@pytest.mark.parametrize("status", ["private", "future"])
def test_nobody_publishes_french_before_its_english(project: PostProject, slug: str, status: str) -> None:
    english = published(project, slug)["id"]
    french = project.french(slug)["id"]
    project.site.rest("POST", f"wp/v2/posts/{french}", {"status": "draft"})
    later = {"date_gmt": LATER} if status == "future" else {}
    project.site.rest("POST", f"wp/v2/posts/{english}", {"status": status, **later})
    with pytest.raises(AssertionError, match="is not public yet"):
        project.site.rest("POST", f"wp/v2/posts/{french}", {"status": "publish"}, user="editor")
    project.site.run(f"wp_update_post( array( 'ID' => {french}, 'post_status' => 'publish' ) );")
    assert project.stored(french)["status"] == "draft"


@pytest.mark.parametrize("status", ["private", "draft"])
def test_english_that_is_taken_back_takes_its_french_along_and_brings_it_again(
    project: PostProject, slug: str, status: str
) -> None:
    english = published(project, slug)["id"]
    address = project.french(slug)["link"]
    project.site.rest("POST", f"wp/v2/posts/{english}", {"status": status})
    project.type("publish")
    assert answer(address) == 404
    project.site.rest("POST", f"wp/v2/posts/{english}", {"status": "publish"})
    project.type("publish")
    assert "Apportez une lampe." in project.site.page(address)


def test_english_that_was_trashed_and_restored_is_published_again_with_its_french(
    project: PostProject, slug: str
) -> None:
    english = published(project, slug)["id"]
    project.site.rest("DELETE", f"wp/v2/posts/{english}")
    assert "1 gone" in project.type("fetch")
    project.type("publish", expected=2)
    assert "is not in WordPress any more" in project.errors
    project.site.run(f"wp_untrash_post( {english} );")
    project.type("fetch")
    project.type("publish")
    assert project.french(slug)["status"] == "draft", "restored posts are drafts"
    project.site.rest("POST", f"wp/v2/posts/{english}", {"status": "publish"})
    project.type("fetch")
    project.type("publish")
    assert project.french(slug)["status"] == "publish"
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS


def test_french_asks_for_the_password_that_its_english_asks_for(project: PostProject, slug: str) -> None:
    published(project, slug, password="lantern")
    french = project.french(slug)
    assert french["password"] == "lantern"
    assert "Apportez" not in project.site.page(french["link"])


def test_french_that_is_out_gets_the_password_that_its_english_got(project: PostProject, slug: str) -> None:
    english = published(project, slug)["id"]
    project.site.rest("POST", f"wp/v2/posts/{english}", {"password": "lantern"})
    project.type("publish")
    assert "Apportez" not in project.site.page(project.french(slug)["link"])
    assert "1 unchanged" in project.type("publish")


def test_a_post_that_somebody_has_open_is_left_alone_until_it_is_closed(project: PostProject, slug: str) -> None:
    published(project, slug)
    number = project.french(slug)["id"]
    editor = project.site.rest("GET", "wp/v2/users?search=editor")[0]["id"]
    project.site.run(f"update_post_meta( {number}, '_edit_lock', time() . ':{editor}' );")
    project.edit_catalogue(slug, "Apportez une lampe.", "Munissez-vous d’une lampe.")
    project.type("accept", slug, "--as", "Translator")
    out = project.type("publish")
    assert "editor has the post open in the editor" in out
    assert project.french(slug)["content"]["raw"] == FRENCH_BLOCKS
    project.type("withdraw", slug)
    assert project.french(slug)["status"] == "draft", "what must not be read goes at once"
    project.site.run(f"update_post_meta( {number}, '_edit_lock', ( time() - 200 ) . ':{editor}' );")
    project.type("publish", slug)
    assert "Munissez-vous" in project.french(slug)["content"]["raw"]


@pytest.fixture
def slow(site: WordPressSite) -> Iterator[None]:
    """WordPress takes its time between what it looks up and what it stores, so that others come in between."""
    plugin = site.folder / "wp-content/mu-plugins/slow.php"
    plugin.write_text(
        "<?php add_filter( 'wp_insert_post_data', function ( $data ) { usleep( 300000 ); return $data; } );"
    )
    yield
    plugin.unlink()


@pytest.mark.usefixtures("slow")
def test_two_machines_that_publish_a_new_post_at_the_same_moment_make_one(project: PostProject, slug: str) -> None:
    english = project.post(f"Evenings {slug}", BLOCKS, slug=slug)["id"]
    meta = {"_diptych_language": "fr", "_diptych_translation_of": english}

    def create(number: int) -> Any:
        site = WordPress(project.site.address, "publisher", project.site.passwords["publisher"])
        try:
            return site.create("posts", {"title": f"Text {number}", "status": "draft", "meta": meta})
        except SiteError as error:
            return error.code

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(create, range(3)))
    assert sorted(str(one) for one in made if isinstance(one, str)) == ["diptych_exists", "diptych_exists"]


@pytest.mark.usefixtures("slow")
def test_two_machines_that_update_a_post_at_the_same_moment_do_not_write_over_each_other(
    project: PostProject, slug: str
) -> None:
    published(project, slug)
    french = project.french(slug)
    number = french["id"]
    past = "array( 'post_modified_gmt' => '2020-01-02 03:04:05' )"
    project.site.run(f"global $wpdb; $wpdb->update( $wpdb->posts, {past}, array( 'ID' => {number} ) );")

    def write(text: str) -> str:
        site = WordPress(project.site.address, "publisher", project.site.passwords["publisher"])
        try:
            return site.update("posts", number, {"title": text}, "2020-01-02T03:04:05").text.title
        except SiteError as error:
            return error.code

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(write, ["one", "two", "three"]))
    assert sorted(answers).count("diptych_changed") == 2
    assert project.stored(number)["title"]["raw"] in answers


def test_a_machine_whose_files_are_older_writes_nothing_over_the_newer_french(project: PostProject, slug: str) -> None:
    published(project, slug)
    older = {path: path.read_bytes() for path in (project.folder / "locales").rglob("*.*")}
    project.edit_catalogue(slug, "Apportez une lampe.", "Munissez-vous d’une lampe.")
    project.type("accept", slug, "--as", "Translator")
    project.type("publish")
    newest = project.french(slug)
    for path, data in older.items():
        path.write_bytes(data)
    project.type("publish", expected=2)
    assert "another copy of this project published its translation meanwhile" in project.errors
    assert project.french(slug) == newest
    assert "Munissez-vous" not in project.catalogue(slug).read_text(encoding="utf-8")


def test_an_account_that_may_not_publish_leaves_drafts(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role of a site's own, as many have it: it edits everything and publishes nothing."""
    role = "get_role( 'editor' )->capabilities"
    project.site.run(
        f"$may = {role}; unset( $may['publish_posts'] ); remove_role( 'writer' ); add_role( 'writer', 'Writer', $may );"
        "get_user_by( 'login', 'author' )->set_role( 'writer' );"
    )
    try:
        monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "author")
        monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", project.site.passwords["author"])
        project.configure('status = "publish"')
        project.post(f"Evenings {slug}", BLOCKS, slug=slug)
        project.set_up(slug)
        assert "1 created" in project.type("publish")
        french = project.french(slug)
        assert (french["status"], french["slug"]) == ("draft", f"voici-evenings-{slug}")
        assert "1 unchanged" in project.type("publish")
        project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"status": "publish"})
        project.type("publish")
        project.edit_catalogue(slug, "Apportez une lampe.", "Munissez-vous d’une lampe.")
        project.type("accept", slug, "--as", "Translator")
        project.type("publish")
        assert "Munissez-vous" in project.site.page(project.french(slug)["link"])
    finally:
        project.site.run("get_user_by( 'login', 'author' )->set_role( 'author' );")


def test_a_contributor_is_told_in_one_line_and_nothing_is_left(
    project: PostProject, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.post(f"Evenings {slug}", BLOCKS, slug=slug)
    project.set_up(slug)
    project.site.run("get_user_by( 'login', 'author' )->set_role( 'contributor' );")
    try:
        monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "author")
        monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", project.site.passwords["author"])
        before = {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")}
        project.type("publish", expected=3)
        assert project.errors.count("\n") == 1
        assert {post["id"] for post in project.site.rest("GET", "wp/v2/posts?status=any&per_page=100")} == before
    finally:
        project.site.run("get_user_by( 'login', 'author' )->set_role( 'author' );")


def test_the_companion_stores_the_digest_of_what_was_written(project: PostProject, slug: str) -> None:
    published(project, slug)
    french = project.french(slug)
    record = (project.folder / "locales/wordpress.toml").read_text(encoding="utf-8")
    assert f'digest = "{french["meta"]["_diptych_written"]}"' in record
    assert sum(key.startswith("_diptych_") for key in french["meta"]) == 5, (
        "the digest of the source is the companion's own"
    )
