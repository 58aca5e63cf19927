"""All that ``diptych doctor`` looks at, in order. Another topic is another line here and a file beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from pipeline.stages.health import project, surroundings, wordpress
from pipeline.stages.health.model import Diagnosis
from pipeline.workspace import Workspace


def examine(workspace: Workspace, *, offline: bool = False) -> list[Diagnosis]:
    """What there is to say. ``offline`` asks neither the site nor the engine's account."""
    topics: list[tuple[str, Callable[[Workspace], Iterable[Diagnosis]]]] = [
        ("installation", surroundings.installation),
        ("folders", project.folders),
        ("files", project.state),
        ("work", project.work),
        ("git", surroundings.git_parts),
        ("engine", partial(surroundings.engine, offline=offline)),
    ]
    if not offline:
        topics += [("site", surroundings.site), ("wordpress", wordpress.site)]
    return [said for topic, look in topics for said in _of(topic, look(workspace))]


def _of(topic: str, said: Iterable[Diagnosis]) -> Iterator[Diagnosis]:
    return (replace(one, topic=topic) for one in said)
