"""What several of these tests start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.adapters.wordpress import WordPress
from tests.end_to_end.wordpress_desk import Desk
from tests.fakes.wordpress_server import FakeWordPress


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    for name in ("CI", "SOURCE_DATE_EPOCH", "DIPTYCH_FETCH_FROM", "DEEPL_AUTH_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DIPTYCH_WORDPRESS_USER", "publisher")
    monkeypatch.setenv("DIPTYCH_WORDPRESS_PASSWORD", "secret words")
    defaults = WordPress.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "sleep", lambda _: None)
    with FakeWordPress() as fake:
        yield Desk(tmp_path, fake, capsys)
