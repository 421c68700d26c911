"""How long a search takes: the list of the page and the answer of the API, by whatever is asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from urllib.parse import quote

from tests import stores
from tests.bench.figures import Figure
from tests.bench.servers import Server, Workshop

TIMES = 9
ASKED: dict[str, tuple[float | None, tuple[str, ...]]] = {
    "text": (100, ("rarity.seen", "no such thing", "evt_0000", '"payment zebra"')),
    "text that is everywhere": (100, ("example", "invoice")),
    "JSON field": (
        250,
        ("json:data.object.amount>49990", "json:type=rarity.*", "json:type=nothing", "json:nope=1"),
    ),
    "JSON field that is everywhere": (250, ("json:data.object.amount>0", "json:type!=x")),
    "header": (250, ("header:x-none=1", "header:host=*zebra*", "header:host=localhost")),
    "method, path, size": (250, ("method:PUT", "path:/none/*", "size:>1m")),
}
"""By kind: what must be reached in milliseconds, and the searches, of which the slowest counts."""


def measure(shop: Workshop, stored: int) -> Iterator[Figure]:
    """Search a bin that holds `stored` requests of 1 KiB."""
    server = shop.start("direct door", stored=stored, searchable=True)
    yield from _figures(server, f"{stored:,} stored", must=True)
    with stores.database() as database:
        server = shop.start("direct door", stored=stored, searchable=True, database=database)
        yield from _figures(server, "on PostgreSQL", must=False)
        server.stop()


def _figures(server: Server, where: str, *, must: bool) -> Iterator[Figure]:
    for what, (bound, queries) in ASKED.items():
        times = {query: _times(server, query) for query in queries}
        slowest, (page, api) = max(times.items(), key=lambda each: max(each[1]))
        note = f"page {page:.0f}, API {api:.0f} ms; {slowest}"
        yield Figure(
            f"search by {what}, {where}", max(page, api), "ms", bound if must else None, note=note
        )


def _times(server: Server, query: str) -> tuple[float, float]:
    page: list[float] = []
    api: list[float] = []
    headers = {"Cookie": server.paired(), "HX-Request": "true", "HX-Target": "feed"}
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = server.request(
            "GET", f"/bins/{server.bin['id']}/?q={quote(query)}", headers=headers
        )
        page.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, answer
        started = time.perf_counter()
        answer = server.api("GET", f"/bins/{server.bin['id']}/requests?limit=100&q={quote(query)}")
        api.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, answer
    return median(page), median(api)
