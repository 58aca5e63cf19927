"""A page → skeleton and segments. The page itself is never changed: slots are spans of its text."""

from __future__ import annotations

from operator import attrgetter

from pipeline.core.model import Skeleton
from pipeline.core.segmentation.front_matter import length
from pipeline.core.segmentation.markup import decode
from pipeline.core.segmentation.page import Page
from pipeline.core.segmentation.rules import Rules
from pipeline.core.segmentation.titles import without_suffixes
from pipeline.core.segmentation.walk import read


def segment(data: bytes, rules: Rules | None = None) -> Skeleton:
    """Take a page apart. Raises ValueError where it is too large or its bytes cannot be decoded without loss."""
    rules = rules or Rules()
    if len(data) > rules.largest:
        raise ValueError(f"is larger than {rules.largest:,} bytes; split it")
    text, encoding, bom = decode(data)
    del data  # the caller may have kept none of it
    if encoding == "ascii" and (rules.wordpress or length(text)):
        encoding = "utf-8"  # what WordPress stores and site generators read, though nothing in the page says so
    return segment_text(text, rules, encoding, bom)


def segment_text(text: str, rules: Rules, encoding: str = "utf-8", bom: bytes = b"") -> Skeleton:
    """Take a page apart that is already decoded."""
    page = Page(text, rules)
    read(page)
    slots = tuple(without_suffixes(text, sorted(page.slots, key=attrgetter("start"))))
    area = page.scope
    return Skeleton(
        text, encoding, bom, slots, area.name, (area.start, area.end), tuple(page.located_remarks()), rules.wordpress
    )
