"""Real files to begin from: this repository's own, and on request a folder of pages that is only read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_LARGEST: Final = 40_000  # bytes of one seed; more only makes each try slower
_TABLES: Final = (
    b"term,fr,keep,forbidden,case,note\nforum,,yes,,,\nlecture,conf\xc3\xa9rence,,cours | le\xc3\xa7on,exact,x\n",
    b'\xef\xbb\xbfterm;fr\nhome;"accueil; d\xc3\xa9but"\n',
    b'en,fr,note\nBook now,"R\xc3\xa9server",\n',
    b"taxonomy,en,fr\ncategories,news,actualites\ntags,lamp,\n",
    b"en,fr\nhttps://forum.example/a,https://forum.example/fr/a\n",
)
_LISTS: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml='
    b'"http://www.w3.org/1999/xhtml"><url><loc>https://forum.example/a</loc><xhtml:link rel="alternate" hreflang="fr" '
    b'href="https://forum.example/fr/a"/></url></urlset>',
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>',
    b'<rss version="2.0"><channel><item><title>A</title><link>https://forum.example/a</link></item></channel></rss>',
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a" rel="alternate"/></entry></feed>',
    b'[{"link": "https://forum.example/a"}, {"link": "https://forum.example/b"}]',
    b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>',
    b'<?xml version="1.0" encoding="shift_jis"?><urlset/>',
)
_ROBOTS: Final = (
    b"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nCrawl-delay: 10\nSitemap: https://forum.example/s.xml\n",
    b"User-agent: diptych\nDisallow: /*.pdf$\nRequest-rate: 1/5 0600-0845\nVisit-time: 0600-0845\n",
)
_ANSWERS: Final = (
    b'{"translations": [{"detected_source_language": "EN", "text": "Voir <a1>ici</a1>", "billed_characters": 9}, '
    b'{"detected_source_language": "EN", "text": "Bonjour", "billed_characters": 5}]}',
    b'{"translatedText": ["Voir <a1>ici</a1>", "Bonjour"]}',
    b'{"character_count": 5, "character_limit": 500000, "end_time": "2026-12-01T00:00:00Z"}',
    b'{"error": "no"}',
    b'{"message": "Forbidden", "detail": {"a": [1]}}',
)
_POST: Final = (
    b'{"id": 7, "type": "post", "link": "https://forum.example/?p=7", "slug": "an-evening", "status": "publish", '
    b'"modified_gmt": "2026-11-23T10:00:00", "date_gmt": "2026-11-20T10:00:00", "title": {"raw": "An evening"}, '
    b'"content": {"raw": "<!-- wp:paragraph -->\\n<p>Come in</p>\\n<!-- /wp:paragraph -->"}, "excerpt": {"raw": "Short"}, '
    b'"featured_media": 3, "author": 1, "parent": 0, "categories": [1, 2], "tags": [], "meta": {"_diptych_language": "fr"}}'
)
_SETTINGS: Final = (
    b'[site]\naddress = "https://forum.example/"\nlistings = ["https://forum.example/a/"]\nsince = "2026-01-31"\n'
    b'per_second = 0.5\ncontent = ["main", ".entry"]\ntranslations = ["/en/ => /{locale}/"]\nrobots = true\n'
    b'[text]\nscope = "page"\nkeep = ["code"]\nlargest_page = 1000000\n[languages]\nsource = "en"\ntargets = ["fr", "fr-CA"]\n'
    b'[engine]\nname = "memory"\nformality = "prefer_more"\ninstructions = ["Be short"]\nprice_per_million = 20\n'
    b'[budget]\nchars_per_run = 5000\n[publish]\npolicy = "approved"\nfolder = "public"\nstatic = "static"\nreleases = 3\n'
    b'notice_text = { fr = "Le {date}" }\n[links]\nvariants = ["?lang=fr"]\n[french]\nspaces = "either"\n[coverage]\nmin_reviewed = 90\n'
    b'[[coverage.exceptions]]\npage = "a"\nmin_reviewed = 0\nuntil = 2027-01-31\nbecause = "old"\n[checks]\nfigures = "warning"\n'
    b'[source]\nignored_remarks = ["a link-text"]\n'
)
_SENT: Final = b"# diptych characters sent 1: month, engine, characters, a mark of its own\n2026-11\tdeepl\t120\t0123456789abcdef\n"
_VERSIONS: Final = b'{"form": 1, "pages": {"https://forum.example/a": {"etag": "\\"x\\"", "modified": "Mon, 23 Nov 2026 10:00:00 GMT", "snapshot": "ab"}}}'
_POSTS: Final = (
    b'version = 1\n\n[posts.a.fr]\nkind = "posts"\nnumber = 12\nslug = "a"\nterms = [1, 2]\ndigest = "0123456789abcdef"\n'
    b'status = "publish"\nearlier = ["0123456789abcdee"]\n'
)
_INDEX: Final = b"SQLite format 3\x00" + b"\x10\x00\x01\x01\x00\x40\x20\x20" + bytes(100)


@cache
def seeds(kind: str, pages: Path | None = None) -> tuple[bytes, ...]:
    """The real files of one kind."""
    given = {
        "tables": _TABLES, "lists": _LISTS, "robots": _ROBOTS, "answers": _ANSWERS, "posts": (_POSTS,),
        "settings": (_SETTINGS, (ROOT / "config/diptych.toml").read_bytes()), "sent": (_SENT,), "versions": (_VERSIONS,),
        "wordpress": (_POST, b"[" + _POST + b"]"), "indexes": (_INDEX,),
    }  # fmt: skip
    return given[kind] if kind in given else _found(kind, pages)


def _found(kind: str, pages: Path | None) -> tuple[bytes, ...]:
    patterns = {
        "po": ("locales/**/*.po", "tests/golden/*/*.po"),
        "pages": ("locales/en/*.html", "tests/golden/*/page.html", "sample/pages/*.html"),
        "ledger": ("locales/**/*.review.tsv",),
        "pairs": ("locales/pairs.toml",),
        "tmx": ("locales/fr/memory.tmx",),
    }[kind]
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    if kind == "pages" and pages is not None:
        paths += sorted(pages.rglob("*.html"))
    return tuple(data for data in (path.read_bytes() for path in paths) if len(data) <= _LARGEST)
