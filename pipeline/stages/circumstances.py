"""What a stage's outcome depends on beside a page's own files, as one digest: settings, the program, its libraries.

An index entry made under other circumstances is not used. What is left out here would be taken for unchanged when it
is not, so settings go in whole, and the program by the text of all of it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from pipeline import program


def circumstances(*parts: object) -> str:
    """A digest of frozen dataclasses, mappings, sets, sequences and plain values, and of the program."""
    found = hashlib.sha256(_program())
    for part in parts:
        found.update(b"\0" + _form(part).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def joined(*digests: str) -> str:
    """One digest of several digests or names."""
    return hashlib.sha256("\0".join(digests).encode("utf-8", "surrogatepass")).hexdigest()


def _form(value: object) -> str:
    """A text that is the same for equal values, in every process; the order in a mapping or set means nothing."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (f"{field.name}={_form(getattr(value, field.name))}" for field in dataclasses.fields(value))
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{_form(key)}: {_form(told)}' for key, told in value.items()))}}}"
    if isinstance(value, AbstractSet):
        return f"{{{', '.join(sorted(map(_form, value)))}}}"
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_form, value))}]"
    return repr(value)


def _program() -> bytes:
    return repr(program.versions()).encode() + program.digest()
