"""The commands that fill empty units: prefill for a project or for files, and engine install."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pipeline.adapters.files import user_cache
from pipeline.adapters.settings import FILE as SETTINGS
from pipeline.adapters.turns import alone
from pipeline.commands.output import Output
from pipeline.commands.staged import staged
from pipeline.core.errors import UsageError
from pipeline.opening import opened
from pipeline.screens.prefilling import prefilled
from pipeline.stages.prefilling.engines import choose, make_alone
from pipeline.stages.prefilling.prefill import Order, prefill
from pipeline.stages.prefilling.prefill_files import FileOrder, prefill_files


def _prefill(options: argparse.Namespace, output: Output) -> int:
    files = [name for name in options.slugs if name.endswith((".po", ".pot")) or "/" in name]
    if files and len(files) < len(options.slugs):
        raise UsageError("name pages or files, not both")
    return _files(options, output) if files else _project(options, output)


def _project(options: argparse.Namespace, output: Output) -> int:
    if options.memory:
        raise UsageError("--memory is for files; in a project type: diptych memory import FILE.tmx")
    with alone(options.project):
        workspace = opened(options)
        engine, why = choose(workspace, options.engine, options.server_url)
        order = Order(tuple(options.slugs), why, options.dry_run, options.max_chars, options.refresh == "machine")
        tell = output.progress("prefilling page")
        report = staged("prefill", lambda: prefill(workspace, engine, order, tell=tell), planned=options.dry_run)
    output.show("prefill", report, prefilled(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _files(options: argparse.Namespace, output: Output) -> int:
    if options.refresh:
        raise UsageError("--refresh is for projects; a plain file does not say which text a machine made")
    paths = tuple(Path(name) for name in options.slugs)
    for path in paths:
        _refuse_project_file(path)
    engine, why = make_alone(options.engine, options.server_url, os.environ, options.source, options.target)
    order = FileOrder(
        paths,
        user_cache(os.environ) / "answers.sqlite3",
        options.source,
        options.target,
        tuple(options.memory),
        why,
        options.dry_run,
        options.max_chars,
    )
    with alone(paths[0].parent):
        tell = output.progress("prefilling file")
        report = staged("prefill", lambda: prefill_files(engine, order, tell=tell), planned=options.dry_run)
    output.show("prefill", report, prefilled(report, dry_run=options.dry_run), report.problems)
    return output.close()


def _refuse_project_file(path: Path) -> None:
    """Raises UsageError for a catalogue of a project: there names, terms, budget and ledger would be passed over."""
    folders = path.resolve().parents
    if len(folders) > 3 and folders[2].name == "locales" and (folders[3] / SETTINGS).exists():
        raise UsageError(f"{path} belongs to a project; type: diptych prefill {path.stem} -C {folders[3]}")


def _engine(options: argparse.Namespace, output: Output) -> int:
    from pipeline.adapters import local_engine  # noqa: PLC0415  only for this command

    settings = opened(options).settings
    models = []
    for locale in settings.targets:
        was_here = local_engine.is_ready(settings.source, locale)
        if was_here:
            lines = [f"engine    the model {settings.source} → {locale} is here"]
        else:
            local_engine.install(settings.source, locale)
            lines = [f"engine    the model {settings.source} → {locale} is installed; next: diptych prefill"]
        models.append({"source": settings.source, "locale": locale, "installed": not was_here})
        output.show(output.command, {"models": models}, lines)
    return output.close()


COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Output], int]]] = {"prefill": _prefill, "engine": _engine}
