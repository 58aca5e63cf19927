"""``make demo``: the main job on the sample site, with the real command line, in a scratch copy.

With ``--into .`` the files it makes become this repository's own ``locales/``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

import polib

from sample.serving import SampleSite

HERE = Path(__file__).parent
ROOT = HERE.parent
FIRST_DAY, LATER = "2026-11-23", "2026-11-30"  # the days on which the committed sample plays
TRANSLATED = "web-conferences-round-3"


class Demo:
    """One scratch project, the site it translates, and the command line that does it."""

    def __init__(self, folder: Path, address: str, date: str) -> None:
        self.folder = folder
        self.date = date
        variables = {name: value for name, value in os.environ.items() if name not in ("CI", "DEEPL_AUTH_KEY")}
        self.environment = {**variables, "DIPTYCH_FETCH_FROM": address, "PYTHONPATH": str(ROOT)}

    def diptych(self, *arguments: str, expected: Sequence[int] = (0,)) -> str:
        """Type one command and show what it says; it must end with one of the expected exit statuses."""
        say(f"\n$ diptych {' '.join(quoted(argument) for argument in arguments)}")
        command = [sys.executable, "-m", "pipeline", *arguments, "-C", str(self.folder), "--today", self.date]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)  # noqa: S603
        say(done.stdout.rstrip())
        if done.stderr:
            say(done.stderr.rstrip())
        if done.returncode not in expected:
            raise SystemExit(f"the demo stopped: exit status {done.returncode}")
        return done.stdout

    def bring_in(self) -> None:
        """From the site to published pairs: what exists is learned, what is reviewed goes out."""
        heading("The pages come in, and the French that the site already has is learned")
        self.diptych("fetch")
        self.diptych("learn", "--accept", "--as", "Web team")
        self.diptych("extract")
        self.diptych("prefill")
        self.diptych("check")
        self.diptych("publish")
        self.diptych("status")

    def translate(self) -> None:
        """The translator's day: fill one catalogue in any editor, accept it, and out it goes."""
        heading(f"The translator opens {TRANSLATED}.po, fills what waits, and accepts it")
        path = self.folder / "locales" / "fr" / "LC_MESSAGES" / f"{TRANSLATED}.po"
        count = fill(path, prepared())
        say(f"\n  ({count} units of {path.relative_to(self.folder)} filled or confirmed, as in Poedit)")
        self.diptych("accept", TRANSLATED, "--as", "Translator")
        self.diptych("publish")

    def edit(self, site: Path) -> None:
        """The editor's day: a link moves on one page; on another a date, a link and a sentence."""
        self.date = LATER
        heading("A week later the editor changes two English pages; the next run keeps both halves in step")
        for change in edits():
            say(f"  {change['page']}: {change['why']}")
            page = site / change["page"]
            text = page.read_bytes().decode("utf-8")
            if text.count(change["old"]) != 1:
                raise SystemExit(f"{page}: the text to change is there {text.count(change['old'])} times")
            page.write_bytes(text.replace(change["old"], change["new"]).encode("utf-8"))
        self.diptych("run")
        heading("What the translator sees of the changed page")
        self.diptych("status", TRANSLATED)
        heading("A second run on the same site, with fresh nonces on every page, changes nothing")
        before = contents(self.folder)
        self.diptych("run", "--quiet")
        if contents(self.folder) != before:
            raise SystemExit("the demo stopped: the second run changed files")
        say("  no file changed")

    def show(self) -> None:
        """Where to look."""
        heading("Open these in a browser")
        for page in sorted((self.folder / "public").rglob("index.html")):
            say(f"  {page}")
        heading("To go on by hand")
        say(f"  cd {self.folder}")
        say(f"  export PATH={Path(sys.executable).parent}:$PATH")
        say("  diptych status")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demo; leaves its folder behind to be looked at."""
    parser = argparse.ArgumentParser("sample.demo", description=__doc__)
    parser.add_argument("--into", type=Path, help="keep locales/ of the played project in this folder")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="diptych-demo-"))
    play(folder, counted=options.into is not None)
    if options.into is not None:
        shutil.rmtree(options.into / "locales", ignore_errors=True)
        shutil.copytree(folder / "locales", options.into / "locales")
        shutil.rmtree(folder)
    return 0


def play(folder: Path, *, counted: bool = False) -> None:
    """The whole story in a folder of its own."""
    site = set_up(folder)
    with SampleSite(site, counted=counted) as server:
        demo = Demo(folder, server.address, FIRST_DAY)
        demo.bring_in()
        demo.translate()
        demo.edit(site)
        demo.show()


def set_up(folder: Path) -> Path:
    """Copy the project's configuration and the site into a folder; the site's place there."""
    shutil.copytree(ROOT / "config", folder / "config")
    shutil.copytree(HERE / "pages", folder / "site")
    return folder / "site"


def fill(path: Path, french: dict[str, str]) -> int:
    """Do what a translator does in an editor: give each waiting unit its French and clear its mark."""
    catalogue = polib.pofile(str(path), wrapwidth=0, encoding="utf-8")
    count = 0
    for entry in catalogue:
        if entry.msgstr and not entry.fuzzy:
            continue
        if entry.msgid in french:
            entry.msgstr = french[entry.msgid]
        if entry.msgstr and (entry.msgid in french or not entry.previous_msgid):
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = None
            count += 1
    path.write_bytes((str(catalogue) + "\n").encode("utf-8"))
    return count


def prepared() -> dict[str, str]:
    """The French that the demo's translator writes, by English text."""
    data = tomllib.loads((HERE / "french.toml").read_text(encoding="utf-8"))
    return {unit["en"]: unit["fr"] for unit in data["unit"]}


def edits() -> list[dict[str, str]]:
    """What the demo's editor does to the site."""
    data = tomllib.loads((HERE / "edits.toml").read_text(encoding="utf-8"))
    return list(data["edit"])


def contents(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Every file of the project with its time and its bytes; the site and indexes that can be made again left out."""
    found = (
        path for path in sorted(folder.rglob("*")) if path.is_file() and not {"site", ".diptych"} & set(path.parts)
    )
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def quoted(argument: str) -> str:
    """An argument as a person types it."""
    return f'"{argument}"' if " " in argument else argument


def heading(text: str) -> None:
    """A line that says what comes."""
    say(f"\n━━ {text}")


def say(text: str) -> None:
    """Print at once, also when piped."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
