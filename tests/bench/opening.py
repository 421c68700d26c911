"""How long a press takes to what it opens being painted, and what a large body costs the page."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page, expect

from tests.bench.browsing import paired_page
from tests.bench.figures import Figure
from tests.bench.load import BODY, HEADERS
from tests.bench.servers import Server, Workshop

ROWS = 60
LARGE = json.dumps(
    [{"number": number, "paid": 1.10, "name": f"order {number}"} for number in range(200_000)]
).encode()
LARGE = LARGE[: 10 * 1024 * 1024 - 1] + b"]"

OPEN = """(seq) => new Promise((shown) => {
  const started = performance.now();
  const look = () => {
    if (document.querySelector("#detail article")?.dataset.seq !== String(seq)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => shown(performance.now() - started)));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.getElementById("detail"), { childList: true, subtree: true });
  document.querySelector(`#r${seq} .row`).click();
})"""
"""From the press to the task after the frame in which the request stands."""


def measure(shop: Workshop, times: int) -> Iterator[Figure]:
    """Open requests of 1 KiB one after another, then one of 10 MiB; weigh scripts and styles."""
    server = shop.start("direct door")
    with paired_page(server) as page:
        for _ in range(ROWS):
            server.request("POST", server.path, BODY, HEADERS)
        page.goto(f"{server.base}/bins/{server.bin['id']}/")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        waits = sorted(page.evaluate(OPEN, 1 + n % (ROWS - 1)) for n in range(times))
        note = f"{times} presses, worst {waits[-1]:.0f} ms"
        yield Figure("1 KiB from the list, press to painted, p50", median(waits), "ms", 80)
        yield Figure("  its p99", waits[times * 99 // 100], "ms", 200, note=note)
        yield from _large(server, page)
        yield _weight(page)


def _large(server: Server, page: Page) -> Iterator[Figure]:
    for _ in range(5):
        server.request("POST", server.path, LARGE, HEADERS)
    page.goto(f"{server.base}/bins/{server.bin['id']}/requests/1/")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    waits = [page.evaluate(OPEN, seq) for seq in range(ROWS + 1, ROWS + 6)]
    size = f"{len(LARGE) / 1024**2:.1f} MiB of JSON"
    yield Figure(f"{size}, press to painted, median of 5", median(waits), "ms", 300)
    yield Figure("  memory of its page", _heap(page), "MB", 60, note="scripts and document")


def _heap(page: Page) -> float:
    """Return what scripts and document hold, in MB, after a collection."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.enable")
    tools.send("HeapProfiler.collectGarbage")
    usage = tools.send("Runtime.getHeapUsage")
    names = ("usedSize", "embedderHeapUsedSize", "backingStorageSize")
    return float(sum(usage.get(name, 0) for name in names) / 1024**2)


def _weight(page: Page) -> Figure:
    """Add up the scripts and styles that a bin's page loads, each compressed on its own."""
    sizes: dict[str, int] = {}
    names = page.evaluate(
        "() => performance.getEntriesByType('resource').map((entry) => entry.name)"
    )
    for name in {*names}:
        if re.search(r"\.(js|css)$", name):
            sizes[name] = len(gzip.compress(page.request.get(name).body(), 9))
    note = f"{len(sizes)} files, gzip"
    return Figure("scripts and styles sent", sum(sizes.values()) / 1024, "KB", 60, note=note)
