"""The words of the page for reviewers."""

from __future__ import annotations

import argparse

from pipeline.options.common import Commands
from pipeline.options.common import command as _command

_MOST_PORTS = 65_535


def add(commands: Commands) -> None:
    """Add them."""
    review = _command(commands, "review", "review in the browser: a page on this machine, on the same files")
    review.add_argument("--as", dest="who", default="", metavar="NAME", help="who reviews; else the page asks once")
    review.add_argument("--port", type=_port, default=0, metavar="N", help="a fixed port; else any that is free")
    review.add_argument("--no-browser", action="store_true", help="only print the address, open nothing")
    review.add_argument("--images", action="store_true", help="let previews load the site's images (needs the network)")
    review.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="let other machines in by this address of ours (0.0.0.0: any), with a password from "
        "DIPTYCH_REVIEW_PASSWORD or typed; what they send is not encrypted",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_PORTS:
        raise argparse.ArgumentTypeError(f"{text} is no port from 0 to {_MOST_PORTS}")
    return int(text)
