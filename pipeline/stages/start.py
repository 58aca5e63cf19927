"""Set a project up: look at the site, say what was found, and write a configuration that works."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from pipeline.adapters import files, scrape
from pipeline.adapters.settings import FILE
from pipeline.core.errors import UsageError
from pipeline.core.rules import Rules
from pipeline.core.segment import segment
from pipeline.core.settings.values import Settings
from pipeline.stages.fetch import make_web
from pipeline.stages.git_parts import set_up_git

_CONFIG = """\
# Diptych: keeps the English pages of {address} and their translations in step.
# Everything that has a default is shown with it.

[site]
address = "{address}"
listings = {listings}  # pages that list the announcements
pages = {pages}  # further announcements, by address
listing_selector = ""  # CSS: the links on a listing; empty: article headings are looked for
content = []  # CSS: an announcement's own content, first match wins; empty: <main>, <article>, .entry-content
hosts = []  # other hosts that may be fetched from
translations = []  # where translations are that no page links to: "/en/ => /{{locale}}/", "?lang={{locale}}"
contact = "{address}"  # told to the site in the User-Agent

[text]
scope = "content"  # "page": menus, footers and forms too, in one catalogue for all pages, _site.po
keep = {kept}  # elements whose content is never offered
switchers = []  # CSS: language switchers that are not found by themselves
structured_fields = {fields}  # JSON-LD keys that readers may meet
shortcode_attributes = {shortcodes}
largest_page = 10000000  # bytes

[languages]
source = "en"
targets = ["fr"]

[engine]
name = "auto"  # auto | memory | deepl | libretranslate | local | pseudo; auto is deepl where DEEPL_AUTH_KEY is set
server_url = ""  # LibreTranslate's server, or another that speaks DeepL's protocol
formality = "prefer_more"
instructions = []  # for DeepL: at most 10 of 300 characters
names = []  # never sent, and kept as they are
glossary = true  # keep config/glossary.csv in step with a glossary at DeepL
price_per_million = 0.0  # for the price that prefill --dry-run tells

[budget]
chars_per_run = 0  # characters sent at most; 0: no limit of our own
chars_per_month = 0

[publish]
policy = "reviewed"  # or "approved": each page is signed off too
hold_english = false  # true: changed English waits for its translation
folder = "public"  # a link to the release that readers have
static = "static"  # your own files for the web (images, PDFs); each release gets them
releases = 5  # kept for: diptych rollback
notice = true  # a dated line on a translated page that is behind its English

[links]  # and config/links.csv: English addresses of other sites or files, and what translated pages link to instead
variants = ["-en. => -{{locale}}.", "_en. => _{{locale}}.", ".en. => .{{locale}}."]  # of files that are in static/
members_only = []  # addresses that may answer 401 or 403: check --links --online

[checks]  # a check's level for this project: "error" holds a page, "warning", or "off"
# length = "off"

[coverage]
min_reviewed = 0  # percent of words, for: diptych coverage
"""
_GLOSSARY = "term,fr,keep,forbidden,case,note\n"
_FIXED = "en,fr\n"


@dataclass(frozen=True, slots=True)
class Started:
    """What the site showed, and the files written."""

    address: str
    announcements: tuple[str, ...]
    existing: str
    scope: str
    written: tuple[str, ...]


def start(root: Path, address: str, fetch_from: str = "") -> Started:
    """Look at a listing page (or an announcement) and write the project's files.

    Raises UsageError where a configuration is there already, FetchError where the page cannot be had.
    """
    if (root / FILE).exists():
        raise UsageError(
            f"{FILE} is there already; edit it, go to an empty folder, or type: diptych init (for git alone)"
        )
    site = urljoin(address, "/")
    web = make_web(Settings(site, listings=(address,), fetch_from=fetch_from))
    page = web.get_page(address)
    found = [item.url for item in scrape.announcements(page.data, page.final_url)]
    sample = web.get_page(found[0]) if found else page
    return Started(
        site,
        tuple(found),
        scrape.other_language(sample.data, sample.url, "fr") or "",
        segment(sample.data, Rules()).scope,
        tuple(_write(root, site, address, is_listing=bool(found))),
    )


def _write(root: Path, site: str, address: str, *, is_listing: bool) -> list[str]:
    listings, pages = ([address], []) if is_listing else ([], [address])
    rules = Rules()
    config = _CONFIG.format(
        address=site,
        listings=_toml(listings),
        pages=_toml(pages),
        kept=_toml(sorted(rules.kept)),
        fields=_toml(sorted(rules.fields)),
        shortcodes=_toml(sorted(rules.shortcode_attributes)),
    )
    wanted = {str(FILE): config, "config/glossary.csv": _GLOSSARY, "config/fixed.csv": _FIXED}
    missing = {name: text for name, text in wanted.items() if not (root / name).exists()}
    written = [name for name, text in missing.items() if files.write(root / name, text.encode("utf-8"))]
    return [*written, *set_up_git(root).written]


def _toml(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
