"""Set a project up: look at the site, say what was found, and write a configuration that works."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from pipeline.adapters import files
from pipeline.adapters.settings import FILE
from pipeline.core.errors import UsageError
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings.mistakes import is_address
from pipeline.core.settings.values import Settings
from pipeline.core.text import counted
from pipeline.stages.fetching.fetch import make_web
from pipeline.stages.fetching.looking import Sight, look
from pipeline.stages.git_parts import set_up_git

_CONFIG = """\
# Diptych: keeps the English pages of {address} and their translations in step.
# Everything that has a default is shown with it.

[site]
address = "{address}"
source = "html"  # the pages as served; "wordpress": posts as WordPress stores them, and French goes there
listings = {listings}  # pages that list the announcements
pages = {pages}  # further announcements, by address
listing_selector = ""  # CSS: the links on a listing; empty: article headings are looked for
sitemaps = []  # {sitemaps}
feeds = []  # {feeds}
wordpress_types = []  # {wordpress}
since = ""  # "2026-01-31": posts of wordpress_types from that day on
pages_folder = ""  # a folder of the project with pages as files, instead of the web
include = []  # "/news/*": which of those in sitemaps, feeds, wordpress_types and the folder; empty: all
exclude = []
content = []  # CSS: an announcement's own content, first match wins; empty: <main>, <article>, .entry-content
hosts = []  # other hosts that may be fetched from
private_hosts = []  # names that may lead into a private network
robots = true  # keep to the site's robots.txt; false if the site is yours and says no to everyone
per_second = 4.0  # requests to a host at most
translations = []  # where translations are that no page links to: "/en/ => /{{locale}}/", "?lang={{locale}}"
contact = "{address}"  # told to the site in the User-Agent

[text]
scope = "content"  # "page": menus, footers and forms too, in one catalogue for all pages, _site.po
keep = {kept}  # elements whose content is never offered
switchers = []  # CSS: language switchers that are not found by themselves
structured_fields = {fields}  # JSON-LD keys that readers may meet
shortcode_attributes = {shortcodes}
front_matter = {front}  # keys of YAML at the head of a page that readers may meet
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

[wordpress]  # for source = "wordpress"; user and password: DIPTYCH_WORDPRESS_USER, DIPTYCH_WORDPRESS_PASSWORD
address = ""  # where WordPress is, if not at the site's address
status = "draft"  # of a new French post: draft | pending | publish | future (with a scheduled English post)
author = "english"  # the English post's, or "account"
date = "english"  # the English post's, or "now"
types = ["posts", "pages"]  # the REST routes of the types of posts

[links]  # and config/links.csv: English addresses of other sites or files, and what translated pages link to instead
variants = ["-en. => -{{locale}}.", "_en. => _{{locale}}.", ".en. => .{{locale}}."]  # of files that are in static/
members_only = []  # addresses that may answer 401 or 403: check --links --online

[checks]  # a check's level for this project: "error" holds a page, "warning", or "off"
# length = "off"

[french]  # what the checks of French typography want, and what diptych check --fix puts there
spaces = "either"  # "nbsp": no-break spaces; "narrow": narrow ones before ; ! ? and in thousands; "either": both pass
quotes = "either"  # "guillemets": « » and no others
apostrophes = "either"  # "curly": ’ and no ' ; "either": one kind in one text

[source]  # remarks on the English pages, for their authors: diptych check --source
ignored_remarks = []  # "PAGE CHECK", or "PAGE CHECK WORDS" of a remark that is not to be seen again

[coverage]
min_reviewed = 0  # percent of words, for: diptych coverage
per_page = false  # true: asked of each page, not of all together
# [[coverage.exceptions]]  # a page of which less is asked, up to a day
# page = "its-name"
# min_reviewed = 0
# until = 2027-01-31
# because = "the programme is not final yet"
"""
_GLOSSARY = "term,fr,keep,forbidden,case,note\n"
_FIXED = "en,fr\n"


@dataclass(frozen=True, slots=True)
class Started:
    """What the site showed, and the files written."""

    sight: Sight
    written: tuple[str, ...]


def start(root: Path, address: str, fetch_from: str = "") -> Started:
    """Look at a listing page (or an announcement) and write the project's files.

    Raises UsageError where a configuration is there already or ``address`` is none, FetchError where the page cannot
    be had.
    """
    if (root / FILE).exists():
        raise UsageError(
            f"{FILE} is there already; edit it, go to an empty folder, or type: diptych init (for git alone)"
        )
    if not is_address(address):
        raise UsageError(
            f'"{address}" is no web address; give it whole: diptych init https://forum.example/activities/'
        )
    site = urljoin(address, "/")
    web = make_web(Settings(site, listings=(address,), fetch_from=fetch_from))
    sight = look(web, address)
    return Started(sight, tuple(_write(root, site, sight)))


def _write(root: Path, site: str, sight: Sight) -> list[str]:
    listings, pages = ([sight.address], []) if sight.announcements else ([], [sight.address])
    maps = [
        f'"{one.address}" ({counted(one.lists or one.pages, "list" if one.lists else "page")})'
        for one in sight.sitemaps
    ]
    rules = Rules()
    config = _CONFIG.format(
        address=site,
        listings=_toml(listings),
        pages=_toml(pages),
        sitemaps=_seen(maps, "the site's list of all its pages"),
        feeds=_seen([f'"{feed}"' for feed in sight.feeds], "RSS or Atom"),
        wordpress='"posts", "pages" or a type of your own, by its REST API'
        + ("" if sight.is_wordpress else "; WordPress only"),
        kept=_toml(sorted(rules.kept)),
        fields=_toml(sorted(rules.fields)),
        shortcodes=_toml(sorted(rules.shortcode_attributes)),
        front=_toml(sorted(rules.front_matter)),
    )
    wanted = {str(FILE): config, "config/glossary.csv": _GLOSSARY, "config/fixed.csv": _FIXED}
    missing = {name: text for name, text in wanted.items() if not (root / name).exists()}
    written = [name for name, text in missing.items() if files.write(root / name, text.encode("utf-8"))]
    return [*written, *set_up_git(root).written]


def _seen(found: list[str], what: str) -> str:
    """A comment on what was seen of something and is not used by itself."""
    shown = "".join(filter(str.isprintable, ", ".join(found)))  # it lands in a file that is read again
    return f"{what}; seen: {shown}" if found else f"{what}; none seen"


def _toml(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
