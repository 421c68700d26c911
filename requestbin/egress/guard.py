"""The guard where sockets open: a name is resolved once, every address of it checked, and the
connection made to a checked address, never to the name."""

# ruff: noqa: ASYNC109 (the interface of httpcore2)

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Iterable, Sequence

import httpcore2

from requestbin.egress.addresses import Network, refusal
from requestbin.egress.failures import Failure, failure, listed
from requestbin.egress.meter import Meter, MeteredStream
from requestbin.egress.race import first_success
from requestbin.egress.resolver import Resolver

MAX_ADDRESSES = 8
"""How many addresses of a name are tried, lest one name make us knock on a hundred doors."""

STAGGER_SECONDS = 0.25
"""The next address is tried when one is silent for so long (RFC 8305 section 5)."""


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """The network as one exchange sees it. `nets` may be reached beside public addresses."""

    def __init__(self, nets: Sequence[Network], resolver: Resolver, meter: Meter) -> None:
        self._inner = httpcore2.AnyIOBackend()
        self._nets = nets
        self._resolver = resolver
        self._meter = meter
        self._opened: httpcore2.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Open a socket to a permitted address of `host` within `timeout` seconds.

        Raises Failure. A name with one forbidden address is refused whole.
        """
        addresses: list[str] = []
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._permitted(host, port)
                return await self._open(host, port, addresses)
        except TimeoutError:
            if not addresses:
                raise failure("name_server", host=host) from None
            at = listed([_place(address, port) for address in addresses])
            raise failure("no_connection", at=at, seconds=timeout) from None

    async def _permitted(self, host: str, port: int) -> list[str]:
        addresses = await self._resolver.addresses(host, port)
        for address in addresses:
            if refused := refusal(address, self._nets):
                refused.address = address
                raise refused
        if not addresses:
            raise failure("no_address", host=host)
        return addresses[:MAX_ADDRESSES]

    async def _open(
        self, host: str, port: int, addresses: Sequence[str]
    ) -> httpcore2.AsyncNetworkStream:
        async def attempt(address: str) -> tuple[str, httpcore2.AsyncNetworkStream]:
            return address, await self._inner.connect_tcp(address, port)

        async def discard(opened: tuple[str, httpcore2.AsyncNetworkStream]) -> None:
            await opened[1].aclose()

        try:
            address, stream = await first_success(addresses, attempt, discard, STAGGER_SECONDS)
        except ExceptionGroup as group:
            raise _not_connected(host, port, addresses, group) from group
        self._opened = stream
        self._meter.connected(address)
        return MeteredStream(stream, self._meter)

    async def aclose(self) -> None:
        """Close the socket: httpcore2 leaves it open when a handshake is cancelled."""
        if self._opened is not None:
            await self._opened.aclose()

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Refuse: a file of this machine is no place that a webhook goes to."""
        raise failure("forbidden", address=path, kind="a socket file of this machine")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def _not_connected(
    host: str, port: int, addresses: Sequence[str], errors: ExceptionGroup[Exception]
) -> Failure:
    numbers = [_errno(error) for error in errors.exceptions]
    if errno.ECONNREFUSED in numbers:
        tried = "" if list(addresses) == [host] else f" (tried {listed(list(addresses))})"
        return failure("refused", place=_place(host, port), tried=tried)
    at = listed([_place(address, port) for address in addresses])
    return failure("unreachable", at=at, why=os.strerror(numbers[-1]).lower())


def _errno(error: BaseException | None) -> int:
    """The system's error stands below two layers of wrapping."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        error = error.__cause__
    return errno.EHOSTUNREACH


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
