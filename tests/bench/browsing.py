"""What a person waits for, in Chromium: a captured row to appear, a replay's answer to be shown."""

from __future__ import annotations

import http.client
import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from tests import chromium
from tests.bench.figures import Figure
from tests.bench.load import BODY, HEADERS
from tests.bench.servers import Server, Workshop
from tests.targets import Target

PER_SECOND = 50

NOTE_ROWS = """() => {
  window.seen = {};
  new MutationObserver((changes) => requestAnimationFrame(() => {
    const now = performance.timeOrigin + performance.now();
    for (const row of document.querySelectorAll("li[data-seq]")) seen[row.dataset.seq] ??= now;
  })).observe(document.body, { childList: true, subtree: true });
}"""

PRESS = """(status) => new Promise((shown) => {
  const started = performance.now();
  const look = () => {
    const lanes = document.getElementById("sends").textContent.split(/\\s+/);
    if (!lanes.includes(String(status))) return;
    watch.disconnect();
    requestAnimationFrame(() => shown(performance.now() - started));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  document.getElementById("replay-now").click();
})"""


def measure_rows(shop: Workshop, seconds: int) -> Iterator[Figure]:
    """POST 50 requests a second, and note when each row is drawn."""
    server = shop.start("direct door")
    with paired_page(server) as page:
        page.goto(f"{server.base}/bins/{server.bin['id']}/")
        page.evaluate(NOTE_ROWS)
        sent = _send(server, seconds * PER_SECOND)
        expect(page.locator(f"li[data-seq='{len(sent)}']")).to_be_visible()
        seen: dict[str, float] = page.evaluate("() => seen")
    waits = sorted(seen[str(seq)] - moment for seq, moment in enumerate(sent, 1))
    p50, p99 = median(waits), waits[len(waits) * 99 // 100]
    yield Figure(f"POST to row drawn in Chromium at {PER_SECOND}/s, p50", p50, "ms", 100, 50)
    yield Figure("  its p99", p99, "ms", 300, note=f"{len(waits)} rows, worst {waits[-1]:.0f} ms")


def _send(server: Server, count: int) -> list[float]:
    sent = []
    started = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as sender:
        for number in range(count):
            time.sleep(max(0.0, started + number / PER_SECOND - time.monotonic()))
            sent.append(time.time() * 1000)
            sender.request("POST", server.path, BODY, HEADERS)
            sender.getresponse().read()
    return sent


def measure_replay(shop: Workshop, times: int) -> Iterator[Figure]:
    """Press Replay, and note when the answer of a loopback target is drawn."""
    server = shop.start("direct door")
    statuses = itertools.cycle(range(210, 299))  # each replay is told from the one before
    target = Target()
    target.reply = lambda _: b"HTTP/1.1 %d Yes\r\nContent-Length: 2\r\n\r\nok" % next(statuses)
    with ExitStack() as stack:
        stack.callback(target.close)
        page = stack.enter_context(paired_page(server))
        server.request("POST", server.path, BODY, HEADERS)
        page.goto(f"{server.base}/bins/{server.bin['id']}/requests/1/")
        _first(page, target.url)
        waits = sorted(page.evaluate(PRESS, 211 + n) for n in range(times))
    note = f"worst of {times}: {waits[-1]:.0f} ms"
    what = "replay to loopback, press to answer drawn, p50"
    yield Figure(what, median(waits), "ms", 250, 100, note=note)


def _first(page: Page, url: str) -> None:
    page.locator("#replay-to").click()
    page.locator("#replay-menu input[name=url]").fill(url)
    page.locator("#replay-menu input[name=url]").press("Enter")
    expect(page.locator("#sends")).to_contain_text("210")
    page.reload()
    expect(page.locator("#live")).to_have_attribute("data-state", "live")  # its scripts run


@contextmanager
def paired_page(server: Server) -> Iterator[Page]:
    """Give a page of Chromium that has opened the link of the console."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())  # type: ignore[arg-type]
        page = browser.new_page()
        page.goto(f"{server.base}/?pair={server.token}")
        yield page
        browser.close()
