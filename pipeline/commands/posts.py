"""A post in WordPress put back."""

from __future__ import annotations

import argparse

from pipeline.commands.output import Output
from pipeline.commands.staged import staged
from pipeline.opening import opened
from pipeline.screens import posts
from pipeline.stages.wordpress.post_report import PostsReport
from pipeline.stages.wordpress.post_store import make_wordpress
from pipeline.stages.wordpress.roll_back_post import roll_back


def roll_back_post(options: argparse.Namespace, output: Output) -> int:
    """Put one post back to the text that was published before."""
    workspace = opened(options)
    site = make_wordpress(workspace.settings)
    half = staged("rollback", lambda: roll_back(workspace, site, options.release, options.locale))
    report = PostsReport((half,))
    output.show("wordpress", report, posts.posted(report))
    return output.close()
