"""`manage.py import BIN FILE`: an NDJSON export back into a bin, of whatever size."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requestbin.ingest.enrich import enrich
from requestbin.ingest.importing import MAX_PROBLEMS, Outcome, Stopped, imported
from requestbin.management.progress import bin_named, tell
from requestbin.management.stored import demand_store


class Command(BaseCommand):
    """Store the requests of an export, and name the lines that are none."""

    help = "Stores the requests of an NDJSON export in a bin; lines that are none are named."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bin", metavar="BIN", help="the bin's id, as in its page's address")
        parser.add_argument("file", metavar="FILE", help="an NDJSON export; - for standard input")

    def handle(self, *_: Any, bin: str, file: str, **__: Any) -> None:
        """Import, tell on standard error how far it is, and fail where a line could not be used."""
        demand_store()
        into = bin_named(bin)
        outcome = Outcome()
        try:
            with sys.stdin.buffer if file == "-" else open(file, "rb") as lines:
                for outcome in imported(into, lines, settings.REQUESTBIN):
                    tell(f"{outcome.stored:,} so far")
        except (Stopped, OSError) as why:
            raise CommandError(str(why)) from None
        finally:
            # A serve that runs looks at this bin only after its next capture.
            while enrich(into.pk):
                tell("preparing the search")
        for number, sentence in outcome.problems:
            self.stderr.write(f"line {number:,}: {sentence}")
        stored = f"Imported {outcome.stored:,} request{'' if outcome.stored == 1 else 's'}."
        tell(stored, last=True)
        if outcome.wrong:
            more = f", the first {MAX_PROBLEMS} named above" if outcome.wrong > MAX_PROBLEMS else ""
            raise CommandError(f"{outcome.wrong:,} could not be used{more}.")
