"""Journey 1: one press, one URL to copy, and the first request is there by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.sender import Sender, seqs
from tests.serving import Serving
from tests.targets import Target


def test_from_nothing_to_the_first_request(
    server: Serving, page: Page, axe: Callable[..., None]
) -> None:
    page.goto("/")
    page.get_by_role("button", name="Create a bin").first.click()
    expect(page.get_by_role("heading", name="Waiting for the first request")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Live")
    axe(page)
    url = page.locator("#capture-url").inner_text()
    answer = server.request("POST", url.removeprefix(server.base), b'{"type": "hello.world"}')
    assert answer.status == 200
    expect(page.locator("#detail h1")).to_have_text("hello.world")
    expect(page.locator("#r1 .row")).to_have_attribute("aria-current", "true")
    expect(page.locator("#panel")).to_contain_text('"hello.world"')


def test_a_sample_is_one_press_away(server: Serving, page: Page) -> None:
    Sender(server).open(page)
    page.locator(".waiting").get_by_role("button", name="Send a sample").click()
    expect(page.locator("#detail h1")).to_contain_text("push")
    page.locator("#tab-headers").click()
    expect(page.locator(".head-lines")).to_contain_text("X-Hub-Signature-256")


def test_a_sample_is_chosen_broken_and_sent_elsewhere(
    server: Serving, page: Page, axe: Callable[..., None], target: Target
) -> None:
    sender = Sender(server)
    sender.open(page)
    page.locator("summary[aria-label=More]").click()
    page.get_by_role("link", name="Send a sample").click()
    form = page.locator("#sampling")
    form.get_by_label("Provider").select_option("stripe")
    expect(form.get_by_label("Event").locator("option").first).to_have_text(
        "payment_intent.succeeded"
    )
    axe(page)
    form.get_by_label("Event").select_option("invoice.paid")
    form.get_by_role("button", name="Send", exact=True).click()
    expect(form).to_contain_text("Sent Stripe's invoice.paid. Answered 200 in")
    expect(page.locator("#r1")).to_contain_text("invoice.paid")
    form.get_by_label("Broken on purpose").select_option("altered")
    form.get_by_label("Another URL", exact=True).check()
    form.get_by_label("The other URL").fill(f"{target.url}hooks")
    form.get_by_role("button", name="Send another").click()
    (raw,) = target.received(1)
    assert raw.startswith(b"POST /hooks HTTP/1.1")
    assert b"Stripe-Signature: t=" in raw
    expect(form).to_contain_text("then one field is changed: refused where the signature covers it")
    form.get_by_role("button", name="Close").click()
    expect(page.locator("#many")).to_be_hidden()


def test_copy_gives_the_url_with_the_path_that_was_typed(
    server: Serving, page: Page, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sender = Sender(server)
    sender.open(page)
    page.get_by_label("Path to add to the URL").fill("stripe/live")
    copy = page.locator(".bar [data-key=u]")
    copy.click()
    expect(copy).to_have_text("Copied")
    url = f"{server.base}/in/{sender.key}"
    assert page.evaluate("navigator.clipboard.readText()") == f"{url}/stripe/live"
    page.locator(".waiting").get_by_role("button", name="Copy").last.click()
    assert page.evaluate("navigator.clipboard.readText()").endswith(
        f'\'{{"hello":"world"}}\' {url}'
    )


def test_the_title_counts_while_nobody_looks(
    server: Serving, page: Page, context: BrowserContext
) -> None:
    sender = Sender(server, name="billing")
    sender.open(page)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away ?? false})")
    page.evaluate("window.away = true")
    sender.send_many(3)
    expect(page).to_have_title("(3) billing · requestbin")
    page.evaluate("window.away = false")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page).to_have_title("billing · requestbin")


def test_other_bins_say_what_is_new_in_them(server: Serving, page: Page) -> None:
    first, second = Sender(server, name="one"), Sender(server, name="two")
    first.open(page)
    second.open(page)
    first.send_many(4)
    page.reload()
    page.get_by_text("two", exact=True).first.click()
    link = page.get_by_role("link", name=re.compile(r"^one"))
    expect(link).to_contain_text("4 new")
    link.click()
    expect(page).to_have_url(re.compile(first.id))
    assert seqs(page) == [4, 3, 2, 1]


def test_without_javascript_pages_load_and_list(
    server: Serving, browser: Any, pair: Callable[..., Page]
) -> None:
    sender = Sender(server)
    sender.send("/stripe", {"type": "invoice.paid"})
    sender.send_many(120)
    context = browser.new_context(java_script_enabled=False)
    page = pair(context.new_page(), server)
    page.goto(sender.page)
    assert len(seqs(page)) == 100
    page.get_by_role("link", name="Older requests").click()
    page.get_by_role("link", name="invoice.paid").click()
    expect(page.locator("#detail h1")).to_have_text("invoice.paid")
    page.get_by_role("link", name="Headers").click()
    expect(page.locator(".head-lines")).to_contain_text("Content-Type")
    page.locator("#star").click()
    expect(page.locator("#star")).to_have_attribute("aria-pressed", "true")
    context.close()
