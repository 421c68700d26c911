"""Servers to attack, one of each mode, shared by the tests that leave them standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.serving import Serving, ended


@pytest.fixture(scope="session")
def local(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    """Give a local-mode server; no test may make it log a traceback."""
    server = serving(migrated, tmp_path_factory.mktemp("local") / "data", (), {})
    with ended([server]):
        yield server
        assert "Traceback" not in server.output
