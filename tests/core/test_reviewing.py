"""Acts as values, pages marked and framed: what a reviewer sees is the page, and what is done can be taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Catalogue, Kind, Unit
from pipeline.core.render import render
from pipeline.core.reviews.reviewing import commented, done, doubted, undone, version, written
from pipeline.core.segment import segment, segment_text
from pipeline.core.segmentation.markup import START, tokens
from pipeline.core.segmentation.rules import Rules
from pipeline.core.views.framing import framed, paragraphs
from pipeline.core.views.marking import marked
from pipeline.core.views.page_diff import code_changes, text_changes

GOLDEN = sorted((Path(__file__).parent.parent / "golden").glob("*/page.html"))
TEXTS = st.text(alphabet="ab <>1/", max_size=12)
MARK = r"</?diptych-unit[^>]*>| data-units=\"[^\"]*\""


def unmarked(text: str) -> str:
    return re.sub(MARK, "", text)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("wordpress", [False, True])
def test_a_marked_page_without_its_marks_is_the_page(path: Path, wordpress: bool) -> None:
    skeleton = segment(path.read_bytes(), Rules(wordpress=wordpress))
    shown = marked(skeleton, lambda _: "")
    assert unmarked(shown.text) == skeleton.text
    targets = {slot.text: f"é{slot.text}" for slot in skeleton.slots}
    assert unmarked(render(shown, targets).text) == render(skeleton, targets).text
    assert [shown.text[slot.start : slot.end] for slot in shown.slots if "<" not in slot.text] == [
        skeleton.text[slot.start : slot.end] for slot in skeleton.slots if "<" not in slot.text
    ]


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "one ", "two", "<b>", "</b>", "<img alt='x y'>", "<br>", "<a href=x>", "</a>"]),
        max_size=14,
    )
)
def test_marks_disturb_no_page(pieces: list[str]) -> None:
    skeleton = segment_text("".join(pieces), Rules())
    assert unmarked(marked(skeleton, lambda number: f' lang="{number}"').text) == skeleton.text


def test_each_mark_holds_its_slot() -> None:
    page = "<p>One <a href=x title='Two words'>three words</a>.</p><img alt='Four words' src=i><p>Five words</p>"
    text = marked(segment_text(page, Rules()), lambda _: "").text
    assert '<diptych-unit data-unit="0">One <a data-units="1" href=x' in text
    assert '<img data-units="2" alt=' in text
    assert '<p><diptych-unit data-unit="3">Five words</diptych-unit></p>' in text


@given(st.lists(st.sampled_from([
    "<script>x()</script>", "<script>", "<iframe src=//evil.example>", "</iframe>", "<object>", "<base href=//evil.example>",
    "<link rel=stylesheet href=/a.css>", "<meta http-equiv=refresh content=0>", "<img src=x onerror=y alt='a<b'>", "text", "<p>",
    "</script>", "<embed>", "<template>", "</template>", "<!-- -->", "<style>", "</style>",
]), max_size=10))  # fmt: skip
def test_nothing_that_runs_or_leads_away_is_left_in_a_frame(pieces: list[str]) -> None:
    left = {token.tag for token in tokens(framed("".join(pieces), "https://forum.example/", {})) if token.kind == START}
    assert left.isdisjoint({"iframe", "object", "embed", "base", "link", "meta", "img"})
    assert left.isdisjoint({"script", "template"})


def test_images_are_boxes_with_their_text_and_style_sheets_are_inlined() -> None:
    styles = {"https://forum.example/a.css": "p{color:red}</style><script>x</script>"}
    page = (
        "<link rel='stylesheet' media='print' href='/a.css?ver=3'><img class=left width=120 alt='A &quot;quay&quot;'>"
    )
    shown = framed(page, "https://forum.example/x/", styles)
    assert shown.startswith('<style media="print">p{color:red}<\\/style>')
    assert 'role="img" aria-label="A &quot;quay&quot;" style="width:120px;"' in shown
    assert "<img" in framed(page, "https://forum.example/x/", styles, images=True)
    assert "<style" not in framed(page, "https://elsewhere.example/", styles)


def test_wordpress_paragraphs_are_shown_apart() -> None:
    assert paragraphs("One\n\nTwo\nThree") == "One\n<br><br>\nTwo\nThree"


UNITS = st.builds(
    Unit, source=st.just("Text"), target=TEXTS, fuzzy=st.booleans(), comments=st.sampled_from(["", "a", "a\nb"])
)


@given(UNITS, TEXTS, st.sampled_from(["write", "doubt", "comment"]))
def test_what_is_taken_back_was_never_there(unit: Unit, target: str, kind: str) -> None:
    catalogue, ledger = Catalogue("page", "fr", (Unit("Before"), unit, Unit("After"))), Ledger()
    after = {
        "write": written(unit, target, beside=True),
        "doubt": doubted(unit),
        "comment": commented(unit, "Anna", "2026-11-23", "look"),
    }[kind]
    now, facts, act = done(catalogue, ledger, unit, after, [fact(after, Kind.WRITTEN, "Anna", "2026-11-23")])
    assert undone(now, facts, act) == (catalogue, ledger)


@given(UNITS, TEXTS)
def test_what_others_wrote_since_stops_taking_back(unit: Unit, target: str) -> None:
    catalogue = Catalogue("page", "fr", (unit,))
    now, facts, act = done(catalogue, Ledger(), unit, written(unit, target))
    other = replace(now, units=(replace(now.units[0], target=f"{target} and more"),))
    assert undone(other, facts, act) is None


@given(UNITS, TEXTS)
def test_a_version_changes_with_what_a_reviewer_must_have_seen(unit: Unit, target: str) -> None:
    ledger = Ledger()
    assert version(replace(unit, comments="another"), ledger) == version(unit, ledger)
    assert version(replace(unit, fuzzy=not unit.fuzzy), ledger) != version(unit, ledger)
    if target != unit.target:
        assert version(replace(unit, target=target), ledger) != version(unit, ledger)
    clean = Unit("Text", "Texte")
    assert version(clean, Ledger() | [fact(clean, Kind.ACCEPTED, "Anna", "2026-11-23")]) != version(clean, ledger)


def test_what_readers_will_see_otherwise_is_named_text_by_text() -> None:
    before = "<h1>A title here</h1><p>Clean water is only the beginning.</p><p>Old words</p><a href=x>A link</a>"
    after = "<h1>A title here</h1><p>Clean water was only the beginning.</p><a href=y>A link</a><p>New words</p>"
    found = text_changes(before, after, Rules())
    assert [
        (change.role, "".join(piece.gone for piece in change.pieces), "".join(piece.come for piece in change.pieces))
        for change in found
    ] == [
        ("p", "Clean water is only the beginning.", "Clean water was only the beginning."),
        ("p", "Old words", ""),
        ("p", "", "New words"),
    ]
    assert text_changes(before, before, Rules()) == []
    assert len(text_changes("", after, Rules())) == 4
    assert code_changes("a\nb\n", "a\nc\n", 9) == ["@@ -2 +2 @@", "-b", "+c"]
