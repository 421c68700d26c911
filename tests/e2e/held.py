"""A slow line: answers that are held back until a test lets them go."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.sender import Sender

PATIENCE_SECONDS = 5


def opened_to_hold(page: Page, sender: Sender) -> Page:
    """Open the bin's page so that requests can be held back from now on.

    Chromium begins to a moment after it was told to: too late for one that is made at once.
    """
    page.route("**/never-asked-for", lambda route: route.abort())
    return sender.open(page)


class Held:
    """The next request whose address matches, held; those after it go through at once."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._route: Route | None = None
        page.route(re.compile(pattern), self._take)

    def _take(self, route: Route) -> None:
        if self._route:
            route.fallback()
        else:
            self._route = route

    def asked(self) -> Request:
        """Wait until it is asked for."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._route:
            assert time.monotonic() < end, "nothing of the kind was asked for"
            self._page.evaluate("0")
        return self._route.request

    def come(self) -> None:
        """Let it go to the server, and wait until its answer has come, or nobody waits for it."""
        request = self.asked()
        assert self._route
        self._route.continue_()
        response = request.response()
        if response:
            response.finished()


def settled(page: Page) -> None:
    """Wait until what the page has asked for by now is answered, but for what is held."""
    page.evaluate("fetch('.').then(() => new Promise(requestAnimationFrame))")


def choose(page: Page, seq: int) -> None:
    """Press a row, and wait until its request is shown."""
    page.locator(f"#r{seq} .row").click()
    shows(page, seq)


def shows(page: Page, seq: int) -> None:
    """See that one request is shown, and that its row is the one that is marked."""
    expect(page.locator("#detail article")).to_have_attribute("data-seq", str(seq))
    expect(page.locator(".row[aria-current]")).to_have_count(1)
    expect(page.locator(f"#r{seq} .row")).to_have_attribute("aria-current", "true")


def star(page: Page, sender: Sender, seq: int) -> None:
    """Change a request from elsewhere, and wait until the page has drawn anew what it will."""
    sender.server.api("PATCH", f"/bins/{sender.id}/requests/{seq}", {"starred": True})
    expect(page.locator(f"#r{seq} .star")).to_be_visible()
    settled(page)
