"""A project in each of its states, a process that works in it and is hit by a fault, and what its files hold.

Every act on the disk is seen by an audit hook of Python (PEP 578): no list of the program's own writes has to be kept,
and none can be missed that goes through Python. The process is a fork of this one, so that a kill is a kill: nothing
is cleaned up, nothing is finished.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipeline.adapters.web import Web
from pipeline.cli import main
from sample.demo import ROOT, fill, prepared
from tests.fakes.deepl_server import KEY

R1, R2, R3, R4 = (f"web-conferences-round-{number}" for number in (1, 2, 3, 4))
KILLED: Final = 86
CRASHED: Final = 87
"""A traceback: never right, whatever happened."""

_CHANGES: Final = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Fault = Callable[[int, str, Path], None]
"""What happens at the act of this number, of this kind, on this path."""


@dataclass(frozen=True)
class Stage:
    """One command; ``prepare`` is what a person did to the files before, ``edited`` that the site has changed."""

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    edited: bool = False
    expected: int = 0


@dataclass(frozen=True)
class Run:
    """One command that was typed: how it ended, what it said, and what it did to the disk."""

    status: int
    output: str
    errors: str
    acts: tuple[str, ...] = ()


@dataclass
class World:
    """A scratch place with the project as it is before and after each stage."""

    place: Path
    sites: tuple[str, str]
    deepl: str
    before: dict[str, Path] = field(default_factory=dict)
    after: dict[str, Path] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def build(self, stages: Sequence[Stage]) -> None:
        """Play all stages once, undisturbed, and keep every state."""
        folder = self.place / "project"
        shutil.copytree(ROOT / "config", folder / "config")
        for stage in stages:
            stage.prepare(folder)
            self.before[stage.name] = self.copy(folder, f"before {stage.name}")
            run = self.type(folder, stage)
            assert run.status == stage.expected, f"{stage.name}: {run}"
            self.runs[stage.name] = run
            self.after[stage.name] = self.copy(folder, f"after {stage.name}")

    def earlier(self, name: str) -> list[Path]:
        """The states before a stage, its own included: what was reviewed once may be with readers still."""
        names = list(self.before)
        return [self.before[known] for known in names[: names.index(name) + 1]]

    def scratch(self, stage: Stage) -> Path:
        """A fresh copy of the project as it is before a stage, always in the same place."""
        folder = self.place / "scratch"
        shutil.rmtree(folder, ignore_errors=True)
        return shutil.copytree(self.before[stage.name], folder, symlinks=True)

    def copy(self, folder: Path, name: str) -> Path:
        return shutil.copytree(folder, self.place / name, symlinks=True)

    def type(
        self, folder: Path, stage: Stage, fault: Fault | None = None, *words: str, today: str = "2026-11-23"
    ) -> Run:
        """Type the stage's command (or ``words``) in a process of its own."""
        typed = [*(words or stage.words), "-C", str(folder), "--today", today]
        typed = [word.replace("{deepl}", self.deepl).replace("{project}", str(folder)) for word in typed]
        return forked(typed, self.sites[stage.edited], folder, fault)


@contextlib.contextmanager
def world(place: Path, stages: Sequence[Stage]) -> Iterator[World]:
    """The world with its servers."""
    command = [sys.executable, "-m", "tests.faults.servers"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as servers:
        assert servers.stdout is not None
        first, second, deepl = servers.stdout.readline().split()
        made = World(place, (first, second), deepl)
        made.build(stages)
        try:
            yield made
        finally:
            servers.communicate()


def forked(words: Sequence[str], site: str, folder: Path, fault: Fault | None = None) -> Run:
    """A command in a fork of this process, with its exit status, what it said, and its acts on the disk."""
    with tempfile.TemporaryDirectory() as name:
        said = Path(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests; none of ours holds a lock
            child = os.fork()
        if child == 0:
            _child(words, site, folder, fault, said)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = [(said / part).read_text(encoding="utf-8") for part in ("output", "errors", "acts")]
        return Run(status, texts[0], texts[1], tuple(texts[2].splitlines()))


def _child(words: Sequence[str], site: str, folder: Path, fault: Fault | None, said: Path) -> None:
    """Never returns: ends as the command ends, or is killed by its fault."""
    status = CRASHED
    try:
        for number, part in ((1, "output"), (2, "errors")):
            os.dup2(os.open(said / part, os.O_WRONLY | os.O_CREAT), number)
        sys.stdin = open(os.devnull)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)
        _surroundings(site)
        _watch(folder, fault, os.open(said / "acts", os.O_WRONLY | os.O_CREAT))
        try:
            status = main(words)
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException:
            import traceback

            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _surroundings(site: str) -> None:
    for name in ("CI", "SOURCE_DATE_EPOCH"):
        os.environ.pop(name, None)
    os.environ |= {"DIPTYCH_FETCH_FROM": site, "DEEPL_AUTH_KEY": KEY, "NO_PROXY": "127.0.0.1"}
    defaults = Web.__init__.__kwdefaults__
    assert defaults is not None
    defaults["sleep"] = lambda _: None
    defaults["total_seconds"] = float(os.environ.get("DIPTYCH_TEST_SECONDS", defaults["total_seconds"]))
    time.sleep = lambda _: None  # nobody waits for a service that is away


def _watch(folder: Path, fault: Fault | None, acts: int) -> None:
    """Number every act that changes the project's folder, and let the fault happen before it."""
    number = 0
    mine, counting = threading.local(), threading.Lock()  # files are written by several threads at a time

    def act(kind: str, given: object) -> None:
        nonlocal number
        path = Path(os.fsdecode(given)) if isinstance(given, str | bytes | os.PathLike) else Path()
        if getattr(mine, "is_busy", False) or not path.is_relative_to(folder):
            return
        mine.is_busy = True
        try:
            with counting:
                number += 1
                os.write(acts, f"{kind} {path.relative_to(folder)}\n".encode())
                if fault is not None:
                    fault(number, kind, path)
        finally:
            mine.is_busy = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            act("open", arguments[0])
        elif event in _CHANGES:
            act(event, arguments[1] if event == "os.rename" else arguments[0])
        elif event == "sqlite3.connect":
            act(event, arguments[0])

    real = os.fsync

    def fsync(fd: Any) -> None:
        act("os.fsync", os.readlink(f"/proc/self/fd/{fd}"))
        real(fd)

    os.fsync = fsync
    sys.addaudithook(hook)


def killed(at: int) -> Fault:
    """The process dies at once; what it was writing is there by half."""

    def fault(number: int, kind: str, path: Path) -> None:
        if number == at:
            if kind == "os.fsync":
                os.truncate(path, path.stat().st_size // 2)
            os._exit(KILLED)

    return fault


def full(at: int) -> Fault:
    """From now on the disk is full: files can still be taken away and renamed."""
    return _failing(at, errno.ENOSPC, ("open", "os.fsync", "os.mkdir"))


def read_only(at: int) -> Fault:
    """From now on nothing can be changed."""
    return _failing(at, errno.EROFS, ("open", "os.fsync", *_CHANGES))


def forbidden(at: int) -> Fault:
    """One act is not allowed, those after it are."""

    def fault(number: int, kind: str, path: Path) -> None:
        if number == at and kind != "sqlite3.connect":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    return fault


def _failing(at: int, code: int, kinds: Sequence[str]) -> Fault:
    def fault(number: int, kind: str, path: Path) -> None:
        if number >= at and kind in kinds:
            raise OSError(code, os.strerror(code), str(path))

    return fault


def filled(slug: str) -> Callable[[Path], None]:
    """What a translator does to a catalogue."""

    def act(folder: Path) -> None:
        assert fill(folder / f"locales/fr/LC_MESSAGES/{slug}.po", prepared())

    return act


def replaced(slug: str, old: str, new: str) -> Callable[[Path], None]:
    """What somebody changes in a catalogue."""

    def act(folder: Path) -> None:
        path = folder / f"locales/fr/LC_MESSAGES/{slug}.po"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return act
