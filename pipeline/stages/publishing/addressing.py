"""A half that goes out for the first time: its address, made once and then frozen; its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

from pipeline.core.errors import BadFileError
from pipeline.core.registry import Half, is_plain, slugify
from pipeline.core.text import without_codes
from pipeline.stages.publishing.deciding import Work
from pipeline.workspace import Workspace


def live_half(workspace: Workspace, owners: Mapping[str, str], work: Work, half: Half) -> Half:
    """The half as it is once it is out: unchanged where it follows this English already.

    ``owners`` has the slug of the page that each address belongs to. Raises BadFileError where it is another's.
    """
    if half.is_live and half.follows == work.follows:
        return half
    today = workspace.today.isoformat()
    return replace(
        half,
        address=half.address or _new_address(workspace, owners, work, half),
        first_published=half.first_published or today,
        published=today,
        follows=work.follows,
        withdrawn="",
    )


def _new_address(workspace: Workspace, owners: Mapping[str, str], work: Work, half: Half) -> str:
    """The hand-made page's address, else one made from the title."""
    address = half.existing if is_plain(half.existing) else ""
    if not address:
        title = work.examined.halves[half.locale].title
        slug = slugify(without_codes(title or work.page.slug, " ")) or work.page.slug
        address = urljoin(workspace.settings.address, f"{half.locale}/{slug}/")
    owner = owners.get(address, work.page.slug)
    if owner != work.page.slug:
        raise BadFileError(
            "locales/pairs.toml",
            f"{work.page.slug} would get the address of {owner}, {address}; give it another: "
            f'[pages.{work.page.slug}.{half.locale}] address = "…"',
        )
    return address
