"""`manage.py export BIN`: what a bin caught as a file, without a browser or a token."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, BooleanOptionalAction
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from requestbin.bins.exporting import Export
from requestbin.inspection.exports import FORMATS, format_of
from requestbin.management.progress import bin_named, tell
from requestbin.management.stored import demand_store


class Command(BaseCommand):
    """Write all requests of a bin, oldest first; safe while `serve` runs."""

    help = "Writes what a bin caught to a file or to standard output; safe while serve runs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bin", metavar="BIN", help="the bin's id, as in its page's address")
        parser.add_argument("--format", choices=[each.slug for each in FORMATS], default="ndjson")
        parser.add_argument("--to", type=Path, metavar="FILE", help="a new file")
        parser.add_argument(
            "--masked", action=BooleanOptionalAction,
            help="secrets masked or not; left out: masked in har and csv",
        )  # fmt: skip

    def handle(self, *_: Any, **wishes: Any) -> None:
        """Export, and tell on standard error how far it is."""
        demand_store()
        format = format_of(wishes["format"])
        assert format is not None
        try:
            export = Export(bin_named(wishes["bin"]), format, masked=wishes["masked"])
            if wishes["to"] is None:
                _write(export, sys.stdout.buffer)
            else:
                with wishes["to"].open("xb") as file:
                    _write(export, file)
        except OSError as why:
            raise CommandError(str(why)) from None


def _write(export: Export, file: IO[bytes]) -> None:
    at = export.progress
    for piece in export.pieces():
        file.write(piece)
        tell(f"{at.written:,} of {at.total:,}")
    file.flush()
    tell(f"Exported {at.written:,} request{'' if at.written == 1 else 's'}.", last=True)
