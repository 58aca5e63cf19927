"""What readers have beside what the project holds: lost files of published halves, and newer reviewed French."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pipeline.adapters import files
from pipeline.core.registry import Page
from pipeline.stages.gating.examining import SHARED_TOO, hashes
from pipeline.stages.publishing.kept import digest_of, site_of
from pipeline.stages.publishing.public_site import ByHalf, recorded_units
from pipeline.stages.publishing.readers import Readers
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Live:
    """The release that readers have: the units of each half in it, and since when it is an earlier one.

    ``units`` are known on the machine that published; ``rolled_back`` is an ISO date, "" where it is the newest.
    ``readers`` says what of other versions must not come to them.
    """

    units: ByHalf
    rolled_back: str
    readers: Readers

    def is_behind(self, page: Page, locale: str, units: str) -> bool:
        """Whether a half would be rendered from other units (joined hashes) than readers have; False where unknown."""
        known = None if page.is_post else self.units.get((page.slug, locale))
        return known is not None and known != units and not set(hashes(units)) <= {SHARED_TOO, *hashes(known)}


def live_release(workspace: Workspace) -> Live:
    """What is known of the release that readers have. Raises BadFileError."""
    site = site_of(workspace)
    return Live(recorded_units(site, site.live()), workspace.registry().rolled_back, Readers(workspace, site))


def kept_trouble(workspace: Workspace, page: Page, locale: str, live: Live, *, is_held: bool) -> str:
    """What is wrong with the file of a half that readers have, with its path; empty where nothing is.

    Whether it came from elsewhere with French taken back matters only where it ``is_held``: else it is made anew.
    Posts are looked at by WordPress's own text instead.
    """
    half = page.half(locale)
    if page.is_post or not half.is_live:
        return ""
    path = workspace.published_path(page.slug, locale)
    data = files.read(path)
    if data is None:
        return f"{workspace.show(path)}: is missing though readers have it"
    if half.digest and digest_of(data) not in (half.digest, half.pending):
        return f"{workspace.show(path)}: was changed by hand since it was published"
    digest = hashlib.sha256(data).hexdigest()
    reason = live.readers.why_not(page.slug, locale, digest, lambda: data) if is_held else ""
    return f"{workspace.show(path)}: came from elsewhere and {reason}" if reason else ""
