"""What readers have: the public link, and the release that it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.errors import PipelineError
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.stages.publishing.kept import site_of
from pipeline.workspace import Workspace


def link(workspace: Workspace) -> Iterator[Diagnosis]:
    """Whether the link is there and leads to a release of ours."""
    site = site_of(workspace)
    shown = workspace.show(site.public)
    live = site.live()
    if live:
        date = next((entry.date for entry in site.history() if entry.name == live), "")
        yield Diagnosis(Verdict.GOOD, f"{shown} leads to release {live}{f' of {date}' if date else ''}")
        yield from _rolled_back(workspace)
    elif site.public.is_symlink():
        target = site.public.readlink()
        if target.parent.name == "releases" and not site.public.exists():
            message = f"{shown} leads to a release that is gone, so readers have nothing; type: diptych publish"
        else:
            message = f"{shown} is somebody's link to {target}; move it away, then type: diptych publish"
        yield Diagnosis(Verdict.BAD, message)
    elif site.public.is_dir():
        message = f"{shown} is a folder and no link to a release; the next diptych publish keeps it aside and makes one"
        yield Diagnosis(Verdict.INFO, message)
    elif _is_published(workspace):
        yield Diagnosis(Verdict.LACKS, f"{shown} is not there, and pages are published; type: diptych publish")
    elif not workspace.settings.wordpress.is_source:
        yield Diagnosis(Verdict.INFO, "nothing is published yet")


def _rolled_back(workspace: Workspace) -> Iterator[Diagnosis]:
    try:
        since = workspace.registry().rolled_back
    except PipelineError:
        return
    if since:
        message = f"rolled back on {since}: nothing new goes out by itself; when it is mended type: diptych publish"
        yield Diagnosis(Verdict.INFO, message)


def _is_published(workspace: Workspace) -> bool:
    try:
        return any(half.is_live for page in workspace.registry() if not page.is_post for half in page.halves.values())
    except PipelineError:
        return False
