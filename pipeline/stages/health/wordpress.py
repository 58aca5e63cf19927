"""What the project's WordPress site can do, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.errors import SiteError
from pipeline.core.settings.wordpress import WordPressSettings
from pipeline.core.wordpress.posts import SiteFacts
from pipeline.stages.health.model import Diagnosis, Verdict
from pipeline.stages.wordpress.post_store import Journal, make_wordpress
from pipeline.workspace import Workspace

COMPANION = "1.1"
"""The version of the companion plugin that belongs to this diptych."""


def site(workspace: Workspace) -> Iterator[Diagnosis]:
    """What there is to say of the site; nothing where posts do not come from it."""
    chosen = workspace.settings.wordpress
    if not chosen.is_source:
        return
    try:
        facts = make_wordpress(workspace.settings).facts(chosen.types)
    except SiteError as error:
        yield Diagnosis(Verdict.BAD, str(error), exit_status=error.exit_status)
        return
    yield from _access(facts, chosen)
    yield from _companion(facts)
    yield from _languages(facts, workspace.settings.source)
    yield from _unfinished(workspace)


def _access(facts: SiteFacts, chosen: WordPressSettings) -> Iterator[Diagnosis]:
    yield Diagnosis(Verdict.GOOD, f'{chosen.address} is "{facts.name}"; it lets us in as {facts.user}')
    missing = [kind for kind in chosen.types if kind not in facts.types]
    if missing:
        yield Diagnosis(Verdict.BAD, f"the site has no type of posts called {', '.join(missing)} (wordpress.types)")
    if chosen.status in ("publish", "future") and not facts.can_publish:
        yield Diagnosis(
            Verdict.LACKS,
            f'the account may not publish, though wordpress.status is "{chosen.status}": French waits there as drafts '
            "until somebody presses Publish; give it a role that may",
        )
    if not facts.can_edit_others:
        yield Diagnosis(
            Verdict.LACKS, "the account may not read or write other people's posts: only its own English comes in"
        )
    if not facts.can_write_html:
        yield Diagnosis(
            Verdict.LACKS,
            "the account may not store all HTML (unfiltered_html); a post with forms, frames or styles will be refused",
        )


def _companion(facts: SiteFacts) -> Iterator[Diagnosis]:
    if facts.companion == COMPANION:
        yield Diagnosis(
            Verdict.GOOD,
            f"the companion plugin {facts.companion} is there: language, link to the other half, hreflang, notice, "
            "the featured image's French alt and a feed reach readers, and no French is public before its English",
        )
    elif facts.companion:
        yield Diagnosis(
            Verdict.LACKS,
            f"the companion plugin is {facts.companion}, this diptych has {COMPANION}; copy "
            "integrations/wordpress/diptych.php to wp-content/mu-plugins/ again",
        )
    else:
        yield Diagnosis(
            Verdict.LACKS,
            "the companion plugin is not there: French posts go out, but WordPress says nowhere that they are French, "
            "links no halves, shows no notice and keeps the image's English alt, and nothing is scheduled; copy "
            "integrations/wordpress/diptych.php to wp-content/mu-plugins/",
        )


def _languages(facts: SiteFacts, source: str) -> Iterator[Diagnosis]:
    if facts.polylang and facts.companion:
        yield Diagnosis(Verdict.GOOD, "Polylang is there: the companion plugin tells it language and other half")
    elif facts.polylang_fields:
        yield Diagnosis(Verdict.GOOD, f"Polylang shows its fields in REST: lang and translations[{source}] are set")
    elif facts.polylang:
        yield Diagnosis(
            Verdict.LACKS,
            "Polylang is there but shows no fields in REST: the language is set, the halves are not linked; the "
            "companion plugin would link them",
        )
    if facts.wpml:
        yield Diagnosis(
            Verdict.LACKS,
            "WPML is there; it has no documented way to set language and other half through REST: posts go out as "
            "drafts of the site's language, set both in WPML's box beside the editor before you publish them",
        )
    if facts.multilingualpress:
        yield Diagnosis(
            Verdict.LACKS,
            "MultilingualPress is there; it keeps each language on a site of its own and links them in the editor: "
            "diptych writes to one site only, so link the halves there",
        )
    if not (facts.polylang or facts.wpml or facts.multilingualpress):
        yield Diagnosis(Verdict.INFO, "no plugin for languages is there, and none is needed")


def _unfinished(workspace: Workspace) -> Iterator[Diagnosis]:
    for entry in Journal(workspace).begun():
        yield Diagnosis(
            Verdict.LACKS, f"an earlier run was cut off while it wrote {entry.slug}; the next diptych publish mends it"
        )
