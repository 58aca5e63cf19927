"""The four laws of segmentation: lossless, only words change, nothing gets in, stable."""

import re

import jinja2
import pytest
import turbohtml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.core.model import Skeleton
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation.rules import Rules
from tests.core.test_round_trip import PAGES, TARGETS

TEXT_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "content", "value", "label", "summary"}
SPELLINGS = ["utf-8", "windows-1252", "iso-8859-15", "koi8-r", "shift_jis", "gb18030", "euc-kr", "utf-16-le"]
WORDPRESS_PARTS = st.sampled_from(
    ["One line", "\n", "\n\n", "\r\n\r\n", "[gallery ids='1']", "[box]", "[/box]", "[members only]", "[[x]]", "<b>", "</b>",
     "<br />\n", "<h3>", "</h3>", "https://video.example/1", "[card title='Come in']", "<!--more-->", "&nbsp;", " and more",
     '<!-- wp:x {"text":"Come \\u003cb\\u003ein\\u003c/b\\u003e"} /-->', "<!-- wp:paragraph -->", "<pre>", "</pre>", "&#91;"]
)  # fmt: skip
POSTS = st.lists(WORDPRESS_PARTS, max_size=20).map("".join)
TEMPLATE_PARTS = st.sampled_from(
    ["<p>", "</p>", "Hello ", "{{ name }}", "{# note #}", "{% if yes %}in{% endif %}", "{", "}", "%", "<b>", "</b>",
     "<a href='{{ name }}'>", "</a>", "<img alt='A {{ name }}'>", "<img alt='a lamp {'>", " more", "<title>T {</title>", "<br>"]
)  # fmt: skip
TEMPLATES = st.lists(TEMPLATE_PARTS, max_size=14).map("".join)
TEMPLATE_TARGETS = st.lists(
    st.sampled_from(["{{ 7*7 }}", "{% raw %}", "{", "{{", "}}", "%}", "#}", "{#", "<x1/>", "<b1>", "</b1>", "Bonjour", " ", "%", "#"]),
    min_size=1,
    max_size=4,
).map("".join)  # fmt: skip


def shape(text: str) -> list[tuple[int, str, tuple[tuple[str, str], ...]]]:
    """The elements of the WHATWG tree with their attributes, those left out that are text for readers."""
    found = []
    for node in turbohtml.parse(text).iter_elements():
        attributes = [(name, str(value)) for name, value in node.attrs.items() if name not in TEXT_ATTRIBUTES]
        found.append((len(list(node.ancestors)), node.tag, tuple(sorted(attributes))))
    return found


def texts(skeleton: Skeleton) -> list[str]:
    return [slot.text for slot in skeleton.slots]


@given(st.text(min_size=1, max_size=60), st.sampled_from(SPELLINGS), st.booleans())
@settings(max_examples=200, deadline=None)
def test_lossless_in_any_encoding(words: str, encoding: str, declared: bool) -> None:
    page = f"<meta charset={encoding}><p>{words}</p>" if declared else f"<p>{words}</p>"
    data = page.encode(encoding, "ignore")
    try:
        skeleton = segment(data)
    except ValueError:
        assume(False)
    assert render(skeleton, {}).data() == data
    french = render(skeleton, {text: f"été {text}" for text in texts(skeleton)}).data()
    back = segment(french)
    assert len(back.slots) == len(skeleton.slots)


@given(POSTS.map(str.encode))
@settings(max_examples=200, deadline=None)
def test_lossless_as_wordpress_stores_it(post: bytes) -> None:
    skeleton = segment(post, Rules(wordpress=True))
    assert render(skeleton, {}).data() == post
    assert render(skeleton, {text: text for text in texts(skeleton)}).data() == post


@given(PAGES)
@settings(max_examples=300, deadline=None)
def test_only_words_change(page: str) -> None:
    skeleton = segment(page.encode("utf-8", "surrogatepass"))
    targets = {text: re.sub(r"(?<![<&/\w;])[a-z](?=\w* )", "é", text) + " é" for text in texts(skeleton)}
    rendered = render(skeleton, targets)
    assert not rendered.refused
    assert shape(rendered.text) == shape(skeleton.text)


@given(POSTS, TARGETS)
@settings(max_examples=300, deadline=None)
def test_no_shortcode_or_block_gets_in(post: str, target: str) -> None:
    skeleton = segment(post.encode(), Rules(wordpress=True))
    rendered = render(skeleton, dict.fromkeys(texts(skeleton), f"[gallery] {target} [/box] -->")).text
    for mark in (r"\[", r"\]", "<!--", "-->", "<[a-z/]"):
        assert len(re.findall(mark, rendered)) <= len(re.findall(mark, skeleton.text)), mark


@given(TEMPLATES, TEMPLATE_TARGETS)
@settings(max_examples=500, deadline=None)
def test_nothing_runs_in_a_real_template_engine(template: str, target: str) -> None:
    environment = jinja2.Environment(autoescape=False)
    try:
        environment.from_string(template).render(name="NAME", yes=True)
    except jinja2.TemplateSyntaxError:
        assume(False)
    skeleton = segment(template.encode())
    rendered = render(skeleton, dict.fromkeys(texts(skeleton), target)).text
    shown = environment.from_string(rendered).render(name="NAME", yes=True)
    assert "49" not in shown
    assert shown.count("NAME") == rendered.count("{{ name }}")


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("<p", '<p class="lead" id="p1"'),
        lambda page: page.replace("href=", 'rel="nofollow" data-x="1" href='),
        lambda page: page.replace("> ", ">\n\t ").replace(" a ", " a\r\n"),
        lambda page: page.replace("<div>", "<section><div>").replace("</div>", "</div></section>"),
        lambda page: page.replace("https://forum.example/a", "https://forum.example/b?x=1&amp;y=2"),
        lambda page: page.replace("<img src=q.png alt='A quay'>", "<img alt='A quay' loading=lazy src=other.webp>"),
    ],
)
def test_attributes_and_white_space_change_no_segment(change: object) -> None:
    page = (
        "<main><div><h2>An evening</h2><p>Read <a href='https://forum.example/a'>more</a> about a <b>river</b> town.</p> "
        "<img src=q.png alt='A quay'><ul><li>One <i>two</i></li></ul></div></main>"
    )
    assert callable(change)
    changed = change(page)
    assert changed != page
    assert sorted(texts(segment(changed.encode()))) == sorted(texts(segment(page.encode())))


@given(
    st.permutations(["<p>One <b>a</b></p>", "<p>Two <b>b</b></p>", "<ul><li>Three</li></ul>", "<h2>Four<br>five</h2>"])
)
def test_moving_blocks_changes_no_segment(blocks: list[str]) -> None:
    expected = ["Four<br1/>five", "One <b1>a</b1>", "Three", "Two <b1>b</b1>"]
    assert sorted(texts(segment("".join(blocks).encode()))) == expected
