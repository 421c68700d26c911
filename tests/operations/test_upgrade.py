"""An upgrade copies what is there before it changes it, and says from where it came."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from requestbin import __version__
from tests.serving import environment, manage


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first start leaves it."""
    made = tmp_path_factory.mktemp("upgraded") / "var"
    manage("upgrade", env=environment(made))
    return made


@pytest.fixture
def data(upgraded: Path, tmp_path: Path) -> Path:
    """One of the test's own."""
    return Path(shutil.copytree(upgraded, tmp_path / "var"))


def _undo_last_migration(data: Path) -> None:
    manage("migrate", "forwarding", "zero", "--verbosity=0", env=environment(data))


def test_a_first_start_says_nothing_and_copies_nothing(tmp_path: Path) -> None:
    assert manage("upgrade", env=environment(tmp_path / "var")) == ""
    assert not (tmp_path / "var" / "backups").exists()
    assert (tmp_path / "var" / "version").read_text().strip() == __version__


def test_a_second_start_does_nothing(data: Path) -> None:
    before = (data / "requestbin.sqlite3").stat().st_mtime_ns
    assert manage("upgrade", env=environment(data)) == ""
    assert (data / "requestbin.sqlite3").stat().st_mtime_ns == before


def test_data_is_copied_before_it_is_migrated(data: Path) -> None:
    _undo_last_migration(data)
    said = manage("upgrade", env=environment(data))
    (copy,) = (data / "backups").iterdir()
    assert said.startswith(f"Copied to {copy}")
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'forwarding_delivery'"
    with sqlite3.connect(copy / "requestbin.sqlite3") as database:
        assert database.execute(tables).fetchone() == (0,)
    with sqlite3.connect(data / "requestbin.sqlite3") as database:
        assert database.execute(tables).fetchone() == (1,)


def test_a_new_version_says_what_it_was(data: Path) -> None:
    (data / "version").write_text("0.0.9\n")
    said = manage("upgrade", env=environment(data))
    assert said == f"{__version__}, was 0.0.9. 0 requests are here.\n"


def test_postgresql_is_migrated(tmp_path: Path, postgres_bare: str) -> None:
    env = environment(tmp_path, DATABASE_URL=postgres_bare)
    assert manage("upgrade", env=env) == ""
    assert "[ ]" not in manage("showmigrations", env=env)
