"""`manage.py reach`: the check of the page in a terminal, so that a deploy can end with it."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requestbin.bins import reach
from requestbin.bins.probe import run
from requestbin.bins.probe.fronts import Mend
from requestbin.bins.probe.report import Box, report_of
from requestbin.conf import Conf
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.management.stored import demand_store

WIDTH = 15
NO_ADDRESS = (
    "There is no public address to check. Set REQUESTBIN_URL or REQUESTBIN_CAPTURE_URL, save a"
    " tunnel on the page, or name one: manage.py reach https://hooks.example.com"
)


class Command(BaseCommand):
    """Check what the way through the public address does to requests."""

    help = (
        "Sends probes through the public address, and says what is lost on the way and mended how."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", nargs="?", default="", help="another address of this instance")

    def handle(self, *_: Any, url: str, **__: Any) -> None:
        """Print the findings; end with 1 where something is lost or not safe."""
        demand_store()
        conf: Conf = settings.REQUESTBIN
        shown = reach.capture_origin(conf, "")
        origin = _origin(url) if url else shown
        if not origin:
            raise CommandError(NO_ADDRESS)
        self.stdout.write(f"Checking {origin}")
        found = run.full(conf, origin, lambda title: self.stdout.write(f"  {title} …"))
        if origin == shown:
            reach.keep(origin, found)
        report = report_of(found, str(conf.port or 8000))
        for box in report.boxes:
            self.stdout.write(_written(box))
        for box in report.quiet:
            self.stdout.write(f"{'':{WIDTH}}{box.sentence}")
        if report.grave:
            sys.exit(1)


def _origin(text: str) -> str:
    try:
        goal = parse(text)
    except Unsendable as error:
        raise CommandError(error.sentence) from None
    return f"{goal.scheme}://{goal.authority}"


def _written(box: Box) -> str:
    perhaps = "" if box.sure else " (likely, not sure)"
    lines = [f"{box.word:{WIDTH}}{box.sentence}{perhaps}"]
    for mend in box.near or box.others:
        lines += _indented(mend)
    return "\n".join([*lines, ""])


def _indented(mend: Mend) -> list[str]:
    lines = [f"{'':{WIDTH}}{mend.where}"]
    return lines + [f"{'':{WIDTH + 4}}{line}" for line in mend.lines.splitlines()]
