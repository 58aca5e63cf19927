"""Whether a page that was fetched again is still the same announcement, whatever changes on every load.

Masked, each seen on real sites: nonces and tokens, ``ver=`` and other cache busters, generated ids and counters in
attributes, comments of caches, scripts and styles, hidden form fields. Menus, footers and other parts outside the
announcement's content do not count at all.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from pipeline.core.segment import segment_text
from pipeline.core.segmentation.markup import START, TEXT, Token, tokens
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import collapse

_BUSTER: Final = re.compile(
    r"([?&](?:amp;)?)(?:ver|v|_|t|ts|cb|rev|nonce|_wpnonce|token|sid|PHPSESSID|utm_\w+)=[^&\"'\s#]*", re.IGNORECASE
)
_VOLATILE_NAMES: Final = re.compile(
    r"(?:nonce|token|csrf|integrity|data-(?:nonce|token|id|post-id|cfemail|time|views|key))$"
)
_GENERATED: Final = re.compile(r"[\w-]*?(?:[0-9a-f]{8,}|\d{5,})[\w-]*")
_ID_NAMES: Final = frozenset(("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "class"))
_IGNORED: Final = frozenset(("script", "style", "noscript", "template"))


def fingerprint(text: str, rules: Rules) -> str:
    """64 hex digits that stay the same as long as the announcement's own segments, links and attributes do."""
    skeleton = segment_text(text, rules)
    digest = hashlib.sha256()
    for slot in skeleton.slots:
        digest.update(f"{slot.role}\x00{slot.text}\x01".encode("utf-8", "surrogatepass"))
    start, end = skeleton.span
    for part in _content(tokens(text), start, end):
        digest.update(f"{part}\x01".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _content(found: list[Token], start: int, end: int) -> list[str]:
    """The content's tags, masked, and its text; and the links of the head that name other halves."""
    parts: list[str] = []
    ignored = ""
    for token in found:
        ignored = _ignored(token, ignored)
        is_own = start <= token.start < end or (token.tag == "link" and token.attr("hreflang") is not None)
        if ignored or not is_own:
            continue
        if token.kind == TEXT:
            parts.append(collapse(token.data).strip())
        elif token.kind == START and not (token.tag == "input" and token.attr("type") == "hidden"):
            parts.append(_masked(token))
    return [part for part in parts if part]


def _ignored(token: Token, ignored: str) -> str:
    """The tag of the element whose content is passed over just now, or nothing."""
    if not token.tag:
        return ignored
    if ignored:
        return "" if token.kind != START and token.tag == ignored else ignored
    return token.tag if token.kind == START and token.tag in _IGNORED else ""


def _masked(token: Token) -> str:
    shown = (f"{name}={_value(name, value)}" for name, value in sorted(token.attrs) if not _VOLATILE_NAMES.search(name))
    return f"<{token.tag} {' '.join(shown)}>"


def _value(name: str, value: str) -> str:
    if name in _ID_NAMES:
        return _GENERATED.sub("*", value)
    return _BUSTER.sub(r"\1*", collapse(value)).strip()
