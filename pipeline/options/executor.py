"""The word for where the work on pages is done."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_SCHEMES: Final = {"dask": "tcp", "dask+tls": "tls"}  # ours, and Dask's


@dataclass(frozen=True, slots=True)
class Where:
    """So many processes of this machine (none: as many as it has cores), or the workers of a scheduler's address."""

    processes: int | None = None
    scheduler: str = ""


def add(command: argparse.ArgumentParser) -> None:
    """Add ``--executor``."""
    command.add_argument(
        "--executor",
        type=where,
        default=Where(),
        metavar="WHERE",
        help="where pages are worked on: local (a process a core), local:N processes, dask://HOST:PORT",
    )


def where(text: str) -> Where:
    """``local``, ``local:N``, ``dask://HOST:PORT`` or ``dask+tls://HOST:PORT``."""
    kind, _, count = text.partition(":")
    if text == "local":
        return Where()
    if kind == "local" and count.isascii() and count.isdecimal() and 0 < int(count) <= 1000:
        return Where(processes=int(count))
    if kind in _SCHEMES and (place := _place(text)):
        return Where(scheduler=f"{_SCHEMES[kind]}://{place}")
    raise argparse.ArgumentTypeError(
        f'"{text}" is no place to work; type local, local:2 for two processes, or dask://HOST:PORT'
    )


def _place(text: str) -> str:
    """HOST:PORT of an address that holds nothing else."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return ""
    is_bare = text == f"{parts.scheme}://{parts.netloc}" and not re.search(r"[\s@]", text)
    if not parts.hostname or not port or not is_bare:
        return ""
    return parts.netloc
