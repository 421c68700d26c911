"""A press does what the reader saw, also where the page changes between or under it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.held import opened_to_hold
from tests.e2e.sender import Sender
from tests.serving import Serving

FIRST = re.compile("/requests/1/")


@pytest.fixture
def sender(server: Serving) -> Sender:
    made = Sender(server)
    made.send("/first", b"1", X_Is="first")
    made.send("/second", b"2", X_Is="second")
    return made


def star(page: Page, sender: Sender, seq: int) -> None:
    """Change a request from elsewhere, and wait until its row was drawn anew."""
    sender.server.api("PATCH", f"/bins/{sender.id}/requests/{seq}", {"starred": True})
    expect(page.locator(f"#r{seq} .star")).to_be_visible()


def test_a_row_opens_that_was_drawn_anew_under_the_mouse(page: Page, sender: Sender) -> None:
    opened_to_hold(page, sender)
    page.locator("#r1 .row").hover()
    page.mouse.down()
    star(page, sender, 1)
    page.mouse.up()
    expect(page.locator("#detail h1")).to_have_text("POST /first")
    page.locator("#r2 .row").hover()
    page.mouse.down()
    star(page, sender, 2)
    page.locator("#r1 .row").hover()
    page.mouse.up()  # somewhere else: no press
    page.locator("#tab-headers").click()
    expect(page.locator("#panel")).to_contain_text("first")


def test_a_press_waits_for_the_request_that_was_chosen(page: Page, sender: Sender) -> None:
    opened_to_hold(page, sender)
    expect(page.locator("#detail h1")).to_have_text("POST /second")

    def answer(route: Route) -> None:
        page.locator("#tab-headers").click()
        route.continue_()

    page.route(FIRST, answer, times=1)
    page.locator("#r1 .row").click()
    expect(page.locator("#panel")).to_contain_text("X-Is")
    expect(page.locator("#panel")).to_contain_text("first")
    expect(page).to_have_url(f"{sender.page}requests/1/?tab=headers")


def test_a_key_is_for_the_row_that_is_marked(page: Page, sender: Sender) -> None:
    opened_to_hold(page, sender)
    page.locator("#r2 .row").focus()

    def answer(route: Route) -> None:
        page.keyboard.press("s")
        route.continue_()

    page.route(FIRST, answer, times=1)
    page.keyboard.press("j")
    expect(page.locator("#r1 .star")).to_be_visible()
    expect(page.locator("#r2 .star")).to_have_count(0)


def test_what_failed_is_told_though_its_row_was_drawn_anew(page: Page, sender: Sender) -> None:
    opened_to_hold(page, sender)

    def answer(route: Route) -> None:
        star(page, sender, 1)
        route.abort()

    page.route(FIRST, answer, times=1)
    page.locator("#r1 .row").click()
    expect(page.locator("#notice")).to_have_text("Not done: the server does not answer.")
    expect(page.locator("#r2 .row")).to_have_attribute("aria-current", "true")
    page.locator("#star").click()
    expect(page.locator("#r2 .star")).to_be_visible()
