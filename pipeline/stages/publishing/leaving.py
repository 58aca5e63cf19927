"""Pages that readers would lose without anybody having said so: a record that was lost, a page taken out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.core.errors import BadFileError
from pipeline.core.registry import Page
from pipeline.core.text import counted
from pipeline.stages.publishing.readers import Readers
from pipeline.workspace import Workspace

_NAMED: Final = 3  # pages in a message


def refuse_orphans(workspace: Workspace) -> None:
    """Raises BadFileError where locales/published has pages that locales/pairs.toml does not know.

    With the record lost, a publication would take them from all readers.
    """
    folder, known = workspace.locales / "published", workspace.registry().pages
    found = (path.name.removesuffix(".html").rpartition(".")[0] for path in folder.glob("*.html"))
    orphans = sorted({slug for slug in found if slug and slug not in known})
    if orphans:
        more = f" and {len(orphans) - _NAMED:,} more" if len(orphans) > _NAMED else ""
        pages = f"{counted(len(orphans), 'page')} that readers have ({', '.join(orphans[:_NAMED])}{more})"
        raise BadFileError(
            "locales/pairs.toml",
            f"does not name {pages}; restore it from git, or delete their files in locales/published if they are to go",
        )


def leaving(readers: Readers, pages: Mapping[str, Page]) -> Iterator[str]:
    """A line for each translation that readers have and will not have, and that nobody withdrew."""
    for slug, locale in sorted(readers.halves()):
        half = pages[slug].half(locale) if slug in pages else None
        if half is None or (not half.is_live and not half.withdrawn):
            yield f"{slug} [{locale}]: is taken down, since locales/pairs.toml does not have it as published any more"
