"""The public folder: whole releases beside the live one, swapped in by one rename.

``public`` is a symbolic link to a folder in the store. A release's name is the digest of everything in it. Its files
are hard links to objects named by their own digests, so a page that did not change is the same file in every release.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.core.errors import BadFileError, UsageError

_DIGITS: Final = 16
_WRITERS: Final = 8
_NAME: Final = re.compile(r"[0-9a-f]{16}(?:-[0-9]+)?")  # of a release
_DIGEST: Final = re.compile(r"\0([0-9a-f]{64})$", re.MULTILINE)
_KEPT_ASIDE: Final = "before-releases"


@dataclass(frozen=True, slots=True)
class Entry:
    """A release as the history has it: its name, and the ISO date on which it went live."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file that must still have these bytes, by their SHA-256."""

    path: Path
    digest: str


Content = bytes | Path | Pinned
"""What a file of a release holds: bytes, or those of a file."""


class Site:
    """The releases of one public folder. Each method raises BadFileError where the disk does not let it."""

    def __init__(self, public: Path, store: Path) -> None:
        self.public = public
        self._objects = store / "objects"
        self._releases = store / "releases"
        self._records = store / "records"
        self._lists = store / "lists"
        self._history = store / "history.tsv"
        self._aside = store / _KEPT_ASIDE
        self._listed: list[str] | None = None

    def live(self) -> str:
        """The name of the release that readers have; empty where there is none."""
        try:
            name = self.public.readlink().name
        except OSError:
            return ""
        return name if (self._releases / name).is_dir() else ""

    def history(self) -> list[Entry]:
        """The releases that went live and are still here, the newest last."""
        try:
            lines = self._history.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        found = [Entry(*line.split("\t")) for line in lines if line.count("\t") == 1]
        named = (entry for entry in found if _NAME.fullmatch(entry.name))
        return [entry for entry in named if (self._releases / entry.name).is_dir()]

    def record(self, name: str) -> bytes:
        """What was written down about a release; empty where nothing was."""
        try:
            return (self._records / name).read_bytes()
        except OSError:
            return b""

    def find(self, digest: str) -> bytes | None:
        """A file of any release kept by the beginning of its SHA-256, if it still is what it was."""
        names = self._names() if digest else []
        for name in names[bisect_left(names, digest) :]:
            if not name.startswith(digest):
                break
            with contextlib.suppress(OSError):
                data = (self._objects / name).read_bytes()
                if hashlib.sha256(data).hexdigest() == name:
                    return data
        return None

    def _names(self) -> list[str]:
        """The names of all objects in order; listed once, since a rollback looks for each page."""
        if self._listed is None:
            with contextlib.suppress(OSError):
                self._listed = sorted(os.listdir(self._objects))  # noqa: PTH208  no paths are needed
        return self._listed or []

    def build(self, content: Mapping[str, Content], record: bytes) -> str:
        """Make a release of files by their paths, beside the live one; its name. An equal one is used again."""
        self._refuse_others_link()
        self._listed = None
        with _clearly(self.public):
            for folder in (self._objects, self._releases, self._records, self._lists):
                folder.mkdir(parents=True, exist_ok=True)
            digests = {path: _digest(content[path]) for path in sorted(content)}
            alike = {digest: content[path] for path, digest in digests.items()}  # two at once would write one file
            with ThreadPoolExecutor(_WRITERS) as pool:  # one file after the other, the disk mostly waits
                objects = dict(zip(alike, pool.map(self._object, alike, alike.values()), strict=True))
            made = {path: objects[digest] for path, digest in digests.items()}
            lines = "".join(f"{path}\0{item.name}\n" for path, item in made.items())
            digest = hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
            name = self._release(digest, made)
            _replace(self._lists / name, lines.encode("utf-8", "surrogateescape"))
            _replace(self._records / name, record)
            return name

    def go_live(self, name: str, date: str, *, keep: int, again: bool = False) -> bool:
        """Give readers a release, in one step; True if they had another. Older ones beyond ``keep`` are removed.

        ``again`` says that it is an earlier one: what came after it leaves the history.
        """
        was = self.live()
        with _clearly(self.public):
            entries = self.history()
            names = [entry.name for entry in entries]
            if again and name in names:
                entries = entries[: names.index(name) + 1]
            elif names[-1:] != [name]:
                entries.append(Entry(name, date))
            entries = entries[-keep:]
            _replace(self._history, "".join(f"{entry.name}\t{entry.date}\n" for entry in entries).encode("utf-8"))
            if was != name:
                self._point_to(name)
        self._listed = None
        self._prune({entry.name for entry in entries})
        return was != name

    def _refuse_others_link(self) -> None:
        if not self.public.is_symlink():
            return
        target = self.public.readlink()
        if (self.public.parent / target).resolve().parent != self._releases.resolve():
            raise UsageError(
                f"{self.public} is somebody's link to {target}; move it away, and put the pages there with: "
                f"diptych publish --dest {target}"
            )

    def _object(self, digest: str, content: Content) -> Path:
        """The object that holds some content; one that was damaged is made anew."""
        path = self._objects / digest
        if _has(path, digest):
            return path
        data = content if isinstance(content, bytes) else _file(content).read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise BadFileError(str(_file(content)), "was changed while it was being published; publish again")
        _replace(path, data, mode=0o444)
        return path

    def _release(self, digest: str, made: Mapping[str, Path]) -> str:
        """The name of a whole release with these files: one that is there, or a new one."""
        number = 1
        name = digest
        while (self._releases / name).exists():
            if _is_whole(self._releases / name, made):
                return name
            number += 1
            name = f"{digest}-{number}"
        folder = Path(tempfile.mkdtemp(dir=self._releases, prefix=".new-"))
        try:
            folder.chmod(0o755)
            for path, item in made.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                _link(item, target)
            os.replace(folder, self._releases / name)  # noqa: PTH105  the call that the tests cut
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return name

    def _point_to(self, name: str) -> None:
        """Swap the link. A folder of files that stands in its place is kept aside, once."""
        link = Path(tempfile.mkdtemp(dir=self._releases, prefix=".new-")) / "link"
        try:
            self.public.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(self._releases / name, self.public.parent))
            if self.public.is_dir() and not self.public.is_symlink():
                self._put_aside()
            os.replace(link, self.public)  # noqa: PTH105  the call that the tests cut
        finally:
            shutil.rmtree(link.parent, ignore_errors=True)

    def _put_aside(self) -> None:
        if self._aside.exists():
            raise UsageError(
                f"{self.public} is a folder of files, and {self._aside} holds an earlier one; move one of them away"
            )
        os.replace(self.public, self._aside)  # noqa: PTH105

    def _prune(self, kept: set[str]) -> None:
        """Remove what no release kept needs; what cannot be removed is left for the next time."""
        with contextlib.suppress(OSError):
            for folder in self._releases.iterdir():
                if folder.name not in kept:
                    shutil.rmtree(folder, ignore_errors=True)
            for path in (*self._records.iterdir(), *self._lists.iterdir()):
                if path.name not in kept:
                    path.unlink()
            lists = "".join((self._lists / name).read_text("utf-8", "surrogateescape") for name in kept)
            needed = set(_DIGEST.findall(lists))
            for item in self._objects.iterdir():
                if item.name not in needed:
                    item.unlink()


@contextlib.contextmanager
def _clearly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        message = f"the new release cannot be written ({reason}); readers have the site as it was, so mend that and"
        raise BadFileError(str(path), f"{message} publish again") from error


def _digest(content: Content) -> str:
    if isinstance(content, Pinned):
        return content.digest
    return hashlib.sha256(content if isinstance(content, bytes) else content.read_bytes()).hexdigest()


def _file(content: Content) -> Path:
    assert not isinstance(content, bytes)
    return content.path if isinstance(content, Pinned) else content


def _has(path: Path, digest: str) -> bool:
    """Whether a file is there and whole."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _is_whole(folder: Path, made: Mapping[str, Path]) -> bool:
    """Whether a release holds these files and no others, each as it should be."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return found.keys() == made.keys() and all(_is_same(found[path], item) for path, item in made.items())


def _is_same(path: Path, item: Path) -> bool:
    return path.samefile(item) or path.read_bytes() == item.read_bytes()


def _link(item: Path, target: Path) -> None:
    """A hard link, or a copy where the disk knows none."""
    try:
        os.link(item, target)
    except OSError:
        shutil.copyfile(item, target)
        target.chmod(0o444)


def _replace(path: Path, data: bytes, mode: int = 0o644) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        os.replace(name, path)  # noqa: PTH105  the call that the tests cut
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
