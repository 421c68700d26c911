"""A backup is whole, private, and itself a data folder."""

from __future__ import annotations

import sqlite3
import stat
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from requestbin.conf import Conf
from requestbin.operations.backup import Refused, write
from tests.builders import captured, make_bin, store

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conf(tmp_path: Path) -> Conf:
    """A data folder whose keys were made there, not given by the environment."""
    made = replace(settings.REQUESTBIN, data=tmp_path / "var", secret_key=(), token="")
    assert made.secret_keys
    assert made.instance_token
    return made


def _modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_folder_is_a_data_folder(conf: Conf, tmp_path: Path) -> None:
    store(make_bin(), captured(body="kept"), captured(body="too"))
    made = write(conf, tmp_path / "backups" / "monday")
    assert (made.bins, made.requests, made.missing) == (1, 2, ())
    assert {path.name for path in made.path.iterdir()} == {
        "requestbin.sqlite3",
        "secret_key",
        "token",
    }
    with sqlite3.connect(made.path / "requestbin.sqlite3") as database:
        assert database.execute("SELECT data FROM bins_body ORDER BY seq").fetchall() == [
            (b"kept",),
            (b"too",),
        ]
    restored = replace(conf, data=made.path)
    assert restored.secret_keys == conf.secret_keys
    assert restored.instance_token == conf.instance_token


def test_only_the_owner_can_read_it(conf: Conf, tmp_path: Path) -> None:
    folder = write(conf, tmp_path / "folder").path
    archive = write(conf, tmp_path / "archive.tar.gz").path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert _modes(folder) == {0o600}
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz", "all.tgz"])
def test_an_archive_holds_the_folder(conf: Conf, tmp_path: Path, name: str) -> None:
    made = write(conf, tmp_path / name)
    with tarfile.open(made.path) as tar:
        assert sorted(tar.getnames()) == [
            "all",
            "all/requestbin.sqlite3",
            "all/secret_key",
            "all/token",
        ]
    assert list(tmp_path.glob(".backup-*")) == []


def test_it_overwrites_nothing(conf: Conf, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(Refused, match="overwrites nothing"):
        write(conf, tmp_path / "there")


def test_keys_that_the_environment_gave_are_named(conf: Conf, tmp_path: Path) -> None:
    made = write(replace(conf, secret_key=("given",), token="given" * 5), tmp_path / "out")
    assert made.missing == ("REQUESTBIN_SECRET_KEY", "REQUESTBIN_TOKEN")


def test_on_postgresql_it_names_the_tool(conf: Conf, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pg_dump"):
        write(replace(conf, database_url="postgresql://here/requestbin"), tmp_path / "out")
