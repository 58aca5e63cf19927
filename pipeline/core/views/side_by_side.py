"""A report for people as one HTML file: both pages of each pair side by side, what changed, who reviewed it.

It is safe with hostile pages and names: everything is escaped, the pages stand in frames without scripts, forms or
navigation, and the file may load nothing from anywhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.core.languages import native_name
from pipeline.core.text import counted
from pipeline.core.typography.visible import LEGEND, needs_legend
from pipeline.core.views.reader_view import Change

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_GONE: Final = re.compile(r"\[-(.*?)-\]", re.DOTALL)
_COME: Final = re.compile(r"\{\+(.*?)\+\}", re.DOTALL)
_STYLE: Final = """
body{margin:0 auto;max-width:90rem;padding:1rem 1.5rem;font:16px/1.5 system-ui,sans-serif;color:#1d2b36;
background:#f6f8f9;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin:2.5rem 0 .3rem}h3{font-size:1rem;margin:1rem 0 .3rem}
del{background:#f5c6c6}ins{background:#bfe5c6;text-decoration:none}
.pair{display:grid;align-items:end;grid-template-columns:1fr 1fr;gap:1rem}figure{margin:0}figcaption{font-weight:600}
iframe{width:100%;height:32rem;border:1px solid #b9c6cd;background:#fff}
.changes{list-style:none;padding:0;margin:0}.changes li{padding:.15rem .5rem;white-space:pre-wrap}
.come{background:#e3f4e6}.gone{background:#fbe6e6}.other{background:#fff6dd}
@media(max-width:60rem){.pair{grid-template-columns:1fr}}
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One half in the report: its language, its address, what was done with it, its page, and what changed in it."""

    locale: str
    address: str
    outcome: str
    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """So many units that somebody accepted or approved on a day (ISO date)."""

    locale: str
    kind: str
    who: str
    date: str
    units: int


@dataclass(frozen=True, slots=True)
class PairReport:
    """One page with all its halves, and the acts that they stand on."""

    slug: str
    sides: tuple[Side, ...]
    acts: tuple[Act, ...]


def document(title: str, pairs: Sequence[PairReport]) -> str:
    """The whole report."""
    body = "\n".join(line for pair in pairs for line in _pair(pair))
    empty = "" if pairs else "<p>No page is published yet.</p>"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_shown(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_shown(title)}</h1>\n{empty}{body}\n</main>\n</body>\n</html>\n"
    )


def _pair(pair: PairReport) -> Iterator[str]:
    yield f'<section>\n<h2 id="{_shown(pair.slug)}">{_shown(pair.slug)}</h2>'
    yield from _acts(pair.acts)
    for side in pair.sides:
        if side.changes:
            lines = counted(len(side.changes), "line")
            yield f"<h3>{_shown(native_name(side.locale))}: what readers see differently, {lines}</h3>"
            yield '<ul class="changes">'
            yield from (_change(change) for change in side.changes)
            yield "</ul>"
            if any(needs_legend(change.before, change.after) for change in side.changes):
                yield f"<p>{LEGEND}</p>"
    yield '<div class="pair">'
    for side in pair.sides:
        language = native_name(side.locale)
        caption = f"{_shown(language)} · {_shown(side.outcome)}<br>{_shown(side.address)}"
        named = _shown(f"{language}: {pair.slug}")
        yield f"<figure><figcaption>{caption}</figcaption>"
        yield f'<iframe sandbox="" title="{named}" srcdoc="{_shown(side.text)}"></iframe></figure>'
    yield "</div>\n</section>"


def _acts(acts: Sequence[Act]) -> Iterator[str]:
    if acts:
        yield "<ul>"
        for act in acts:
            units = counted(act.units, "unit")
            yield f"<li>{_shown(f'{native_name(act.locale)}: {units} {act.kind} by {act.who} on {act.date}')}</li>"
        yield "</ul>"


def _change(change: Change) -> str:
    kind = "other" if change.before and change.after else "come" if change.after else "gone"
    marked = _GONE.sub(r"<del>\1</del>", _shown(change.shown))
    marked = _COME.sub(r"<ins>\1</ins>", marked)
    return f'<li class="{kind}">{marked}</li>'


def _shown(text: str) -> str:
    return html.escape(text, quote=True).replace("\x00", "\ufffd")
