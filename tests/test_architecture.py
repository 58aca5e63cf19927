"""The house stands as drawn: imports go downwards only, and each library has one door."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"

FLOORS = {
    "pipeline.core.model": 0,
    "pipeline.core.errors": 0,
    "pipeline.core.segmentation.elements": 0,
    "pipeline.core.text": 0,
    "pipeline.core.engines.engine": 1,
    "pipeline.core.terms": 0,
    "pipeline.core.segmentation.front_matter": 1,
    "pipeline.core.segmentation.islands": 0,
    "pipeline.core.segmentation.blocks": 1,
    "pipeline.core.views.word_diff": 2,
    "pipeline.core.engines.spending": 0,
    "pipeline.core.pace": 0,
    "pipeline.core.events": 0,
    "pipeline.core.redacting": 0,
    "pipeline.log": 15,
    "pipeline.core.sites.pair_addresses": 2,
    "pipeline.core.language_guess": 1,
    "pipeline.core.engines.foreign": 2,
    "pipeline.core.engines.masking": 2,
    "pipeline.core.engines.batches": 2,
    "pipeline.core.sentences": 1,
    "pipeline.core.quantities.model": 0,
    "pipeline.core.quantities.vocabulary": 2,
    "pipeline.core.quantities.figures": 3,
    "pipeline.core.quantities.patterns": 3,
    "pipeline.core.quantities.measures": 3,
    "pipeline.core.quantities.zones": 3,
    "pipeline.core.quantities.spoken_times": 3,
    "pipeline.core.quantities.reading": 4,
    "pipeline.core.quantities.writing": 4,
    "pipeline.core.quantities.number_words": 4,
    "pipeline.core.quantities": 5,
    "pipeline.core.event_dates": 6,
    "pipeline.core.code_names": 4,
    "pipeline.core.engines.placement": 1,
    "pipeline.core.engines.tagged": 5,
    "pipeline.core.segmentation.marks": 1,
    "pipeline.core.segmentation.rules": 1,
    "pipeline.core.derivation": 1,
    "pipeline.core.ledger": 2,
    "pipeline.core.languages": 1,
    "pipeline.core.naming": 3,
    "pipeline.core.similarity": 1,
    "pipeline.core.matching": 7,
    "pipeline.core.segmentation.structured_data": 1,
    "pipeline.core.registry": 1,
    "pipeline.core.xml_text": 1,
    "pipeline.core.toml_text": 0,
    "pipeline.core.addresses": 0,
    "pipeline.core.po.po_lines": 1,
    "pipeline.core.po.po_blocks": 1,
    "pipeline.core.segmentation.markup": 2,
    "pipeline.core.segmentation.runs": 2,
    "pipeline.core.segmentation.switchers": 3,
    "pipeline.core.inline": 3,
    "pipeline.core.segmentation.extents": 3,
    "pipeline.core.segmentation.labels": 4,
    "pipeline.core.segmentation.refusals": 4,
    "pipeline.core.segmentation.fragments": 4,
    "pipeline.core.segmentation.titles": 4,
    "pipeline.core.render": 5,
    "pipeline.core.memory": 6,
    "pipeline.core.segmentation.scope": 4,
    "pipeline.core.segmentation.reading": 5,
    "pipeline.core.typography.policy": 1,
    "pipeline.core.typography.visible": 1,
    "pipeline.core.typography.plain": 2,
    "pipeline.core.typography.changes": 3,
    "pipeline.core.typography.spaces": 4,
    "pipeline.core.typography.quotes": 4,
    "pipeline.core.typography": 5,
    "pipeline.core.checks.french_words": 5,
    "pipeline.core.checks.typography": 6,
    "pipeline.core.checks.inflections": 5,
    "pipeline.core.checks.sides": 5,
    "pipeline.core.checks.manners": 6,
    "pipeline.core.checks.places": 6,
    "pipeline.core.checks": 7,
    "pipeline.core.segmentation.page": 6,
    "pipeline.core.segmentation.walk": 7,
    "pipeline.core.segment": 8,
    "pipeline.core.verify": 8,
    "pipeline.core.coverage": 8,
    "pipeline.core.merge": 8,
    "pipeline.core.prefill": 8,
    "pipeline.core.align": 8,
    "pipeline.core.alignment.profiles": 5,
    "pipeline.core.alignment.evidence": 6,
    "pipeline.core.alignment": 7,
    "pipeline.core.pairs.link_targets": 1,
    "pipeline.core.segmentation.json_members": 0,
    "pipeline.core.pairs.wanted": 4,
    "pipeline.core.pairs.edits": 4,
    "pipeline.core.pairs.switcher": 6,
    "pipeline.core.pairs.dressing": 8,
    "pipeline.core.pairs": 7,
    "pipeline.core.pairs.site_files": 8,
    "pipeline.core.pairs.page_links": 8,
    "pipeline.core.pairs.link_check": 9,
    "pipeline.core.views.reader_view": 8,
    "pipeline.core.sites.fingerprint": 9,
    "pipeline.core.sites.identity": 9,
    "pipeline.core.gate": 9,
    "pipeline.core.po.po_entries": 1,
    "pipeline.core.gates.seen_first": 9,
    "pipeline.core.po.entry_checks": 9,
    "pipeline.core.gates.ratchet": 9,
    "pipeline.core.formats.model": 10,
    "pipeline.core.formats.plain": 0,
    "pipeline.core.formats.command_form": 0,
    "pipeline.screens.values": 44,
    "pipeline.core.formats.issue": 12,
    "pipeline.core.formats": 11,
    "pipeline.core.gates.floors": 11,
    "pipeline.core.settings.exceptions": 12,
    "pipeline.core.settings.values": 12,
    "pipeline.core.settings.keys": 13,
    "pipeline.core.settings": 14,
    "pipeline.core.source_checks.model": 6,
    "pipeline.core.source_checks.dates_of_page": 7,
    "pipeline.core.source_checks.dated": 7,
    "pipeline.core.source_checks.links": 7,
    "pipeline.core.source_checks": 8,
    "pipeline.core.source_checks.checking": 9,
    "pipeline.core.wordpress.post_file": 1,
    "pipeline.core.wordpress.posts": 2,
    "pipeline.core.wordpress.block_shape": 1,
    "pipeline.core.wordpress.post_answers": 3,
    "pipeline.core.wordpress.post_links": 3,
    "pipeline.core.wordpress.post_plan": 10,
    "pipeline.core.wordpress.undone": 10,
    "pipeline.core.wordpress.edited_posts": 9,
    "pipeline.core.settings.wordpress": 1,
    "pipeline.core.settings.publishing": 13,
    "pipeline.core.reviews.acceptance": 9,
    "pipeline.core.reviews.fixes": 9,
    "pipeline.core.reviews.splitting": 9,
    "pipeline.core.reviews.three_way": 7,
    "pipeline.core.reviews.take_back": 9,
    "pipeline.core.reviews.attribution": 9,
    "pipeline.core.reviews.prefilled": 8,
    "pipeline.core.reviews.missing": 8,
    "pipeline.core.reviews.reviewing": 9,
    "pipeline.core.views.marking": 5,
    "pipeline.core.views.framing": 5,
    "pipeline.core.views.page_diff": 9,
    "pipeline.core.sites.media_types": 0,
    "pipeline.core.sites.versions": 0,
    "pipeline.core.sites.site_marks": 0,
    "pipeline.core.sites.charset": 3,
    "pipeline.core.sites.impostors": 10,
    "pipeline.core.sites.robots": 1,
    "pipeline.core.sites.site_lists": 1,
    "pipeline.adapters.web.requests_as_given": 17,
    "pipeline.adapters.web.responses": 18,
    "pipeline.adapters.web.client": 19,
    "pipeline.adapters": 20,
    "pipeline.program": 21,
    "pipeline.contents": 29,
    "pipeline.workspace": 30,
    "pipeline.stages.mapping": 38,
    "pipeline.stages.problems": 39,
    "pipeline.stages.wordpress.post_store": 31,
    "pipeline.stages.wordpress.post_addresses": 31,
    "pipeline.stages.fetching.fetch_post": 41,
    "pipeline.stages.wordpress.post_writing": 40,
    "pipeline.stages.wordpress.post_jobs": 40,
    "pipeline.stages.wordpress.post_report": 41,
    "pipeline.stages.wordpress.post_edits": 41,
    "pipeline.stages.wordpress.post_halves": 41,
    "pipeline.stages.wordpress.post_restraint": 42,
    "pipeline.stages.wordpress.post_acts": 42,
    "pipeline.stages.wordpress.publish_posts": 43,
    "pipeline.stages.wordpress.roll_back_post": 42,
    "pipeline.stages.prefilling.budget": 40,
    "pipeline.stages.prefilling.asking": 41,
    "pipeline.stages.prefilling.filling": 42,
    "pipeline.stages.prefilling.prefill_index": 43,
    "pipeline.stages.prefilling.prefill": 44,
    "pipeline.stages.prefilling.prefill_files": 43,
    "pipeline.stages.circumstances": 38,
    "pipeline.stages.page_index": 39,
    "pipeline.stages.gating.examining": 40,
    "pipeline.stages.gating.page_remarks": 42,
    "pipeline.stages.gating.source_check": 43,
    "pipeline.stages.extracting.extract_index": 40,
    "pipeline.stages.extracting.merging": 41,
    "pipeline.stages.extracting.extract": 42,
    "pipeline.stages.learn": 43,
    "pipeline.stages.fetching.fetch": 42,
    "pipeline.stages.start": 43,
    "pipeline.stages.reviewing.returned": 41,
    "pipeline.stages.git_parts": 41,
    "pipeline.stages.reviewing.revocations": 41,
    "pipeline.stages.fetching.reading": 38,
    "pipeline.stages.fetching.fetch_page": 40,
    "pipeline.stages.fetching.finding": 41,
    "pipeline.stages.fetching.looking": 41,
    "pipeline.stages.choice": 41,
    "pipeline.stages.fetching.style_sheets": 39,
    "pipeline.stages.reviewing.preview": 43,
    "pipeline.stages.reviewing.review_acts": 43,
    "pipeline.stages.publishing.rehearsal": 45,
    "pipeline.stages.gating.since": 41,
    "pipeline.stages.gating.live": 42,
    "pipeline.stages.gating.report": 43,
    "pipeline.stages.gating.gates": 44,
    "pipeline.stages.gating.issues": 44,
    "pipeline.stages.gating.history": 40,
    "pipeline.stages.publishing.regenerating": 40,
    "pipeline.stages.publishing.kept": 41,
    "pipeline.stages.publishing.deciding": 42,
    "pipeline.stages.publishing.publish_report": 41,
    "pipeline.stages.publishing.addressing": 43,
    "pipeline.stages.publishing.public_site": 40,
    "pipeline.stages.publishing.readers": 41,
    "pipeline.stages.publishing.keeping": 42,
    "pipeline.stages.publishing.leaving": 42,
    "pipeline.stages.publishing.dressing": 43,
    "pipeline.stages.publishing.showing": 42,
    "pipeline.stages.publishing.writing": 43,
    "pipeline.stages.publishing.publish": 44,
    "pipeline.stages.publishing.publish_everywhere": 45,
    "pipeline.core.views.side_by_side": 9,
    "pipeline.stages.health.model": 43,
    "pipeline.stages.health.examination": 45,
    "pipeline.stages.health": 44,
    "pipeline.stages": 42,
    "pipeline.stages.publishing.committing": 43,
    "pipeline.stages.publishing.link_check": 43,
    "pipeline.stages.publishing.destination": 43,
    "pipeline.stages.publishing.side_by_side": 43,
    "pipeline.stages.publishing.rollback": 45,
    "pipeline.stages.happened": 46,
    "pipeline.stages.run_report": 47,
    "pipeline.opening": 45,
    "pipeline.screens.wording": 45,
    "pipeline.screens.status_page": 47,
    "pipeline.screens.publishing": 46,
    "pipeline.screens.doctor": 47,
    "pipeline.screens.events": 45,
    "pipeline.screens.run_report": 48,
    "pipeline.screens": 46,
    "pipeline.options.seeing": 44,
    "pipeline.options.common": 45,
    "pipeline.options.executor": 45,
    "pipeline.options.review": 46,
    "pipeline.options.gates": 46,
    "pipeline.options.daily": 47,
    "pipeline.options.stages": 47,
    "pipeline.screens.releases": 47,
    "pipeline.options.publishing": 46,
    "pipeline.options.set_up": 46,
    "pipeline.options.files": 46,
    "pipeline.options": 48,
    "pipeline.commands.output": 45,
    "pipeline.commands.pool": 46,
    "pipeline.commands.authors": 48,
    "pipeline.commands.turns": 46,
    "pipeline.commands.staged": 47,
    "pipeline.commands.watching": 48,
    "pipeline.review.guard": 46,
    "pipeline.review.texts": 46,
    "pipeline.review.shelf": 46,
    "pipeline.review.sessions": 46,
    "pipeline.review.http": 47,
    "pipeline.review.templates": 47,
    "pipeline.review.desk": 47,
    "pipeline.review.view": 47,
    "pipeline.review.app": 49,
    "pipeline.review.server": 50,
    "pipeline.review": 48,
    "pipeline.commands.review": 51,
    "pipeline.commands.formatted": 46,
    "pipeline.commands.fixing": 49,
    "pipeline.commands.publishing": 49,
    "pipeline.commands.links": 49,
    "pipeline.commands.posts": 48,
    "pipeline.commands": 50,
    "pipeline.cli": 60,
    "pipeline.__main__": 61,
    "pipeline": -1,
}

DOORS = {
    "turbohtml": {"pipeline.core.segmentation.markup"},
    "rapidfuzz": {"pipeline.core.similarity"},
    "babel": {"pipeline.core.languages"},
    "msgspec": {"pipeline.adapters.index_json"},
    "filelock": {"pipeline.adapters.turns"},
    "polib": {"pipeline.adapters.po_files"},
    "protego": {"pipeline.core.sites.robots"},
    "requests": {"pipeline.adapters.web", "pipeline.adapters.wordpress", "pipeline.adapters.libretranslate_engine"},
    "bs4": {"pipeline.adapters.scrape"},
    "soupsieve": {"pipeline.adapters.scrape"},
    "dask": {"pipeline.adapters.dask_executor"},
    "distributed": {"pipeline.adapters.dask_executor"},
    "deepl": {"pipeline.adapters.deepl_engine"},
    "jinja2": {"pipeline.screens.status_page", "pipeline.review.templates"},
    "starlette": {"pipeline.review.http"},
    "uvicorn": {"pipeline.review.server"},
    "tenacity": {"pipeline.adapters.web", "pipeline.adapters.wordpress", "pipeline.adapters.patience"},
    "tomli_w": {"pipeline.adapters.pairs_file", "pipeline.adapters.posts_file"},
}

IMPURE = {
    "os",
    "sys",
    "time",
    "random",
    "logging",
    "pathlib",
    "subprocess",
    "socket",
    "tempfile",
    "shutil",
    "io",
    "open",
}


def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def resolve(name: str, known: dict[str, ast.Module]) -> str:
    while name not in known and "." in name:
        name = name.rpartition(".")[0]
    return name


def floor(name: str) -> int:
    while name not in FLOORS:
        assert "." in name, f"{name} has no floor: give it one in FLOORS"
        name = name.rpartition(".")[0]
    return FLOORS[name]


def upward(known: dict[str, ast.Module]) -> list[str]:
    found = []
    for name, tree in known.items():
        for imported in imports(tree):
            target = resolve(imported, known)
            if target not in known or target in (name, "pipeline"):
                continue
            if floor(target) >= floor(name):
                found.append(f"{name} ({floor(name)}) imports {target} ({floor(target)})")
    return found


def test_imports_go_downwards_only() -> None:
    assert upward(modules()) == []


def test_an_upward_import_is_seen() -> None:
    known = modules()
    known["pipeline.core.model"] = ast.parse("from pipeline.core import merge\nfrom pipeline import cli")
    assert len(upward(known)) == 2


def test_each_library_has_its_one_door() -> None:
    wrong = []
    for name, tree in modules().items():
        for imported in imports(tree):
            library = imported.partition(".")[0]
            if library in sys.stdlib_module_names or library in ("pipeline", "__future__"):
                continue
            doors = DOORS.get(library, set())
            if not any(name == door or name.startswith(f"{door}.") for door in doors):
                wrong.append(f"{name} imports {library}")
    assert wrong == []


def test_the_core_is_pure() -> None:
    wrong = []
    for name, tree in modules().items():
        if name.startswith("pipeline.core"):
            wrong += [f"{name}: {i}" for i in imports(tree) if i.partition(".")[0] in IMPURE]
            calls = [n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
            wrong += [f"{name}: {call}()" for call in calls if call in ("open", "print", "input")]
    assert wrong == []


def test_adapters_do_not_import_each_other() -> None:
    wrong = []
    for name, tree in modules().items():
        if name.startswith("pipeline.adapters."):
            own = ".".join(name.split(".")[:3])  # one outside thing is a file, or a folder whose parts know each other
            others = (i for i in imports(tree) if i.startswith("pipeline.adapters") and not i.startswith(f"{own}."))
            wrong += [f"{name}: {i}" for i in others]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 320
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, f"{node.name} is too long"
