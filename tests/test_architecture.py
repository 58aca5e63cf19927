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
    "pipeline.core.elements": 0,
    "pipeline.core.text": 0,
    "pipeline.core.engine": 1,
    "pipeline.core.terms": 0,
    "pipeline.core.islands": 0,
    "pipeline.core.blocks": 0,
    "pipeline.core.word_diff": 0,
    "pipeline.core.spending": 0,
    "pipeline.core.pace": 0,
    "pipeline.core.pair_addresses": 2,
    "pipeline.core.language_guess": 1,
    "pipeline.core.foreign": 2,
    "pipeline.core.masking": 2,
    "pipeline.core.batches": 2,
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
    "pipeline.core.placement": 1,
    "pipeline.core.tagged": 5,
    "pipeline.core.marks": 1,
    "pipeline.core.rules": 1,
    "pipeline.core.ledger": 1,
    "pipeline.core.languages": 1,
    "pipeline.core.naming": 2,
    "pipeline.core.similarity": 1,
    "pipeline.core.matching": 7,
    "pipeline.core.structured_data": 1,
    "pipeline.core.registry": 1,
    "pipeline.core.xml_text": 1,
    "pipeline.core.po_lines": 1,
    "pipeline.core.po_blocks": 1,
    "pipeline.core.markup": 2,
    "pipeline.core.runs": 2,
    "pipeline.core.switchers": 3,
    "pipeline.core.inline": 3,
    "pipeline.core.extents": 3,
    "pipeline.core.labels": 4,
    "pipeline.core.refusals": 4,
    "pipeline.core.fragments": 4,
    "pipeline.core.titles": 4,
    "pipeline.core.render": 5,
    "pipeline.core.memory": 6,
    "pipeline.core.scope": 4,
    "pipeline.core.reading": 5,
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
    "pipeline.core.page": 6,
    "pipeline.core.walk": 7,
    "pipeline.core.segment": 8,
    "pipeline.core.verify": 8,
    "pipeline.core.coverage": 8,
    "pipeline.core.merge": 8,
    "pipeline.core.prefill": 8,
    "pipeline.core.align": 8,
    "pipeline.core.alignment.profiles": 5,
    "pipeline.core.alignment.evidence": 6,
    "pipeline.core.alignment": 7,
    "pipeline.core.link_targets": 1,
    "pipeline.core.json_members": 0,
    "pipeline.core.pairs.wanted": 4,
    "pipeline.core.pairs.edits": 4,
    "pipeline.core.pairs.switcher": 6,
    "pipeline.core.pairs.dressing": 8,
    "pipeline.core.pairs": 7,
    "pipeline.core.site_files": 8,
    "pipeline.core.page_links": 8,
    "pipeline.core.link_check": 9,
    "pipeline.core.reader_view": 8,
    "pipeline.core.fingerprint": 9,
    "pipeline.core.identity": 9,
    "pipeline.core.gate": 9,
    "pipeline.core.po_entries": 1,
    "pipeline.core.seen_first": 9,
    "pipeline.core.entry_checks": 9,
    "pipeline.core.ratchet": 9,
    "pipeline.core.formats.model": 10,
    "pipeline.core.formats.plain": 0,
    "pipeline.core.formats.issue": 12,
    "pipeline.core.formats": 11,
    "pipeline.core.floors": 11,
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
    "pipeline.core.post_file": 0,
    "pipeline.core.block_shape": 1,
    "pipeline.core.posts": 1,
    "pipeline.core.post_answers": 2,
    "pipeline.core.post_links": 3,
    "pipeline.core.post_plan": 10,
    "pipeline.core.edited_posts": 9,
    "pipeline.core.settings.wordpress": 0,
    "pipeline.core.settings.publishing": 13,
    "pipeline.core.acceptance": 9,
    "pipeline.core.fixes": 9,
    "pipeline.core.splitting": 9,
    "pipeline.core.three_way": 7,
    "pipeline.core.take_back": 9,
    "pipeline.core.attribution": 9,
    "pipeline.core.prefilled": 8,
    "pipeline.core.missing": 8,
    "pipeline.core.reviewing": 9,
    "pipeline.core.marking": 5,
    "pipeline.core.framing": 5,
    "pipeline.core.page_diff": 9,
    "pipeline.core.media_types": 0,
    "pipeline.core.versions": 0,
    "pipeline.core.site_marks": 0,
    "pipeline.core.charset": 3,
    "pipeline.core.impostors": 10,
    "pipeline.core.robots": 1,
    "pipeline.core.site_lists": 1,
    "pipeline.adapters.web.requests_as_given": 17,
    "pipeline.adapters.web.responses": 18,
    "pipeline.adapters.web.client": 19,
    "pipeline.adapters": 20,
    "pipeline.contents": 29,
    "pipeline.workspace": 30,
    "pipeline.stages.mapping": 38,
    "pipeline.stages.problems": 40,
    "pipeline.stages.post_store": 31,
    "pipeline.stages.post_addresses": 31,
    "pipeline.stages.fetch_post": 41,
    "pipeline.stages.post_writing": 40,
    "pipeline.stages.post_jobs": 40,
    "pipeline.stages.post_report": 41,
    "pipeline.stages.post_edits": 41,
    "pipeline.stages.publish_posts": 42,
    "pipeline.stages.roll_back_post": 42,
    "pipeline.stages.budget": 40,
    "pipeline.stages.asking": 41,
    "pipeline.stages.filling": 42,
    "pipeline.stages.prefill": 43,
    "pipeline.stages.prefill_files": 43,
    "pipeline.stages.extract_index": 40,
    "pipeline.stages.extract": 41,
    "pipeline.stages.fetch": 42,
    "pipeline.stages.start": 43,
    "pipeline.stages.returned": 41,
    "pipeline.stages.git_parts": 41,
    "pipeline.stages.revocations": 41,
    "pipeline.stages.reading": 38,
    "pipeline.stages.fetch_page": 40,
    "pipeline.stages.finding": 41,
    "pipeline.stages.looking": 41,
    "pipeline.stages.choice": 41,
    "pipeline.stages.style_sheets": 39,
    "pipeline.stages.preview": 43,
    "pipeline.stages.review_acts": 43,
    "pipeline.stages.rehearsal": 45,
    "pipeline.stages.since": 41,
    "pipeline.stages.live": 42,
    "pipeline.stages.report": 43,
    "pipeline.stages.gates": 44,
    "pipeline.stages.issues": 44,
    "pipeline.stages.history": 40,
    "pipeline.stages.regenerating": 40,
    "pipeline.stages.kept": 41,
    "pipeline.stages.deciding": 40,
    "pipeline.stages.publish_report": 41,
    "pipeline.stages.addressing": 41,
    "pipeline.stages.public_site": 41,
    "pipeline.stages.showing": 42,
    "pipeline.stages.writing": 43,
    "pipeline.stages.publish": 44,
    "pipeline.stages.publish_everywhere": 45,
    "pipeline.core.side_by_side": 9,
    "pipeline.stages.health.model": 43,
    "pipeline.stages.health.examination": 45,
    "pipeline.stages.health": 44,
    "pipeline.stages": 42,
    "pipeline.stages.committing": 43,
    "pipeline.stages.link_check": 43,
    "pipeline.stages.destination": 43,
    "pipeline.stages.side_by_side": 43,
    "pipeline.stages.rollback": 45,
    "pipeline.opening": 45,
    "pipeline.screens.wording": 45,
    "pipeline.screens.status_page": 47,
    "pipeline.screens.publishing": 45,
    "pipeline.screens.doctor": 47,
    "pipeline.screens": 46,
    "pipeline.options.common": 45,
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
    "pipeline.commands.authors": 48,
    "pipeline.commands.turns": 46,
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
    "turbohtml": {"pipeline.core.markup"},
    "rapidfuzz": {"pipeline.core.similarity"},
    "babel": {"pipeline.core.languages"},
    "filelock": {"pipeline.adapters.turns"},
    "polib": {"pipeline.adapters.po_files"},
    "protego": {"pipeline.core.robots"},
    "requests": {"pipeline.adapters.web", "pipeline.adapters.wordpress", "pipeline.adapters.libretranslate_engine"},
    "bs4": {"pipeline.adapters.scrape"},
    "soupsieve": {"pipeline.adapters.scrape"},
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
