"""What a person rolled back does not go out again by itself: the words count, not where links lead.

It goes out when somebody names the page, when other French is reviewed, or when the English has other words.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.core.segment import segment_text
from pipeline.core.segmentation.rules import Rules
from pipeline.core.wordpress.post_file import PostText, compose
from pipeline.core.wordpress.posts import PostRecord


def words_digest(text: PostText, rules: Rules) -> str:
    """16 hex digits for the texts of a post in order; ``rules`` are those of its language, for posts."""
    page = segment_text(compose(replace(text, alt="")), rules)
    words = "\x00".join(slot.text for slot in page.slots)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_undone(record: PostRecord, words: str, english: str) -> PostRecord:
    """The record once these words were rolled back; ``english`` is empty where nobody knows what they translated."""
    others = (known for known in record.undone if known != words)
    return replace(record, undone=(words, *others), undone_english=english or record.undone_english)


def without_undone(record: PostRecord, words: str) -> PostRecord:
    """The record once these words are out again."""
    left = tuple(known for known in record.undone if known != words)
    return replace(record, undone=left, undone_english=record.undone_english if left else "")


def is_undone(record: PostRecord, words: str, english: str) -> bool:
    """Whether somebody rolled these words back, as a translation of this English."""
    return words in record.undone and record.undone_english in ("", english)
