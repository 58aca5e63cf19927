"""The site that English pages come from: whether it answers, what its robots.txt asks, whether our clocks agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from pipeline.adapters.web import Fetched, Web
from pipeline.core.errors import PipelineError
from pipeline.core.pace import left
from pipeline.core.registry import Registry
from pipeline.core.settings.values import Settings
from pipeline.core.sites.media_types import PAGE, XML
from pipeline.stages.fetching.fetch import make_web
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.workspace import Workspace

_NAMED: Final = 3  # addresses that a line names
_APART: Final = 300.0  # seconds between two clocks, from which on one of them is wrong


def site(workspace: Workspace) -> Iterator[Diagnosis]:
    """One request for robots.txt and one for a page or list; nothing where the pages lie in a folder."""
    settings = workspace.settings
    if settings.pages_folder and not (settings.listings or settings.pages or settings.sitemaps or settings.feeds):
        return
    web = make_web(settings)
    lists = (*settings.sitemaps, *settings.feeds)
    address = next(iter((*settings.listings, *settings.pages, *lists, settings.address)))
    try:
        yield from _robots(workspace, web)
        answer = web.get(address, XML if address in lists else PAGE)
    except PipelineError as error:
        yield Diagnosis(Verdict.BAD, str(error), exit_status=error.exit_status)
        return
    yield Diagnosis(Verdict.GOOD, f"{address} answers")
    yield from _clock(answer)


def _robots(workspace: Workspace, web: Web) -> Iterator[Diagnosis]:
    """What the site asks of us. Raises FetchError where it does not answer."""
    settings = workspace.settings
    if not settings.robots:
        yield Diagnosis(Verdict.INFO, "robots.txt is not asked (site.robots = false); that is for a site of one's own")
        return
    wanted = _wanted(workspace)
    refused = [address for address in wanted if not web.robots(address).allows(address)]
    delay = web.robots(settings.address).delay
    if refused:
        more = f" and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
        message = f"robots.txt asks us not to fetch {', '.join(refused[:_NAMED])}{more}; take them out of the settings"
        yield Diagnosis(
            Verdict.BAD, f"{message} or of locales/pairs.toml, or if the site is yours set site.robots = false"
        )
    else:
        yield Diagnosis(
            Verdict.GOOD, f"robots.txt lets us fetch what is configured and known ({len(wanted)} addresses)"
        )
    if delay > 1 / settings.per_second:
        message = (
            f"robots.txt asks for {delay:g} s between two requests: a fetch takes about {left(delay * len(wanted))}"
        )
        yield Diagnosis(Verdict.INFO, message)


def _wanted(workspace: Workspace) -> list[str]:
    """Every address that a fetch would ask for, as far as it is known now."""
    settings: Settings = workspace.settings
    try:
        known = workspace.registry()
    except PipelineError:
        known = Registry()  # what is wrong with it is said under another topic
    named = (*settings.listings, *settings.sitemaps, *settings.feeds, *settings.pages)
    return list(dict.fromkeys([*named, *(page.address for page in known if not page.is_post)])) or [settings.address]


def _clock(answer: Fetched) -> Iterator[Diagnosis]:
    """Whether the site's clock and ours agree (RFC 9110, 6.6.1): ours dates what people do."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return
    apart = (datetime.now(UTC) - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds()
    if abs(apart) > _APART:
        which = "ahead of" if apart > 0 else "behind"
        message = f"this machine's clock is {left(abs(apart))} {which} the site's; set the one that is wrong"
        yield Diagnosis(Verdict.LACKS, message)
