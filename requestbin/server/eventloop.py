"""Puts Twisted's reactor on uvloop; whoever imports the reactor first decides for the process."""

from __future__ import annotations

import asyncio
import sys

from twisted.internet import asyncioreactor

OPEN_FILES = 65_536


def install() -> None:
    """Install the reactor, unless the process has one."""
    if "twisted.internet.reactor" not in sys.modules:
        asyncioreactor.install(_new_loop())  # type: ignore[no-untyped-call]


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # Windows, PyPy
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def allow_connections() -> None:
    """Raise the number of open files, which bounds connections; it is 1,024 by default."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
