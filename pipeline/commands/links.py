"""The links of what is published."""

from __future__ import annotations

import argparse

from pipeline.commands.output import Output
from pipeline.core.model import Severity
from pipeline.opening import opened
from pipeline.screens import links
from pipeline.stages.publishing.link_check import check_published, make_link_web


def check_links(options: argparse.Namespace, output: Output) -> int:
    """``check --links``: exit status 1 where something is wrong."""
    workspace = opened(options)
    web = make_link_web(workspace) if options.online else None
    report = check_published(workspace, tuple(options.slugs), web, output.progress("asking for address"))
    output.show(output.command, links.values(report), links.checked(report), (), links.failed(report))
    return output.close(1 if any(item.severity is Severity.ERROR for item in report.findings) else 0)
