"""HTML elements and attributes as the segmenter sees them: documented data, no code.

Sources: the WHATWG HTML standard (rendering section: which elements are blocks) and ITS 2.0, section 8.1
(https://www.w3.org/TR/its20/) for elements within text.
"""

from typing import Final

VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements without an end tag."""

BLOCK: Final = frozenset(
    (
        "address article aside base blockquote body button caption center col colgroup dd details dialog dir div dl "
        "dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe "
        "label legend li link main menu meta nav noframes ol optgroup option p pre script search section "
        "style summary table tbody td select template tfoot th thead title tr ul xmp listing plaintext"
    ).split()
)
"""Elements whose tags end the running sentence; all others stay inside it, unknown ones too, as in a browser."""

RAW: Final = frozenset("script style textarea iframe noframes noembed xmp plaintext".split())
"""Elements whose content is no markup for a browser and never offered."""

OPAQUE: Final = frozenset("svg math object audio video canvas map picture ruby noscript".split())
"""Elements that stand in a sentence as one code, content and all; the texts of their attributes are offered."""

SPOKEN: Final = frozenset(("title", "desc"))
"""Elements of a drawing (SVG) whose text is read aloud in its place."""

IMPLIED_ENDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "td": (frozenset(("td", "th", "tr")), frozenset(("table",))),
    "th": (frozenset(("td", "th", "tr")), frozenset(("table",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "option": (frozenset(("option", "optgroup")), frozenset(("select",))),
}
"""Element → the start tags that end it unsaid, and the elements in which a start tag does not reach it."""

FORMATTING: Final = frozenset("b strong i em u small span br".split())
"""Codes a target may use at most as often as the source; all others exactly as often (decision 3)."""

WORD_LIKE: Final = frozenset("code kbd samp var x".split())
"""Void codes that act as a word of the sentence, so they stay in it even at its edges."""

ATTRIBUTES: Final = frozenset(("alt", "title", "aria-label", "aria-description", "placeholder"))
"""Attributes with text for readers, on any element."""

SUMMARY_OF: Final = frozenset(("table",))
"""Elements whose ``summary`` attribute is text for readers (HTML 4)."""

LABEL_OF: Final = frozenset(("option", "optgroup", "track", "menuitem"))
"""Elements whose ``label`` attribute is text for readers."""

VALUE_OF: Final = frozenset(("submit", "button", "reset"))
"""Types of ``<input>`` whose ``value`` is a button's caption."""

META_TEXT: Final = frozenset(
    (
        "description keywords og:title og:description og:image:alt twitter:title twitter:description "
        "twitter:image:alt twitter:label1 twitter:data1 twitter:label2 twitter:data2"
    ).split()
)
"""``name`` or ``property`` of the ``<meta>`` elements whose content is text for readers."""

STRUCTURED_FIELDS: Final = frozenset(("name", "headline", "description"))
"""Keys of JSON-LD whose strings are text for readers (schema.org)."""

PROPER_NAMES: Final = frozenset(
    ("Organization", "NGO", "GovernmentOrganization", "Person", "Brand", "WebSite", "Corporation")
)
"""schema.org types whose ``name`` is a proper name, not text to translate."""

SWITCHER_CLASSES: Final = ("wpml-ls", "lang-item", "pll-", "qtranxs", "language-switcher", "language-chooser")
"""Beginnings of class names that WPML, Polylang, qTranslate and themes give their language switcher."""

ARROWS: Final = frozenset(">»›→▶►➜•·◦▪●■★✓")
"""Characters that lead or trail a link as an ornament. ``<`` is none: what comes after it could become a tag."""

FRONT_MATTER: Final = frozenset(("description", "title"))
"""Keys of YAML at the head of a page whose values readers meet, as the page's title and description."""
