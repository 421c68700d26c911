"""Settings that cannot be used: each ends `serve` at once, with one sentence that helps."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from requestbin.conf import ConfigurationError, load
from requestbin.settings import _database
from tests.serving import PROJECT, environment
from tests.stores import free_port

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECONDS = 40


@pytest.fixture
def refused(collected: None, migrated: Path, tmp_path: Path) -> Run:
    """Give `refused(**environ)`: the one sentence with which `serve` does not start."""

    def run(*words: str, migrate: bool = True, **environ: str) -> str:
        if migrate:
            shutil.copy(migrated, tmp_path)
        env = environment(tmp_path, **{"PORT": str(free_port()), **environ})
        env = {name: value for name, value in env.items() if value != "UNSET"}
        ended = subprocess.run(
            [sys.executable, "manage.py", "serve", *words], cwd=PROJECT, check=False, env=env,
            capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
        assert ended.returncode != 0
        assert "running" not in ended.stdout
        assert ended.stderr.count("\n") == 1, ended.stderr
        assert ended.stderr.startswith("Not started: ")
        return ended.stderr.strip()

    return run


NO_POSTGRES = "postgresql://someone:hunter2@127.0.0.1:1/requestbin"

THROUGH: tuple[tuple[str, dict[str, str]], ...] = (
    ("PORT must be a number up to 65535", {"PORT": "99999"}),
    (
        "cannot listen on no-such-host.invalid",
        {"HOST": "no-such-host.invalid", "REQUESTBIN_PUBLIC": "1"},
    ),
    (
        "REQUESTBIN_SECRET_KEY must be set where DATABASE_URL is",
        {"DATABASE_URL": NO_POSTGRES, "REQUESTBIN_SECRET_KEY": "UNSET"},
    ),
    ("DATABASE_URL must be postgresql://", {"DATABASE_URL": "mysql://root@localhost/x"}),
    ("REQUESTBIN_URL must be written in ASCII", {"REQUESTBIN_URL": "https://h\xf6oks.example"}),
)
"""One for each place that finds a setting wrong (tests/management/test_serve.py has others)."""

WRONG: tuple[tuple[str, dict[str, str]], ...] = (
    ("PORT must be a number", {"PORT": "abc"}),
    ("PORT must be a number up to 65535", {"PORT": "-1"}),
    ("DATABASE_URL must be postgresql://", {"DATABASE_URL": "postgresql://h:port/x"}),
    ("DATABASE_URL must be postgresql://", {"DATABASE_URL": "postgresql://[::1/x"}),
    ("DATABASE_URL must be postgresql://", {"DATABASE_URL": "postgresql://localhost"}),
    ("DATABASE_URL must be postgresql://", {"DATABASE_URL": "nonsense"}),
    ("REQUESTBIN_URL must be an origin", {"REQUESTBIN_URL": "hooks.example.com"}),
    ("REQUESTBIN_URL must be an origin", {"REQUESTBIN_URL": "https://h.example/path"}),
    ("REQUESTBIN_URL must be an origin", {"REQUESTBIN_URL": "https://h.example:port"}),
    ("REQUESTBIN_CAPTURE_URL must be an origin", {"REQUESTBIN_CAPTURE_URL": "ftp://x"}),
    ("REQUESTBIN_PUBLIC must be 1 or 0", {"REQUESTBIN_PUBLIC": "maybe"}),
    ("REQUESTBIN_ALLOW_NETS must be CIDRs", {"REQUESTBIN_ALLOW_NETS": "10.0.0.0/99"}),
    ("REQUESTBIN_ALLOW_NETS must be CIDRs", {"REQUESTBIN_ALLOW_NETS": "10.0.0.1/8"}),
    ("REQUESTBIN_TRUSTED_PROXIES must be a number", {"REQUESTBIN_TRUSTED_PROXIES": "all"}),
    ("REQUESTBIN_TRUSTED_PROXIES must be a number", {"REQUESTBIN_TRUSTED_PROXIES": "-1"}),
    ("REQUESTBIN_MAX_BODY must be bytes", {"REQUESTBIN_MAX_BODY": "10 MBytes"}),
    ("REQUESTBIN_MAX_BODY must be bytes", {"REQUESTBIN_MAX_BODY": "0"}),
    ("REQUESTBIN_RATE_PER_BIN must be requests a second", {"REQUESTBIN_RATE_PER_BIN": "-5"}),
    ("REQUESTBIN_MAX_REQUESTS must be a number from 1", {"REQUESTBIN_MAX_REQUESTS": "0"}),
    ("REQUESTBIN_MAX_REQUESTS must be a number from 1", {"REQUESTBIN_MAX_REQUESTS": "9" * 30}),
    ("REQUESTBIN_MAX_AGE must be 30d, 12h", {"REQUESTBIN_MAX_AGE": "soon"}),
    ("REQUESTBIN_MAX_AGE must be 30d, 12h", {"REQUESTBIN_MAX_AGE": "99999999d"}),
    ("REQUESTBIN_MAX_BYTES must be bytes", {"REQUESTBIN_MAX_BYTES": "9" * 30}),
    ("REQUESTBIN_TOKEN must have 20 or more characters", {"REQUESTBIN_TOKEN": "short"}),
    ("REQUESTBIN_LOG_LEVEL must be DEBUG", {"REQUESTBIN_LOG_LEVEL": "LOUD"}),
    ("REDIS_URL must be redis://", {"REDIS_URL": "localhost"}),
)
"""What the settings refuse: manage.py ends with whatever they say."""


@pytest.mark.parametrize(("sentence", "environ"), THROUGH)
def test_one_sentence_and_an_end(refused: Run, sentence: str, environ: dict[str, str]) -> None:
    said = refused(**environ)
    assert said.startswith(f"Not started: {sentence}"), said
    assert "hunter2" not in said


@pytest.mark.parametrize(("sentence", "environ"), WRONG)
def test_one_sentence(sentence: str, environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        _database(load(environ).database_url)
    said = str(refusal.value)
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert "\n" not in said


def test_a_database_that_is_not_there(refused: Run) -> None:
    said = refused(DATABASE_URL=NO_POSTGRES)
    assert said.startswith("Not started: the database does not answer: ")
    assert said.endswith("Connection refused")
    assert "hunter2" not in said


def command_error(data: Path, *words: str, **environ: str) -> str:
    """Return the one sentence with which a command ends."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=PROJECT, check=False, timeout=SECONDS,
        env=environment(data, **environ), capture_output=True, text=True,
        stdin=subprocess.DEVNULL, start_new_session=True,  # nobody, and no terminal to ask at
    )  # fmt: skip
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr.splitlines()[-1]


def test_an_upgrade_of_a_database_that_is_not_there(tmp_path: Path) -> None:
    said = command_error(tmp_path, "upgrade", DATABASE_URL=NO_POSTGRES)
    assert said.startswith("CommandError: The database does not answer: ")
    assert said.endswith("Connection refused")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "words", ["adduser bob", "token --list", "token --revoke 1", "prune", "backup copy", "link"]
)
def test_a_command_before_the_first_upgrade(tmp_path: Path, words: str) -> None:
    said = command_error(tmp_path, *words.split(), REQUESTBIN_URL="https://hooks.example.com")
    assert said.startswith("CommandError: The database is not up to date. Run: ")
    assert said.endswith(" manage.py upgrade")


def test_a_password_that_nobody_can_type(tmp_path: Path, migrated: Path) -> None:
    shutil.copy(migrated, tmp_path)
    said = command_error(tmp_path, "adduser", "bob")
    assert "CommandError: Nobody is here to type a password." in said
    assert said.rstrip(".").endswith("--password-stdin")


@pytest.mark.parametrize("below", ["", "/deep/er"])
def test_a_data_folder_that_cannot_be_written(refused: Run, tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.touch()
    said = refused(REQUESTBIN_DATA=f"{file}{below}")
    assert said.startswith(f"Not started: REQUESTBIN_DATA: the folder {file}{below} ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_data_folder_in_one_that_may_not_be_written(refused: Run, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    said = refused(REQUESTBIN_DATA=f"{locked}/requestbin")
    assert said.startswith(f"Not started: REQUESTBIN_DATA: the folder {locked}/requestbin ")


def test_a_data_folder_on_a_disk_that_takes_no_writes(refused: Run) -> None:
    said = refused(REQUESTBIN_DATA="/proc/requestbin")
    assert said.startswith("Not started: REQUESTBIN_DATA: the folder /proc/requestbin ")


def test_a_database_file_that_is_none(refused: Run, tmp_path: Path) -> None:
    (tmp_path / "requestbin.sqlite3").write_bytes(b"this is no database" * 1_000)
    said = refused(migrate=False)
    assert said == "Not started: the database does not answer: file is not a database"


def test_static_files_that_were_not_collected(migrated: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for name in ("requestbin", "templates", "static"):
        shutil.copytree(PROJECT / name, tree / name)
    shutil.copy(PROJECT / "manage.py", tree)
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(migrated, data)
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=tree, env=environment(data, PORT="0"),
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("Not started: the static files are not collected. Run: ")
    assert ended.stderr.count("\n") == 1
