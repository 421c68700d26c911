"""The composition root: which protocol and path belongs to which edge, and what starts with it."""

from __future__ import annotations

import gc
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requestbin.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # sets Django up: what is imported below needs it

from django.conf import settings

from requestbin.bins.address import is_capture
from requestbin.capture.core import Core
from requestbin.capture.door import CaptureApp, Receive, Scope, Send, target_of
from requestbin.gate import Gate
from requestbin.live.routing import sockets
from requestbin.operations.health import healthz

core = Core(settings.REQUESTBIN, own_cookies=settings.OWN_COOKIES)
_capture = CaptureApp(core)
_gated: dict[str, Any] = {
    "http": Gate(pages, settings.REQUESTBIN),
    "websocket": Gate(sockets, settings.REQUESTBIN),
}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a connection to its edge; only capture and the liveness probe stand before the gate."""
    kind = scope["type"]
    if kind == "lifespan":
        await _lifespan(receive, send)
    elif kind == "http" and is_capture(target_of(scope)):
        await _capture(scope, receive, send)
    elif kind == "http" and scope["path"] == "/healthz":
        await healthz(scope, receive, send)
    else:
        await _gated[kind](scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            core.start()
            _calm_collector()
            await send({"type": "lifespan.startup.complete"})
        else:
            await core.drain()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _calm_collector() -> None:
    """Spare the garbage collector what is loaded and stays for good; let it look less often.

    Its walks held requests up: p99 63 against 19 ms at the ASGI door, and an eighth of the rate.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)
