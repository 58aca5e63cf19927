"""What WordPress's REST API answers → posts. Raises SiteError where an answer is not as documented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.core.errors import SiteError
from pipeline.core.text import unreferenced
from pipeline.core.wordpress.post_file import PostText
from pipeline.core.wordpress.posts import ALIKE, TAXONOMIES, StoredPost


def stored_post(kind: str, item: object) -> StoredPost:
    """A post from WordPress's answer. Raises SiteError where something of it is not as documented."""
    fields = table(item)
    return StoredPost(
        kind=kind,
        number=number(fields, "id"),
        link=_link(fields),
        slug=str(fields.get("slug", "")) or str(fields.get("generated_slug", "")),
        status=str(fields.get("status", "")),
        modified=str(fields.get("modified_gmt", "")),
        date=str(fields.get("date_gmt", "") or ""),
        text=post_text(fields),
        image=number(fields, "featured_media", 0),
        author=number(fields, "author", 0),
        parent=number(fields, "parent", 0),
        terms={name: _numbers(fields, name) for name in TAXONOMIES if name in fields},
        alike={name: fields[name] for name in ALIKE if name in fields},
        meta=table(fields.get("meta") or {}),
        password=str(fields.get("password") or ""),
    )


def _link(fields: Mapping[str, Any]) -> str:
    """The post's address; of one that readers do not have yet, the address that it will have."""
    link, template = str(fields.get("link", "")), str(fields.get("permalink_template", ""))
    if fields.get("status") == "publish" or not template or not fields.get("slug"):
        return link
    return re.sub(r"%(?:postname|pagename)%", lambda _: str(fields["slug"]), template)


def post_text(fields: Mapping[str, Any]) -> PostText:
    """Title, content and excerpt as stored. Raises SiteError where the account may not see them."""
    title, content, excerpt = (_raw(fields, name) for name in ("title", "content", "excerpt"))
    return PostText(title, content, excerpt)


def _raw(fields: Mapping[str, Any], name: str) -> str:
    """A text as stored; posts of some types have no excerpt."""
    value = fields.get(name)
    raw = value.get("raw") if isinstance(value, dict) else "" if value is None else None
    if not isinstance(raw, str):
        raise SiteError(f"WordPress shows no stored {name}; does this account have the right to edit the post?")
    return raw


def number(fields: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """A whole number of an answer. Raises SiteError where there is none."""
    value = fields.get(name, default)
    if not isinstance(value, int):
        raise SiteError(f'WordPress answered without a number in "{name}"; nothing was used')
    return value


def _numbers(fields: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """The whole numbers of an answer's list, which plugins may have made texts. Raises SiteError."""
    value = fields[name]
    texts = [str(item) for item in items(value)]
    if not all(re.fullmatch(r"[0-9]{1,18}", text) for text in texts):
        raise SiteError(f'WordPress answered with something else than numbers in "{name}"; nothing was used')
    return tuple(map(int, texts))


def table(value: object) -> dict[str, Any]:
    """A value if it is a JSON object, else an empty one: PHP writes an empty array for it."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """A value that must be a JSON array. Raises SiteError."""
    if not isinstance(value, list):
        raise SiteError("WordPress answered without a list; nothing was used")
    return value


def one_line(text: str) -> str:
    """What a site says, as one short line of plain text."""
    plain = unreferenced(re.sub(r"<[^>]*>", "", text))
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:200]
