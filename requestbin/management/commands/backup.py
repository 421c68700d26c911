"""`manage.py backup TO`: without it a running instance could not be copied safely."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requestbin.management.stored import demand_store
from requestbin.operations.backup import Refused, write


class Command(BaseCommand):
    """Copy the database, the keys and the token; safe while `serve` runs."""

    help = "Copies requests, keys and token to a new folder or .tar.gz; safe while serve runs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one argument."""
        parser.add_argument("to", type=Path, help="a new folder, or a new .tar, .tar.gz or .tgz")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup and say what is in it, and what is not."""
        if not settings.REQUESTBIN.database_url:
            demand_store(old_will_do=True)
        try:
            made = write(settings.REQUESTBIN, options["to"].expanduser().absolute())
        except Refused as reason:
            raise CommandError(str(reason)) from None
        bins, requests = _counted(made.bins, "bin"), _counted(made.requests, "request")
        self.stdout.write(f"{made.path}: {bins}, {requests}, {made.size:,} bytes.")
        for name in made.missing:
            self.stdout.write(f"{name} is set outside the data folder: keep it with the backup.")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
