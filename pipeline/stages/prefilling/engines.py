"""Which engine the settings ask for. None is imported before it is used."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.adapters.settings import FILE
from pipeline.core.engines.engine import TranslationEngine
from pipeline.core.engines.masking import is_private
from pipeline.core.errors import EngineError, SettingsError, UsageError
from pipeline.core.segmentation.rules import Rules
from pipeline.core.settings.keys import secrets
from pipeline.core.settings.mistakes import ENGINES
from pipeline.core.settings.values import Settings
from pipeline.core.terms import House
from pipeline.workspace import Workspace


def choose(workspace: Workspace, name: str = "", server_url: str = "") -> tuple[TranslationEngine, str]:
    """The engine, and why it was taken.

    ``auto`` is DeepL where there is a key, else the local engine where its models are there, else memory only. Raises
    EngineError where an engine named by the user cannot be used, UsageError where there is none of that name.
    """
    settings = workspace.settings
    wanted = name or settings.engine
    if wanted not in ENGINES:
        raise UsageError(f'"{wanted}" is no engine; one of {", ".join(ENGINES)}')
    why = "asked for" if name else "as configured"
    if wanted == "auto":
        wanted, why = _automatic(workspace)
    return _make(wanted, workspace, server_url or settings.server_url), why


def make_alone(
    name: str, server_url: str, environment: Mapping[str, str], source: str, target: str
) -> tuple[TranslationEngine, str]:
    """The same without a project, for plain files: the keys come from the environment, the rest are defaults."""
    known = secrets(environment)
    settings = Settings(
        "",
        rules=Rules(source),
        targets=(target,),
        glossary=False,  # no project, so none of the folder that one happens to stand in
        deepl_key=known["deepl_key"],
        libretranslate_key=known["libretranslate_key"],
    )
    return choose(Workspace(Path(), settings, datetime.date.min), name, server_url)


def _automatic(workspace: Workspace) -> tuple[str, str]:
    settings = workspace.settings
    if settings.deepl_key:
        return "deepl", "a key is set"
    from pipeline.adapters.local_engine import is_ready  # noqa: PLC0415  see the module docstring

    if all(is_ready(settings.source, locale) for locale in settings.targets):
        return "local", "no DEEPL_AUTH_KEY is set, and its models are here"
    return "memory", "no DEEPL_AUTH_KEY is set, and there are no models on this machine"


def _make(name: str, workspace: Workspace, server_url: str) -> TranslationEngine:
    if name == "deepl":
        return _deepl(workspace, server_url)
    if name == "libretranslate":
        from pipeline.adapters.libretranslate_engine import LibreTranslateEngine  # noqa: PLC0415

        return LibreTranslateEngine(url=server_url, key=workspace.settings.libretranslate_key)
    if name == "local":
        from pipeline.adapters.local_engine import LocalEngine  # noqa: PLC0415

        return LocalEngine()
    if name == "pseudo":
        from pipeline.adapters.pseudo_engine import PseudoEngine  # noqa: PLC0415

        return PseudoEngine()
    from pipeline.adapters.memory_only_engine import MemoryOnlyEngine  # noqa: PLC0415

    return MemoryOnlyEngine()


def _deepl(workspace: Workspace, server_url: str) -> TranslationEngine:
    settings = workspace.settings
    if not settings.deepl_key:
        raise EngineError('the engine deepl needs a key; set DEEPL_AUTH_KEY, or engine.name = "memory"')
    from pipeline.adapters.deepl_engine import DeepLEngine, Preferences  # noqa: PLC0415

    is_told = settings.glossary or settings.instructions
    houses = {locale: workspace.house(locale) for locale in settings.targets} if is_told else {}
    names = {*settings.names, *(term.source for house in houses.values() for term in house.terms if term.keep)}
    _refuse_private(settings.instructions, names)
    glossaries = {locale: _terms(house, names) for locale, house in houses.items()} if settings.glossary else {}
    preferences = Preferences(
        settings.formality, settings.instructions, glossaries, urlsplit(settings.address).hostname or "project"
    )
    return DeepLEngine(key=settings.deepl_key, server_url=server_url or None, preferences=preferences)


def _terms(house: House, names: Collection[str]) -> dict[str, str]:
    """The terms that an engine may be told of: those without a name or an address, which never leave this machine."""
    told = (term for term in house.terms if term.target and not term.keep)
    return {term.source: term.target for term in told if not is_private(f"{term.source}\n{term.target}", names)}


def _refuse_private(instructions: Sequence[str], names: Collection[str]) -> None:
    """Raises SettingsError for instructions that hold what never leaves this machine."""
    found = [one for one in instructions if is_private(one, names)]
    if found:
        shown = (
            f'"engine.instructions" holds a name or an address that is never sent: "{found[0][:60]}"; word it otherwise'
        )
        raise SettingsError((f"{FILE}: {shown}",))
