"""The words for setting a project up, and for memories from elsewhere."""

from __future__ import annotations

from pathlib import Path

from pipeline.options.common import EXITS as _EXITS
from pipeline.options.common import Commands
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add them."""
    init = _command(commands, "init", "look at a site and write a configuration that works")
    init.add_argument(
        "address",
        nargs="?",
        default="",
        help="a page that lists announcements, or an announcement; none: in a clone of a project, set up git's part",
    )
    doctor = _command(commands, "doctor", "say what this project lacks, and what to do about it; changes nothing")
    doctor.add_argument("--offline", action="store_true", help="ask neither the site nor the engine's account")
    engine = _command(commands, "engine", "fetch what the engine on this machine needs")
    engine.add_argument("act", choices=("install",), help="fetch the models for the project's languages")
    learn = _command(commands, "learn", "harvest the translations that the site already has", slugs=True)
    learn.add_argument("--accept", action="store_true", help="accept what is live on the site, with --as")
    learn.add_argument("--as", dest="who", default="", metavar="NAME", help="who answers for it")


def add_memory(commands: Commands) -> None:
    """Add ``memory import`` and ``memory export``."""
    about = "exchange memories with other tools"
    acts = commands.add_parser("memory", help=about, description=f"{about.capitalize()}.", epilog=_EXITS)
    act = acts.add_subparsers(dest="act", metavar="import|export", required=True)
    bring = _command(act, "import", "take the pairs of TMX files over, for prefill")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE.tmx", help="as OmegaT, Weblate and others write it")
    give = _command(act, "export", "write what was reviewed and learned as TMX")
    give.add_argument("file", type=Path, metavar="FILE.tmx")
    for command in (bring, give):
        command.add_argument("--locale", default="", help="the language, where there are several")
