"""Every reader with some odd bytes, always the same ones; ``make fuzz`` tries as many as there is time for.

Whatever it found once stands below, as small as it gets.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

import pytest

from pipeline.core.errors import BadFileError, FetchError, one_line
from tests.fuzz import targets, web_targets
from tests.fuzz.__main__ import ALL
from tests.fuzz.mutations import mutated
from tests.fuzz.oracle import UnclearError, require_clear, require_plain
from tests.fuzz.seeds import seeds
from tests.fuzz.trying import Failure, minimal, tried

INPUTS: Final = {"page": 15, "site page": 10, "way out": 8, "answers": 25}
PATIENT: Final = 60.0  # seconds; only to end what would hang


@pytest.mark.parametrize("name", ALL)
def test_odd_bytes_are_taken_or_refused_in_a_line(name: str) -> None:
    target, chance = ALL[name], random.Random(f"always the same {name}")
    known = seeds(target.kind)
    taken = 0
    for number in range(INPUTS.get(name, 60)):
        data = mutated(chance, known, target.tokens)
        found = tried(target.run, data, PATIENT)
        assert not isinstance(found, Failure), f"input {number}: {data[:300]!r}\n{found.words}"
        taken += found
    assert taken, "nothing was taken, so nothing but refusals was tried"


@pytest.mark.parametrize("name", ALL)
def test_real_files_are_taken(name: str) -> None:
    target = ALL[name]
    whole = [data for data in seeds(target.kind) if target.run(data)]
    assert whole


DEEP: Final = b"[" * 6000
LONG: Final = b"9" * 5000
FOUND: Final[list[tuple[Callable[[bytes], bool], bytes]]] = [
    # a header line, a keyword, a kind, a key: quoted whole in messages, with what no terminal should get
    (targets.po, b'msgid ""\nmsgstr ""\n"a\tb\\n"\n'),
    (targets.po, b'msgid ""\nmsgstr ""\nmsg' + b"{" * 5000),
    (targets.ledger, b"33108331c87f4f54\td751ebc44e9f85aa\tme\x7fry\t\t\t"),
    (targets.pairs, b'[pages."a\\nb"]\naddress = "https://forum.example/"\n'),
    (targets.tables, b"en,fr\nhttp" + b"<b>" * 3000),
    (web_targets.lists, b'{"message": "a\\nb"}'),
    # a line that looks like the header's charset and is none
    (
        targets.po,
        b'\xef\xbb\xbfmsgid""\nmsgstr"n"\n"Content-Type:charset=0\\n"\n"Content-Type:text/plain;charset=UTF8\\n"\n""\n'
        b'msgid"e"\nmsgstr"\xc3\xa9"',
    ),
    (web_targets.on_its_way_out, b"<main><a hreflang=fr href>fr</a>"),
    (ALL["answers"].run, b"&#" + b"9" * 5000 + b";"),
    # a number that is not equal to itself, a text with many dots, a charset with a name as long as a page
    (targets.posts, b'[posts.a.r]\nkind="s"\nnumber=2\nterms=[1,nan]\n'),
    (targets.posts, b'[posts.a.r]\nkind="o"\nnumber=2\nearlier=["' + b"." * 101 + b'"]\n'),
    (targets.po, b'\xad\n"Content-Type:charset=UTF-' + b"[" * 900),
    # what TOML's and JSON's readers raise beside what they say they raise
    (targets.pairs, b"x = " + DEEP),
    (targets.posts, b"x = " + DEEP),
    (targets.config, b"x = " + DEEP),
    (targets.config, b"x = " + LONG),
    (targets.config, b'[site]\naddress = "http://["\n[links]\nmembers_only = ["http://["]\n[wordpress]\naddress = "http://["\n'),
    (web_targets.answers, DEEP),
    (web_targets.answers, LONG),
    (web_targets.wordpress, DEEP),
    # addresses that are none
    (targets.pairs, b'[pages.a]\naddress = "http://["\n'),
    (web_targets.from_a_site, b"<link rel=stylesheet href=//[>"),
    (web_targets.on_its_way_out, b"<p>A text</p><a href=p://[>x</a>"),
    (web_targets.on_its_way_out, b"<base href=//[><p>A text</p><a href=b>x</a>"),
    # the rest
    (targets.pairs, b"rolled_back = 0"),
    (targets.sent, b"2026-11\tdeepl\t" + LONG + b"\t0123456789abcdef"),
    (targets.known_versions, b'{"form": 1, "pages": {"": {"etag": 5, "modified": "", "snapshot": ""}}}'),
    (targets.known_versions, b'{"form": 1, "pages": {"": {"etag": "", "modified": "\\u0000", "snapshot": ""}}}'),
    (targets.known_versions, b'{"form": 1, "pages": {"\xed\xa0\x80": {"etag": "", "modified": "", "snapshot": ""}}}'),
    (targets.tables, b'"'),
    (targets.tables, b"en,fr\nh"),
    (targets.tables, b"\xe7"),
    (targets.config, b'[text]\nuntil = "x"\n'),
    (targets.po, b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#\x00\nmsgid "n"\nmsgstr ""\n'),
    (targets.po, b"\x00"),
    (
        targets.po,
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=latin-1\\n"\n'
        b'"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "\xc3\xa9"\n',
    ),
    (web_targets.page, b"\xff\xfe<\x00p\x00>\x00a\x00b"),
    (web_targets.lists, b'<?xml version="1.0" encoding="shift_jis"?><urlset/>'),
    (web_targets.lists, b'<?xml version="1.0" encoding="nonsense"?><urlset/>'),
    (web_targets.wordpress, seeds("wordpress")[0].replace(b"[1, 2]", b"[1e999]")),
    (web_targets.wordpress, seeds("wordpress")[0].replace(b"[1, 2]", b'["x"]')),
    (web_targets.on_its_way_out, b"<p>on " + LONG + b"</p>"),
    (web_targets.on_its_way_out, b"<main><a hreflang=fr >fr</a>"),
    (web_targets.on_its_way_out, b"<t src=\x0by>"),
    (web_targets.page, b"<p><img alt=\xc2\xa0lamp></p>"),
    (targets.pairs, b'[pages.a]\naddress = "https:' + b"\\n" * 2000 + b'"\n'),
    (targets.posts, b"a." * 4000 + b"a = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("run", "data"), FOUND, ids=range(len(FOUND)))
def test_what_was_found_once(run: Callable[[bytes], bool], data: bytes) -> None:
    run(data)


def test_a_message_is_one_line_of_bearable_length_with_both_its_ends() -> None:
    assert one_line("a\nb\x1b[31m\u202e\ud800") == r"a\nb\x1b[31m\u202e\ud800"
    error = BadFileError("x.po", f'"{"y" * 5000}" is no keyword; delete it', 7)
    assert str(error).startswith('x.po:7: "yyy')
    assert str(error).endswith("is no keyword; delete it")
    assert len(str(error)) < 800
    assert str(FetchError("été « à »")) == "été « à »"


# what took with the square of its size; each would take minutes
SLOW: Final = [
    (web_targets.page, b"<div>" + b"<svg><a>" * 12_000 + b"</div>"),
    (web_targets.on_its_way_out, b"<p>" + b"a" * 100_000 + b"</p>"),
]


@pytest.mark.parametrize(("run", "data"), SLOW, ids=range(len(SLOW)))
def test_what_was_slow_once(run: Callable[[bytes], bool], data: bytes) -> None:
    found = tried(run, data, PATIENT)
    assert found is True, found


# --- the program that tries


@pytest.mark.parametrize(
    "message", ["b.po:1: is wrong; mend it", "a.po: is wrong; mend it", "a.po:0: is wrong; mend it", "a.po:1: is wrong"]
)
def test_the_oracle_knows_an_unclear_message(message: str) -> None:
    class UnsaidError(BadFileError):
        def __str__(self) -> str:
            return message

    with pytest.raises(UnclearError):
        require_clear(UnsaidError("a.po", "x"), "a.po", in_line=True)


@pytest.mark.parametrize("message", ["", "a\nb", "x" * 1001, "\x1b[31m"])
def test_the_oracle_knows_what_no_screen_should_get(message: str) -> None:
    with pytest.raises(UnclearError):
        require_plain(message)


def test_a_hang_ends_and_a_crash_is_made_small() -> None:
    def spinning(_: bytes) -> bool:
        end = time.process_time() + 30
        while time.process_time() < end:
            pass
        return True

    assert isinstance(tried(spinning, b"", 0.05), Failure)

    def crashing(data: bytes) -> bool:
        return bool(1 / (b"<" not in data or b">" not in data))

    found = tried(crashing, b"some <b>bold</b> words")
    assert isinstance(found, Failure)
    assert minimal(crashing, b"some <b>bold</b> words", found.mark) in (b"<>", b"><")
    assert tried(crashing, b"plain") is True
