"""config/diptych.toml and the environment → Settings; every mistake is reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.core import toml_text
from pipeline.core.errors import SettingsError
from pipeline.core.settings.keys import settings
from pipeline.core.settings.mistakes import mistakes, usable
from pipeline.core.settings.values import Settings

FILE: Final = Path("config/diptych.toml")


def load(root: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the project at ``root``. Raises SettingsError with every mistake, one line each."""
    path = root / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        message = f"{FILE} is not here; go to the project's folder, or make one with: diptych init https://…"
        raise SettingsError((message,)) from None
    except OSError as error:
        message = f"{FILE}: cannot be read ({error.strerror}); check what it is and its rights"
        raise SettingsError((message,)) from error
    data = toml_text.loads(content)
    if isinstance(data, toml_text.Mistake):
        place = FILE if data.line is None else f"{FILE}:{data.line}"
        raise SettingsError((f"{place}: {data.message}",))
    flat, text = _flatten(data), content.decode("utf-8-sig")
    found = mistakes(flat)
    if found:
        raise SettingsError(tuple(f"{FILE}{_line(text, key)}: {message}" for key, message in found))
    return settings(usable(flat), environment)


def _flatten(data: dict[str, Any]) -> dict[str, Any]:
    """Dotted key → value, one level of tables."""
    flat: dict[str, Any] = {}
    for section, values in data.items():
        if isinstance(values, dict):
            flat.update({f"{section}.{key}": value for key, value in values.items()})
        else:
            flat[section] = values
    return flat


def _line(text: str, key: str) -> str:
    """``:12`` for the line a key stands on, or nothing."""
    name = re.escape(key.rsplit(".", 1)[-1])
    match = re.search(rf"^\s*(?:{name}\s*=|\[{name}[\].]|\[\[[\w.]*\b{name}\])", text, re.MULTILINE)
    return f":{text.count(chr(10), 0, match.start()) + 1 + match.group().count(chr(10))}" if match else ""
