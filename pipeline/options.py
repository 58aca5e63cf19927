"""The command line's words: every command with its arguments and one line of help."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pipeline import __version__

_EXITS = (
    "exit status: 0 done, also when pages wait for people; 1 only from check, coverage, fmt --check and po2html with "
    "units left out; 2 bad input or usage; 3 network, service or quota"
)
_MORE: Final[dict[str, Callable[[str], object]]] = {"units": str, "slugs": str, "paths": Path}


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        "diptych", description="Keeps English web pages and their translations in step.", epilog=_EXITS
    )
    top.add_argument("--version", action="version", version=f"diptych {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _daily(commands)
    _stages(commands)
    _set_up(commands)
    _catalogues(commands)
    _memory(commands)
    _files(commands)
    return top


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a command line. Units, pages and files may stand behind options too (argparse stops at those)."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    more = next((name for name in _MORE if hasattr(options, name)), "")
    if rest and (not more or any(word.startswith("-") for word in rest)):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        setattr(options, more, [*getattr(options, more), *map(_MORE[more], rest)])
    return options


def _daily(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = _command(commands, "run", "fetch, extract, prefill, publish what is ready, and say what waits for whom")
    run.add_argument("--offline", action="store_true", help="do not fetch; work with the pages as they came in last")
    run.add_argument("--engine", default="", help="one of prefill's engines instead of the configured one")
    status = _command(commands, "status", "one screen: each page, its state, what waits for whom", slugs=True)
    status.add_argument("--all", action="store_true", help="list every unit with its name, also those reviewed")
    status.add_argument("--waiting", type=Path, metavar="FILE.csv", help="list what waits in a table for a spreadsheet")
    accept = _command(commands, "accept", "record that a person holds these units for right")
    accept.add_argument("slug", help="the page")
    accept.add_argument(
        "units", nargs="*", metavar="UNIT", help="units by their name in status; none: all finished ones"
    )
    accept.add_argument("--file", type=Path, help="a catalogue that came back; its work is taken over first")
    accept.add_argument(
        "--unchanged",
        action="store_true",
        help="machine text and older French that nobody changed was read and is right",
    )
    accept.add_argument(
        "--from-git", action="store_true", help="record what people committed, each unit in its author's name"
    )
    accept.add_argument("--dry-run", action="store_true", help="only show what would be recorded")
    approve = _command(commands, "approve", "sign a page off (policy approved)")
    approve.add_argument("slug", help="the page")
    for command in (accept, approve):
        command.add_argument("--as", dest="who", default="", metavar="NAME", help="who reviewed")
        command.add_argument("--locale", default="", help="the language, where there are several")
    publish = _command(commands, "publish", "publish both halves of what is reviewed, hold the rest", slugs=True)
    publish.add_argument("--dry-run", action="store_true", help="only show what would change")
    withdraw = _command(commands, "withdraw", "take a translated page down at once and mend the links to it")
    withdraw.add_argument("slug", help="the page")
    withdraw.add_argument("--locale", default="", help="one language only")


def _stages(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, about in (
        ("fetch", "bring the English pages in"),
        ("extract", "merge the pages' texts into the catalogues"),
        ("prefill", "fill empty units from memory and by engine"),
    ):
        stage = _command(commands, name, about, slugs=True)
        stage.add_argument("--dry-run", action="store_true", help="only show the plan")
        if name == "extract":
            stage.add_argument(
                "--lossy", action="store_true", help="write catalogues although reviewed texts are missing from them"
            )
        if name == "prefill":
            _prefill(stage)
    _command(commands, "check", "find what is wrong in finished units; exit status 1 on errors", slugs=True)
    coverage = _command(commands, "coverage", "reviewed words per page; exit status 1 below the floor", slugs=True)
    coverage.add_argument(
        "--min-reviewed", type=_percent, default=None, metavar="N", help="percent of all words, 0 to 100"
    )


def _prefill(stage: argparse.ArgumentParser) -> None:
    """Also for plain catalogues: then the names are those of files."""
    stage.add_argument("--engine", default="", help="auto, memory, deepl, libretranslate, local or pseudo")
    stage.add_argument("--server-url", default="", metavar="URL", help="the engine's server, where it has one")
    stage.add_argument("--max-chars", type=_count, default=None, metavar="N", help="send at most so many characters")
    stage.add_argument(
        "--refresh", choices=("machine",), default="", help="also ask again for machine text that nobody touched"
    )
    stage.add_argument(
        "--memory", type=Path, action="append", default=[], metavar="FILE.tmx", help="a memory, for FILE.po"
    )
    stage.add_argument("--from", dest="source", default="en", metavar="LOCALE", help="of FILE.po, en")
    stage.add_argument("--to", dest="target", default="fr", metavar="LOCALE", help="of FILE.po, fr")


def _set_up(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = _command(commands, "init", "look at a site and write a configuration that works")
    init.add_argument(
        "address",
        nargs="?",
        default="",
        help="a page that lists announcements, or an announcement; none: in a clone of a project, set up git's part",
    )
    engine = _command(commands, "engine", "fetch what the engine on this machine needs")
    engine.add_argument("act", choices=("install",), help="fetch the models for the project's languages")
    learn = _command(commands, "learn", "harvest the translations that the site already has", slugs=True)
    learn.add_argument("--accept", action="store_true", help="accept what is live on the site, with --as")
    learn.add_argument("--as", dest="who", default="", metavar="NAME", help="who answers for it")


def _files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    to_po = _command(commands, "html2po", "catalogues for a page or a folder of pages", project=False)
    to_html = _command(commands, "po2html", "pages from catalogues and templates", project=False)
    to_html.add_argument(
        "--template", type=Path, required=True, help="the page or folder the catalogues were made from"
    )
    to_html.add_argument("--allow-unreviewed", action="store_true", help="render units marked as needing work too")
    for command in (to_po, to_html):
        command.add_argument("input", type=Path)
        command.add_argument("output", type=Path)
        command.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="processes for a folder, 1")
        command.add_argument(
            "--content", action="append", default=[], metavar="SELECTOR", help="CSS selector of the pages' content"
        )
        command.add_argument("--wordpress", action="store_true", help="the pages are posts as WordPress stores them")
        command.add_argument("--from", dest="source", default="en", metavar="LOCALE", help="source language, en")
        command.add_argument("--to", dest="target", default="fr", metavar="LOCALE", help="target language, fr")


def _catalogues(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    split = _command(commands, "split", "give one text different translations in different places")
    split.add_argument("slug", help="the page")
    split.add_argument("unit", metavar="UNIT", help="the unit by its name in status")
    split.add_argument("--undo", action="store_true", help="one translation for all places again")
    split.add_argument("--locale", default="", help="the language, where there are several")
    ignore = _command(commands, "ignore", "record that one check is wrong about one unit as it stands")
    ignore.add_argument("slug", help="the page")
    ignore.add_argument("unit", metavar="UNIT", help="the unit by its name in status")
    ignore.add_argument("check", metavar="CHECK", help="the check by its name in its finding")
    ignore.add_argument("--because", dest="reason", default="", metavar="REASON", help="why it is wrong here")
    ignore.add_argument("--as", dest="who", default="", metavar="NAME", help="who says so")
    ignore.add_argument("--undo", action="store_true", help="let the check speak again")
    ignore.add_argument("--locale", default="", help="the language, where there are several")
    form = _command(commands, "fmt", "put catalogues and ledgers in the form diptych writes; quiet diffs")
    form.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders; locales/ by default")
    form.add_argument("--check", action="store_true", help="change nothing; exit status 1 if a file would change")
    merge = _command(commands, "msgmerge", "a catalogue's translations for a newer template", project=False)
    merge.add_argument("old", type=Path, metavar="OLD.po", help="the catalogue with the translations")
    merge.add_argument("new", type=Path, metavar="NEW.po", help="the catalogue or template with the new texts")
    merge.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.po")
    driver = _command(commands, "merge-driver", "merge two branches' catalogues, for git", project=False)
    driver.add_argument("base", type=Path, metavar="%O")
    driver.add_argument("ours", type=Path, metavar="%A", help="the result is written here")
    driver.add_argument("theirs", type=Path, metavar="%B")


def _memory(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "exchange memories with other tools"
    acts = commands.add_parser("memory", help=about, description=f"{about.capitalize()}.", epilog=_EXITS)
    act = acts.add_subparsers(dest="act", metavar="import|export", required=True)
    bring = _command(act, "import", "take the pairs of TMX files over, for prefill")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE.tmx", help="as OmegaT, Weblate and others write it")
    give = _command(act, "export", "write what was reviewed and learned as TMX")
    give.add_argument("file", type=Path, metavar="FILE.tmx")
    for command in (bring, give):
        command.add_argument("--locale", default="", help="the language, where there are several")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    *,
    slugs: bool = False,
    project: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", epilog=_EXITS)
    if slugs:
        command.add_argument("slugs", nargs="*", metavar="SLUG", help="these pages only")
    if project:
        command.add_argument("-C", "--project", type=Path, default=Path(), help="the project's folder, here by default")
        command.add_argument("--today", type=_date, default=None, metavar="DATE", help="2026-11-23 instead of today")
    command.add_argument("-q", "--quiet", action="store_true", help="problems only")
    command.add_argument("--json", action="store_true", help="the report as JSON")
    return command


def _percent(text: str) -> int:
    if not text.isdecimal() or int(text) > 100:
        raise argparse.ArgumentTypeError(f"{text} is no percentage from 0 to 100")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of characters")
    return int(text)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2026-11-23") from None
