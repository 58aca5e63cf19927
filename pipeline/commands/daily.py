"""The daily round, and where everything stands."""

from __future__ import annotations

import argparse
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.pool import pool_for
from pipeline.commands.publishing import show_published
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.opening import opened
from pipeline.screens import coming_in, standing, status_page
from pipeline.screens.authors import remarks_counted
from pipeline.screens.committing import committed
from pipeline.screens.prefilling import prefilled
from pipeline.stages.extracting.extract import extract
from pipeline.stages.fetching.fetch import fetch, make_web
from pipeline.stages.gating.issues import write_issues
from pipeline.stages.gating.report import HalfStatus, status, write_page, write_waiting
from pipeline.stages.gating.source_check import check_source
from pipeline.stages.prefilling.engines import choose
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.stages.publishing.committing import changed_before, commit_run
from pipeline.stages.publishing.publish_everywhere import publish
from pipeline.workspace import Workspace


def _run(options: argparse.Namespace, output: Output) -> int:
    workspace, pool = opened(options), pool_for(options.executor)
    engine, why = choose(workspace, options.engine)
    before = changed_before(workspace) if options.commit else frozenset()
    if not options.offline:
        fetched = fetch(workspace, make_web(workspace.settings), tell=output.progress("fetching page"))
        output.show("fetch", fetched, coming_in.fetched(fetched), fetched.problems)
    extracted = extract(workspace, tell=output.progress("extracting page"), pool=pool)
    output.show("extract", extracted, coming_in.extracted(extracted), extracted.problems)
    filled = prefill(workspace, engine, Order(why=why), tell=output.progress("prefilling page"))
    output.show("prefill", filled, prefilled(filled), filled.problems)
    published = publish(workspace, onward=False)
    show_published("publish", published, output)
    if options.commit:
        commits = commit_run(workspace, before, published.pages)
        output.show("commit", commits, committed(commits))
    show_status(workspace, output, ())
    remarked = check_source(workspace)
    output.show("source", remarked, remarks_counted(remarked))
    return output.close()


def _status(options: argparse.Namespace, output: Output) -> int:
    details, slugs = bool(options.all or options.slugs), tuple(options.slugs)
    workspace = opened(options)
    halves = show_status(workspace, output, slugs, details=details, every_unit=options.all)
    if options.html is not None:
        write_page(workspace, options.html, status_page.html(halves, workspace.settings, workspace.today))
        output.show("html", {"path": str(options.html)}, ["", f"page      {options.html}"])
    if options.waiting is not None:
        table = write_waiting(workspace, halves, options.waiting)
        output.show("waiting", table, standing.waiting_table(table))
    if options.issues is not None:
        output.show("issues", write_issues(workspace, halves, options.issues, options.links), ())
    return output.close()


def show_status(
    workspace: Workspace,
    output: Output,
    slugs: tuple[str, ...],
    *,
    details: bool = False,
    every_unit: bool = False,
) -> list[HalfStatus]:
    """Print where the pages named, or all, stand; the halves shown are given back."""
    halves, problems = status(workspace, slugs, every_unit=every_unit)
    lines = standing.status(halves, workspace.settings.source, workspace.today, details=details)
    output.show("status", halves, ["", *lines] if output.reports else lines, problems)
    return halves


COMMANDS: Final[dict[str, Command]] = {
    "status": _status,
    "run": one_at_a_time(_run),
}
