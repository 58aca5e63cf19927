"""What no log and no screen may hold, taken out of any text: secrets by value, passwords and tokens in addresses."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, quote_plus

MARK: Final = "…"
"""What stands where something was taken out."""

_SHORTEST: Final = 8  # characters; what is shorter would be taken out of ordinary words
_USER: Final = re.compile(r"(?<=//)[^/?#\s\"'<>]*@")
_PARAMETER: Final = re.compile(r"([?&;#])([\w.%\[\]-]+)=([^&#;\s\"'<>”]+)")
_HEADER: Final = re.compile(r"(uth(?:orization\W{1,5}(?i:basic|bearer)|-[Kk]ey)\s+)[^\s\"',;]+")
# Authorization: Basic …, DeepL-Auth-Key …; it begins with letters that re finds quickly
_SECRET_PARTS: Final = frozenset(("key", "auth", "pass", "pwd", "pw", "sig", "sid", "code", "hash", "pin"))
_SECRET_WORDS: Final = (
    *("token", "secret", "passw", "passphrase", "signature", "session", "nonce", "credential", "apikey", "jwt"),
    *("accesskey", "authorization", "oauth", "authkey"),
)
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CHUNK: Final = re.compile(r"[A-Za-z0-9+/=%]{16,}")
_QUOTATION: Final = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"\n]*\"")
_LONG_QUOTATION: Final = 24  # characters, from which on a quoted passage with spaces may be a text of a page


def redacted(text: str, secrets: Sequence[str] = ()) -> str:
    """The text without user names and passwords in addresses, tokens in their queries, and what ``secrets`` name."""
    for secret in secrets:
        text = text.replace(secret, MARK)
    if "//" in text:
        text = _USER.sub("", text)
    if "=" in text:
        text = _PARAMETER.sub(_parameter, text)
    return _HEADER.sub(rf"\1{MARK}", text)


def forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it may turn up: as it is, without its spaces, quoted for an address. The longest come first."""
    found: set[str] = set()
    for secret in secrets:
        for form in (secret, "".join(secret.split()), quote(secret, safe=""), quote_plus(secret)):
            if len(form) >= _SHORTEST:
                found.add(form)
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def basic(user: str, password: str) -> str:
    """User and password as an Authorization header has them (RFC 7617); empty without a password."""
    return base64.b64encode(f"{user}:{password}".encode()).decode("ascii") if password else ""


def without_quotations(message: str) -> str:
    """A message without the passages that it quotes from pages or catalogues; names and settings stay."""
    return _QUOTATION.sub(_quotation, message)


def _quotation(found: re.Match[str]) -> str:
    passage = found[0]
    is_text = passage[0] in "“«" or (len(passage) > _LONG_QUOTATION and " " in passage)
    return f"{passage[0]}{MARK}{passage[-1]}" if is_text else passage


def _parameter(found: re.Match[str]) -> str:
    start, name, value = found.groups()
    return f"{start}{name}={MARK if _is_secret(name) or _is_token(value) else value}"


def _is_secret(name: str) -> bool:
    """Whether a parameter's name says that its value is one: ``api_key``, ``accessToken``, ``sig``."""
    small = name.lower()
    return bool(_SECRET_PARTS & set(re.split(r"[^a-z]+", small))) or any(word in small for word in _SECRET_WORDS)


def _is_token(value: str) -> bool:
    """Whether a value looks like no word and no number: 16 letters and digits without a break, or a UUID."""
    chunks = (chunk[0] for chunk in _CHUNK.finditer(value))
    return bool(_UUID.search(value)) or any(
        re.search(r"[0-9]", chunk) and re.search(r"[A-Za-z]", chunk) for chunk in chunks
    )
