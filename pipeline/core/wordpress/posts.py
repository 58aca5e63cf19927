"""A WordPress post as the site has it, what we remember of it, and what the site can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.core.wordpress.post_file import PostText

LANGUAGE: Final = "_diptych_language"
SOURCE: Final = "_diptych_translation_of"
NOTICE: Final = "_diptych_notice"
ALT: Final = "_diptych_featured_alt"
WRITTEN: Final = "_diptych_written"
"""The digest of the text that was written last, by whichever copy of the project; an editor's change leaves it."""

META: Final = (LANGUAGE, SOURCE, NOTICE, ALT)
"""What the companion plugin keeps with a translated post."""

OPEN: Final = "diptych_open"
"""What the companion plugin answers where somebody has the post open in the editor."""

TAXONOMIES: Final = ("categories", "tags")
ALIKE: Final = ("template", "format", "comment_status", "ping_status", "menu_order")
"""What a new translation takes over from its English post as it stands."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as WordPress has it. ``kind`` is its type's route (``posts``), ``modified`` and ``date`` are GMT.

    ``image`` is the number of the featured image, 0 for none; ``terms`` has the numbers of its categories and tags.
    ``password`` is what readers must type to read it, empty where they need none.
    """

    kind: str
    number: int
    link: str
    slug: str
    status: str
    modified: str
    date: str
    text: PostText
    image: int = 0
    author: int = 0
    parent: int = 0
    terms: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    alike: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    password: str = field(default="", repr=False)

    @property
    def is_public(self) -> bool:
        """Whether readers have it."""
        return self.status == "publish"


@dataclass(frozen=True, slots=True)
class PostRecord:
    """What we remember of a half's post: where it is and, of a translation, what we wrote last.

    ``digest`` is that of the text we wrote, ``earlier`` those before, newest first; ``status`` what it had then.
    ``proposed`` is the digest of an editor's text that was brought back to the catalogue. ``undone`` are the digests of
    the words that were rolled back (links do not count), ``undone_english`` the signature of the English that they
    belonged to: they do not go out again by themselves. ``image`` and ``terms`` are the featured image and the
    categories and tags that we set: they follow the English post's until somebody changes them.
    """

    kind: str
    number: int
    slug: str = ""
    status: str = ""
    modified: str = ""
    digest: str = ""
    earlier: tuple[str, ...] = ()
    proposed: str = ""
    undone: tuple[str, ...] = ()
    undone_english: str = ""
    image: int = 0
    terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a WordPress site and our account on it can do.

    ``companion`` is the version of the companion plugin, empty without it; ``polylang`` and ``wpml`` those of these
    plugins, or "yes" where only their presence shows. ``polylang_fields`` says that REST shows Polylang's fields.
    """

    name: str
    user: str = ""
    companion: str = ""
    polylang: str = ""
    polylang_fields: bool = False
    wpml: str = ""
    multilingualpress: bool = False
    can_publish: bool = False
    can_edit_others: bool = False
    can_write_html: bool = False
    types: tuple[str, ...] = ()
