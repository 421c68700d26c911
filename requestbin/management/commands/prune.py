"""`manage.py prune`: runs retention at once, for those who cannot wait for its next round."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from requestbin.bins import retention
from requestbin.management.stored import demand_store


class Command(BaseCommand):
    """Drop what no bin keeps any more."""

    help = "Drops the requests that are over the limits of their bins, and says how many went."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply retention until nothing is left to drop."""
        demand_store()
        dropped = 0
        while gone := retention.apply():  # one call takes a bounded number from each bin
            dropped += gone
        retention.give_space_back()
        noun = "request" if dropped == 1 else "requests"
        self.stdout.write(f"Dropped {dropped:,} {noun}.")
