"""What a page betrays of the site behind it: WordPress, and which plugin translates it."""

from __future__ import annotations

import re
from typing import Final

_WORDPRESS: Final = re.compile(
    r"/wp-(?:content|includes|json)/|https://api\.w\.org/|content=[\"']WordPress", re.IGNORECASE
)
_PLUGINS: Final = (
    ("WPML", re.compile(r"sitepress-multilingual-cms|wpml-ls|content=[\"']WPML", re.IGNORECASE)),
    ("Polylang", re.compile(r"plugins/polylang|class=[\"'](?:[^\"']*\s)?lang-item[\s\"']", re.IGNORECASE)),
    ("TranslatePress", re.compile(r"translatepress|trp-language-switcher", re.IGNORECASE)),
    ("MultilingualPress", re.compile(r"multilingual-?press|mlp-language-nav", re.IGNORECASE)),
    ("qTranslate", re.compile(r"qtranxs|qtranslate", re.IGNORECASE)),
    ("Weglot", re.compile(r"weglot", re.IGNORECASE)),
)


def is_wordpress(text: str) -> bool:
    """Whether a page was made by WordPress."""
    return _WORDPRESS.search(text) is not None


def translation_plugins(text: str) -> tuple[str, ...]:
    """The plugins for several languages that left a mark in a page, by their names."""
    return tuple(name for name, mark in _PLUGINS if mark.search(text))
