"""English pages and existing translations come in."""

from __future__ import annotations

import argparse
import os
from typing import Final

from pipeline.commands.output import Output
from pipeline.commands.pool import pool_for
from pipeline.commands.staged import staged
from pipeline.commands.turns import Command
from pipeline.commands.turns import alone as one_at_a_time
from pipeline.core.errors import UsageError
from pipeline.opening import opened
from pipeline.screens import coming_in
from pipeline.stages.extracting.extract import extract
from pipeline.stages.fetching.fetch import fetch, make_web
from pipeline.stages.git_parts import renew_git_parts
from pipeline.stages.learn import learn
from pipeline.stages.reviewing.accept import refuse_in_ci
from pipeline.stages.start import start


def _fetch(options: argparse.Namespace, output: Output) -> int:
    workspace = opened(options)
    tell, web, slugs = output.progress("fetching page"), make_web(workspace.settings), tuple(options.slugs)
    report = staged(
        "fetch", lambda: fetch(workspace, web, slugs, dry_run=options.dry_run, tell=tell), planned=options.dry_run
    )
    output.show("fetch", report, coming_in.fetched(report), report.problems)
    return output.close()


def _extract(options: argparse.Namespace, output: Output) -> int:
    workspace, pool = opened(options), pool_for(options.executor)
    tell, slugs, dry_run = output.progress("extracting page"), tuple(options.slugs), options.dry_run
    report = staged(
        "extract",
        lambda: extract(workspace, slugs, dry_run=dry_run, lossy=options.lossy, tell=tell, pool=pool),
        planned=dry_run,
    )
    output.show("extract", report, coming_in.extracted(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _init(options: argparse.Namespace, output: Output) -> int:
    if not options.address:
        parts = renew_git_parts(options.project.resolve())
        output.show("init", parts, coming_in.set_up(parts))
        return output.close()
    report = start(options.project.resolve(), options.address, os.environ.get("DIPTYCH_FETCH_FROM", ""))
    output.show("init", report, coming_in.started(report))
    return output.close()


def _learn(options: argparse.Namespace, output: Output) -> int:
    if options.accept:
        refuse_in_ci(os.environ)
    if options.accept != bool(options.who.strip()):
        raise UsageError('--accept and --as "Name" go together: somebody answers for what is accepted')
    workspace = opened(options)
    tell = output.progress("learning from page")
    web, slugs = make_web(workspace.settings), tuple(options.slugs)
    report = staged("learn", lambda: learn(workspace, web, slugs, who=options.who, tell=tell))
    output.show("learn", report, coming_in.learned(report), report.problems)
    return output.close()


COMMANDS: Final[dict[str, Command]] = {
    "fetch": one_at_a_time(_fetch),
    "extract": one_at_a_time(_extract),
    "init": one_at_a_time(_init),
    "learn": one_at_a_time(_learn),
}
