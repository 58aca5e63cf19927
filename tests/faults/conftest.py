"""One world for all tests of faults: it is only copied from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stages import STAGES
from tests.faults.world import World, world


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("faults"), STAGES) as made:
        yield made
