"""What `make run` says on a machine where it cannot start."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

OLD = """#!/bin/sh
case "$2" in *exit*) exit 1;; *) echo 3.9;; esac
"""
NO_VENV = """#!/bin/sh
case "$2" in venv) echo 'ensurepip is not available' >&2; exit 1;; *) exit 0;; esac
"""


def _make(folder: Path, python: str, *words: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(PROJECT / "Makefile", folder)
    (folder / "requirements.txt").touch()
    if python:
        (folder / "python-here").write_text(python)
        (folder / "python-here").chmod(0o755)
    own = ("MAKE", "MFLAGS")  # of the make that runs the tests
    env = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return subprocess.run(
        ["make", *words], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("python", "found"), [(OLD, "3.9"), ("", "not there")], ids=["old", "missing"]
)
def test_a_python_that_is_too_old_is_named(tmp_path: Path, python: str, found: str) -> None:
    ended = _make(tmp_path, python, "run", "PYTHON=./python-here")
    assert ended.returncode != 0
    assert ended.stderr.startswith(
        f"Needs Python 3.11 or newer; ./python-here is {found}. "
        "Name another: PYTHON=python3.12 make run\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    ended = _make(tmp_path, NO_VENV, "run", "PYTHON=./python-here")
    assert ended.returncode != 0
    assert "Setting up (first time only, about a minute) … failed" in ended.stdout
    assert "Debian/Ubuntu: sudo apt install python3-venv" in ended.stderr
    assert not (tmp_path / ".venv" / "installed").exists()


def test_make_alone_tells_what_there_is(tmp_path: Path) -> None:
    ended = _make(tmp_path, "")
    assert ended.returncode == 0
    assert "make run" in ended.stdout
    assert "make test" in ended.stdout
