"""Every kind of content goes to WordPress and back whole, and the block editor takes the French for its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipeline.core.wordpress.post_file import take_apart
from tests.wordpress.conftest import PostProject
from tests.wordpress.site import WordPressSite

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.browser,
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]

CLASSIC = """Bring a lamp.
It is dark, &amp; the stairs are <em>steep</em>.

[caption id="attachment_7" align="alignleft" width="300"]<img src="/lamp.png" alt="A bridge at night" /> A caption[/caption]

[gallery ids="7,8,9" columns="2"]

<ul>
 \t<li>One <strong>bold</strong> word</li>
 \t<li>See <a href="/terms/" rel="nofollow">the terms</a></li>
</ul>
<!--more-->

The water is cold.

https://video.example/watch?v=1

<blockquote>Last words</blockquote>"""

BLOCKS = """() => {
  const b = (name, attributes = {}, inner = []) => wp.blocks.createBlock('core/' + name, attributes, inner);
  const p = (content) => b('paragraph', { content });
  const known = [
    p('Bring a lamp, <strong>please</strong>, and see <a href="https://other.example/?a=1&amp;b=2">the terms</a>.'),
    b('heading', { content: 'The <em>river</em> &amp; its bridges', level: 2, anchor: 'river' }),
    b('list', {}, [b('list-item', { content: 'One <code>x = 1</code>' }), b('list-item', { content: 'Two' })]),
    b('quote', { citation: 'Somebody' }, [p('The water is cold.')]),
    b('pullquote', { value: 'A thought', citation: 'Somebody else' }),
    b('image', { url: '/lamp.png', alt: 'A bridge at night', caption: 'A caption', title: 'A title' }),
    b('gallery', { linkTo: 'none' }, [b('image', { url: '/a.png', alt: 'A boat', caption: 'Boats' })]),
    b('buttons', {}, [b('button', { text: 'Register', url: 'https://other.example/register' })]),
    b('table', { head: [{ cells: [{ content: 'Name', tag: 'th' }] }], body: [{ cells: [{ content: 'A bridge', tag: 'td' }] }], caption: 'Bridges' }),
    b('columns', {}, [b('column', {}, [p('Left')]), b('column', { width: '40%' }, [p('Right')])]),
    b('group', { className: 'warm' }, [p('In a group')]),
    b('cover', { url: '/cover.png', id: 3, dimRatio: 50, alt: 'A boat' }, [p('On a cover')]),
    b('media-text', { mediaUrl: '/m.png', mediaType: 'image', mediaAlt: 'A boat', mediaId: 4 }, [p('Beside a picture')]),
    b('file', { href: 'https://other.example/f.pdf', fileName: 'The programme', textLinkHref: 'https://other.example/f.pdf', downloadButtonText: 'Download' }),
    b('video', { src: '/v.mp4', caption: 'A film' }),
    b('audio', { src: '/a.mp3', caption: 'A song' }),
    b('verse', { content: 'Row, row<br>your boat' }),
    b('preformatted', { content: 'As  it stands' }),
    b('code', { content: 'let x = 1;' }),
    b('separator'),
    b('spacer', { height: '40px' }),
    b('shortcode', { text: '[gallery ids="7,8"]' }),
    b('html', { content: '<div class="odd"><p>Some HTML</p></div>' }),
    b('more'),
    b('embed', { url: 'https://video.example/1', type: 'video', caption: 'Embedded' }),
    b('latest-posts', { postsToShow: 3 }),
    b('social-links', {}, [b('social-link', { service: 'mail', url: 'mailto:us@forum.example', label: 'Write to us' })]),
  ];
  if (wp.blocks.getBlockType('core/details')) { known.push(b('details', { summary: 'More' }, [p('Hidden')])); }
  const many = [];
  while (known.length + many.length < 200) {
    const number = many.length;
    many.push(number % 3 ? p(`Sentence number ${number} of the page.`) : b('heading', { content: `Part ${number}`, level: 3 }));
  }
  return wp.blocks.serialize([...known, ...many]);
}"""

INVALID = """() => {
  const walk = (blocks) => blocks.flatMap((block) => [block, ...walk(block.innerBlocks)]);
  const found = walk(wp.data.select('core/block-editor').getBlocks());
  return [found.length, found.filter((block) => !block.isValid || block.name === 'core/missing').map((block) => block.originalContent || block.name)];
}"""


@pytest.fixture
def editor(browser: Browser, site: WordPressSite) -> Iterator[Page]:
    """A browser in which the publisher is signed in to the site."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site.address}wp-login.php")
    page.fill("#user_login", "publisher")
    page.fill("#user_pass", "screen-password")
    page.click("#wp-submit")
    page.wait_for_url("**/wp-admin/**")
    yield page
    page.close()


def opened(editor: Page, site: WordPressSite, number: int) -> tuple[int, list[str]]:
    """How many blocks the editor finds in a post, and the source of those that it does not take for its own."""
    editor.goto(f"{site.address}wp-admin/post.php?post={number}&action=edit")
    editor.wait_for_function(f"window.wp?.data?.select('core/editor')?.getCurrentPostId() === {number}")
    editor.wait_for_function("wp.data.select('core/block-editor').getBlockCount() > 0")
    count, invalid = editor.evaluate(INVALID)
    shown = [frame.content() for frame in editor.frames]
    assert any("unexpected or invalid content" in text for text in shown) == bool(invalid), "not what it looks like"
    return count, invalid


def test_a_page_of_200_blocks_in_french_is_one_that_the_editor_takes(
    project: PostProject, editor: Page, tmp_path: Path
) -> None:
    site = project.site
    empty = site.rest("POST", "wp/v2/posts", {"title": "Empty", "content": "<!-- wp:separator /-->"})
    opened(editor, site, empty["id"])
    content = editor.evaluate(BLOCKS)
    project.configure('status = "publish"')
    slug = f"blocks-{abs(hash(tmp_path)) % 10**8}"
    english = project.post("Two hundred blocks", content, kind="pages", slug=slug)
    assert english["content"]["raw"] == content
    count, invalid = opened(editor, site, english["id"])
    assert (count > 200, invalid) == (True, [])
    project.set_up(slug)
    assert "the editor would call a block broken" in project.type("publish")
    links = "<a1>The programme</a1><a2>Download</a2>"
    project.edit_catalogue(slug, f"Voici : {links}", "<a1>Le programme</a1><a2>Télécharger</a2>")
    project.type("accept", slug, "--as", "Translator")
    project.type("publish")
    french = project.french(slug)
    raw = french["content"]["raw"]
    assert opened(editor, site, french["id"]) == (count, [])
    assert raw.count("Voici : ") > 190
    assert "<strong>" in raw
    for kept in ('href="https://other.example/?a=1&amp;b=2"', '[gallery ids="7,8"]', "let x = 1;", 'id="river"'):
        assert kept in raw
    page = site.page(french["link"])
    assert page.count("Voici : ") > 190


def test_the_editor_does_refuse_french_that_is_not_the_blocks_own(project: PostProject, editor: Page) -> None:
    broken = '<!-- wp:heading {"level":2} -->\n<h3>Soirées</h3>\n<!-- /wp:heading -->'
    post = project.site.rest("POST", "wp/v2/posts", {"title": "Broken", "content": broken})
    assert len(opened(editor, project.site, post["id"])[1]) == 1


def test_classic_markup_with_a_gallery_and_captions_goes_to_and_fro(project: PostProject, tmp_path: Path) -> None:
    slug = f"classic-{abs(hash(tmp_path)) % 10**8}"
    project.configure('status = "publish"')
    english = project.post("Classic evenings", CLASSIC, slug=slug)
    project.type("fetch")
    snapshot = (project.folder / f"locales/en/{slug}.html").read_bytes()
    held = take_apart(snapshot.decode())
    assert held is not None
    assert held.content == english["content"]["raw"] == CLASSIC, "the English is as WordPress stores it"
    project.type("extract")
    project.translate(slug)
    project.type("publish")
    raw = project.french(slug)["content"]["raw"]
    lines, english_lines = raw.split("\n"), CLASSIC.split("\n")
    assert len(lines) == len(english_lines)
    for kept in ('[gallery ids="7,8,9" columns="2"]', "<!--more-->", "https://video.example/watch?v=1", ""):
        assert [i for i, line in enumerate(lines) if line == kept] == [
            i for i, line in enumerate(english_lines) if line == kept
        ]
    assert 'alt="Un pont la nuit"' in raw
    assert '[caption id="attachment_7" align="alignleft" width="300"]' in raw
    again = project.site.page(project.french(slug)["link"])
    assert "<p>Voici : " in again
    assert project.type("fetch").startswith("fetch     1 page: 0 new, 0 changed")
