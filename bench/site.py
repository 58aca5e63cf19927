"""A site of any size, made up: pages of 50 texts each, most of them reviewed, a fifth still empty."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.adapters import files, settings
from pipeline.core import ledger as ledgers
from pipeline.core.ledger import Ledger, fact
from pipeline.core.model import Catalogue, Kind
from pipeline.core.registry import Page, Registry
from pipeline.workspace import Workspace

UNITS: Final = 50
_EMPTY: Final = 5  # every fifth page waits for its translator
_DAY: Final = "2026-11-23"
_SETTINGS: Final = """[site]
address = "https://forum.example/"
pages = ["https://forum.example/page-000000/"]
contact = "https://forum.example/about/"
[languages]
source = "en"
targets = ["fr"]
[engine]
name = "memory"
"""
_SYLLABLES: Final = "ba ce di fo gu la me ni po ru sa te vi lo".split()


def made(root: Path, pages: int) -> Workspace:
    """A project of that many pages as fetch leaves it."""
    files.write(root / "config" / "diptych.toml", _SETTINGS.encode(), durable=False)
    found = {}
    for number in range(pages):
        slug = f"page-{number:06}"
        found[slug] = Page(slug, f"https://forum.example/{slug}/")
        path = root / "locales" / "en" / f"{slug}.html"
        files.write(path, _page(number, pages).encode(), durable=False)
    workspace = opened(root)
    workspace.save_registry(Registry(found))
    return workspace


def opened(root: Path) -> Workspace:
    """The project, on a fixed day."""
    return Workspace(root, settings.load(root, {}), datetime.date.fromisoformat(_DAY))


def review(workspace: Workspace) -> None:
    """Four pages in five are translated and accepted, as people would have done it."""
    for number, page in enumerate(workspace.pages()):
        if number % _EMPTY:
            _review(workspace, page.slug)


def edit(workspace: Workspace, number: int) -> None:
    """One more paragraph on one page."""
    path = workspace.snapshot_path(f"page-{number:06}")
    text = path.read_text(encoding="utf-8").replace("</main>", "<p>A new paragraph that nobody knew.</p></main>")
    path.write_text(text, encoding="utf-8")


def _review(workspace: Workspace, slug: str) -> None:
    held = workspace.catalogue(slug, "fr")
    units = tuple(replace(unit, target=f"{unit.source.removesuffix('.')} en français.") for unit in held.units)
    facts = frozenset(fact(unit, Kind.ACCEPTED, "Translator", _DAY) for unit in units)
    catalogue = Catalogue(slug, "fr", units, header=held.header, comment=held.comment)
    data = ledgers.dumps(Ledger(facts)).encode()
    files.write(workspace.ledger_path(slug, "fr"), data, durable=False)
    workspace.save_catalogue(catalogue)


def _page(number: int, pages: int) -> str:
    chance = random.Random(number)
    blocks = [f"<h1>{_sentence(chance)}</h1>"]
    for place in range(UNITS - 2):
        text = _sentence(chance)
        if place % 6 == 0:
            text = f'{text[:-1]} <a href="/page-{chance.randrange(pages):06}/">{_word(chance)}</a>.'
        blocks.append(f'<p class="text">{text}</p>')
    menu = "".join(f'<li><a class="menu-item" href="/menu/{item}/">Menu</a></li>' for item in range(40))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{_sentence(chance)}</title></head>\n'
        f"<body><nav><ul>{menu}</ul></nav><main>\n{chr(10).join(blocks)}\n</main></body></html>\n"
    )


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))


def _sentence(chance: random.Random) -> str:
    text = " ".join(_word(chance) for _ in range(chance.randint(6, 14)))
    return f"{text[0].upper()}{text[1:]}."
