"""A client that may reach this machine, and scripted servers for it to reach."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from requestbin.conf import LOOPBACK
from requestbin.egress import Client
from tests.egress.loopback import OK, Loopback, Script, answering, loopback

Listen = Callable[..., Awaitable[Loopback]]


@pytest.fixture
def client() -> Client:
    """Give a client that may reach this machine."""
    return Client(LOOPBACK)


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    """Give `await listen(script, tls=None, host="127.0.0.1")`: a server until the test ends."""
    async with AsyncExitStack() as servers:

        async def start(
            script: Script | None = None,
            tls: ssl.SSLContext | None = None,
            host: str = "127.0.0.1",
        ) -> Loopback:
            script = script or answering(OK)
            return await servers.enter_async_context(loopback(script, tls, host))

        yield start
