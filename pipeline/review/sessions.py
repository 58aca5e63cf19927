"""Who was let in: one-time tokens in addresses, or a password; then a session with a secret of its own."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from pipeline.core.reviews.reviewing import Act
from pipeline.stages.publishing.rehearsal import Rehearsal

LONGEST: Final = 12 * 3600.0
"""Seconds after which a session has to be opened anew."""

_ACTS: Final = 200  # that can be taken back
_WRONG: Final = 10  # passwords a minute, from all together; more guesses must wait
_MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Performed:
    """An act that can be taken back, and where."""

    slug: str
    locale: str
    name: str
    act: Act


@dataclass(slots=True)
class Visitor:
    """One browser that was let in: its secret against forged requests, its acts, what it saw of a publication."""

    until: float
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    acts: list[Performed] = field(default_factory=list)
    rehearsals: dict[tuple[str, str], Rehearsal] = field(default_factory=dict)

    def perform(self, slug: str, locale: str, name: str, act: Act) -> None:
        """Remember an act."""
        self.acts.append(Performed(slug, locale, name, act))
        del self.acts[:-_ACTS]

    def last(self, slug: str, locale: str, name: str) -> Performed | None:
        """The last act on a unit."""
        return next(
            (one for one in reversed(self.acts) if (one.slug, one.locale, one.name) == (slug, locale, name)), None
        )


class Sessions:
    """Lets browsers in. ``clock`` gives seconds; with a ``password`` that opens the door too, for other machines."""

    def __init__(self, clock: Callable[[], float], password: str = "") -> None:
        self._clock = clock
        self._password = password
        self._tokens: set[str] = set()
        self._visitors: dict[str, Visitor] = {}
        self._wrong: list[float] = []
        self._lock = Lock()

    @property
    def asks_password(self) -> bool:
        """Whether there is a password that lets people in."""
        return bool(self._password)

    def invite(self) -> str:
        """A token that opens one session; those given before and not used are void."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens = {token}
        return token

    def enter(self, token: str) -> str | None:
        """The name of a new session for a token, which is void then; None for one that is not known."""
        with self._lock:
            known = next((mine for mine in self._tokens if hmac.compare_digest(mine.encode(), token.encode())), None)
            if known is None:
                return None
            self._tokens.discard(known)
        return self._open()

    def log_in(self, password: str) -> str | None:
        """The name of a new session; None for a wrong password, and for any while too many wrong ones came."""
        now = self._clock()
        with self._lock:
            self._wrong = [moment for moment in self._wrong if moment > now - _MINUTE]
            if not self._password or len(self._wrong) >= _WRONG:
                return None
            if not hmac.compare_digest(self._password.encode(), password.encode("utf-8", "surrogatepass")):
                self._wrong.append(now)
                return None
        return self._open()

    def visitor(self, name: str) -> Visitor | None:
        """The visitor of a session that is still open."""
        with self._lock:
            found = self._visitors.get(name)
            if found is not None and found.until < self._clock():
                del self._visitors[name]
                return None
            return found

    def _open(self) -> str:
        name = secrets.token_urlsafe(32)
        with self._lock:
            self._visitors[name] = Visitor(self._clock() + LONGEST)
        return name
