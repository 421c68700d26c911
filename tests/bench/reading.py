"""What a full bin costs those who read it: the first page and the first page of the API."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from tests.bench.figures import Figure
from tests.bench.servers import Server, Workshop

TIMES = 30


def measure(shop: Workshop, few: int, many: int) -> Iterator[Figure]:
    """Compare a bin that holds `many` requests with one that holds `few`."""
    small = shop.start("direct door", stored=few)
    large = shop.start("direct door", stored=many)
    reads: dict[str, Callable[[Server], None]] = {"first page": _page, "first API page": _api}
    for what, read in reads.items():
        times: dict[str, list[float]] = {small.base: [], large.base: []}
        for _ in range(TIMES):
            for server in (small, large):
                started = time.perf_counter()
                read(server)
                times[server.base].append((time.perf_counter() - started) * 1000)
        ratio = median(times[large.base]) / median(times[small.base])
        note = f"{median(times[large.base]):.1f} ms against {median(times[small.base]):.1f}"
        yield Figure(f"{what}, {many:,} over {few:,} stored", ratio, "×", 1.2, 1.0, note=note)


def _page(server: Server) -> None:
    headers = {"Cookie": server.paired()}
    answer = server.request("GET", f"/bins/{server.bin['id']}/", headers=headers)
    assert answer.status == 200, answer


def _api(server: Server) -> None:
    answer = server.api("GET", f"/bins/{server.bin['id']}/requests?limit=100")
    assert len(answer.json()["items"]) == 100, answer
