"""A half that goes out for the first time: its address, made once and then frozen; its dates."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from pipeline.core.errors import BadFileError
from pipeline.core.gate import Release
from pipeline.core.registry import Half, Registry, is_plain, slugify
from pipeline.core.text import without_codes
from pipeline.stages.publishing.deciding import Work
from pipeline.workspace import Workspace


def live_half(workspace: Workspace, registry: Registry, work: Work, half: Half, decision: Release) -> Half:
    """The half as it is once it is out: unchanged where it follows this English already.

    Raises BadFileError where another page has its address.
    """
    if half.is_live and half.follows == work.follows:
        return half
    today = workspace.today.isoformat()
    return replace(
        half,
        address=half.address or _new_address(workspace, registry, work, half, decision),
        first_published=half.first_published or today,
        published=today,
        follows=work.follows,
        withdrawn="",
    )


def _new_address(workspace: Workspace, registry: Registry, work: Work, half: Half, decision: Release) -> str:
    """The hand-made page's address, else one made from the title."""
    address = half.existing if is_plain(half.existing) else ""
    if not address:
        slots = work.skeleton.slots
        title = next((s.text for role in ("h1", "title") for s in slots if s.role == role), work.page.slug)
        slug = slugify(without_codes(decision.targets.get(title, title), " ")) or work.page.slug
        address = urljoin(workspace.settings.address, f"{half.locale}/{slug}/")
    owner = registry.owner(address)
    if owner not in (None, work.page.slug):
        raise BadFileError(
            "locales/pairs.toml",
            f"{work.page.slug} would get the address of {owner}, {address}; give it another: "
            f'[pages.{work.page.slug}.{half.locale}] address = "…"',
        )
    return address
