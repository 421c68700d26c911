"""What must be so before a command starts; each refusal is a sentence that says what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from requestbin.conf import TEAM, Conf, is_loopback

WIPING_HOSTS = ("DYNO", "RENDER", "FLY_APP_NAME")
"""Set by Heroku, Render and Fly, whose disks are empty again after each restart."""

Check = Callable[[Conf, Mapping[str, str]], str]


def refusal(conf: Conf, environ: Mapping[str, str]) -> str:
    """Return why `serve` must not start, or "" where it may."""
    return next(filter(None, (check(conf, environ) for check in CHECKS)), "")


def unreachable() -> str:
    """Return why the database cannot be used, or "" where it can."""
    driver = connection.Database  # type: ignore[attr-defined]  # psycopg or sqlite3
    try:
        if connection.vendor == "postgresql":  # the pool would try for long, and not say why
            driver.connect(**connection.get_connection_params()).close()
        connection.ensure_connection()
    except (DatabaseError, driver.Error) as error:
        return _does_not_answer(error)
    return ""


def unmigrated(*, old_will_do: bool = False) -> str:
    """Return why the database cannot be read, or "" where it can; `old_will_do`: any version's."""
    if sentence := unreachable():
        return sentence
    try:
        executor = MigrationExecutor(connection)
        if old_will_do and executor.loader.applied_migrations:
            return ""
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ""
    except DatabaseError as error:
        return _does_not_answer(error)
    return f"the database is not up to date. Run: {how_to('upgrade')}"


def _does_not_answer(error: Exception) -> str:
    return f"the database does not answer: {str(error).strip().splitlines()[0]}"


def how_to(*words: str) -> str:
    """Return a management command as people type it here."""
    python = Path(sys.executable)
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    return " ".join((str(python), "manage.py", *words))


def _wiping_host(conf: Conf, environ: Mapping[str, str]) -> str:
    if conf.database_url or not any(name in environ for name in WIPING_HOSTS):
        return ""
    return (
        "this host wipes files on restart, so requests would be lost. "
        "Set DATABASE_URL and REQUESTBIN_SECRET_KEY."
    )


def _uncollected(conf: Conf, environ: Mapping[str, str]) -> str:
    read = getattr(staticfiles_storage, "read_manifest", None)
    if settings.DEBUG or read is None or read() is not None:
        return ""
    return f"the static files are not collected. Run: {how_to('collectstatic', '--noinput')}"


def _unmigrated(conf: Conf, environ: Mapping[str, str]) -> str:
    return unmigrated()


def _nobody_can_log_in(conf: Conf, environ: Mapping[str, str]) -> str:
    if conf.mode != TEAM or conf.url or is_loopback(conf.host) or User.objects.exists():
        return ""
    return (
        f"{conf.host} is open to others and nobody can log in yet. Run: {how_to('adduser', 'NAME')}"
    )


CHECKS: tuple[Check, ...] = (_wiping_host, _uncollected, _unmigrated, _nobody_can_log_in)
