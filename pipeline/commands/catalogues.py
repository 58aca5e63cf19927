"""The commands that work on catalogues as files: fmt, msgmerge, merge-driver."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.adapters.turns import alone
from pipeline.commands.output import Output
from pipeline.core.merge import Merged
from pipeline.core.text import counted
from pipeline.screens.values import pairs
from pipeline.stages.catalogue_files import FormatReport, merge_driver, msgmerge, reformat

_SHOWN: Final = 72  # characters of a text in a line


def _fmt(options: argparse.Namespace, output: Output) -> int:
    paths = tuple(options.paths) or (options.project / "locales",)
    with contextlib.nullcontext() if options.check else alone(options.project):
        report = reformat(paths, check=options.check)
    lines = list(_formatted(report, check=options.check))
    output.show("fmt", report, lines, report.problems, lines[1:] if options.check else ())
    return output.close(1 if options.check and report.changed else 0)


def _formatted(report: FormatReport, *, check: bool) -> Iterator[str]:
    done = "would change" if check else "changed"
    yield f"fmt       {counted(len(report.files), 'file')}, {report.changed:,} {done}"
    for item in report.files:
        if item.changed:
            yield f"  {item.path}: not in its form; type: diptych fmt" if check else f"  {item.path}"


def _msgmerge(options: argparse.Namespace, output: Output) -> int:
    merged = msgmerge(options.old, options.new, options.output)
    counts = pairs(merged.counts(), ("units", "words"), output.root)
    output.show("msgmerge", {"file": str(options.output), "counts": counts}, _merged(merged))
    return output.close()


def _merged(merged: Merged) -> Iterator[str]:
    shown = (
        f"{units:,} {change} ({counted(count, 'word')})" for change, (units, count) in merged.counts().items() if units
    )
    yield f"msgmerge  {', '.join(shown) or 'no text found'}"


def _merge_driver(options: argparse.Namespace, output: Output) -> int:
    united = merge_driver(options.base, options.ours, options.theirs)
    if united is None:
        output.show(
            "merge-driver",
            {"merged": False, "conflicts": []},
            ["merge     not two sound catalogues; git merged the lines and left its markers"],
        )
        return output.close(1)
    lines = (f"  both sides wrote it; look at it again: {source[:_SHOWN]}" for source in united.conflicts)
    told = [f"merge     {counted(len(united.catalogue.units), 'unit')} of both sides", *lines]
    output.show("merge-driver", {"merged": True, "conflicts": united.conflicts}, told)
    return output.close()


COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Output], int]]] = {
    "fmt": _fmt,
    "msgmerge": _msgmerge,
    "merge-driver": _merge_driver,
}
