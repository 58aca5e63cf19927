"""What the release that readers have says of a half, and whether another version of it would bring French back to them.

git brings back old files of locales/published together with the digests that prove them, so that a file may be as
pairs.toml has it and still not be what readers have. What was taken back since must not come with it. What another
machine published, and git pulled, is as good as ever.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial

from pipeline.adapters import git
from pipeline.adapters.site import Site
from pipeline.core.errors import BadFileError
from pipeline.core.gate import Policy
from pipeline.core.ledger import Ledger, target_hash
from pipeline.core.model import Kind
from pipeline.core.registry import Registry
from pipeline.core.reviews.fixes import taken_back
from pipeline.core.segment import segment
from pipeline.core.text import CODE, collapse
from pipeline.stages.gating.examining import SHARED_TOO, hashes
from pipeline.stages.publishing.public_site import recorded_digests, recorded_registry, recorded_units
from pipeline.workspace import SHARED, Workspace

_TAKEN_BACK = "holds French whose review was taken back"
_NEVER_APPROVED = "holds French that nobody approved"
_UNREAD = "cannot be taken apart to see whether it holds French whose review was taken back"
_DIGITS = 16


class Readers:
    """Reads what is known of the release that readers have, or had where ``public`` is gone, and of those before it."""

    def __init__(self, workspace: Workspace, site: Site) -> None:
        self.workspace = workspace
        self.site = site
        self._live = site.live() or next((entry.name for entry in reversed(site.history())), "")
        self._digests = cache(lambda name: recorded_digests(site, name))
        self._units = cache(lambda name: recorded_units(site, name))

    @cached_property
    def registry(self) -> Registry:
        """The registry as it was when their release was made; empty where there is none."""
        return recorded_registry(self.site, self._live) or Registry()

    def halves(self) -> frozenset[tuple[str, str]]:
        """Slug and locale of every translated half that they have, as far as that was written down."""
        found = self._digests(self._live) if self.site.live() else {}
        return frozenset(key for key, digest in found.items() if digest)

    def digest(self, slug: str, locale: str) -> str:
        """The digest of a translated half as they have it, in 16 hex digits; empty where that is not known."""
        return self._digests(self._live).get((slug, locale), "") if self._live else ""

    def why_not(self, slug: str, locale: str, digest: str, read: Callable[[], bytes]) -> str:
        """What speaks against giving them a file with this SHA-256 as last published; empty where nothing does.

        French that they have already is nothing new to them. ``read`` gives the bytes, and is called only where the
        ledgers know of French taken back and no release says what the file was rendered from.
        """
        key, short = (slug, locale), digest[:_DIGITS]
        if short == self.digest(slug, locale):
            return ""
        try:
            ledgers = self.workspace.ledger(slug, locale), self.workspace.ledger(SHARED, locale)
        except BadFileError as error:
            return f"cannot be compared with the reviews: {error}"
        own, shared = (frozenset(target for _, target in taken_back(ledger)) for ledger in ledgers)
        units = self._units_of(key, short)
        if self.workspace.settings.policy is Policy.APPROVED and units is not None:
            theirs = _targets(self._units_of(key, self.digest(*key)) or "")
            if not _targets(units) - theirs <= known_as(Kind.APPROVED, ledgers):
                return _NEVER_APPROVED
        gone = own | shared
        if not gone:
            return ""
        found = self._found(key, gone, units if _says_all(units, shared) else None, read)
        if found is None:
            return _UNREAD
        return "" if not found or self._have(key, digest, found) else _TAKEN_BACK

    def _have(self, key: tuple[str, str], digest: str, found: frozenset[str]) -> bool:
        """Whether readers have the French taken back that is in a file with this SHA-256."""
        return found <= self._theirs(key, found) if self._live else self._stayed(key, digest, found)

    def _stayed(self, key: tuple[str, str], digest: str, gone: frozenset[str]) -> bool:
        """Whether git shows that this French came with a publication and was in all since, so that readers have it.

        A clone has no release to tell. What was there, then gone, then there again was brought back; where git does not
        hold the file as it is, or only the newest commits, nobody knows.
        """
        path = self.workspace.published_path(*key)
        if not git.is_repository(path.parent) or git.is_shallow(path.parent):
            return False
        left: frozenset[str] | None = None
        for version in git.versions(path):
            if left is None:
                if hashlib.sha256(version.data).hexdigest() != digest:
                    return False
                left = gone
            found = self._found(key, gone, None, partial(bytes, version.data))
            if found is None or found - left:
                return False
            left = found
        return left is not None

    def _theirs(self, key: tuple[str, str], gone: frozenset[str]) -> frozenset[str]:
        """Which French taken back they have anyway."""
        digest = self.digest(*key)
        return self._found(key, gone, self._units_of(key, digest), lambda: self.site.find(digest) or b"") or frozenset()

    def _units_of(self, key: tuple[str, str], digest: str) -> str | None:
        """What a half with this digest was rendered from, by any release that had it."""
        names = (self._live, *(entry.name for entry in reversed(self.site.history()))) if digest else ()
        known = (name for name in names if self._digests(name).get(key) == digest)
        return next((units for name in known if (units := self._units(name).get(key)) is not None), None)

    def _found(
        self, key: tuple[str, str], gone: frozenset[str], units: str | None, read: Callable[[], bytes]
    ) -> frozenset[str] | None:
        """Which of these hashes of French a half holds; None where it cannot be taken apart."""
        if units is not None:
            return gone & _targets(units)
        try:
            slots = segment(read(), self.workspace.rules).slots
        except ValueError:
            return None
        texts = {slot.text for slot in slots}
        shown = frozenset(map(_plain, texts))
        known = {target_hash(text) for text in self._known(key, gone) if _plain(text) in shown}
        return gone & {*map(target_hash, texts), *known}

    def _known(self, key: tuple[str, str], gone: frozenset[str]) -> Iterator[str]:
        """The French taken back that is still in a catalogue: its codes may stand otherwise in the page."""
        for slug in (key[0], SHARED):
            try:
                units = self.workspace.catalogue(slug, key[1]).units
            except BadFileError:  # the gate says so
                continue
            yield from (unit.target for unit in units if target_hash(unit.target) in gone)


def _says_all(units: str | None, shared: frozenset[str]) -> bool:
    """Whether units name every text that may have been taken back; earlier releases left those of menus out."""
    return units is not None and (not shared or SHARED_TOO in set(hashes(units)))


def _targets(units: str) -> frozenset[str]:
    return frozenset(target for source, target in hashes(units) if (source, target) != SHARED_TOO)


def known_as(kind: Kind, ledgers: Iterable[Ledger]) -> frozenset[str]:
    """The hashes of all French of which a fact of a kind is known."""
    kinds = (item for ledger in ledgers for item in ledger.index().items())
    return frozenset(target for (_, target), known in kinds if kind in known)


def _plain(text: str) -> str:
    return collapse(CODE.sub("", unicodedata.normalize("NFC", text))).strip()
