"""A WordPress post as one page: the file that its English arrives as, and its parts again once it is translated.

The title is a heading, the excerpt a meta description (or a block of its own where it holds markup), the featured
image's alternative text an image's; then comes the content as WordPress stores it, untouched to the file's end.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Final

from pipeline.core.text import unreferenced

_HEAD: Final = "<!-- diptych:post, a post as WordPress stores it; written by diptych fetch -->\n"
_PARTS: Final = re.compile(
    re.escape(_HEAD) + r'<meta charset="utf-8">\n'
    r'(?:<!-- diptych:excerpt --><meta name="description" content="(?P<plain>[^"]*)">\n'
    r"|<!-- diptych:excerpt --><div>(?P<rich>.*?)</div><!-- /diptych:excerpt -->\n)?"
    r"<!-- diptych:title --><h1>(?P<title>.*?)</h1><!-- /diptych:title -->\n"
    r'(?:<!-- diptych:image --><div><img alt="(?P<alt>[^"]*)"></div>\n)?'
    r"<!-- diptych:content -->\n(?P<content>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class PostText:
    """What readers meet of a post: ``title``, ``excerpt`` and ``content`` as WordPress stores them (HTML).

    ``alt`` is plain text: what the featured image shows, empty where there is none.
    """

    title: str
    content: str
    excerpt: str = ""
    alt: str = ""

    @property
    def digest(self) -> str:
        """16 hex digits for title, content and excerpt, which WordPress keeps revisions of."""
        parts = (self.title, self.content, self.excerpt)
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def compose(post: PostText) -> str:
    """The post as one page. Raises ValueError for a title or an excerpt that holds our own marks."""
    lines = [_HEAD, '<meta charset="utf-8">\n']
    if "<" in post.excerpt:
        lines.append(f"<!-- diptych:excerpt --><div>{post.excerpt}</div><!-- /diptych:excerpt -->\n")
    elif post.excerpt:
        attribute = post.excerpt.replace('"', "&quot;")
        lines.append(f'<!-- diptych:excerpt --><meta name="description" content="{attribute}">\n')
    lines.append(f"<!-- diptych:title --><h1>{post.title}</h1><!-- /diptych:title -->\n")
    if post.alt:
        lines.append(f'<!-- diptych:image --><div><img alt="{html.escape(post.alt)}"></div>\n')
    lines += ("<!-- diptych:content -->\n", post.content)
    if "<!-- " in post.title or "<!-- " in post.excerpt:
        raise ValueError("its title or excerpt holds an HTML comment; take it out in WordPress")
    return "".join(lines)


def take_apart(page: str) -> PostText | None:
    """The parts of such a page, also of a translated one; None for any other page.

    A plain excerpt stays escaped as it stood in its attribute, so nothing in it can become markup.
    """
    found = _PARTS.fullmatch(page)
    if found is None:
        return None
    plain = (found["plain"] or "").replace("&quot;", '"')
    return PostText(found["title"], found["content"], found["rich"] or plain, unreferenced(found["alt"] or ""))


def is_post(data: bytes) -> bool:
    """Whether a snapshot holds a post as WordPress stores it."""
    return data.startswith(_HEAD.encode())
