"""What people agreed on beforehand: glossary terms and fixed wordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary line: a source term, how it is said in the target, and what it must never be called.

    ``keep`` means that the term stays as it is, ``exact`` that it counts in its own capitals only. ``forbidden`` holds
    wrong targets.
    """

    source: str
    target: str = ""
    forbidden: tuple[str, ...] = ()
    keep: bool = False
    exact: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """The house rules for one target language: terms, and wordings that exist in one approved form only."""

    terms: tuple[Term, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
