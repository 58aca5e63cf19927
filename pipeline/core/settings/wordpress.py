"""The ``[wordpress]`` section: how translations are put on a WordPress site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.core.addresses import split

STATUSES: Final = ("draft", "pending", "publish", "future")
KINDS: Final[dict[str, type]] = {
    "wordpress.address": str,
    "wordpress.status": str,
    "wordpress.author": str,
    "wordpress.date": str,
    "wordpress.types": list,
    "site.source": str,
}
_SOURCES: Final = ("html", "wordpress")
_HERE: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class WordPressSettings:
    """How posts are read and written.

    ``is_source`` says that the English comes in as WordPress stores it. ``status`` is what a new translation gets:
    draft, pending, publish, or future (at the date of an English post that is scheduled). ``author`` is english (the
    English post's) or account, ``date`` english or now, ``types`` the routes of the types of posts. User and
    application password come from the environment only.
    """

    address: str = ""
    is_source: bool = False
    status: str = "draft"
    author: str = "english"
    date: str = "english"
    types: tuple[str, ...] = ("posts", "pages")
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def wordpress_settings(known: Mapping[str, Any], environment: Mapping[str, str]) -> WordPressSettings:
    """The section from values without mistakes."""
    values = {key.partition(".")[2]: value for key, value in known.items() if key.startswith("wordpress.")}
    values["address"] = (values.get("address") or known["site.address"]).rstrip("/") + "/"
    values["types"] = tuple(values.get("types", WordPressSettings().types))
    return WordPressSettings(
        **values,
        is_source=known.get("site.source") == "wordpress",
        user=environment.get("DIPTYCH_WORDPRESS_USER", ""),
        password=environment.get("DIPTYCH_WORDPRESS_PASSWORD", ""),
    )


def wordpress_mistakes(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Values that cannot be meant."""
    allowed = {
        "site.source": _SOURCES,
        "wordpress.status": STATUSES,
        "wordpress.author": ("english", "account"),
        "wordpress.date": ("english", "now"),
    }
    found = [
        (key, f'"{known[key]}" is not known here; one of {", ".join(values)}')
        for key, values in allowed.items()
        if key in known and known[key] not in values
    ]
    address = known.get("wordpress.address") or known.get("site.address", "")
    if known.get("site.source") == "wordpress" and not _is_safe(address):
        key = "wordpress.address" if known.get("wordpress.address") else "site.address"
        found.append((key, f'"{address}" would get the password unencrypted; give an address with https://'))
    if "wordpress.types" in known and not known["wordpress.types"]:
        found.append(("wordpress.types", 'name at least one type of posts, such as "posts"'))
    return found


def _is_safe(address: str) -> bool:
    """Whether a password may be sent there: over TLS, or to this machine."""
    parts = split(address)
    return parts.scheme == "https" or parts.hostname in _HERE
