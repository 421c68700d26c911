"""A provider that sends to a bin: one request, many one after the other, or a flood."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.serving import Serving


class Sender:
    """Sends to one bin; `page` is its page's address, `key` its capture key."""

    def __init__(self, server: Serving, **settings: Any) -> None:
        made = server.make_bin(**settings)
        self.server, self.id, self.key = server, str(made["id"]), str(made["key"])
        self.page = f"{server.base}/bins/{self.id}/"

    def open(self, page: Page) -> Page:
        """Open the bin's page and wait until it is live."""
        page.goto(self.page)
        expect(page.locator("#live")).to_have_text("Live")
        return page

    def send(self, path: str = "", body: Any = b"", method: str = "POST", **headers: str) -> None:
        """Send one request; a body that is no bytes is sent as JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
            named.setdefault("Content-Type", "application/json")
        answer = self.server.request(method, f"/in/{self.key}{path}", body, named)
        assert answer.status == 200, answer

    def send_many(self, count: int, path: str = "/many") -> None:
        """Send `count` requests over one connection."""
        connection = http.client.HTTPConnection(urlsplit(self.server.base).netloc, timeout=20)
        for number in range(count):
            body = json.dumps({"type": "many.sent", "number": number}).encode()
            kind = {"Content-Type": "application/json"}
            connection.request("POST", f"/in/{self.key}{path}", body, kind)
            assert connection.getresponse().read() is not None
        connection.close()

    @contextmanager
    def flood(self, connections: int = 6) -> Iterator[None]:
        """Send as fast as the server answers until the block ends."""
        over = threading.Event()

        def run() -> None:
            while not over.is_set():
                self.send_many(50, "/flood")

        threads = [threading.Thread(target=run) for _ in range(connections)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    @property
    def count(self) -> int:
        """Return the number of the newest request that the server has, 0 for none."""
        found = self.server.api("GET", f"/bins/{self.id}/requests?limit=1").json()["items"]
        return int(found[0]["seq"]) if found else 0


def seqs(page: Page) -> list[int]:
    """Return the numbers of the rows that are in the list, from the top."""
    found = page.locator("#rows > li[data-seq]")
    return [int(each) for each in found.evaluate_all("rows => rows.map(row => row.dataset.seq)")]
