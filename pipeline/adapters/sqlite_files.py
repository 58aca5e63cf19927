"""Whether a database of SQLite is whole."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def trouble(path: Path) -> str:
    """What is wrong with a database, in a few words; empty where it is whole. It is read only, and not waited for."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)) as held:
            found = held.execute("pragma quick_check(1)").fetchone()[0]
            return "" if found == "ok" else str(found).splitlines()[0]
    except sqlite3.OperationalError:
        return ""  # in use, or no rights: another topic
    except sqlite3.DatabaseError as error:
        return str(error)
