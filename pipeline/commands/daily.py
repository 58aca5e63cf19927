"""The daily round, and where everything stands."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from pipeline import log
from pipeline.commands.output import Output
from pipeline.commands.pool import pool_for
from pipeline.commands.publishing import show_published
from pipeline.commands.staged import Stages
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.core.events import Event
from pipeline.opening import opened
from pipeline.screens import coming_in, standing, status_page
from pipeline.screens.authors import remarks_counted
from pipeline.screens.committing import committed
from pipeline.screens.prefilling import prefilled
from pipeline.screens.run_report import ran
from pipeline.stages.extracting.extract import extract
from pipeline.stages.fetching.fetch import FetchReport, fetch, make_web
from pipeline.stages.gating.issues import write_issues
from pipeline.stages.gating.report import HalfStatus, Listing, status, write_page, write_waiting
from pipeline.stages.gating.source_check import check_source
from pipeline.stages.prefilling.engines import choose
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.stages.publishing.committing import changed_before, commit_run
from pipeline.stages.publishing.publish_everywhere import publish
from pipeline.stages.run_report import RunReport, run_report
from pipeline.workspace import Workspace


def _run(options: argparse.Namespace, output: Output) -> int:
    workspace, pool = opened(options), pool_for(options.executor)
    engine, why = choose(workspace, options.engine)
    before = changed_before(workspace) if options.commit else frozenset()
    stages, fetched, commits = Stages(), None, None
    if not options.offline:
        fetched = _fetched(workspace, output, stages)
    tell = output.progress("extracting page")
    extracted = stages.do("extract", lambda: extract(workspace, tell=tell, pool=pool))
    output.show("extract", extracted, coming_in.extracted(extracted), extracted.problems)
    tell = output.progress("prefilling page")
    filled = stages.do("prefill", lambda: prefill(workspace, engine, Order(why=why), tell=tell))
    output.show("prefill", filled, prefilled(filled), filled.problems)
    tell = output.progress("publishing page")
    published = stages.publish("publish", workspace, lambda: publish(workspace, onward=False, tell=tell, pool=pool))
    show_published("publish", published, output)
    if options.commit:
        commits = stages.do("commit", lambda: commit_run(workspace, before, published.pages))
        output.show("commit", commits, committed(commits))
    listing = Listing.WAITING if options.json else Listing.NONE
    stages.do("status", lambda: show_status(workspace, output, (), listing=listing))
    tell = output.progress("looking through page")
    remarked = stages.do("source", lambda: check_source(workspace, tell=tell, pool=pool, remember=True))
    counted = {"today": remarked.today, "warnings": len(remarked.findings)}
    output.show("source", counted, remarks_counted(remarked))
    _report(output, stages, run_report(fetched, extracted, filled, published, commits))
    return output.close()


def _fetched(workspace: Workspace, output: Output, stages: Stages) -> FetchReport:
    web, tell = make_web(workspace.settings), output.progress("fetching page")
    fetched = stages.do("fetch", lambda: fetch(workspace, web, tell=tell))
    output.show("fetch", fetched, coming_in.fetched(fetched), fetched.problems)
    return fetched


def _report(output: Output, stages: Stages, report: RunReport) -> None:
    """What the run came to. How long it took is another thing each time: it is told, and shown only where asked for."""
    total = round(sum(stages.seconds.values()), 3)
    sums = asdict(report)
    log.event(Event.RUN_REPORT, **sums, seconds=stages.seconds, total=total)
    timed = {"seconds": {**stages.seconds, "total": total}} if output.verbose else {}
    output.show("report", {**sums, **timed}, ran(report))


def _status(options: argparse.Namespace, output: Output) -> int:
    details, slugs = bool(options.all or options.slugs), tuple(options.slugs)
    workspace = opened(options)
    halves = show_status(workspace, output, slugs, details=details, listing=_listing(options))
    if options.html is not None:
        write_page(workspace, options.html, status_page.html(halves, workspace.settings, workspace.today))
        output.show("html", {"file": str(options.html)}, ["", f"page      {options.html}"])
    if options.waiting is not None:
        table = write_waiting(workspace, halves, options.waiting)
        output.show("waiting", table, standing.waiting_table(table))
    if options.issues is not None:
        written = write_issues(workspace, halves, options.issues, options.links)
        output.show("issues", {"files": written}, ())
    return output.close()


def _listing(options: argparse.Namespace) -> Listing:
    """The units that the screen or a file asked for will show; listing them takes reading every catalogue."""
    if options.all:
        return Listing.ALL
    files = options.html, options.waiting, options.issues
    is_shown = options.slugs or options.json or any(path is not None for path in files)
    return Listing.WAITING if is_shown else Listing.NONE


def show_status(
    workspace: Workspace,
    output: Output,
    slugs: tuple[str, ...],
    *,
    details: bool = False,
    listing: Listing = Listing.NONE,
) -> list[HalfStatus]:
    """Print where the pages named, or all, stand; the halves shown are given back."""
    halves, problems = status(workspace, slugs, listing=listing, tell=output.progress("looking at page"))
    lines = standing.status(halves, workspace.settings.source, workspace.today, details=details)
    output.show("status", {"pages": halves}, ["", *lines] if output.reports else lines, problems)
    return halves


COMMANDS: Final[dict[str, Command]] = {
    "status": _status,
    "run": one_at_a_time(_run),
}
