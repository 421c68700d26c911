"""A flood with the page open: it must stay at hand, and count right."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.bench.browsing import paired_page
from tests.bench.figures import Figure
from tests.bench.load import press
from tests.bench.servers import Server, Workshop

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
TASK = "RunTask"
LONG_MS = 100


def measure(shop: Workshop, rate: int, seconds: int) -> Iterator[Figure]:
    """Send at `rate` while Chromium's tasks are traced; then compare what the page counts."""
    server = shop.start("direct door")
    with paired_page(server) as page:
        page.goto(f"{server.base}/bins/{server.bin['id']}/")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        browser = page.context.browser
        assert browser
        browser.start_tracing(page=page, categories=CATEGORIES)
        load = press(server.url, seconds, rate)
        counted = _counted(server, page)
        tasks = _tasks(browser.stop_tracing())
    long = [task for task in tasks if task > LONG_MS]
    what = f"flood of {rate:,}/s for {seconds} s: tasks over {LONG_MS} ms"
    note = f"longest {max(tasks):.0f} ms; {load.rate:,.0f}/s were acknowledged"
    yield Figure(what, len(long), "", 0, note=note)
    yield Figure("  stored and not counted by the page", server.stored() - counted, "", 0)


def _counted(server: Server, page: Page) -> int:
    """Return what the page says once it has caught up, or what it says when it does not."""
    stored = f"{server.stored():,}"
    tally = page.locator("#tally")
    with contextlib.suppress(AssertionError):
        expect(tally).to_contain_text(stored, timeout=10_000)
    return int(tally.inner_text().split()[0].replace(",", ""))


def _tasks(trace: bytes) -> list[float]:
    """Return how long each task of the page's main thread took, in milliseconds."""
    events = json.loads(trace)["traceEvents"]
    names = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["dur"] / 1000
        for event in events
        if event["name"].endswith(TASK)
        and event.get("dur")
        and (event["pid"], event["tid"]) in names
    ]
