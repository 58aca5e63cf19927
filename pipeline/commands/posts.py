"""A post in WordPress put back, and what the site can do."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.core.errors import UsageError
from pipeline.opening import opened
from pipeline.screens import posts
from pipeline.stages.doctor import examine
from pipeline.stages.post_report import PostsReport
from pipeline.stages.post_store import IN_POSTS, make_wordpress
from pipeline.stages.roll_back_post import roll_back


def _rollback(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    page = workspace.registry().pages.get(options.slug)
    if page is not None and page.source != IN_POSTS:
        raise UsageError(f"{options.slug} is not in WordPress; git has each of its earlier pages in locales/published")
    half = roll_back(workspace, make_wordpress(workspace.settings), options.slug, options.locale)
    output.show("rollback", half, posts.posted(PostsReport((half,))))
    return output.close()


def _doctor(options: argparse.Namespace, output: Output) -> int:
    found = examine(opened(options))
    output.show("doctor", found, posts.diagnosed(found))
    return output.close()


COMMANDS: Final[dict[str, Command]] = {
    "rollback": one_at_a_time(_rollback),
    "doctor": _doctor,
}
