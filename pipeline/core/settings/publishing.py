"""Mistakes in the settings of releases and links, each as key and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.core.addresses import split
from pipeline.core.pairs.link_targets import is_variant

_OURS: Final = ("locales", "config", ".git", ".diptych")


def mistakes(known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Releases kept, the folder of one's own files, and how links differ by language."""
    if known.get("publish.releases", 1) < 1:
        yield "publish.releases", '"publish.releases" is how many releases are kept, at least 1'
    static = known.get("publish.static", "static")
    parts = static.replace("\\", "/").split("/")
    if static and ("" in parts or ".." in parts or ":" in static or parts[0] in _OURS):
        yield "publish.static", f'"{static}" must be a folder of its own inside the project'
    for item in known.get("links.variants", ()):
        if not is_variant(item):
            yield "links.variants", f'"{item}" is no pattern such as "-en. => -{{locale}}."'
    for item in known.get("links.members_only", ()):
        if split(item).scheme not in ("http", "https") or not split(item).hostname:
            yield "links.members_only", f'"{item}" is no web address such as "https://forum.example/"'
