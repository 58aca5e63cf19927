"""The halves as last published: what lies in locales/published, if it still is what went out then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from pipeline.adapters import files, git
from pipeline.adapters.site import Site
from pipeline.core.errors import BadFileError
from pipeline.core.registry import Page
from pipeline.stages.publishing.regenerating import regenerated
from pipeline.workspace import Workspace

_DIGITS: Final = 16


def site_of(workspace: Workspace) -> Site:
    """The project's public folder and its releases."""
    return Site(workspace.root / workspace.settings.folder, workspace.index_path("site"))


def digest_of(data: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of a page as published."""
    return short_digest(hashlib.sha256(data).hexdigest())


def kept_identity(digest: str) -> str:
    """What tells the text of a half that stays from any other, by the SHA-256 of its file."""
    return f"kept {digest}"


def short_digest(digest: str) -> str:
    """A SHA-256 as locales/pairs.toml has it."""
    return digest[:_DIGITS]


class KeptPages:
    """Reads pages as last published. A page changed by hand is none: the one that went out is looked for instead.

    ``notes`` tells people which files were not as they should be, a line each. ``theirs`` is the digest of a
    half, by slug and locale, as readers have it, empty where that is not known.
    """

    def __init__(self, workspace: Workspace, site: Site, theirs: Callable[[str, str], str]) -> None:
        self.workspace = workspace
        self.site = site
        self._theirs = theirs
        self.notes: list[str] = []

    def digest(self, page: Page, locale: str) -> str:
        """The SHA-256 of a half's file where it is as readers had it last; empty where it is not."""
        digest = self.workspace.digests.of(self.workspace.published_path(page.slug, locale))
        return digest if digest and self._is_as_published(page, locale, digest) else ""

    def restored(self, page: Page, locale: str) -> bytes:
        """The bytes of a half whose file is not as readers had it. Raises BadFileError where they are nowhere."""
        return self._restored(page, locale, files.read(self.workspace.published_path(page.slug, locale)))

    def look_at(self, page: Page, locale: str) -> None:
        """Note a file that was changed by hand and is about to be made anew."""
        path = self.workspace.published_path(page.slug, locale)
        digest = self.workspace.digests.of(path)
        if digest and not self._is_as_published(page, locale, digest):
            self.notes.append(f"{self.workspace.show(path)}: was changed by hand; it is made anew from the catalogue")
        elif not digest and self._digests(page, locale):
            self.notes.append(f"{self.workspace.show(path)}: was missing; it is made anew")

    def _is_as_published(self, page: Page, locale: str, digest: str) -> bool:
        """By its digest. One that a run had put there before it was cut short is as good: the gate passed it."""
        digests = self._digests(page, locale)
        return not digests or short_digest(digest) in digests

    def _digests(self, page: Page, locale: str) -> set[str]:
        holder = page if locale == self.workspace.settings.source else page.half(locale)
        found = {digest for digest in (holder.digest, holder.pending) if digest}
        theirs = "" if holder is page else self._theirs(page.slug, locale)
        return found or ({theirs} if theirs else set())  # pairs.toml of earlier versions had none

    def _restored(self, page: Page, locale: str, found: bytes | None) -> bytes:
        path = self.workspace.published_path(page.slug, locale)
        state = "is missing though readers have it" if found is None else "was changed by hand since it was published"
        for digest in sorted(self._digests(page, locale)):
            data = self.site.find(digest) or _from_git(self.workspace, page.slug, locale, digest)
            if data is not None:
                self.notes.append(f"{self.workspace.show(path)}: {state}; what was published is put back")
                return data
        data = regenerated(self.workspace, page, locale) if locale != self.workspace.settings.source else None
        if data is not None:
            self.notes.append(
                f"{self.workspace.show(path)}: {state}; it is made again from the English that it follows"
            )
            return data
        raise BadFileError(
            self.workspace.show(path), f"{state}, and git does not have what was; restore it, or accept its catalogue"
        )


def _from_git(workspace: Workspace, slug: str, locale: str, digest: str) -> bytes | None:
    versions = git.versions(workspace.published_path(slug, locale))
    return next((version.data for version in versions if digest_of(version.data) == digest), None)
