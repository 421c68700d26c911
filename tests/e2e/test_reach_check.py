"""Check my setup: begun in the panel, followed step by step, read and mended on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.bins.probe import sins
from tests.e2e.sender import Sender
from tests.hostile.proxy import Proxy, proxy
from tests.serving import Serving

Axe = Callable[..., None]


@pytest.fixture
def front(server: Serving) -> Iterator[Proxy]:
    """Give a proxy that drops names with `_` and refuses large bodies."""
    refuse = sins.longer_than(1024 * 1024)
    change = sins.dropping(rb"[^:]*_")
    with proxy(server.port, change, refuse=refuse) as running:
        yield running


@pytest.fixture
def checking(page: Page, server: Serving, front: Proxy) -> Iterator[Page]:
    """Give a bin's page whose tunnel is the proxy; there is none any more when the test ends."""
    sender = Sender(server, name="billing")
    page.goto(f"{sender.page}reach/")
    page.locator("#tunnel-address").fill(f"http://localhost:{front.port}")
    page.get_by_role("button", name="Use and test").click()
    expect(page.locator("#reach-state")).to_contain_text("Reachable, with losses")
    yield sender.open(page)
    page.goto(f"{sender.page}reach/")
    page.get_by_role("button", name="Stop using it").click()
    expect(page.locator("#reach-state")).to_contain_text("This machine only")


def test_from_the_panel_to_the_line_that_mends_it(checking: Page, axe: Axe) -> None:
    page = checking
    page.locator("#reach-button").click()
    expect(page.locator("#reach-panel .loss")).to_have_count(1)
    page.get_by_role("button", name="Check my setup").click()
    found = page.locator(".finding")
    expect(found).to_have_count(2, timeout=30_000)
    assert page.url.endswith("/reach/"), "a reload shows the page, and sends nothing again"
    expect(page.locator("#announcement")).to_have_text("Checked: 2 things to look at")
    large = found.filter(has_text="A body of 1 MiB is answered 413")
    line = large.get_by_text("client_max_body_size 11m;")
    expect(line).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    large.get_by_role("button", name="Copy").nth(1).click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("client_max_body_size")
    expect(page.locator("#reach-panel .loss").first).to_be_hidden()
    for width in (390, 900, 1280, 1680):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
    page.reload()
    expect(found).to_have_count(2)


def test_what_was_mended_is_gone_and_the_focus_stays(
    checking: Page, front: Proxy, axe: Axe
) -> None:
    page = checking
    page.goto(f"{page.url.rstrip('/')}/reach/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        under_way = "progress=" in (route.request.post_data or "") and not held
        held.append(route) if under_way else route.continue_()

    page.route("**/reach/check/", hold)
    button = page.locator("#check-button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".run [data-state=now]")).to_contain_text("who answers")
    expect(page.locator("#announcement")).to_have_text("Checking who answers")
    expect(button).to_be_focused()
    axe(page)
    held[0].continue_()
    expect(page.locator(".finding")).to_have_count(2, timeout=30_000)
    expect(button).to_be_focused()
    front.change, front.refuse = lambda head: head, lambda head: None
    page.keyboard.press("Enter")
    expect(page.locator("#check")).to_contain_text("All well.", timeout=30_000)
    expect(page.locator("#reach-state")).to_contain_text("Reachable, checked")
    expect(button).to_be_focused()
