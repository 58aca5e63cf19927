"""Bytes that are nearly right: real files cut, joined, repeated and sprinkled with what readers stumble over."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

LARGEST: Final = 100_000
"""Bytes of the largest input."""

ODD: Final = (
    b"\x00", b"\r", b"\n", b"\r\n", b"\t", b"\x0b", b"\x0c", b"\x1b[31m", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x8f\xbf\xbf", b"\xc3\x28", b"\xe2\x80\xae", b"\xcc\x81" * 4, b"\xc2\xad", b"\xc2\xa0",
    b"\x1f\x8b", b"<<<<<<< a\n", b"=======\n", b">>>>>>> b\n", b"\\", b'"', b"'", b"&", b"<", b">", b"[", b"]", b"{", b"}", b"=",
    b"-1", b"0", b"9" * 30, b"9" * 5000, b"1e999", b"nan", b"inf", b"null", b"true", b"[]", b"{}", b"http://[", b"http://[::1]:x/",
    b"&#x0;", b"&#xD800;", b"&amp;", b"&x;", b"%00", b"%", b"../", b"\xf0\x9f\x8e\x89", b"\xd9\xa0\xd9\xa1",
)  # fmt: skip

Mutation = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def mutated(chance: random.Random, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """One input: a seed or a string of tokens, changed a few times."""
    start = chance.choice(seeds) if seeds and chance.random() < 0.85 else _strung(chance, tokens)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5, 12))):
        start = chance.choice(_MUTATIONS)(chance, start, seeds, tokens)
    return start[:LARGEST]


def grown(chance: random.Random, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> tuple[bytes, bytes, bytes]:
    """A beginning, a piece to repeat, and an end: what a reader whose time grows with the square is slow on."""
    seed = chance.choice(seeds) if seeds else b""
    cut = chance.randrange(len(seed) + 1)
    length = chance.choice((1, 2, 5, 20, 80, 300))
    at = chance.randrange(max(1, len(seed) - length))
    piece = chance.choice((seed[at : at + length], chance.choice(tokens), _strung(chance, tokens)[:200])) or b"a"
    begin, end = chance.choice(((seed[:cut], seed[cut:]), (b"", b""), (seed[:cut], b"")))
    return begin, piece, end


def _strung(chance: random.Random, tokens: Sequence[bytes]) -> bytes:
    known = tokens or ODD
    return b"".join(chance.choice(known) for _ in range(chance.choice((1, 3, 10, 40, 200))))


def _place(chance: random.Random, data: bytes) -> tuple[int, int]:
    """Where a piece begins and ends, mostly a short one."""
    begin = chance.randrange(len(data) + 1)
    return begin, min(len(data), begin + chance.choice((0, 1, 1, 2, 4, 8, 16, 64, 256, 2000)))


def _cut(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    begin, end = _place(chance, data)
    return data[:begin] + data[end:]


def _ended(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    return data[: _place(chance, data)[0]]


def _doubled(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    begin, end = _place(chance, data)
    return data[:end] + data[begin:end] * chance.choice((1, 1, 2, 5, 50)) + data[end:]


def _moved(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    begin, end = _place(chance, data)
    rest = data[:begin] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[begin:end] + rest[at:]


def _flipped(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes((data[at] ^ (1 << chance.randrange(8)),)) + data[at + 1 :]


def _sprinkled(chance: random.Random, data: bytes, _: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    begin, end = _place(chance, data)
    word = chance.choice(chance.choice((tokens or ODD, ODD)))
    return data[:begin] + word + data[chance.choice((begin, end)) :]


def _joined(chance: random.Random, data: bytes, seeds: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds) if seeds else data
    return data[: _place(chance, data)[0]] + other[_place(chance, other)[0] :]


def _lines(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    act = chance.randrange(4)
    if act == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif act == 1:
        del lines[at]
    elif act == 2:
        lines.insert(other, lines[at])
    else:
        lines[at] = lines[at] + lines[other]
    return b"\n".join(lines)


def _renumbered(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    place = chance.choice(found)
    new = chance.choice((b"0", b"-1", b"9" * 5000, b"4294967296", b"1.5", b"", b"1e400", b"00", b"\xd9\xa3"))
    return data[: place.start()] + new + data[place.end() :]


def _deepened(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    opening, closing = chance.choice(
        ((b"[", b"]"), (b"{", b"}"), (b"<b>", b"</b>"), (b"<div>", b"</div>"), (b"(", b")"), (b'{"a":', b"}"))
    )
    depth = chance.choice((3, 100, 1500, 6000))
    return data[:at] + opening * depth + chance.choice((b"", closing * depth)) + data[at:]


def _respelt(chance: random.Random, data: bytes, *_: Sequence[bytes]) -> bytes:
    """The same text in another encoding, or with other line ends."""
    text = data.decode("utf-8", "replace")
    name = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "windows-1252", "utf-8-sig", "utf-32", "utf-7", "crlf", "cr")
    )
    if name in ("crlf", "cr"):
        return data.replace(b"\n", b"\r\n" if name == "crlf" else b"\r")
    return text.encode(name, "ignore")


_MUTATIONS: Final[tuple[Mutation, ...]] = (
    _cut, _cut, _ended, _doubled, _moved, _flipped, _flipped, _sprinkled, _sprinkled, _sprinkled, _joined, _lines, _lines,
    _renumbered, _deepened, _respelt,
)  # fmt: skip
