"""Which engine the settings ask for. None is imported before it is used."""

from __future__ import annotations

from pipeline.adapters.settings import Settings
from pipeline.core.engine import TranslationEngine
from pipeline.core.errors import EngineError


def choose(settings: Settings, name: str = "") -> tuple[TranslationEngine, str]:
    """The engine, and why it was taken. ``auto`` is DeepL where there is a key, else memory only.

    Raises EngineError where an engine named by the user cannot be used.
    """
    wanted = name or settings.engine
    if wanted == "auto":
        wanted, why = ("deepl", "a key is set") if settings.deepl_key else ("memory", "no DEEPL_AUTH_KEY is set")
    else:
        why = "asked for"
    return _make(wanted, settings), why


def _make(name: str, settings: Settings) -> TranslationEngine:
    if name == "deepl":
        if not settings.deepl_key:
            raise EngineError('the engine deepl needs a key; set DEEPL_AUTH_KEY, or engine.name = "memory"')
        from pipeline.adapters.deepl_engine import DeepLEngine  # noqa: PLC0415  see the module docstring

        url = settings.server_url or None
        return DeepLEngine(key=settings.deepl_key, server_url=url, formality=settings.formality)
    if name == "pseudo":
        from pipeline.adapters.pseudo_engine import PseudoEngine  # noqa: PLC0415

        return PseudoEngine()
    from pipeline.adapters.memory_only_engine import MemoryOnlyEngine  # noqa: PLC0415

    return MemoryOnlyEngine()
