"""The story that the faults interrupt: every command that writes, in an order in which each has something to do."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.faults.world import R1, R3, Stage, filled, replaced

LAMPS: Final = "95befe"  # the unit of round 1 with the 400 lamps
SESSION: Final = "d1b63e"  # a text of round 3 that stands in three places
_TMX: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" '
    'datatype="plaintext" segtype="sentence" adminlang="en" srclang="en" o-tmf="x"/><body><tu><tuv xml:lang="en">'
    '<seg>Good morning</seg></tuv><tuv xml:lang="fr"><seg>Bonjour</seg></tuv></tu></body></tmx>'
)


def _brought(folder: Path) -> None:
    (folder / "given.tmx").write_text(_TMX, encoding="utf-8")


def _untidy(folder: Path) -> None:
    """Catalogue and ledger as other tools and git's union leave them."""
    replaced(R1, "msgid", "\nmsgid")(folder)
    path = folder / f"locales/fr/LC_MESSAGES/{R1}.review.tsv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(lines), ""]), encoding="utf-8")


STAGES: Final = (
    Stage("fetch", ("fetch",)),
    Stage("learn", ("learn", "--accept", "--as", "Web team")),
    Stage("extract", ("extract",)),
    Stage("prefill", ("prefill", "--engine", "deepl", "--server-url", "{deepl}")),
    Stage("accept", ("accept", R3, "--as", "Ann"), filled(R3)),
    Stage("publish", ("publish",)),
    Stage("approve", ("approve", R1, "--as", "Bea")),
    Stage("accept again", ("accept", R1, "--as", "Ann"), replaced(R1, "400 lampes", "400 lampes ; toutes")),
    Stage("fix", ("check", "--fix", R1)),
    Stage("publish the fix", ("publish",)),
    Stage("split", ("split", R3, SESSION)),
    Stage(
        "ignore",
        ("ignore", R1, LAMPS, "figures", "--because", "a joke", "--as", "Ann"),
        replaced(R1, "400 lampes", "40 lampes"),
    ),
    Stage("fmt", ("fmt",), _untidy),
    Stage("import", ("memory", "import", "{project}/given.tmx"), _brought),
    Stage("run", ("run", "--engine", "memory"), edited=True),
    Stage("withdraw", ("withdraw", R3), edited=True),
    Stage("bring back", ("publish", R3), edited=True),
)
NAMED: Final = {stage.name: stage for stage in STAGES}
