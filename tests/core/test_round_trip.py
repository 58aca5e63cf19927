"""Laws of segmentation and rendering, for pages of any kind."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.model import Skeleton
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation import markup

PARTS = st.sampled_from(
    [
        "<p>", "</p>", "<P class=a>", "<h3>", "</h3>", "<li>", "<ul>", "</ul>", "<b>", "</b>", "<i>", "</i>", "<br>",
        "<br />", "<a href='x?a=1&b=2'>", "</a>", "<a href=http://forum.example title=\"A &quot;way&quot;\">", "<img src=a.png alt='a lamp'>",
        "<img alt=\"IMG_2\">", "<td>", "<table>", "</table>", "<script>if (a<b) {'<p>'}</script>", "<style>p>b{}</style>",
        "<!-- wp:paragraph {\"a\":1} -->", "<!-- /wp:paragraph -->", "<?php echo \"a>b\"; ?>", "{{ name }}", "{% if x %}",
        "[gallery ids=\"1\"]", "&nbsp;", "&amp;", "&lt;b1&gt;", "&#8211;", "&eacute", "A word or two", " and more\r\n", "\r",
        "\t", "caf\u00e9 ", "> ", "&gt;&gt; ", "<title>T &amp; U</title>", "<meta name=description content=\"What it is\">",
        "<span lang=fr>Bonjour tout le monde</span>", "<code>x</code>", "<code>", "</div>", "<div translate=no>", "\x00", "<", "<1>",
        "<svg><title>s</title></svg>", "<![CDATA[ x ]]>", "<noscript><p>N</p></noscript>", "<p title=\"one\" title=\"two\">", "<textarea>a</textarea>",
        '<script type="application/ld+json">{"@type":"Event","name":"The \\"event\\" <b>"}</script>',
    ]
)  # fmt: skip
PAGES = st.lists(PARTS, max_size=40).map("".join)
HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", "<b1>", "</a1>", "<a1>x</a1>", "<img src=x onerror=alert(1)>", "\" onload=\"x", "' x='",
     "</title><script>", "]]>", "-->", "<!--", "{{ 7*7 }}", "{% x %}", "<?php x ?>", "[[", "&lt;script>", "&amp;lt;", "\x00", "\u2028",
     "</script>", "\\u003cscript", "\\", "\"", "été « à »", "<br1/>", "\ud800"]
)  # fmt: skip
TARGETS = st.lists(st.one_of(HOSTILE, st.text(max_size=8)), min_size=1, max_size=5).map("".join)


def elements(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Every tag with the names of its attributes and the addresses in it: what must not come in."""
    return [
        (token.kind, token.tag, tuple(n if n not in ("href", "src") else f"{n}={v}" for n, v in token.attrs))
        for token in markup.tokens(text)
        if token.kind in (markup.START, markup.END, markup.COMMENT, markup.OTHER)
    ]


@given(st.one_of(PAGES.map(lambda page: page.encode("utf-8", "surrogatepass")), st.binary(max_size=300)))
@settings(max_examples=400, deadline=None)
def test_a_page_comes_back_byte_for_byte(data: bytes) -> None:
    try:
        skeleton = segment(data)
    except ValueError:
        return
    assert render(skeleton, {}).data() == data
    assert render(skeleton, {slot.text: slot.text for slot in skeleton.slots}).data() == data


@given(PAGES, TARGETS)
@settings(max_examples=600, deadline=None)
def test_nothing_gets_in(page: str, target: str) -> None:
    skeleton = segment(page.encode("utf-8", "surrogatepass"))
    rendered = render(skeleton, {slot.text: target for slot in skeleton.slots})
    before, after = elements(skeleton.text), elements(rendered.text)
    for item in set(after):
        assert after.count(item) <= before.count(item), item


@given(PAGES)
@settings(max_examples=200, deadline=None)
def test_a_good_translation_is_put_in(page: str) -> None:
    skeleton = segment(page.encode("utf-8", "surrogatepass"))
    targets = {slot.text: f"Zz {slot.text} \u00e9" for slot in skeleton.slots}
    rendered = render(skeleton, targets)
    assert not rendered.refused
    if skeleton.slots:
        assert "\u00e9" in rendered.text or "\\u00e9" in rendered.text  # the second in JSON


@given(PAGES, st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_inserting_a_block_changes_no_other_segment(page: str, seed: int) -> None:
    before = _texts(segment(f"<main><div>{page}</div></main>".encode("utf-8", "surrogatepass")))
    inserted = f"<main><div><p>Inserted text {seed}</p></div><div>{page}</div></main>"
    after = _texts(segment(inserted.encode("utf-8", "surrogatepass")))
    assert after - {f"Inserted text {seed}"} == before - {f"Inserted text {seed}"}


def _texts(skeleton: Skeleton) -> set[str]:
    return {slot.text for slot in skeleton.slots}
