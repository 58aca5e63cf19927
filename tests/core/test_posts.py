"""Posts as files, their links, and what is decided about them: pure rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters import posts_file
from pipeline.core.errors import BadFileError
from pipeline.core.model import Catalogue, Unit
from pipeline.core.render import render
from pipeline.core.segment import segment, segment_text
from pipeline.core.segmentation.rules import Rules
from pipeline.core.wordpress.block_shape import misplaced
from pipeline.core.wordpress.edited_posts import bring_back
from pipeline.core.wordpress.post_file import PostText, compose, is_post, take_apart
from pipeline.core.wordpress.post_links import mend_links
from pipeline.core.wordpress.post_plan import (
    Found,
    Wanted,
    changes,
    creation,
    found,
    new_status,
    record_of,
    restraint,
)
from pipeline.core.wordpress.posts import META, WRITTEN, PostRecord, StoredPost
from pipeline.core.wordpress.undone import is_undone, with_undone, without_undone, words_digest

RULES = Rules().for_posts()
HTML = st.text(alphabet=st.sampled_from("ab <>&\"'/\n\té[]{}!-\\"), max_size=40)
PLAIN = st.text(alphabet=st.sampled_from("ab <>&\"'éß[]{}"), max_size=20)
POST = PostText(
    "Evenings <em>now</em>",
    "Come.\n\nSee [gallery ids='1'] <b>all</b>.",
    'A "short" text &amp; more',
    'A "lamp" & <more>',
)


@given(HTML, HTML, HTML, PLAIN)
def test_a_post_comes_out_of_its_file_as_it_went_in(title: str, content: str, excerpt: str, alt: str) -> None:
    if "&quot;" in excerpt or "<!-- " in title + excerpt:
        return
    post = PostText(title, content, excerpt, alt)
    page = compose(post)
    assert take_apart(page) == post
    assert is_post(page.encode())


def test_every_part_of_a_post_is_offered_and_lands_in_its_place() -> None:
    skeleton = segment(compose(POST).encode(), RULES)
    assert [slot.role for slot in skeleton.slots] == ["description", "h1", "alt", "p", "p"]
    french = {
        slot.text: slot.text.replace("e", "é").replace("A ", "Une ")
        for slot in skeleton.slots
        if "<em" not in slot.text
    }
    found = take_apart(render(skeleton, french).text)
    assert found is not None
    assert found.excerpt == 'Une "short" téxt &amp; moré'
    assert found.alt == 'Une "lamp" & <moré>'
    assert found.title == POST.title


HOSTILE = [
    "<script>x</script>",
    "</h1>",
    "<!-- diptych:content -->",
    "[gallery]",
    '"> <b>',
    "--> <p>",
    "&lt;b>",
    "<!-- wp:html -->",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_no_translation_becomes_markup_or_a_shortcode_of_the_post(payload: str) -> None:
    post = PostText("Evenings", "<p>Come in.</p>", "A short text", "A lamp")
    skeleton = segment(compose(post).encode(), RULES)
    rendered = render(skeleton, {slot.text: f"Texte {payload}" for slot in skeleton.slots})
    found = take_apart(rendered.text)
    assert found is not None, "the file fell apart"
    for part in (found.title, found.excerpt, found.content.removeprefix("<p>").removesuffix("</p>")):
        assert "<" not in part
        assert "[" not in part


def test_the_whole_post_is_read_whatever_elements_stand_in_it() -> None:
    content = "First.\n\n<article>In it.</article></main>\n\nLast."
    texts = [slot.text for slot in segment_text(compose(PostText("Title", content)), RULES).slots]
    assert texts == ["Title", "First.", "In it.", "Last."]


HOME = "https://forum.example/topics/evenings/"
LINKS = {
    ('<a href="https://forum.example/a/#x">q</a>', '<a href="https://forum.example/fr/a/#x">q</a>'),
    ("<a href=https://forum.example/a/>q</a>", '<a href="https://forum.example/fr/a/">q</a>'),
    ('<a href="../bridges/">q</a>', '<a href="https://forum.example/topics/bridges/">q</a>'),
    ('<a href="/a/">q</a>', '<a href="https://forum.example/fr/a/">q</a>'),
    ('<a href="#lamp">q</a>', '<a href="#lamp">q</a>'),
    ('<a href="http://[">q</a>', '<a href="http://[">q</a>'),
    ('<img src="../x.png">', '<img src="../x.png">'),
    (
        '<!-- wp:file {"id":3,"href":"https://forum.example/a/"} --><a href="https://forum.example/a/">q</a><!-- /wp:file -->',
        '<!-- wp:file {"id":3,"href":"https://forum.example/fr/a/"} --><a href="https://forum.example/fr/a/">q</a><!-- /wp:file -->',
    ),
}


@pytest.mark.parametrize(("english", "french"), sorted(LINKS))
def test_links_lead_to_the_half_in_the_readers_language(english: str, french: str) -> None:
    links = {"https://forum.example/a/": "https://forum.example/fr/a/"}
    assert mend_links(english, HOME, links) == french


def stored(text: PostText, status: str = "publish", **fields: object) -> StoredPost:
    post = StoredPost("posts", 9, HOME, "soirees", status, "2026-01-01T00:00:00", "", text)
    return replace(post, **fields)  # type: ignore[arg-type]


TEXT = PostText("Soirées", "<p>Venez.</p>")
EDITED = replace(TEXT, content="<p>Viens.</p>")
RECORD = record_of(stored(TEXT))
STATES = [
    (None, None, "", Found.NONE),
    (RECORD, stored(TEXT), "", Found.OURS),
    (RECORD, stored(TEXT, modified="2027-01-01T00:00:00"), "", Found.OURS),
    (RECORD, stored(EDITED), "", Found.EDITED),
    (RECORD, stored(EDITED), EDITED.digest, Found.WANTED),
    (replace(RECORD, proposed=EDITED.digest), stored(EDITED), TEXT.digest, Found.DECIDED),
    (RECORD, None, "", Found.GONE),
    (RECORD, stored(TEXT, "trash"), "", Found.GONE),
    (RECORD, stored(TEXT, "draft"), "", Found.TAKEN_DOWN),
    (replace(RECORD, status="draft"), stored(TEXT, "draft"), "", Found.OURS),
]


@pytest.mark.parametrize(("record", "current", "wanted", "state"), STATES)
def test_how_a_post_stands(record: PostRecord | None, current: StoredPost | None, wanted: str, state: Found) -> None:
    assert found(record, current, wanted) is state


@pytest.mark.parametrize("policy", ["draft", "pending", "publish", "future"])
@pytest.mark.parametrize("english", ["draft", "pending", "private", "future", "publish"])
def test_no_translation_is_ahead_of_its_english(policy: str, english: str) -> None:
    order = ["draft", "pending", "future", "publish"]
    status = new_status(policy, english)
    if english != "publish":
        assert order.index(status) <= max(order.index("pending"), order.index("future") * (english == "future"))
    assert (status == "publish") == (english == "publish" and policy in ("publish", "future"))


def wanted(text: PostText = TEXT, status: str = "publish", **fields: object) -> Wanted:
    return replace(Wanted(text, "soirees", status, "fr", 4), **fields)  # type: ignore[arg-type]


def test_nothing_is_sent_of_what_is_there() -> None:
    assert changes(RECORD, stored(TEXT), wanted()) == {}
    assert changes(RECORD, stored(TEXT), wanted(EDITED)) == {"content": "<p>Viens.</p>"}


def test_a_status_that_somebody_chose_stays() -> None:
    draft = record_of(stored(TEXT, "draft"))
    assert changes(draft, stored(TEXT, "draft"), wanted()) == {"status": "publish"}
    assert changes(draft, stored(TEXT, "pending"), wanted()) == {}
    assert changes(RECORD, stored(TEXT), wanted(status="draft")) == {}


def test_categories_and_image_follow_the_english_until_somebody_changes_them() -> None:
    post = stored(TEXT, terms={"categories": (1,), "tags": ()}, image=5)
    record, new = record_of(post), wanted(terms={"categories": (2,), "tags": (3,)}, image=6)
    assert changes(record, post, new) == {"featured_media": 6, "categories": [2], "tags": [3]}
    chosen = replace(post, terms={"categories": (8,), "tags": ()}, image=7)
    assert changes(record, chosen, new) == {}


def test_what_the_companion_keeps_is_sent_only_where_it_is() -> None:
    assert "meta" not in creation(wanted(), False)
    assert set(creation(wanted(), True)["meta"]) == {*META, WRITTEN}
    assert changes(RECORD, stored(TEXT, meta=dict.fromkeys(META, "")), wanted())["meta"]["_diptych_language"] == "fr"


def test_earlier_texts_are_remembered_newest_first_and_not_for_ever() -> None:
    record = None
    for number in range(30):
        record = record_of(stored(replace(TEXT, title=str(number))), record)
    assert record is not None
    assert len(record.earlier) == 20
    assert record.earlier[0] == replace(TEXT, title="28").digest


@given(HTML, HTML)
def test_links_are_no_words_of_a_post(title: str, text: str) -> None:
    if "<!-- " in title:
        return
    links = {"https://forum.example/a/": "https://forum.example/fr/a/", "https://forum.example/b": "/c#d"}
    post = PostText(title, f'{text}<p>See <a href="https://forum.example/a/#x">the {text}</a> <a href="/b">q</a>.</p>')
    mended = replace(post, content=mend_links(post.content, HOME, links), alt="A lamp")
    assert words_digest(mended, RULES) == words_digest(post, RULES)


def test_other_words_are_other_words_wherever_they_stand() -> None:
    post = PostText("Evenings", "<p>Come. <b>All</b> of you.</p>", "A short text")
    others = (
        replace(post, title="Evening"),
        replace(post, content=post.content.replace("Come", "Go")),
        replace(post, content=post.content.replace("<b>All</b>", "All")),
        replace(post, excerpt="Another text"),
    )
    assert len({words_digest(one, RULES) for one in (post, *others)}) == 5


def test_what_was_rolled_back_stays_so_for_its_own_english_only() -> None:
    record = with_undone(with_undone(RECORD, "c", "english"), "b", "")
    assert [is_undone(record, words, "english") for words in "abc"] == [False, True, True]
    assert not is_undone(record, "c", "other english")
    assert is_undone(with_undone(RECORD, "c", ""), "c", "any english"), "nobody knows which it was"
    assert without_undone(without_undone(record, "c"), "b") == RECORD
    again = record_of(stored(EDITED), record)
    assert is_undone(again, "c", "english"), "another text went out meanwhile"


STATUSES = ["draft", "pending", "private", "future", "publish"]


@pytest.mark.parametrize("english", STATUSES)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("policy", ["draft", "pending", "future", "publish"])
@pytest.mark.parametrize("ours", [True, False])
def test_no_write_leaves_a_translation_ahead_of_its_english(english: str, status: str, policy: str, ours: bool) -> None:
    current = stored(TEXT, status, date="2026-01-01T00:00:00")
    record = record_of(current) if ours else record_of(stored(TEXT, "draft"))
    new = wanted(status=new_status(policy, english), english=english, date="2031-01-01T00:00:00")
    for fields in (restraint(current, new), changes(record, current, new)):
        after = fields.get("status", status)
        assert after != "publish" or english == "publish"
        assert after != "future" or english in ("publish", "future")
        if after == english == "future":
            assert fields.get("date_gmt", current.date) >= new.date
        if status in ("draft", "pending", "private"):
            assert "date_gmt" not in fields or after == "future"


UNITS = (
    Unit("Evenings", "Soirées"),
    Unit("See <a2>bank</a2> and <a1>the <b1>bridge</b1></a1>.", "Voir <a1>le <b1>pont</b1></a1> et <a2>la rive</a2>."),
    Unit("End", "Fin"),
)
OURS = compose(
    PostText("Soirées", '<p>Voir <a href="/x">le <b>pont</b></a> et <a href="/y">la rive</a>.</p>\n<p>Fin</p>')
)


def brought(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...], bool, Catalogue]:
    assert old in OURS
    result = bring_back(Catalogue("x", "fr", UNITS), OURS, OURS.replace(old, new), RULES)
    return result.sources, result.elsewhere, result.markup, result.catalogue


def test_an_editors_text_is_a_proposal_with_the_units_own_codes_and_the_old_french_beside_it() -> None:
    sources, elsewhere, markup, catalogue = brought("la rive</a>.", "la berge</a> !")
    assert (len(sources), elsewhere, markup) == (1, (), False)
    unit = catalogue.units[1]
    assert unit.target == "Voir <a1>le <b1>pont</b1></a1> et <a2>la berge</a2> !"
    assert unit.fuzzy
    assert unit.comments == f"other version: {UNITS[1].target}"
    assert (catalogue.units[0], catalogue.units[2]) == (UNITS[0], UNITS[2])


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<p>Fin</p>", "<p>Fin</p>\n<p>Encore</p>", "Encore"),
        ("\n<p>Fin</p>", "", "Fin"),
        ("<p>Fin</p>", "<p>Fin <i>!</i></p>", "Fin <i1>!</i1>"),
    ],
)
def test_what_belongs_to_no_unit_is_named_and_changes_nothing(old: str, new: str, shown: str) -> None:
    sources, elsewhere, _, catalogue = brought(old, new)
    assert (sources, elsewhere) == ((), (shown,))
    assert catalogue.units == UNITS


def test_a_changed_link_is_seen_as_markup() -> None:
    assert brought('href="/x"', 'href="/z"')[:3] == ((), (), True)


def test_bringing_the_same_change_back_twice_changes_nothing_more() -> None:
    theirs = OURS.replace("Fin", "Terme")
    once = bring_back(Catalogue("x", "fr", UNITS), OURS, theirs, RULES)
    twice = bring_back(once.catalogue, OURS, theirs, RULES)
    assert once.is_whole
    assert twice.is_whole
    assert twice.catalogue == once.catalogue


FILE = '<!-- wp:file -->\n<div class="wp-block-file"><a href="/f">Plan</a><a href="/f" download>Download</a></div>\n<!-- /wp:file -->'


@pytest.mark.parametrize(
    ("target", "is_whole"),
    [
        ("<a1>Plan</a1><a2>Télécharger</a2>", True),
        ("<a1>Le plan</a1> <a2>Télécharger</a2>", True),
        ("Voici : <a1>Plan</a1><a2>Télécharger</a2>", False),
        ("<a2>Télécharger</a2><a1>Plan</a1>", False),
    ],
)
def test_text_beside_the_links_of_a_block_is_seen(target: str, is_whole: bool) -> None:
    skeleton = segment_text(compose(PostText("T", FILE)), RULES)
    source = "<a1>Plan</a1><a2>Download</a2>"
    assert source in [slot.text for slot in skeleton.slots]
    assert (misplaced(skeleton, {source: target}, {}) is None) == is_whole


def test_records_come_back_as_they_were_written() -> None:
    records = {
        ("evenings", "fr"): replace(RECORD, earlier=("a" * 16, "b" * 16), terms=(1, 2)),
        ("evenings", "en"): PostRecord("pages", 4),
    }
    assert posts_file.loads(posts_file.dumps(records), "x") == records


@pytest.mark.parametrize(
    "text",
    [
        "[posts",
        "version = 2",
        "[posts.x.fr]\nkind = 'posts'",
        "[posts.x.fr]\nkind = 'posts'\nnumber = 'x'",
        "[posts.x.fr]\nkind='posts'\nnumber=1\nodd=2",
    ],
)
def test_a_broken_file_of_records_is_named(text: str) -> None:
    with pytest.raises(BadFileError, match=r"locales/wordpress\.toml"):
        posts_file.loads(text.encode(), "locales/wordpress.toml")
