"""A thin payload: what it is about is fetched by a press, and stands below it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender
from tests.serving import Serving
from tests.targets import Target

Axe = Callable[..., None]
TOKEN = "Bearer test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"
FORM = "application/x-www-form-urlencoded"
PAYMENT = (
    b'{"resource":"payment","id":"tr_7UhSN1zuXS","mode":"test","status":"paid",'
    b'"amount":{"value":"10.00","currency":"EUR"},"description":"Order 12345"}'
)


def test_the_payment_stands_below_its_id(
    page: Page, server: Serving, target: Target, axe: Axe
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/hal+json\r\nContent-Length: %d\r\n\r\n"
    target.reply = head % len(PAYMENT) + PAYMENT
    sender = Sender(server, name="payments")
    sender.send("/mollie", b"id=tr_7UhSN1zuXS", Content_Type=FORM)
    sender.open(page)
    part = page.locator("#refetch")
    expect(part).to_contain_text("Fetch the payment by its id to be sure.")
    page.locator("#fetch-template").fill(f"{target.url}v2/payments/{{form:id}}")
    page.get_by_label("Authorization, if it takes one").fill(TOKEN)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
    page.locator("#fetch-now").click()
    expect(part.locator(".fetched")).to_contain_text('"paid"')
    expect(part.locator(".fetched .ok")).to_have_text("200")
    assert f"Authorization: {TOKEN}".encode() in target.requests[0]
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    expect(page.locator("#fetch-now")).to_have_text("Fetch again")
    expect(page.locator("#refetch .fetched")).to_contain_text('"paid"')
    assert TOKEN not in page.content()


def test_a_slow_answer_says_that_it_is_awaited(page: Page, server: Serving, target: Target) -> None:
    import threading

    over = threading.Event()
    target.reply = lambda raw: over.wait(10) and b"HTTP/1.1 204 No Content\r\n\r\n"
    sender = Sender(server, name="payments")
    sender.send("/mollie", b"id=tr_7UhSN1zuXS", Content_Type=FORM)
    sender.open(page)
    page.locator("#fetch-template").fill(f"{target.url}{{form:id}}")
    page.locator("#fetch-now").click()
    expect(page.get_by_text("Fetching…")).to_be_visible()
    over.set()
    expect(page.locator("#refetch .fetched")).to_contain_text("204")
