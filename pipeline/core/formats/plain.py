"""Values as JSON has them: what json, gitlab, sarif and badge share."""

from __future__ import annotations

import json


def dumps(value: object) -> str:
    """JSON as people can read it, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
