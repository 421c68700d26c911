"""`link`: prints again what `serve` printed when it started: the way in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requestbin.access.pairing import noted_origin, pairing_link
from requestbin.access.setup import first_user_link
from requestbin.conf import LOCAL, PUBLIC, TEAM
from requestbin.management.stored import demand_store


class Command(BaseCommand):
    """Print the link that lets people in."""

    help = "Print the link that signs a browser in (local), or makes the first user (team)."
    requires_system_checks = ()

    def handle(self, *_: Any, **__: Any) -> None:
        origin = settings.REQUESTBIN.url or noted_origin()
        self.stdout.write(WAYS_IN[settings.REQUESTBIN.mode](origin))


def _local(origin: str) -> str:
    return f"Open    {pairing_link(origin)}     signs this browser in"


def _team(origin: str) -> str:
    demand_store()
    link = first_user_link(origin)
    if link:
        return f"No users yet. Open within 1 hour to make the first: {link}"
    return f"Log in at {origin}/login/"


def _public(origin: str) -> str:
    return f"Open to everyone: {origin}/"


WAYS_IN = {LOCAL: _local, TEAM: _team, PUBLIC: _public}
