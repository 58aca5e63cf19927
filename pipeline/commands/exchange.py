"""The command that exchanges memories with other tools: memory import, memory export."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.adapters.turns import alone
from pipeline.commands.output import Output
from pipeline.core.text import counted
from pipeline.opening import opened
from pipeline.stages.exchange import Exported, Imported, ImportReport, export_memory, import_memories

_SHOWN: Final = 72  # characters of an example in a line


def _memory(options: argparse.Namespace, output: Output) -> int:
    return {"import": _import, "export": _export}[options.act](options, output)


def _import(options: argparse.Namespace, output: Output) -> int:
    with alone(options.project):
        report = import_memories(opened(options), tuple(options.files), options.locale)
    output.show(output.command, report, _imported(report), report.problems)
    return output.close()


def _export(options: argparse.Namespace, output: Output) -> int:
    report = export_memory(opened(options), options.file, options.locale)
    output.show(output.command, report, _exported(report), report.problems)
    return output.close()


def _imported(report: ImportReport) -> Iterator[str]:
    pairs = sum(item.pairs for item in report.files)
    yield f"memory    {counted(pairs, 'pair')} of {counted(len(report.files), 'file')} taken for {report.locale}"
    for item in report.files:
        yield f"  {item.file} → {item.path}{'' if item.changed else ' (as it was)'}"
        yield f"    {counted(item.pairs, 'pair')}{_left_out(item)}"
        yield from (f"    refused: {_short(example)}" for example in item.examples)
    if pairs:
        yield "next: diptych prefill"


def _left_out(item: Imported) -> str:
    repeated = f"; {item.repeated:,} repeated" if item.repeated else ""
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in item.left_out.items())
    return f"{repeated}; left out: {reasons}" if reasons else repeated


def _exported(report: Exported) -> Iterator[str]:
    yield f"memory    {counted(report.pairs, 'pair')} of {report.locale} written to {report.path}"
    yield f"  {report.reviewed:,} reviewed, {report.learned:,} more learned from existing pages"
    if report.left_out:
        yield f"  left out: {report.left_out:,} with characters that XML cannot hold"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Output], int]]] = {"memory": _memory}
