"""`manage.py upgrade`: what a new version has to do to stored data before `serve` may start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requestbin.management.stored import demand_database
from requestbin.operations.upgrade import upgrade


class Command(BaseCommand):
    """Copy, then migrate; nothing where nothing is to be done."""

    help = "Brings the database to this version; copies an SQLite one first."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Upgrade and say what was done."""
        demand_database()
        upgrade(settings.REQUESTBIN, self.stdout.write)
