"""check --fix: spaces and quotes put right, in a project or in plain files."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pipeline.adapters.turns import alone
from pipeline.commands.output import Output
from pipeline.core.errors import UsageError
from pipeline.core.typography.policy import French
from pipeline.opening import opened
from pipeline.screens.fixing import fixed
from pipeline.stages.reviewing.accept import refuse_in_ci
from pipeline.stages.reviewing.fixing import fix_files, fix_pages


def fix(options: argparse.Namespace, output: Output) -> int:
    """Fix the pages or files named, all pages if none is. Raises UsageError where CI is set."""
    if not options.dry_run:
        refuse_in_ci(os.environ, "change French")
    named = [name for name in options.slugs if name.endswith((".po", ".pot")) or "/" in name]
    if named and len(named) < len(options.slugs):
        raise UsageError("name pages or files, not both")
    if named:
        reports, problems = fix_files(
            tuple(map(Path, named)), French(), locale=options.target or "fr", dry_run=options.dry_run
        )
    else:
        with alone(options.project):
            reports, problems = fix_pages(opened(options), tuple(options.slugs), dry_run=options.dry_run)
    output.show(output.command, {"pages": reports}, fixed(reports, dry_run=options.dry_run), problems)
    return output.close()
