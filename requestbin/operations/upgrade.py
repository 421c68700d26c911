"""Bringing stored data to the version that runs, with a copy of it made before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from requestbin import __version__
from requestbin.bins.models import CapturedRequest
from requestbin.conf import Conf
from requestbin.operations import backup

BACKUPS = "backups"
MARK = "version"


def upgrade(conf: Conf, say: Callable[[str], None]) -> None:
    """Migrate the database; first copy one that holds data. PostgreSQL is copied by its own tools.

    `say` is told what was done, and nothing where there was nothing to do.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if executor.loader.applied_migrations and not conf.database_url:
            say(f"Copied to {_copy(conf)}, in case the upgrade has to be undone.")
        _take_time()
        call_command("migrate", verbosity=0)
    _greet(conf, say)


def _take_time() -> None:
    """Lift the limits of settings.POSTGRES_OPTIONS: to rewrite a large table may take minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET lock_timeout = 0")


def _copy(conf: Conf) -> str:
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return str(backup.write(conf, conf.data / BACKUPS / f"before-{__version__}-{moment}").path)


def _greet(conf: Conf, say: Callable[[str], None]) -> None:
    mark = conf.data / MARK
    before = mark.read_text().strip() if mark.exists() else ""
    if before == __version__:
        return
    if before:
        say(f"{__version__}, was {before}. {CapturedRequest.objects.count():,} requests are here.")
    mark.write_text(f"{__version__}\n")
