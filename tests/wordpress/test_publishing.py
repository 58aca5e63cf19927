"""The publisher's flows on real WordPress sites, an older and a newer one."""

from __future__ import annotations

import pytest

from tests.wordpress.conftest import PostProject

pytestmark = pytest.mark.wordpress

BLOCKS = (
    "<!-- wp:paragraph -->\n<p>Bring a lamp.</p>\n<!-- /wp:paragraph -->\n\n"
    "<!-- wp:paragraph -->\n<p>The water is cold.</p>\n<!-- /wp:paragraph -->"
)


def test_a_reviewed_translation_becomes_a_draft_then_a_pair(project: PostProject) -> None:
    project.configure('status = "draft"')
    english = project.post("Evenings by the river", BLOCKS, slug="evenings-one")
    project.set_up("evenings-one")
    print(project.type("publish", "--dry-run"))
    out = project.type("publish")
    print(out)
    french = project.french("evenings-one")
    assert french["status"] == "draft"
    assert french["title"]["raw"] == "Soirées au bord du fleuve"
    assert "<p>Apportez une lampe.</p>" in french["content"]["raw"]
    print(project.type("publish"))
    project.site.rest("POST", f"wp/v2/posts/{french['id']}", {"status": "publish"})
    print(project.type("publish"))
    print(project.type("status"))
    print((project.folder / "locales/pairs.toml").read_text(), (project.folder / "locales/wordpress.toml").read_text())
    print(project.site.page(english["link"]))
    print(project.site.page(project.french("evenings-one")["link"]))
    assert 0
