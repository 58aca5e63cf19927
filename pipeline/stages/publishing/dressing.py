"""All halves of a publication dressed; those that readers have exactly so already are not read, only known by digest.

The index says which bytes came of which text dressed for what. It is believed only where the file in locales/published
has these bytes now; a half that is to change is always made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.adapters.spill import Spill, Spilled
from pipeline.core.errors import BadFileError
from pipeline.core.model import PageText
from pipeline.core.pairs.site_files import FeedEntry
from pipeline.core.registry import Registry, public_path
from pipeline.core.segmentation.markup import decode, encode
from pipeline.stages.gating.examining import Examiner, Looked
from pipeline.stages.page_index import PageIndex
from pipeline.stages.publishing.kept import kept_identity
from pipeline.stages.publishing.public_site import Dressed
from pipeline.stages.publishing.showing import Origin, Shown, Wardrobe
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of dressing a half."""

    digest: str
    entry: FeedEntry | None


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A half that may go out, put aside: the digest of what it was rendered from, and the page without its text."""

    digest: str
    text: Spilled
    page: PageText


class Dresser:
    """Dresses the halves of one publication. ``spill`` holds the bytes that are new."""

    def __init__(self, workspace: Workspace, examiner: Examiner, spill: Spill) -> None:
        self.workspace = workspace
        self.spill = spill
        self._examiner = examiner
        self._index = PageIndex(workspace, "dressed.json", _Made)
        self._rendered: dict[tuple[str, str], _Rendered] = {}

    def keep(self, looked: Looked) -> None:
        """Put the rendered halves of a page aside."""
        for locale, page in looked.pages.items():
            place = self.spill.put(page.text.encode("utf-8", "surrogatepass"))
            self._rendered[looked.slug, locale] = _Rendered(looked.digest, place, replace(page, text=""))

    def dressed(self, shown: Sequence[Shown], there: Registry) -> list[Dressed]:
        """Every half in order, dressed for the halves of ``there``. Raises BadFileError, also for a page that was
        changed since it was decided upon.
        """
        wardrobe = Wardrobe(self.workspace, there)
        keys = [wardrobe.digest(item) if item.identity else "" for item in shown]
        known = [self._known(item, key) for item, key in zip(shown, keys, strict=True)]
        self._render(item for item, made in zip(shown, known, strict=True) if made is None)
        found: list[Dressed] = []
        for item, key, made in zip(shown, keys, known, strict=True):
            address = there.pages[item.slug].there(self.workspace.settings.source)[item.locale]
            path = public_path(address, item.slug, item.locale)
            if made is not None:
                found.append(Dressed(item.slug, item.locale, path, made.digest, made.entry))
                continue
            data, entry = self._anew(wardrobe, item)
            fresh = _Made(hashlib.sha256(data).hexdigest(), entry)
            if key:
                self._index.put(_name(item), key, fresh)
            found.append(Dressed(item.slug, item.locale, path, fresh.digest, entry, self.spill.put(data)))
        return found

    def save(self, shown: Iterable[Shown]) -> None:
        """Write the index; halves that readers do not have leave it."""
        self._index.save(frozenset(map(_name, shown)))

    def _known(self, item: Shown, key: str) -> _Made | None:
        """What came of it before, where readers have just that."""
        made = self._index.get(_name(item), key) if key else None
        path = self.workspace.published_path(item.slug, item.locale)
        return made if made is not None and made.digest == self.workspace.digests.of(path) else None

    def _render(self, shown: Iterable[Shown]) -> None:
        """Render the halves that are needed and were not: what changed is around them, such as a link."""
        wanted = (item for item in shown if item.origin is Origin.RENDERED)
        slugs = dict.fromkeys(item.slug for item in wanted if (item.slug, item.locale) not in self._rendered)
        pages = self.workspace.registry().pages
        for looked in self._examiner.rendered([pages[slug] for slug in slugs]):
            self.keep(looked)

    def _anew(self, wardrobe: Wardrobe, item: Shown) -> tuple[bytes, FeedEntry | None]:
        """The bytes of a half, and its entry in the feed where it is a translated one."""
        page = self._text(item)
        english = self._english(item, item.english).text if item.origin is Origin.RENDERED else ""
        text = wardrobe.dressed(item.slug, item.locale, page.text, item.notice, english)
        half = wardrobe.registry.pages[item.slug].half(item.locale)
        return encode(text, page.encoding, page.bom), FeedEntry.of(text, half) if half.is_live else None

    def _text(self, item: Shown) -> PageText:
        """The text of a half, if it is still the one that was decided upon. Raises BadFileError."""
        if item.origin is Origin.KEPT:
            return PageText(*decode(self._as_kept(item)))
        if item.origin is Origin.ENGLISH:
            return self._english(item, item.identity)
        rendered = self._rendered.get((item.slug, item.locale))
        if rendered is None or rendered.digest != item.identity:
            raise _changed(item)
        return replace(rendered.page, text=self.spill.get(rendered.text).decode("utf-8", "surrogatepass"))

    def _as_kept(self, item: Shown) -> bytes:
        """The bytes of a half that stays, if they are still those that were looked at. Raises BadFileError."""
        if item.kept is not None:
            return self.spill.get(item.kept)
        data, digest = self.workspace.digests.read(self.workspace.published_path(item.slug, item.locale))
        if data is None or item.identity != kept_identity(digest):
            raise _changed(item)
        return data

    def _english(self, item: Shown, digest: str) -> PageText:
        """The English page, if it is still the one that was decided upon. Raises BadFileError."""
        data, found = self.workspace.digests.read(self.workspace.snapshot_path(item.slug))
        if data is None or found != digest:
            raise _changed(item)
        return PageText(*decode(data))


def _changed(item: Shown) -> BadFileError:
    return BadFileError(
        f"{item.slug} [{item.locale}]",
        "was changed while it was about to be published; nothing was written, so type again: diptych publish",
    )


def _name(item: Shown) -> str:
    return f"{item.slug}.{item.locale}"
