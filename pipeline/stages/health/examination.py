"""All that ``diptych doctor`` looks at, in order. Another topic is another line here and a file beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from pipeline.stages.health import git_parts, indexes, project, public, site, surroundings, wordpress
from pipeline.stages.health.model import Diagnosis
from pipeline.workspace import Workspace


def examine(workspace: Workspace, *, offline: bool = False) -> list[Diagnosis]:
    """What there is to say. ``offline`` asks neither the site nor the engine's account."""
    topics: list[tuple[str, Callable[[Workspace], Iterable[Diagnosis]]]] = [
        ("installation", surroundings.installation),
        ("config", project.config),
        ("room", surroundings.room),
        ("clock", surroundings.clock),
        ("folders", project.folders),
        ("files", project.state),
        ("indexes", indexes.indexes),
        ("work", project.work),
        ("git", git_parts.parts),
        ("public", public.link),
        ("engine", partial(surroundings.engine, offline=offline)),
    ]
    if not offline:
        topics += [("site", site.site), ("wordpress", wordpress.site)]
    return [said for topic, look in topics for said in _of(topic, look(workspace))]


def _of(topic: str, said: Iterable[Diagnosis]) -> Iterator[Diagnosis]:
    return (replace(one, topic=topic) for one in said)
