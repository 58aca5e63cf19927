"""Mistakes in the settings of releases and links are said at once, each by its key."""

import pytest

from pipeline.core.settings.publishing import mistakes


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("publish.releases", 0),
        ("publish.static", "../static"),
        ("publish.static", "locales/x"),
        ("publish.static", "/static"),
        ("links.variants", ["-en."]),
        ("links.members_only", ["forum.example/network"]),
    ],
)
def test_what_cannot_be_meant(key: str, value: object) -> None:
    assert [name for name, _ in mistakes({key: value})] == [key]


def test_what_can_be_meant() -> None:
    known = {"publish.releases": 1, "publish.static": "files/web", "links.variants": ["_en. => _{locale}."]}
    assert list(mistakes({**known, "links.members_only": ["https://forum.example/network/"]})) == []
    assert list(mistakes({"publish.static": ""})) == []
