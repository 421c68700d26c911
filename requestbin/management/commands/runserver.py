"""`runserver`: the same server for developing, started anew whenever a file changes."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.commands import runserver
from django.utils import autoreload

from requestbin.conf import Conf, ConfigurationError
from requestbin.management.commands.serve import run
from requestbin.server import banner
from requestbin.server.listening import open_sockets


class Command(runserver.Command):
    """Serve with Django's autoreload, and static files as they are written."""

    addr: str  # the base class sets both before it calls inner_run
    port: str
    help = "Runs the server for developing: restarts on changes; REQUESTBIN_DEBUG=1 for the rest."

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve in this process, which the reloader ends and starts."""
        autoreload.raise_last_exception()
        if not settings.DEBUG:
            self.stdout.write("REQUESTBIN_DEBUG=1 serves static files as they are written.")
        port = int(self.port)
        conf = settings.REQUESTBIN = replace(settings.REQUESTBIN, host=self.addr, port=port)
        listening = partial(open_sockets, conf.host, port)
        try:
            run(conf, listening, self._announce, signals=not options["use_reloader"])
        except ConfigurationError as error:
            self.stderr.write(f"Not started: {error}")
            os._exit(1)  # under the reloader this is not the main thread

    def _announce(self, conf: Conf, port: int, link: str | None) -> None:
        self.stdout.write(f"\n{banner.text(conf, port, link)}\n")
        self.stdout.flush()
