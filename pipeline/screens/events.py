"""What people read of events with -v: a short sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pipeline.core.events import Event
from pipeline.core.text import counted

Fields = Mapping[str, Any]
Sentence = Callable[[Fields], str]


def sentence(event: Event, fields: Fields) -> str:
    """The event in words."""
    return SENTENCES[event](fields)


def _seconds(fields: Fields) -> str:
    """``in 0.4 s``."""
    return f"{fields['seconds']:.1f} s"


def _half(done: str) -> Sentence:
    def said(fields: Fields) -> str:
        done_ = f"would be {done}" if fields.get("planned") else done
        where = " in WordPress" if fields.get("target") == "wordpress" else ""
        reason = f": {fields['reason']}" if fields.get("reason") else ""
        return f"{fields['page']} [{fields['locale']}] {done_}{where}{reason}"

    return said


def _page(found: str) -> Sentence:
    return lambda fields: f"{fields['page']} {found} ({fields['url']})"


def _ended(fields: Fields) -> str:
    outcome = "broke off" if fields.get("error") else f"ends with status {fields.get('status')}"
    broken = f" ({fields['error']})" if fields.get("error") else ""
    return f"diptych {fields['command']} {outcome}{broken} after {_seconds(fields)}"


def _stage_ended(fields: Fields) -> str:
    counts = ", ".join(f"{number:,} {name}" for name, number in fields.get("counts", {}).items() if number)
    broken = " and broke off" if fields.get("error") else ""
    return f"{fields['stage']} took {_seconds(fields)}{broken}{f': {counts}' if counts else ''}"


def _request(fields: Fields) -> str:
    if fields.get("error"):
        outcome = f"failed ({fields['error']})"
    elif fields.get("unchanged"):
        outcome = "not changed since last time"
    else:
        outcome = f"answers {fields.get('status')}, {counted(fields['bytes'], 'byte')}"
    return f"{fields['method']} {fields['url']} {outcome}, {_seconds(fields)}"


_WAITS: Final = {
    "pace": "so as not to hurry the site",
    "crawl_delay": "as the site's robots.txt asks",
}


def _waited(fields: Fields) -> str:
    return f"waiting {_seconds(fields)}, {_WAITS[fields['reason']]}, before {fields['url']}"


def _retried(fields: Fields) -> str:
    who = fields.get("url", "the engine")
    return f"{who} failed ({fields['error']}); asked again in {_seconds(fields)}"


def _catalogue(fields: Fields) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in fields["counts"].items() if number)
    return (
        f"{fields['by']} wrote the catalogue of {fields['page']} [{fields['locale']}]{f': {counts}' if counts else ''}"
    )


def _engine(fields: Fields) -> str:
    asked = f"{counted(fields['texts'], 'text')}, {counted(fields['characters'], 'character')}"
    failed = f", and failed: {fields['error']}" if fields.get("error") else ""
    again = f", asked {counted(fields['retries'] + 1, 'time')}" if fields["retries"] else ""
    return f"{fields['engine']} was asked for {asked}, {_seconds(fields)}{again}{failed}"


def _report(fields: Fields) -> str:
    parts = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in fields["seconds"].items())
    return f"the run took {fields['total']:.1f} s{f': {parts}' if parts else ''}"


SENTENCES: Final[Mapping[Event, Sentence]] = {
    Event.COMMAND_STARTED: lambda fields: f"diptych {fields['version']}: {fields['command']} begins",
    Event.COMMAND_ENDED: _ended,
    Event.STAGE_STARTED: lambda fields: f"{fields['stage']} begins",
    Event.STAGE_ENDED: _stage_ended,
    Event.REQUEST: _request,
    Event.REQUEST_WAITED: _waited,
    Event.REQUEST_RETRIED: _retried,
    Event.PAGE_NEW: _page("is new on the site"),
    Event.PAGE_CHANGED: _page("changed on the site"),
    Event.PAGE_MOVED: _page("moved on the site"),
    Event.PAGE_GONE: _page("is gone from the site"),
    Event.PAGE_UNCHANGED: _page("is as it was"),
    Event.PAGE_FAILED: lambda fields: f"{fields['url']} could not be had: {fields['error']}",
    Event.CATALOGUE_WRITTEN: _catalogue,
    Event.FILE_WRITTEN: lambda fields: f"wrote {fields['path']}",
    Event.FILE_REMOVED: lambda fields: f"took away {fields['path']}",
    Event.ENGINE_CALLED: _engine,
    Event.ENGINE_RETRIED: _retried,
    Event.HALF_PUBLISHED: _half("published"),
    Event.HALF_UPDATED: _half("updated"),
    Event.HALF_UNCHANGED: _half("unchanged"),
    Event.HALF_STALE: _half("kept as published, behind its English"),
    Event.HALF_HELD: _half("held"),
    Event.HALF_WITHDRAWN: _half("withdrawn"),
    Event.HALF_ROLLED_BACK: _half("rolled back"),
    Event.RELEASE_LIVE: lambda fields: f"readers have release {fields['release']} now",
    Event.COMMIT_MADE: lambda fields: f"commit {fields['commit']}: {fields['subject']}",
    Event.PROBLEM: lambda fields: f"problem: {fields['message']}",
    Event.RUN_REPORT: _report,
}
