"""Journey 2: reading with mouse and keys, tabs that stay, a way back, widths from a phone up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.sender import Sender, seqs
from tests.serving import Serving, until

CLIPBOARD = "navigator.clipboard.readText()"
STRIPE = {"id": "evt_1", "type": "invoice.paid", "data": {"object": {"amount": 1999}}}


@pytest.fixture
def sender(server: Serving) -> Sender:
    """Give a bin with four requests of different kinds."""
    made = Sender(server, name="billing")
    made.send("/stripe", STRIPE, X_Custom="one")
    made.send("/form?who=me&why=", b"a=1&a=2", Content_Type="application/x-www-form-urlencoded")
    made.send("/bytes", bytes(range(256)) * 40, Content_Type="application/octet-stream")
    made.send("/dav", method="PROPFIND")
    return made


def title(page: Page) -> str:
    return page.locator("#detail h1").inner_text().strip()


def test_the_keys_do_what_the_help_says(
    page: Page, sender: Sender, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sender.open(page)
    heading = page.locator("#detail h1")
    expect(heading).to_have_text("PROPFIND /dav")
    for key, shown in (
        ("j", "POST /bytes"),
        ("G", "invoice.paid"),
        ("k", "POST /form"),
    ):
        page.keyboard.press(key)
        expect(heading).to_have_text(shown)
    page.keyboard.press("g")
    expect(heading).to_have_text("PROPFIND /dav")
    page.keyboard.press("2")
    expect(page.locator(".head-lines")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#r4 .star")).to_be_visible()
    page.keyboard.press("c")
    until(lambda: page.evaluate(CLIPBOARD).startswith("curl -X PROPFIND "))
    page.keyboard.press("u")
    expect(page.locator(".bar [data-key=u]")).to_have_text("Copied")
    assert page.evaluate(CLIPBOARD).endswith(f"/in/{sender.key}")
    page.locator("#r4 .row").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#r4 .row")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("invoice")
    expect(page.locator("#r4")).to_have_count(0)
    assert seqs(page) == [1]
    page.keyboard.press("Escape")
    expect(page.locator("#r4")).to_be_visible()


def test_single_keys_can_be_switched_off(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.keyboard.press("?")
    switch = page.get_by_label("Single keys are on")
    switch.uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#detail h1")).to_have_text("PROPFIND /dav")
    page.get_by_label("More", exact=True).click()
    page.get_by_role("button", name="Keys").click()
    switch.check()
    page.keyboard.press("Escape")
    expect(switch).to_be_hidden()
    expect(switch).not_to_be_focused()  # until the next frame it is: a key would be its own
    page.keyboard.press("j")
    expect(page.locator("#detail h1")).to_have_text("POST /bytes")


def test_the_tab_stays_and_back_goes_back(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.locator("#r1 .row").click()
    expect(page).to_have_url(f"{sender.page}requests/1/")
    page.get_by_role("link", name="Headers").click()
    expect(page).to_have_url(f"{sender.page}requests/1/?tab=headers")
    expect(page.locator(".head-lines")).to_contain_text("X-Custom")
    page.locator("#r2 .row").click()
    expect(page).to_have_url(f"{sender.page}requests/2/?tab=headers")
    expect(page.locator(".head-lines")).to_contain_text("x-www-form-urlencoded")
    page.go_back()
    expect(page.locator("#detail h1")).to_have_text("invoice.paid")
    expect(page.locator("#r1 .row")).to_have_attribute("aria-current", "true")
    page.go_forward()
    expect(page.locator("#detail h1")).to_have_text("POST /form")
    page.reload()
    expect(page.locator(".head-lines")).to_contain_text("x-www-form-urlencoded")


def test_a_chosen_view_stays_with_its_request(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.locator("#r1 .row").click()
    page.get_by_role("link", name="Hex").click()
    expect(page).to_have_url(f"{sender.page}requests/1/?view=hex")
    page.reload()
    expect(page.locator(".dump")).to_be_visible()
    page.locator("#r2 .row").click()
    expect(page).to_have_url(f"{sender.page}requests/2/")
    expect(page.locator("#view-form")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page).to_have_url(f"{sender.page}requests/1/?view=hex")
    expect(page.locator(".dump")).to_be_visible()
    page.get_by_role("link", name="Headers").click()
    expect(page).to_have_url(f"{sender.page}requests/1/?tab=headers")
    page.get_by_role("link", name="Payload").click()
    page.get_by_role("link", name="Text").click()
    expect(page).to_have_url(f"{sender.page}requests/1/?view=text")
    page.get_by_role("link", name="JSON").click()
    expect(page).to_have_url(f"{sender.page}requests/1/")


def test_back_shows_what_was_there_before(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.locator("#r1 .row").click()
    expect(page.locator("#detail h1")).to_have_text("invoice.paid")
    page.go_back()
    expect(page).to_have_url(sender.page)
    expect(page.locator("#detail h1")).to_have_text("PROPFIND /dav")
    expect(page.locator("#r4 .row")).to_have_attribute("aria-current", "true")


def test_a_reload_finds_the_same_filter_and_request(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.get_by_label("Search requests").fill("form")
    expect(page.locator("#r4")).to_have_count(0)
    page.locator("#r2 .row").click()
    page.get_by_role("link", name="Headers").click()
    expect(page).to_have_url(f"{sender.page}requests/2/?tab=headers&q=form")
    page.reload()
    assert seqs(page) == [2]
    expect(page.get_by_label("Search requests")).to_have_value("form")
    expect(page.locator(".head-lines")).to_contain_text("x-www-form-urlencoded")


def test_a_row_opens_in_a_tab_of_its_own(page: Page, sender: Sender) -> None:
    sender.open(page)
    with page.context.expect_page() as opened:
        page.locator("#r1 .row").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("#detail h1")).to_have_text("invoice.paid")
    expect(page.locator("#detail h1")).to_have_text("PROPFIND /dav")


def test_bodies_are_read_in_the_form_that_fits(page: Page, sender: Sender) -> None:
    sender.open(page)
    panel = page.locator("#panel")
    page.locator("#r1 .row").click()
    expect(panel.locator(".number")).to_have_text("1999")
    page.locator("#r2 .row").click()
    expect(panel.get_by_role("row")).to_have_count(4)
    expect(panel.get_by_role("heading", name="Query")).to_be_visible()
    page.locator("#r3 .row").click()
    expect(panel.locator(".dump")).to_contain_text("00000ff0")
    panel.get_by_role("link", name="Later bytes").click()
    expect(panel.locator(".dump")).to_contain_text("00001000")
    page.locator("#r4 .row").click()
    expect(panel).to_contain_text("Neither query nor body.")
    panel.get_by_role("link", name="Raw").click()
    expect(panel.locator(".plain")).to_contain_text(f"PROPFIND /in/{sender.key}/dav HTTP/1.1")


def test_downloads_are_exact(page: Page, sender: Sender) -> None:
    page.goto(f"{sender.page}requests/3/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    assert download.value.path().read_bytes() == bytes(range(256)) * 40


def test_deleting_asks_and_goes_on_to_the_next(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.locator("#r3 .row").click()
    expect(page.locator("#detail h1")).to_have_text("POST /bytes")
    more = page.get_by_label("More for this request")
    more.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Delete request #3? It cannot be brought back.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#r3")).to_be_visible()
    more.click()
    page.locator("#detail").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#detail h1")).to_have_text("POST /form")
    expect(page.locator("#r2 .row")).to_be_focused()
    assert seqs(page) == [4, 2, 1]


def test_a_filter_that_finds_nothing_can_be_cleared(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.get_by_label("Search requests").fill("no such thing")
    expect(page.get_by_text("None of the 4 requests match.")).to_be_visible()
    page.get_by_role("link", name="Clear filter").click()
    expect(page.locator("#r4")).to_be_visible()
    expect(page.get_by_label("Search requests")).to_have_value("")
    expect(page).to_have_url(sender.page)


@pytest.mark.parametrize("width", [390, 600])
def test_a_phone_shows_one_thing_at_a_time(page: Page, sender: Sender, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sender.open(page)
    expect(page.locator("#detail")).to_be_hidden()
    page.locator("#r1 .row").click()
    expect(page.locator("#detail h1")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.locator("[data-back]").click()
    expect(page.locator("#r1 .row")).to_be_focused()
    expect(page.locator("#detail")).to_be_hidden()
    page.go_back()
    expect(page.locator("#detail h1")).to_have_text("invoice.paid")
    expect(page.locator("#list")).to_be_hidden()


def test_times_are_the_readers(page: Page, sender: Sender) -> None:
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        timezone_id="Pacific/Kiritimati", storage_state=page.context.storage_state()
    )
    other = context.new_page()
    other.goto(sender.page)
    moment = other.locator("#r1 time")
    first = moment.inner_text()
    shown = other.evaluate(
        "text => new Date(text).toLocaleTimeString('en-GB')", moment.get_attribute("datetime")
    )
    assert first == shown
    other.reload()
    expect(other.locator("html")).to_have_attribute("data-zone", "Pacific/Kiritimati")
    assert moment.inner_text() == first
    sender.send("/later")
    expect(other.locator("#r5 time")).to_have_text(
        re.compile(f"^{first[:2]}|^{int(first[:2]) + 1}")
    )
    context.close()
