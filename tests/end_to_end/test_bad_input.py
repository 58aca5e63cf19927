"""Bad input gets one clear line and changes nothing of its own."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.conftest import ROUND_1, ROUND_3, Project


def one_line(project: Project, *words: str) -> None:
    lines = [line for line in project.errors.splitlines() if line]
    assert len(lines) == 1, project.errors
    assert lines[0].startswith("diptych: ")
    for word in words:
        assert word in lines[0]


CATALOGUES: list[tuple[str, Callable[[bytes], bytes], list[str]]] = [
    ("not UTF-8", lambda data: data.replace("é".encode(), b"\xe9", 1), ["UTF-8"]),
    ("no header", lambda data: data.split(b"\n\n", 1)[1], ["header"]),
    ("another charset", lambda data: data.replace(b"charset=UTF-8", b"charset=ISO-8859-1"), ["charset"]),
    ("a duplicate", lambda data: data + b'\nmsgid "Flag of the European Union"\nmsgstr "x"\n', ["line"]),
    ("a missing end quote", lambda data: data.replace(b'msgstr "Drapeau', b"msgstr \"Drapeau de l'Union\nmsgstr \"", 1), [":"]),
    ("conflict markers", lambda data: data.replace(b"\nmsgid", b"\n<<<<<<< ours\nmsgid", 1), ["conflict"]),
    ("empty", lambda data: b"", ["empty"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spoil", "words"), CATALOGUES, ids=[case[0] for case in CATALOGUES])
def test_a_broken_catalogue_is_named_and_the_other_pages_go_on(
    project: Project, name: str, spoil: Callable[[bytes], bytes], words: list[str]
) -> None:
    path = project.catalogue(ROUND_1)
    path.write_bytes(spoil(path.read_bytes()))
    project.edit_site("round-1.html", "9 April, 14:00", "10 April, 14:00")
    before = {key: value for key, value in project.files().items() if ROUND_1 in key and "locales/en" not in key}
    project.type("run", expected=2)
    lines = {line for line in project.errors.splitlines() if line}
    assert len(lines) == 1, project.errors
    assert re.search(rf"locales/fr/LC_MESSAGES/{ROUND_1}\.po(:\d+)?: ", lines.pop())
    for word in words:
        assert word in project.errors
    assert {key: value for key, value in project.files().items() if key in before} == before
    assert "web-conferences-round-3" in project.output
    project.type("check", expected=2)
    project.type("accept", ROUND_1, "--as", "Ann", expected=2)
    one_line(project, f"{ROUND_1}.po")


def test_reviewed_texts_cut_off_a_catalogue_are_missed_before_empty_ones_hide_it(project: Project) -> None:
    path = project.catalogue(ROUND_1)
    whole = path.read_bytes()
    path.write_bytes(whole.rsplit(b"\n\n", 3)[0] + b"\n")
    cut = path.read_bytes()
    for command in ("extract", "status", "check", "run"):
        project.type(command, expected=2)
        one_line(project, f"{ROUND_1}.po: 3 reviewed texts are missing from {ROUND_1}.po; restore it from git")
        assert path.read_bytes() == cut
    project.type("extract", ROUND_1, "--lossy")
    project.type("status", ROUND_1, expected=2)
    one_line(project, "3 reviewed texts are missing", "translate it again")
    path.write_bytes(whole)
    for command in ("extract", "status", "check"):
        project.type(command)
    path.unlink()
    project.type("extract", ROUND_1, expected=2)
    one_line(project, "reviewed texts are missing")
    assert not path.exists()


def test_an_empty_catalogue_with_reviews_is_not_to_be_deleted(project: Project) -> None:
    project.catalogue(ROUND_1).write_bytes(b"")
    project.type("extract", expected=2)
    one_line(project, "the file is empty; restore it from git")
    assert "delete" not in project.errors


@pytest.mark.parametrize("suffix", [".po", ".review.tsv"])
def test_a_page_that_cannot_be_read_stays_on_the_screen_and_counts_as_not_reviewed(
    project: Project, suffix: str
) -> None:
    path = project.catalogue(ROUND_1).with_suffix(suffix)
    path.write_bytes(path.read_bytes() + b"<<<<<<< ours\n")
    shown = project.type("status", ROUND_1, expected=2)
    assert "1 page ·" in shown
    assert f"CANNOT BE READ {ROUND_1} [fr]" in shown
    assert re.search(rf"locales/fr/LC_MESSAGES/{ROUND_1}{suffix}:\d+: ", shown)
    (half,) = json.loads(project.type("status", ROUND_1, "--json", expected=2))["pages"]
    assert half["standing"] == "cannot be read"
    assert f"{ROUND_1}{suffix}:" in half["unreadable"]
    project.type("coverage", ROUND_1, "--min-reviewed", "100", expected=2)
    assert re.search(r"^all +[1-9]\d* +[1-9]\d* +0 +0 +0 +0 +0 % +0 %$", project.output, re.MULTILINE)


def test_a_page_whose_english_file_is_gone_is_listed_until_it_is_back_or_taken_down(project: Project) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    path.unlink()
    shown = project.type("status")
    assert f"ENGLISH MISSING {ROUND_1} [fr]" in shown
    assert f"diptych fetch {ROUND_1}" in shown
    project.type("coverage", ROUND_1, "--min-reviewed", "100", expected=1)
    public = len(project.files("public"))
    assert f"withdrawn          {ROUND_1} [fr]" in project.type("withdraw", ROUND_1)
    project.type("publish", ROUND_1, expected=2)
    one_line(project, f"locales/en/{ROUND_1}.html: is not there")
    assert not (project.folder / f"locales/published/{ROUND_1}.fr.html").exists()
    assert len(project.files("public")) == public - 2, "the page, and the feed that it was alone in"
    assert ROUND_1 not in project.type("status")


@pytest.mark.parametrize(("content", "reason"), [(b"", "is empty"), (b"<p><img src=a.png></p>", "holds no text")])
def test_an_english_page_without_text_is_not_published_over_the_one_that_readers_have(
    project: Project, content: bytes, reason: str
) -> None:
    path = project.folder / "locales" / "en" / f"{ROUND_1}.html"
    path.write_bytes(content)
    before = project.files()
    for command in ("extract", "publish"):
        project.type(command, expected=2)
        one_line(project, f"locales/en/{ROUND_1}.html: {reason}", f"diptych fetch {ROUND_1}")
    assert project.files() == before
    project.type("fetch", ROUND_1)
    project.type("publish")


@pytest.mark.parametrize(
    ("slug", "words"),
    [("round-9", ["round-9", "no page", "web-conferences-round-4", "diptych status"]), ("../../x", ["no page"])],
)
def test_accepting_a_page_that_is_not_there(project: Project, slug: str, words: list[str]) -> None:
    before = project.files()
    project.type("accept", slug, "--as", "Ann", expected=2)
    one_line(project, *words)
    assert project.files() == before


def test_accepting_needs_a_name_and_a_person(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.type("accept", ROUND_1, expected=2)
    one_line(project, "--as")
    monkeypatch.setenv("CI", "true")
    project.type("accept", ROUND_1, "--as", "Robot", expected=2)
    one_line(project, "CI")


def test_french_that_was_revoked_is_refused_with_the_line_that_says_so(project: Project) -> None:
    ledger = project.catalogue(ROUND_1).with_suffix(".review.tsv")
    text = ledger.read_text(encoding="utf-8")
    accepted = next(line for line in text.splitlines() if "\taccepted\t" in line)
    revoked = "\t".join([*accepted.split("\t")[:2], "revoked", "Bea", "2026-11-20", ""])
    ledger.write_text(f"{text}{revoked}\n", encoding="utf-8")
    before = project.files()
    name = accepted[:6]
    for words in ((), (name,)):
        project.type("accept", ROUND_1, *words, "--as", "Ann", expected=2)
        assert "change it, or take the line out of the ledger" in project.errors
        assert "revoked by Bea on 2026-11-20" in project.errors
        assert f"locales/fr/LC_MESSAGES/{ROUND_1}.review.tsv:{len(text.splitlines()) + 1}" in project.errors
    assert project.files() == before
    ledger.write_text(text, encoding="utf-8")
    project.type("accept", ROUND_1, name, "--as", "Ann")


def test_units_and_pages_may_stand_behind_options(project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "Quelque 400 lampes")
    shown = project.type("status", ROUND_1)
    name = next(line.split()[0] for line in shown.splitlines() if " claimed " in line)
    assert f"1 unit of {ROUND_1}" in project.type("accept", ROUND_1, "--as", "Ann", name)
    assert "2 pages" in project.type("status", ROUND_1, "--all", ROUND_3)
    project.type("fmt", "--check", str(project.catalogue(ROUND_1)), "-q", str(project.catalogue(ROUND_3)))
    for wrong in (["accept", ROUND_1, "--as", "Ann", "--nothing", "x"], ["withdraw", ROUND_1, "-q", "more"]):
        with pytest.raises(SystemExit) as stopped:
            project.type(*wrong)
        assert stopped.value.code == 2


def test_accepting_refuses_errors_and_records_nothing(project: Project) -> None:
    project.edit_catalogue(ROUND_1, "400 lampes", "40 lampes")
    before = project.files()
    project.type("accept", ROUND_1, "--as", "Ann", expected=2)
    assert 'the number "400" is missing' in project.errors
    assert project.files() == before


def test_three_mistakes_in_the_configuration_are_all_reported(project: Project) -> None:
    path = project.folder / "config/diptych.toml"
    path.write_text('[site]\naddress = "forum"\nlistings = "x"\n[languages]\ntarget = ["fr"]\n')
    project.type("status", expected=2)
    lines = project.errors.splitlines()
    assert [line.split(": ")[1] for line in lines] == [f"config/diptych.toml:{n}" for n in (5, 3, 2)]
    assert "languages.targets" in lines[0]


def test_a_french_address_that_is_taken(project: Project) -> None:
    project.translate_round_3()
    taken = "https://forum.example/fr/soirees-au-bord-du-fleuve-un-troisieme-cycle-de-conferences-en-ligne/"
    pairs = project.folder / "locales/pairs.toml"
    text = pairs.read_text(encoding="utf-8")
    existing = "https://forum.example/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/"
    pairs.write_text(text.replace(f'\naddress = "{existing}"', f'\naddress = "{taken}"'), encoding="utf-8")
    project.type("publish", expected=2)
    one_line(project, ROUND_3, ROUND_1, taken, "pairs.toml")
    assert not (project.folder / f"locales/published/{ROUND_3}.fr.html").exists()


@pytest.mark.parametrize("slug", ["../../evil", "a/b", ".hidden", ""])
def test_a_slug_cannot_leave_its_folder(project: Project, slug: str) -> None:
    pairs = project.folder / "locales/pairs.toml"
    pairs.write_text(
        pairs.read_text(encoding="utf-8") + f'\n[pages."{slug}"]\naddress = "https://forum.example/x/"\n',
        encoding="utf-8",
    )
    project.type("run", expected=2)
    one_line(project, "pairs.toml")


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


HTML = {"Content-Type": "text/html; charset=utf-8"}
ANSWERS = [
    (200, HTML, b"  \n", 2, "empty"),
    (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n\x00\x00", 2, "no HTML"),
    (200, HTML, b"<p>" + b"\x00\x01" * 500, 2, "no HTML"),
    (200, HTML, b"<p>" + b"x" * 20_000_000, 2, "larger than"),
    (200, HTML, b"<html><body><script>challenge()</script></body></html>", 2, "holds no text"),
    (403, HTML, b"no", 2, "403"),
    (302, {"Location": "/activities/"}, b"", 3, "redirects"),
    (503, HTML, b"busy", 3, "503"),
    (302, {"Location": "https://elsewhere.example/"}, b"", 3, "no allowed host"),
]


@pytest.mark.parametrize(
    ("status", "headers", "body", "exit_status", "word"), ANSWERS, ids=[case[4] for case in ANSWERS]
)
def test_a_page_that_cannot_be_used_is_named_and_stays_as_it_was(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    headers: dict[str, str],
    body: bytes,
    exit_status: int,
    word: str,
) -> None:
    before = project.files()
    with answering(status, headers, body) as address:
        monkeypatch.setenv("DIPTYCH_FETCH_FROM", address)
        project.type("fetch", ROUND_1, expected=exit_status)
    one_line(project, f"https://forum.example/topics/evenings/{ROUND_1}/", word)
    assert project.files() == before


def test_a_site_that_is_not_there(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPTYCH_FETCH_FROM", "http://127.0.0.1:9/")
    before = project.files()
    project.type("run", expected=3)
    assert "cannot be reached" in project.errors
    assert project.files() == before
