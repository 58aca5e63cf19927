"""How a project wants its pages read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pipeline.core.segmentation import elements

KEPT: Final = frozenset("code kbd pre samp var".split())
"""Elements that are never offered unless the project says otherwise."""

SHORTCODE_ATTRIBUTES: Final = frozenset("alt button_text caption heading label placeholder subtitle text title".split())
"""Attributes of shortcodes that are text for readers unless the project says otherwise."""

BLOCK_FIELDS: Final = frozenset(
    (
        "alt buttonText caption citation content description heading label legend mediaAlt moreText placeholder "
        "subtitle summary text title"
    ).split()
)
"""Keys in block comments of WordPress that are text for readers unless the project says otherwise."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How to read a page.

    ``locale`` is the page's language. ``selectors`` are CSS selectors of its content (the first that finds
    something wins), ``switchers`` of what else is a language switcher. ``whole_page`` offers menus, footers and forms
    too. ``kept`` are elements whose content is never offered, ``fields`` the JSON-LD keys that are text for readers.
    ``wordpress`` says that the page is what WordPress stores, not what it serves: blank lines are paragraphs,
    brackets are shortcodes, and ``shortcode_attributes`` of them are text for readers; ``block_fields`` are the
    same for block comments, wherever they stand. ``front_matter`` are keys of YAML at a page's head. ``largest`` is
    the size in bytes up to which a page is read.
    """

    locale: str = "en"
    selectors: tuple[str, ...] = ()
    switchers: tuple[str, ...] = ()
    whole_page: bool = False
    kept: frozenset[str] = KEPT
    fields: frozenset[str] = elements.STRUCTURED_FIELDS
    wordpress: bool = False
    shortcode_attributes: frozenset[str] = SHORTCODE_ATTRIBUTES
    block_fields: frozenset[str] = BLOCK_FIELDS
    front_matter: frozenset[str] = elements.FRONT_MATTER
    largest: int = 10_000_000

    def for_posts(self) -> Rules:
        """The same for a post as WordPress stores it, which is content and nothing else."""
        return replace(self, wordpress=True, selectors=(), whole_page=False)

    def is_foreign(self, language: str | None) -> bool:
        """Whether a ``lang`` or ``hreflang`` names another language than the page's."""
        if not language:
            return False
        return language.split("-")[0].lower() not in ("x", self.locale.split("-")[0].lower())
