"""The bytes of an XML file as text that XML can hold, piece by piece, so that a big file is never whole in memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from pipeline.core.errors import BadFileError

_UNHOLDABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_LONGEST_REFERENCE: Final = 12  # characters of &#x0010FFFF;
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_SINGLE_BYTE: Final = re.compile(r"utf-?8|us-ascii|ascii|iso-8859-\d+|windows-12\d\d|cp125\d|koi8-[ru]|macintosh", re.I)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_holdable(text: str) -> bool:
    """Whether XML 1.0 can hold every character of a text."""
    return _UNHOLDABLE.search(text) is None


def texts(chunks: Iterable[bytes], path: str) -> Iterator[str]:
    """The text of an XML file; what XML cannot hold, itself or by its number (``&#1;``), is left out.

    Some tools write such characters all the same, and one of them would make the whole file unreadable. ``path``
    names the file in messages. Raises BadFileError with the line for bytes that are not of the file's encoding.
    """
    pieces = iter(chunks)
    first = next(pieces, b"")
    encoding = _encoding(first, path)
    decoder = codecs.getincrementaldecoder(encoding)()
    held, line = "", 1
    for chunk, is_last in chain(((piece, False) for piece in chain((first,), pieces)), ((b"", True),)):
        try:
            text = decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            message = f"is not {encoding.removesuffix('-sig').upper()} here; save or export it again as UTF-8"
            raise BadFileError(path, message, line) from None
        line += text.count("\n")
        text = held + text
        cut = len(text) if is_last else _whole(text)
        held = text[cut:]
        yield _cleaned(text[:cut])


def _whole(text: str) -> int:
    """Where to cut, so that no reference is cut in two."""
    start = text.rfind("&", -_LONGEST_REFERENCE)
    return len(text) if start < 0 or ";" in text[start:] else start


def _cleaned(text: str) -> str:
    if "&#" in text:
        text = _REFERENCE.sub(_holdable_reference, text)
    return _UNHOLDABLE.sub("", text)


def _holdable_reference(match: re.Match[str]) -> str:
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    return match.group() if number <= 0x10FFFF and is_holdable(chr(number)) else ""


def _encoding(start: bytes, path: str) -> str:
    """The codec for a file by its first bytes: its BOM, the width of its first characters, or what it declares."""
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if start[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if start[:1] == b"<" else "utf-16-be"
    declared = _DECLARED.match(start)
    name = declared.group(1).decode("ascii") if declared else "utf-8"
    if name.lower().startswith(("utf-16", "utf16", "unicode", "ucs-2")):
        return "utf-8"  # that was readable byte by byte, so it is not what it says; some editors save files so
    if not _SINGLE_BYTE.fullmatch(name) or not _is_known(name):
        raise BadFileError(path, f'is in the encoding "{name}"; export it again as UTF-8', 1)
    return name.lower()


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
