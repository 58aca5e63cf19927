"""Texts in a page's front matter: only what can be put back in its own form is offered, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.render import render
from pipeline.core.segment import segment, segment_text
from pipeline.core.segmentation.rules import Rules


def page(head: str) -> str:
    return f"---\n{head}\n---\n<main><p>Open.</p></main>\n"


def offered(head: str) -> list[tuple[str, str]]:
    return [(slot.role, slot.text) for slot in segment(page(head).encode()).slots if slot.text != "Open."]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("title: Evenings", [("title", "Evenings")]),
        ('title: "Evenings: one"  # a note', [("title", "Evenings: one")]),
        ("layout: x\ndescription: 'It''s open'", [("description", "It's open")]),
        ("summary: Evenings", []),
        ("page:\n  title: Nested", []),
        ("title: Folded\n  over two lines", []),
        ("title: >\n  Folded", []),
        ('title: "Escaped \\u0041"', []),
        ('title: "two" words', []),
        ("title: Evenings # a note", []),
        ("title: Evenings: one", []),
        ("title: &anchor Evenings", []),
        ("title: *alias", []),
        ("title: [Evenings]", []),
        ("title: true", []),
        ("title: {{ site.title }}", []),
        ("title: <b>Evenings</b>", []),
        ("title: 2026", []),
        ('{\n"title": "Evenings"\n}', []),
    ],
)
def test_what_is_offered(head: str, found: list[tuple[str, str]]) -> None:
    assert offered(head) == found
    skeleton = segment(page(head).encode())
    assert render(skeleton, {}).data() == page(head).encode()
    assert bool(skeleton.remarks) == ("title" in head and not found)


@pytest.mark.parametrize(
    ("head", "french", "written"),
    [
        ("title: Evenings", "Soirées", "title: Soirées"),
        ('title: "Evenings" # x', 'Les "soirées" : une', 'title: "Les \\"soirées\\" : une" # x'),
        ("title: 'Evenings'", "L'été", "title: 'L''été'"),
        ("title: Evenings", 'L\'été, "encore"', 'title: L\'été, "encore"'),
    ],
)
def test_french_keeps_the_quotes_of_the_english(head: str, french: str, written: str) -> None:
    rendered = render(segment(page(head).encode()), {"Evenings": french})
    assert rendered.refused == {}
    assert rendered.data().decode("utf-8") == page(written)


@pytest.mark.parametrize(
    ("quote", "french", "why"),
    [
        ("", "Soirées : une", "put the English there in quotes"),
        ("", "Soirées :", "put the English there in quotes"),
        ("", "Soirées #1", "put the English there in quotes"),
        ("", "- Soirées", "put the English there in quotes"),
        ("", "non", ""),
        ("", "No", "put the English there in quotes"),
        ('"', "[soirées]", "markup or a bracket"),
        ('"', "un\u2028deux", "a line break"),
    ],
)
def test_french_that_needs_other_quotes_is_refused_and_the_english_stays(quote: str, french: str, why: str) -> None:
    text = page(f"title: {quote}Evenings{quote}")
    rendered = render(segment(text.encode()), {"Evenings": french})
    if not why:
        assert rendered.refused == {}
        return
    assert why in rendered.refused["Evenings"].message
    assert rendered.text == text


def test_letters_that_the_pages_encoding_lacks_are_refused() -> None:
    data = (
        page('title: "Evenings"\ncity: caf\xe9')
        .replace("<main>", '<meta charset="windows-1252"><main>')
        .encode("cp1252")
    )
    assert render(segment(data), {"Evenings": "Soirées"}).refused == {}
    assert "windows-1252 lacks" in render(segment(data), {"Evenings": "Вечера"}).refused["Evenings"].message


def test_the_project_says_which_keys_are_texts() -> None:
    rules = Rules(front_matter=frozenset(("summary",)))
    assert [slot.text for slot in segment(page("title: One\nsummary: Two").encode(), rules).slots] == ["Two", "Open."]


@given(st.text(alphabet="aé:#'\"\\-[ ,!?*&\u00a0\u202f", min_size=1, max_size=12), st.sampled_from(["", '"', "'"]))
def test_what_was_written_is_read_again_as_the_same_text(french: str, quote: str) -> None:
    rendered = render(segment(page(f"title: {quote}Evenings{quote}\nlayout: x").encode()), {"Evenings": french})
    if rendered.refused:
        return
    assert rendered.text.endswith("\nlayout: x\n---\n<main><p>Open.</p></main>\n")
    again = [slot.text for slot in segment_text(rendered.text, Rules()).slots]
    value = rendered.text.splitlines()[1].removeprefix("title: ")
    if "\\" not in value and any(map(str.isalpha, french)) and french == " ".join(french.split()):
        assert again == [french, "Open."]
