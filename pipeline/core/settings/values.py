"""What config/diptych.toml says, with defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.core.gate import Policy
from pipeline.core.gates.floors import Exemption
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings.wordpress import WordPressSettings
from pipeline.core.typography.policy import French

_NOTICE: Final = {
    "fr": "Cette page suit la version anglaise du {date}. La traduction de la version actuelle est en cours.",
    "": "This page follows the English version of {date}. The translation of the present version is under way.",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What config/diptych.toml says, with defaults filled in.

    ``fetch_from`` replaces ``address`` at the beginning of each address that is fetched, for a site whose pages
    are read from a staging server.
    """

    address: str
    listings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    listing_selector: str = ""
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    wordpress_types: tuple[str, ...] = ()
    since: str = ""
    pages_folder: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    private_hosts: tuple[str, ...] = ()
    robots: bool = True
    per_second: float = 4.0
    hosts: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    contact: str = ""
    targets: tuple[str, ...] = ("fr",)
    engine: str = "auto"
    server_url: str = ""
    formality: str = "prefer_more"
    instructions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    glossary: bool = True
    price_per_million: float = 0.0
    chars_per_run: int = 0
    chars_per_month: int = 0
    policy: Policy = Policy.REVIEWED
    hold_english: bool = False
    folder: str = "public"
    static: str = "static"
    releases: int = 5
    variants: tuple[str, ...] = ("-en. => -{locale}.", "_en. => _{locale}.", ".en. => .{locale}.")
    members_only: tuple[str, ...] = ()
    notice: bool = True
    notice_text: Mapping[str, str] = field(default_factory=dict)
    min_reviewed: int = 0
    per_page: bool = False
    exemptions: tuple[Exemption, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    french: French = field(default_factory=French)
    ignored_remarks: tuple[str, ...] = ()
    fetch_from: str = ""
    wordpress: WordPressSettings = field(default_factory=WordPressSettings)
    libretranslate_key: str = field(default="", repr=False)
    deepl_key: str = field(default="", repr=False)

    @property
    def source(self) -> str:
        """The language of the pages."""
        return self.rules.locale

    def notice_for(self, locale: str) -> str:
        """The wording of the notice on a page that is behind the English, with ``{date}``; empty if switched off."""
        if not self.notice:
            return ""
        language = locale.split("-", maxsplit=1)[0]
        return self.notice_text.get(locale) or _NOTICE.get(language) or _NOTICE[""]
