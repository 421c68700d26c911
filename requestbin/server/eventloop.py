"""Puts Twisted's reactor on uvloop; whoever imports the reactor first decides for the process."""

from __future__ import annotations

import asyncio
import sys

from twisted.internet import asyncioreactor


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
