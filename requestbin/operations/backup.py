"""A copy of everything that an instance on SQLite holds, made while it runs."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.conf import Conf

ARCHIVES = {".tar": "w", ".gz": "w:gz", ".tgz": "w:gz"}
"""By the last suffix: how tarfile writes it."""
KEPT = ("secret_key", "token")


class Refused(Exception):
    """There is no backup, and the message says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """What was copied; `missing` names the settings that stand elsewhere, so are not in it."""

    path: Path
    bins: int
    requests: int
    size: int
    missing: tuple[str, ...]


def write(conf: Conf, destination: Path) -> Backup:
    """Copy the database, the keys and the token into a new folder, or a new archive of it.

    The copy is one moment's, and readable by its owner alone. A folder is itself a data folder:
    REQUESTBIN_DATA may point to it. Raises Refused.
    """
    if conf.database_url:
        raise Refused(
            "The requests are in PostgreSQL: pg_dump --format=custom copies them. "
            "Keep REQUESTBIN_SECRET_KEY with the copy; without it stored secrets stay closed."
        )
    if destination.exists():
        raise Refused(f"{destination} is there already; a backup overwrites nothing.")
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".backup-") as place:
        folder = Path(place) / "data"
        folder.mkdir(mode=0o700)
        _fill(conf, folder)
        counted = _counted()
        _settle(folder, destination)
    given = {"REQUESTBIN_SECRET_KEY": conf.secret_key, "REQUESTBIN_TOKEN": conf.token}
    missing = tuple(name for name, value in given.items() if value)
    return Backup(destination, *counted, size=_size(destination), missing=missing)


def _fill(conf: Conf, folder: Path) -> None:
    before = os.umask(0o077)
    try:
        with connection.cursor() as cursor:  # a snapshot: captures go on meanwhile
            cursor.execute("VACUUM INTO %s", [str(folder / "requestbin.sqlite3")])
    finally:
        os.umask(before)
    for name in KEPT:
        if (conf.data / name).exists():
            shutil.copy(conf.data / name, folder)
            (folder / name).chmod(0o600)


def _settle(folder: Path, destination: Path) -> None:
    mode = ARCHIVES.get(destination.suffix)
    if mode is None:
        folder.rename(destination)
        return
    archive = folder.with_suffix(".tar")
    archive.touch(mode=0o600)
    with tarfile.open(archive, mode) as tar:  # type: ignore[call-overload]
        tar.add(folder, arcname=destination.name.partition(".")[0])
    archive.rename(destination)


def _counted() -> tuple[int, int]:
    return Bin.objects.count(), CapturedRequest.objects.count()  # no column: it may be an old file


def _size(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)
