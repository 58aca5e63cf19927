"""The whole page put together: what is read, what is written, and the files that belong to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.review import acts, overview, signoff
from pipeline.review.desk import Desk
from pipeline.review.http import Answer, Door, application, page
from pipeline.review.reading import Reader
from pipeline.review.sessions import Sessions
from pipeline.review.templates import render
from pipeline.review.texts import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.review.guard import House
    from pipeline.review.http import Application
    from pipeline.review.shelf import Shelf

_STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def make(
    shelf: Shelf,
    house: House,
    sessions: Sessions,
    *,
    who: str = "",
    images: bool = False,
    ask_in: Callable[[], None] = lambda: None,
) -> Application:
    """The application for one project. ``ask_in`` is called when somebody without a session knocks."""
    texts = load()
    desk = Desk(shelf)
    reader = Reader(desk, texts, images=images)

    def stranger(language: str, why: str) -> Answer:
        ask_in()
        shown = render("stranger.html.j2", texts[language], why=why, asks_password=sessions.asks_password)
        return page(shown, 403)

    def trouble(language: str, message: str) -> Answer:
        return page(render("trouble.html.j2", texts[language], message=message))

    door = Door(house, sessions, stranger, trouble, who, tuple(texts))
    reads = {**overview.endpoints(desk, texts), **reader.endpoints(), **signoff.endpoints(desk, texts)}
    return application(door, reads, {**acts.endpoints(desk), **reader.settings()}, _files())


def _files() -> dict[str, Answer]:
    """Our scripts, styles and icon, which hold nothing of the project."""
    return {
        f"/static/{path.name}": Answer(path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(_STATIC.iterdir())
        if path.suffix in _TYPES
    }
