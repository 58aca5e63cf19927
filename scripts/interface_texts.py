"""``make interface``: the review page's words → its catalogue, by our own merge; with ``--as NAME`` they are accepted.

The catalogue is ``pipeline/review/locales/fr/LC_MESSAGES/review.po``: translate it in any editor.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.adapters import files, po_files
from pipeline.core import ledger as ledgers
from pipeline.core.ledger import Ledger
from pipeline.core.merge import merge
from pipeline.core.model import Catalogue, Segment
from pipeline.core.reviews.acceptance import claims, record
from pipeline.core.verify import Checker
from pipeline.opening import today
from pipeline.review.texts import LANGUAGES, path, used


def main() -> int:
    """Bring the catalogues up to date; say what waits."""
    parser = argparse.ArgumentParser("interface_texts", description=__doc__)
    parser.add_argument("--as", dest="who", default="", help="accept what is finished in this name")
    parser.add_argument("--today", default=None)
    options = parser.parse_args()
    for language in LANGUAGES[1:]:
        catalogue = po_files.load(path(language), "review", language) or Catalogue("review", language)
        merged = merge(catalogue, [Segment(text) for text in used()]).catalogue
        ledger = held_ledger(language)
        if options.who:
            claimed = claims(merged, ledger, Checker("en", language), unchanged=True)
            for finding in claimed.findings:
                print(f"{finding.check}: {finding.message} · {finding.source}")
            if claimed.findings:
                return 2
            merged, ledger = record(merged, ledger, claimed, options.who, today(options).isoformat())
        files.write(path(language), po_files.dumps(merged))
        files.write(ledger_path(language), ledgers.dumps(ledger).encode("utf-8"))
        waiting = [unit.source for unit in merged.units if not unit.target or unit.fuzzy]
        print(f"{language}: {len(merged.units)} texts, {len(waiting)} wait")
        for text in waiting:
            print(f"  {text}")
    return 0


def ledger_path(language: str) -> Path:
    """Where the reviews of a language stand."""
    return path(language).with_suffix(".review.tsv")


def held_ledger(language: str) -> Ledger:
    """The reviews so far."""
    found = ledgers.loads((files.read(ledger_path(language)) or b"").decode("utf-8"))
    if isinstance(found, tuple):
        raise SystemExit(f"{ledger_path(language)}:{found[0]}: {found[1]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
