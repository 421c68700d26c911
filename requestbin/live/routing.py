"""Which socket address belongs to which consumer, and an answer for all others."""

from __future__ import annotations

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from requestbin.live.consumer import BinConsumer

_routes = URLRouter([path("live/bins/<str:bin_id>/", BinConsumer.as_asgi())])


async def sockets(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Route a WebSocket; an unknown address is refused without a traceback."""
    try:
        await _routes(scope, receive, send)
    except ValueError as error:
        if "No route found" not in str(error):
            raise
        await send({"type": "websocket.close", "code": 4404})
