"""What the terminal says of the page for reviewers."""

from __future__ import annotations

from collections.abc import Iterator


def served(address: str, *, is_local: bool, in_ci: bool) -> Iterator[str]:
    """Where the page is and how long it stays; for whom, if others can reach it."""
    yield f"review    open  {address}"
    if is_local:
        yield "          only this machine can reach it; the address works once. Ctrl-C ends it, all work is on disk"
        if in_ci:
            yield "          CI is set: it shows pages, and accepts nothing"
        return
    yield "          every machine that reaches this one can ask for it; whoever knows the password can read and"
    yield "          change this project's French, under any name. What is sent is NOT encrypted, nor is the password:"
    yield "          use it in a network you trust, or through ssh -L or a proxy with https."
    yield "          Ctrl-C ends it; all work is on disk"
