"""Pages are found by every list that a site publishes; what did not change costs one short answer and writes nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.cli import main

PAGE = '<html lang="{lang}"><title>{name}</title><main><h1>{name}</h1><p>Come to the river in town.</p></main></html>'
CONFIG = '[site]\naddress = "https://forum.example/"\ncontact = "https://forum.example/about/"\nper_second = 1000\n'


class Site:
    """A site whose files are texts by path; ``asked`` holds path and status of each answer."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, str]] = {}
        self.asked: list[tuple[str, int]] = []
        self.more_headers: Callable[[str], dict[str, str]] = lambda _: {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, text = site.texts.get(self.path, ("", ""))
                tag = f'"{hash(text)}"'
                is_known = self.headers.get("If-None-Match") == tag
                status = 404 if not kind else 304 if is_known else 200
                site.asked.append((self.path, status))
                self.send_response(status)
                self.send_header("Content-Type", kind or "text/html")
                self.send_header("ETag", tag)
                for name, value in site.more_headers(self.path).items():
                    self.send_header(name, value)
                self.end_headers()
                if status == 200:
                    self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def page(self, path: str, name: str, lang: str = "en") -> None:
        self.texts[path] = ("text/html; charset=utf-8", PAGE.format(name=name, lang=lang))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site()
    monkeypatch.setenv("DIPTYCH_FETCH_FROM", site.address)
    monkeypatch.delenv("CI", raising=False)
    for path, name in (("/news/one/", "One river"), ("/news/two/", "Two lakes"), ("/about/", "Who we are")):
        site.page(path, name)
    site.page("/fr/news/un/", "Une rive", "fr")
    yield site
    site.http.shutdown()
    site.http.server_close()


def fetch(folder: Path, config: str, expected: int = 0) -> None:
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "diptych.toml").write_text(CONFIG + config, encoding="utf-8")
    assert main(["fetch", "-C", str(folder)]) == expected


def slugs(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "locales" / "en").glob("*.html"))


def sitemap(*paths: str) -> tuple[str, str]:
    return (
        "text/xml",
        f"<urlset>{''.join(f'<url><loc>https://forum.example{path}</loc></url>' for path in paths)}</urlset>",
    )


def test_a_sitemap_index_is_followed_and_patterns_choose(site: Site, tmp_path: Path) -> None:
    index = "<sitemapindex><sitemap><loc>https://forum.example/s.xml</loc></sitemap></sitemapindex>"
    site.texts["/sitemap.xml"] = ("application/xml", index)
    site.texts["/s.xml"] = sitemap("/news/one/", "/about/", "/news/two/")
    fetch(tmp_path, 'sitemaps = ["https://forum.example/sitemap.xml"]\ninclude = ["/news/*"]\nexclude = ["*/two/"]\n')
    assert slugs(tmp_path) == ["one"]


def test_a_feed_names_pages(site: Site, tmp_path: Path) -> None:
    items = "".join(f"<item><link>https://forum.example/news/{name}/</link></item>" for name in ("one", "two"))
    site.texts["/feed/"] = ("application/rss+xml; charset=UTF-8", f"<rss><channel>{items}</channel></rss>")
    fetch(tmp_path, 'feeds = ["https://forum.example/feed/"]\n')
    assert slugs(tmp_path) == ["one", "two"]


def test_a_wordpress_collection_is_read_page_by_page_and_french_posts_are_left_out(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [["/news/one/", "/fr/news/un/"], ["/news/two/"]]
    for number, paths in enumerate(pages, start=1):
        query = f"per_page=100&page={number}&orderby=id&order=asc&_fields=link&after=2026-01-01T00%3A00%3A00&lang=en"
        posts = [{"link": f"https://forum.example{path}"} for path in paths]
        site.texts[f"/wp-json/wp/v2/posts?{query}"] = ("application/json", json.dumps(posts))
    site.more_headers = lambda path: {"X-WP-TotalPages": "2"} if "wp-json" in path else {}
    fetch(tmp_path, 'wordpress_types = ["posts"]\nsince = "2026-01-01"\n', expected=2)
    assert slugs(tmp_path) == ["one", "two"]
    assert 'says that it is in "fr" itself' in capsys.readouterr().err
    asked = [parse_qs(urlsplit(path).query)["page"] for path, _ in site.asked if "wp-json" in path]
    assert asked == [["1"], ["2"]]


def test_a_folder_of_pages_needs_no_web(site: Site, tmp_path: Path) -> None:
    for path in ("news/three/index.html", "news/four.html", "news/note.txt"):
        (tmp_path / "pages" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pages" / path).write_text(PAGE.format(name=path, lang="en"), encoding="utf-8")
    (tmp_path / "outside.html").write_text(PAGE.format(name="x", lang="en"), encoding="utf-8")
    (tmp_path / "pages" / "link.html").symlink_to(tmp_path / "outside.html")
    fetch(tmp_path, 'pages_folder = "pages"\n')
    assert slugs(tmp_path) == ["four", "three"]
    assert site.asked == []
    assert 'address = "https://forum.example/news/three/"' in (tmp_path / "locales/pairs.toml").read_text()


def test_an_unchanged_site_costs_one_short_answer_a_page_and_writes_nothing(site: Site, tmp_path: Path) -> None:
    config = 'pages = ["https://forum.example/news/one/", "https://forum.example/about/"]\n'
    fetch(tmp_path, config)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()}
    site.asked.clear()
    fetch(tmp_path, config)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()}
    del before[tmp_path / "config/diptych.toml"], after[tmp_path / "config/diptych.toml"]
    assert site.asked == [("/robots.txt", 404), ("/news/one/", 304), ("/about/", 304)]
    assert after == before


def test_a_snapshot_that_is_another_one_by_now_is_asked_for_whole(site: Site, tmp_path: Path) -> None:
    config = 'pages = ["https://forum.example/news/one/"]\n'
    fetch(tmp_path, config)
    snapshot = tmp_path / "locales/en/one.html"
    text = snapshot.read_text(encoding="utf-8")
    snapshot.write_text(text.replace("river", "pond"), encoding="utf-8")
    fetch(tmp_path, config)
    assert snapshot.read_text(encoding="utf-8") == text


def test_a_login_page_in_its_place_leaves_the_page_as_it_was(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = 'pages = ["https://forum.example/news/one/"]\n'
    fetch(tmp_path, config)
    before = (tmp_path / "locales/en/one.html").read_bytes()
    site.texts["/news/one/"] = (
        "text/html",
        '<title>Log in</title><main><p>Who are you?</p><input type="password"></main>',
    )
    fetch(tmp_path, config, expected=2)
    assert "shows a login page in its place; the page is left as it was" in capsys.readouterr().err
    assert (tmp_path / "locales/en/one.html").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('since = "soon"', "is no date"),
        ('wordpress_types = ["../users"]', "is no name of a REST collection"),
        ("per_second = 0", "a number of requests above 0"),
        ('pages_folder = "../other"', "must be a folder inside the project"),
        ('sitemaps = ["sitemap.xml"]', "is no web address"),
        ("", 'give "site.listings"'),
    ],
)
def test_wrong_settings_are_named(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "diptych.toml").write_text(f'[site]\naddress = "https://forum.example/"\n{line}\n')
    assert main(["fetch", "-C", str(tmp_path)]) == 2
    assert words in capsys.readouterr().err
    assert site.asked == []


@pytest.mark.parametrize("text", ["<html>no</html>", '<!DOCTYPE x [<!ENTITY a "b">]><urlset/>'])
def test_a_sitemap_that_is_none_is_one_clear_line(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    site.texts["/sitemap.xml"] = ("text/xml", text)
    fetch(tmp_path, 'sitemaps = ["https://forum.example/sitemap.xml"]\n', expected=2)
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("diptych: https://forum.example/sitemap.xml: ")
