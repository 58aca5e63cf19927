"""html2po and po2html: pages and catalogues outside a project."""

from __future__ import annotations

import argparse
import contextlib
import gc
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Final

from pipeline.commands.output import Output
from pipeline.core.errors import UsageError
from pipeline.core.segmentation.rules import Rules
from pipeline.core.text import counted
from pipeline.stages.single_files import Conversion, Task, html2po, po2html

_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")  # BCP 47, or as gettext spells it


def _html2po(options: argparse.Namespace, output: Output) -> int:
    tell = output.progress("page")
    with _executor(options.jobs) as executor:
        return _converted(output, html2po(options.input, options.output, _task(options), executor=executor, tell=tell))


def _po2html(options: argparse.Namespace, output: Output) -> int:
    tell = output.progress("page")
    with _executor(options.jobs) as executor:
        report = po2html(options.template, options.input, options.output, _task(options), executor=executor, tell=tell)
    if not output.json and not output.quiet:
        print("review not proven: a single file has no ledger", file=sys.stderr)
    return _converted(output, report, 1 if any(item.left for item in report.files) else 0)


def _task(options: argparse.Namespace) -> Task:
    for locale in (options.source, options.target):
        if not _LOCALE.fullmatch(locale):
            raise UsageError(f'"{locale}" is no language such as fr or pt-BR')
    if options.source == options.target:
        raise UsageError(f"--from and --to are both {options.source}; nothing to translate")
    rules = Rules(options.source, tuple(options.content), wordpress=options.wordpress)
    return Task(rules, options.target, getattr(options, "allow_unreviewed", False))


@contextlib.contextmanager
def _executor(jobs: int) -> Iterator[Executor | None]:
    """Processes for ``jobs`` pages at a time, or none for one."""
    if jobs < 1:
        raise UsageError("-j takes the number of processes, 1 or more")
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, initializer=_collect_seldom) as executor:
        yield executor


def _collect_seldom() -> None:
    """Look for reference cycles less often: pages make many objects and no cycles, and looking takes its time."""
    gc.set_threshold(100_000, 20, 20)


def _converted(output: Output, report: Conversion, exit_status: int = 0) -> int:
    output.show(output.command, report, _lines(report), report.problems)
    return output.close(exit_status)


def _lines(report: Conversion) -> Iterator[str]:
    """Each file, its units, and those left out."""
    for item in report.files:
        left = f", {item.left:,} left in the source language" if item.left else ""
        yield f"{item.path}: {counted(item.units, 'unit')}{left}"
        yield from (f"  refused: {reason}" for reason in item.refused)
        yield from (f"  {remark}" for remark in item.remarks)


COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Output], int]]] = {"html2po": _html2po, "po2html": _po2html}
