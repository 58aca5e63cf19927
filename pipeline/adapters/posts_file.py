"""locales/wordpress.toml ↔ what we remember of each half's post in WordPress."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import tomli_w

from pipeline.core import toml_text
from pipeline.core.errors import BadFileError
from pipeline.core.wordpress.posts import PostRecord

Records = Mapping[tuple[str, str], PostRecord]
"""By slug and locale."""

_VERSION: Final = 1
_KINDS: Final = {
    field.name: {"int": int, "str": str}.get(str(field.type), tuple) for field in dataclasses.fields(PostRecord)
}
_HEADING: Final = "# The posts in WordPress behind each page, and what was written there last. Written by diptych.\n\n"


def loads(data: bytes, path: str) -> dict[tuple[str, str], PostRecord]:
    """The records from the file's bytes. Raises BadFileError naming the line or the post that is wrong."""
    content = toml_text.loads(data)
    if isinstance(content, toml_text.Mistake):
        raise BadFileError(path, f"{content.message}, or restore the file from git", content.line)
    if content.get("version", _VERSION) != _VERSION:
        raise BadFileError(path, f"has version {content['version']}, this diptych reads {_VERSION}; update diptych")
    pages = content.get("posts", {})
    found: dict[tuple[str, str], PostRecord] = {}
    for slug, halves in pages.items() if isinstance(pages, dict) else ():
        for locale, values in halves.items() if isinstance(halves, dict) else ():
            found[slug, locale] = _record(values, f"{slug}.{locale}", path)
    return found


def dumps(records: Records) -> bytes:
    """The file's bytes: pages and languages in order, empty values left out."""
    pages: dict[str, dict[str, Any]] = {}
    for (slug, locale), record in sorted(records.items()):
        values = {key: value for key, value in dataclasses.asdict(record).items() if value}
        pages.setdefault(slug, {})[locale] = {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
    return (_HEADING + tomli_w.dumps({"version": _VERSION, "posts": pages})).encode("utf-8")


def _record(values: object, where: str, path: str) -> PostRecord:
    known = values if isinstance(values, dict) else {}
    if not known.get("kind") or not known.get("number"):
        raise BadFileError(path, f'{where} has no "kind" and "number"; restore the file from git')
    read: dict[str, Any] = {}
    for key, value in known.items():
        kind = _KINDS.get(key)
        read[key] = tuple(value) if kind is tuple and isinstance(value, list) else value
        parts = value if isinstance(value, list) else [value]
        is_plain = all(isinstance(part, (str, int)) and not isinstance(part, bool) for part in parts)
        if kind is None or not isinstance(read[key], kind) or not is_plain:
            raise BadFileError(path, f'"{key}" of {where} is not known or of the wrong kind; mend or delete it')
    return PostRecord(**read)
