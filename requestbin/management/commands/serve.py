"""`serve`: the whole product in one process."""

from __future__ import annotations

import os
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.db import connections

from requestbin import conf as conf_table
from requestbin.access.pairing import note_origin
from requestbin.access.setup import first_user_link
from requestbin.bins import retention
from requestbin.conf import Conf, ConfigurationError
from requestbin.forwarding.worker import Worker
from requestbin.server import banner, preflight
from requestbin.server.lifespan import StartupFailed
from requestbin.server.limits import PAGE_BODY_BYTES, Limits
from requestbin.server.listening import DEFAULT_PORT, open_sockets
from requestbin.server.server import Server, Sockets

TAKEN = "Port {} is taken; using {}. Choose one yourself: PORT=9000 make run"


class Help(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Keeps the lines of the table of settings."""


class Command(BaseCommand):
    """Capture, show and deliver until SIGTERM or Ctrl+C."""

    help = "Runs requestbin: captures, pages, API and deliveries, until SIGTERM or Ctrl+C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = Help
        parser.epilog = "settings (environment variables):\n" + "\n".join(
            f"  {row['name']:30}{row['help']} Default: {row['default']}."
            for row in conf_table.rows()
        )
        parser.add_argument("--host", help="where to listen, instead of HOST")
        parser.add_argument("--port", type=int, help="0: the system chooses; instead of PORT")

    def handle(self, *_: Any, host: str | None, port: int | None, **__: Any) -> None:
        conf = settings.REQUESTBIN
        wanted = conf.port or None if port is None else port
        conf = settings.REQUESTBIN = replace(conf, host=host or conf.host, port=wanted or 0)
        run(conf, partial(open_sockets, conf.host, wanted), self._announce)

    def _announce(self, conf: Conf, port: int, link: str | None) -> None:
        if not conf.port and port != DEFAULT_PORT:
            self.stdout.write(TAKEN.format(DEFAULT_PORT, port))
        self.stdout.write(f"\n{banner.text(conf, port, link)}\n")
        self.stdout.flush()


def run(
    conf: Conf,
    listening: Callable[[], Sockets],
    announce: Callable[[Conf, int, str | None], None],
    *,
    signals: bool = True,
) -> None:
    """Serve until the end; raise ConfigurationError with the sentence that says why it can't."""
    sentence = preflight.refusal(conf, os.environ)
    if sentence:
        raise ConfigurationError(sentence)
    link = first_user_link() if conf.url else None
    connections.close_all()  # this thread becomes the event loop's
    from requestbin.asgi import application, core  # now that the settings are final

    def ready(opened: Sockets) -> None:
        port = opened[0].getsockname()[1]
        note_origin(banner.origin(conf, port))
        announce(conf, port, link)

    background = [retention.run, Worker(conf).run] if conf.worker else [retention.run]
    limits = Limits(page_body_bytes=max(PAGE_BODY_BYTES, 2 * conf.max_body))
    try:
        Server(
            application,
            core,
            listening,
            ready=ready,
            background=background,
            limits=limits,
            signals=signals,
        ).run()
    except StartupFailed as failure:
        raise ConfigurationError(str(failure)) from None
