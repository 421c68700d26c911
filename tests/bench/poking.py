"""How soon an open socket hears of a POST."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from statistics import median, quantiles

from websockets.sync.client import ClientConnection, connect

from tests.bench.figures import Figure
from tests.bench.load import BODY, HEADERS
from tests.bench.servers import Server, Workshop

QUIET_SECONDS = 0.3
"""Before each POST: what was learnt of the last one is poked too, and pokes are held apart."""


def measure(shop: Workshop, times: int) -> Iterator[Figure]:
    """POST `times` requests to an idle server, and time the poke of each."""
    taken = sorted(_times(shop.start("direct door"), times))
    note = f"p95 {quantiles(taken, n=20)[-1]:.1f} ms"
    yield Figure("POST to a poke at an open socket, idle", median(taken), "ms", 5, 2, note=note)


def _times(server: Server, times: int) -> Iterator[float]:
    url = f"ws{server.base[4:]}/live/bins/{server.bin['id']}/"
    headers = {"Cookie": server.paired(), "Origin": server.base}
    sending = closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10))
    with connect(url, additional_headers=headers) as socket, sending as sender:
        for _ in range(times):
            _settle(socket)
            started = time.perf_counter()
            sender.request("POST", server.path, BODY, HEADERS)
            while "change" not in json.loads(socket.recv(10)):
                pass
            yield (time.perf_counter() - started) * 1000
            sender.getresponse().read()


def _settle(socket: ClientConnection) -> None:
    with suppress(TimeoutError):
        while True:
            socket.recv(QUIET_SECONDS)
