"""What a project keeps of its posts in WordPress: where they are, what was written, and what is being written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

from pipeline.adapters import files, posts_file, term_files
from pipeline.adapters.wordpress import WordPress
from pipeline.core.errors import BadFileError
from pipeline.core.settings.values import Settings
from pipeline.core.wordpress.posts import PostRecord
from pipeline.workspace import Workspace

IN_POSTS: Final = "wordpress"
"""The source of a page whose English comes in as WordPress stores it."""


def make_wordpress(settings: Settings) -> WordPress:
    """The site of the settings. Raises SiteError where user or password is not set."""
    chosen = settings.wordpress
    return WordPress(chosen.address, chosen.user, chosen.password)


class Records:
    """``locales/wordpress.toml``: by slug and locale what we remember of each post. Raises BadFileError."""

    def __init__(self, workspace: Workspace) -> None:
        self.path = workspace.locales / "wordpress.toml"
        data = files.read(self.path)
        self.known = {} if data is None else posts_file.loads(data, workspace.show(self.path))

    def get(self, slug: str, locale: str) -> PostRecord | None:
        """What we remember of a half's post."""
        return self.known.get((slug, locale))

    def put(self, slug: str, locale: str, record: PostRecord) -> None:
        """Remember it, on disk at once."""
        if self.known.get((slug, locale)) != record:
            self.known[slug, locale] = record
            files.write(self.path, posts_file.dumps(self.known))

    def numbered(self, number: int, source: str) -> str | None:
        """The slug of the page whose post in the source language has this number."""
        found = (slug for (slug, locale), known in self.known.items() if locale == source and known.number == number)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Begun:
    """A write that was begun: a new post (``is_new``; ``number`` 0 until the site gave one), or another text of one."""

    slug: str
    locale: str
    kind: str
    number: int
    digest: str
    post_slug: str = ""
    is_new: bool = False


class Journal:
    """What is being written, on disk before it is sent, so that a run that was cut off is mended by the next."""

    def __init__(self, workspace: Workspace) -> None:
        self.path = workspace.index_path("wordpress-journal.json")
        self.show = workspace.show(self.path)

    def begun(self) -> list[Begun]:
        """Every write that was begun and not finished. Raises BadFileError."""
        data = files.read(self.path)
        try:
            return [Begun(**entry) for entry in json.loads(data or b"[]")]
        except (ValueError, TypeError):
            raise BadFileError(
                self.show, "cannot be read; look at the newest drafts in WordPress, then delete it"
            ) from None

    def begin(self, entry: Begun) -> None:
        """Note a write before it is sent, or the number that the site gave."""
        self._save([*self._others(entry.slug, entry.locale), entry])

    def end(self, slug: str, locale: str) -> None:
        """The write is done and recorded, or undone."""
        self._save(list(self._others(slug, locale)))

    def _others(self, slug: str, locale: str) -> Iterator[Begun]:
        return (entry for entry in self.begun() if (entry.slug, entry.locale) != (slug, locale))

    def _save(self, entries: list[Begun]) -> None:
        if entries:
            files.write(self.path, json.dumps([asdict(entry) for entry in entries], indent=1).encode())
        else:
            files.remove(self.path)


def mapped_terms(workspace: Workspace, locale: str) -> dict[tuple[str, str], str]:
    """config/wordpress-terms.csv for one language: taxonomy and English slug → slug. Raises BadFileError."""
    path = workspace.root / "config" / "wordpress-terms.csv"
    data = files.read(path)
    if data is None:
        return {}
    return term_files.taxonomies(data, workspace.show(path), workspace.settings.source, locale)


def with_number(entry: Begun, number: int) -> Begun:
    """The entry once the site gave the new post a number."""
    return replace(entry, number=number)


def as_published(workspace: Workspace, slug: str, locale: str) -> str | None:
    """A half's post as we wrote it last, as one page."""
    data = files.read(workspace.published_path(slug, locale))
    return None if data is None else data.decode("utf-8", "surrogateescape")
