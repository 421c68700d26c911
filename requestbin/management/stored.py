"""The start of every command that reads or writes what is stored: a sentence, not a traceback."""

from __future__ import annotations

from django.core.management.base import CommandError

from requestbin.server import preflight


def demand_store(*, old_will_do: bool = False) -> None:
    """Raise CommandError where the database does not answer, or is not of this version."""
    _refuse(preflight.unmigrated(old_will_do=old_will_do))


def demand_database() -> None:
    """Raise CommandError where the database does not answer."""
    _refuse(preflight.unreachable())


def _refuse(sentence: str) -> None:
    if sentence:
        raise CommandError(sentence[0].upper() + sentence[1:])
