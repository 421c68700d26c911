"""What others hold to send requests: the guard's settings, and threads and trust made once."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import httpcore2

from requestbin.egress.addresses import Network
from requestbin.egress.exchange import DEFAULT_LIMITS, Answer, Limits, exchange
from requestbin.egress.guard import GuardedBackend
from requestbin.egress.meter import Meter
from requestbin.egress.resolver import Lookup, Resolver, system_lookup
from requestbin.http import NO_HEADERS, Headers, Request


class Client:
    """Sends requests to public addresses and to those within `nets`, and nowhere else."""

    def __init__(
        self,
        nets: Sequence[Network],
        *,
        lookup: Lookup = system_lookup,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._nets = tuple(nets)
        self._resolver = Resolver(lookup)
        self._tls = tls or httpcore2.default_ssl_context()

    async def exchange(
        self, request: Request, limits: Limits = DEFAULT_LIMITS, hop: Headers = NO_HEADERS
    ) -> Answer:
        """Send `request` and return the answer, whatever its status.

        The name is resolved once and every address checked. `hop` is said to the next hop alone
        (`wire.as_sent`): chunks, or the wish for a WebSocket. Raises Failure with a code and a
        sentence (Unsendable where the request itself is at fault).
        """
        meter = Meter(limits.count_bytes)
        backend = GuardedBackend(self._nets, self._resolver, meter)
        return await exchange(request, limits, backend, meter, self._tls, hop)
