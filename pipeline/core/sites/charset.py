"""The charset that a server names beside a page, where the page itself does not say it or says another one."""

from __future__ import annotations

import codecs
import re
from typing import Final

from pipeline.core.segmentation.markup import decode

_DECLARED: Final = re.compile(rb"charset|encoding\s*=", re.IGNORECASE)
_PRESCAN: Final = 1024  # bytes in which a page declares its encoding (HTML standard, 13.2.3.2)
_AS_BROWSERS_READ: Final = {"iso8859-1": "windows-1252", "ascii": "windows-1252"}  # WHATWG Encoding Standard, labels


def kept_readable(data: bytes, charset: str | None) -> bytes:
    """A page's bytes as they can be read without the server's header.

    That is as they came, nearly always. Where the header names another charset than one would find in the page, and
    is right, the page is kept as UTF-8 with a byte-order mark, which outweighs everything else. A header is right
    where it says UTF-8 and the bytes are; of other charsets, where the page declares none.
    """
    text, found, bom = decode(data)
    name = _known(charset)
    if bom or not name:
        return data
    is_open = found == "windows-1252" and not _DECLARED.search(data[:_PRESCAN])
    if name != "utf-8" and not is_open:
        return data
    try:
        said = data.decode(name)
    except UnicodeDecodeError:
        return data
    return data if said == text else codecs.BOM_UTF8 + said.encode("utf-8", "surrogatepass")


def _known(charset: str | None) -> str:
    """Python's name of a charset, as browsers understand it; empty for none and for one nobody knows."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return ""
    return _AS_BROWSERS_READ.get(name, name)
