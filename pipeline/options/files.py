"""The words for catalogues and single files."""

from __future__ import annotations

from pathlib import Path

from pipeline.options.common import Commands
from pipeline.options.common import command as _command


def add(commands: Commands) -> None:
    """Add those for pages."""
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


def add_catalogues(commands: Commands) -> None:
    """Add those for units and catalogues."""
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
