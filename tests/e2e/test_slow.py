"""A slow line: what is pressed last counts, for the request it was meant for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.held import Held, choose, opened_to_hold, settled, shows, star
from tests.e2e.sender import Sender
from tests.serving import Serving

STRIPE = {"Stripe_Signature": "t=1,v1=" + "a" * 64}


@pytest.fixture
def sender(server: Serving) -> Sender:
    made = Sender(server)
    for name in ("first", "second", "third"):
        made.send(f"/{name}", {"livemode": True}, X_Is=name)
    return made


@pytest.fixture
def opened(page: Page, sender: Sender) -> Page:
    return opened_to_hold(page, sender)


@pytest.fixture
def back(opened: Page, sender: Sender) -> Callable[[], Held]:
    """Give `back()`, to the second request from the first: it is on its way, and held."""
    choose(opened, 2)
    choose(opened, 1)

    def press() -> Held:
        held = Held(opened, "/requests/2/")
        opened.evaluate("history.back()")
        expect(opened).to_have_url(f"{sender.page}requests/2/")
        held.asked()
        return held

    return press


def delete(page: Page) -> Held:
    page.locator("#actions > .menu > summary").click()
    page.locator("#actions .no").click()
    held = Held(page, "/delete/")
    page.locator("#confirm-yes").click()
    held.asked()
    return held


def test_forward_before_back_has_come(
    opened: Page, sender: Sender, back: Callable[[], Held]
) -> None:
    held = back()
    opened.evaluate("history.forward()")
    expect(opened).to_have_url(f"{sender.page}requests/1/")
    held.come()
    settled(opened)
    shows(opened, 1)
    expect(opened).to_have_url(f"{sender.page}requests/1/")


def test_a_row_before_back_has_come(opened: Page, sender: Sender, back: Callable[[], Held]) -> None:
    held = back()
    choose(opened, 3)
    held.come()
    settled(opened)
    shows(opened, 3)
    expect(opened).to_have_url(f"{sender.page}requests/3/")


def test_back_before_a_tab_has_come(opened: Page, sender: Sender, back: Callable[[], Held]) -> None:
    held = Held(opened, "tab=headers")
    opened.locator("#tab-headers").click()
    held.asked()
    there = back()
    held.come()
    settled(opened)
    expect(opened).to_have_url(f"{sender.page}requests/2/")
    there.come()
    shows(opened, 2)
    expect(opened).to_have_url(f"{sender.page}requests/2/")


def test_a_tab_is_for_where_back_leads(
    opened: Page, sender: Sender, back: Callable[[], Held]
) -> None:
    held = back()
    opened.keyboard.press("2")
    held.come()
    expect(opened.locator("#panel")).to_contain_text("X-Is")
    expect(opened.locator("#panel")).to_contain_text("second")
    expect(opened).to_have_url(f"{sender.page}requests/2/?tab=headers")


def test_a_row_before_the_first_arrival_is_shown(page: Page, server: Serving) -> None:
    sender = Sender(server)
    opened_to_hold(page, sender)
    held = Held(page, "/requests/1/")
    sender.send()
    held.asked()
    sender.send()
    choose(page, 2)
    held.come()
    settled(page)
    shows(page, 2)
    expect(page).to_have_url(f"{sender.page}requests/2/")


def test_the_tab_that_was_pressed_last_is_shown(opened: Page) -> None:
    opened.keyboard.press("2")
    order = Held(opened, "order=name")
    opened.locator("#order-name").click()
    order.asked()
    tab = Held(opened, "tab=raw")
    opened.keyboard.press("5")
    tab.asked()
    order.come()
    tab.come()
    expect(opened.locator("#tab-raw")).to_have_attribute("aria-current", "page")


def test_no_news_of_deliveries_takes_the_tab_that_was_pressed(opened: Page, sender: Sender) -> None:
    opened.keyboard.press("4")
    expect(opened.locator("#deliveries")).to_be_visible()
    held = Held(opened, "tab=headers")
    opened.keyboard.press("2")
    held.asked()
    star(opened, sender, 3)
    held.come()
    expect(opened.locator("#tab-headers")).to_have_attribute("aria-current", "page")
    expect(opened.locator("#star")).to_have_attribute("aria-pressed", "true")  # drawn after that


def test_keys_are_done_one_after_the_other(opened: Page) -> None:
    held = Held(opened, "/requests/2/")
    opened.keyboard.press("j")
    held.asked()
    for key in ("s", "j", "s"):
        opened.keyboard.press(key)
    held.come()
    expect(opened.locator("#r2 .star")).to_be_visible()
    expect(opened.locator("#r1 .star")).to_be_visible()
    expect(opened.locator("#r3 .star")).to_have_count(0)
    shows(opened, 1)


def test_enter_reads_the_request_that_comes(opened: Page) -> None:
    held = Held(opened, "/requests/2/")
    opened.keyboard.press("j")
    held.asked()
    opened.keyboard.press("Enter")
    held.come()
    shows(opened, 2)
    expect(opened.locator("#panel .panel")).to_be_focused()


def test_what_a_menu_holds_waits_for_the_request_that_comes(opened: Page) -> None:
    held = Held(opened, "/requests/2/")
    opened.keyboard.press("j")
    held.asked()
    opened.locator("#actions > .menu > summary").click()
    held.come()
    expect(opened.locator("#actions > .menu > ul")).to_be_visible()
    held = Held(opened, "/requests/1/")
    opened.locator("#r1 .row").click()
    held.asked()
    opened.keyboard.press("d")
    held.come()
    expect(opened).to_have_url(re.compile("/compare/"))


def test_a_question_is_asked_though_news_came_meanwhile(opened: Page, sender: Sender) -> None:
    replay = {"url": "https://example.com/"}
    sender.server.api("POST", f"/bins/{sender.id}/requests/3/replay", replay)
    expect(opened.locator("#replay-now")).to_contain_text("example.com")
    held = Held(opened, "/replay/")
    opened.locator("#replay-now").click()
    held.asked()
    star(opened, sender, 3)
    held.come()
    expect(opened.locator("#sends .question")).to_be_visible()
    opened.locator("#sends .question a").click()
    expect(opened.locator("#sends .question")).to_have_count(0)
    expect(opened.locator("#star")).to_have_attribute("aria-pressed", "true")  # drawn after that


def test_who_has_left_hears_that_it_was_not_sent(opened: Page) -> None:
    opened.keyboard.press("r")
    opened.locator("#replay-url").fill("https://example.com/")
    held = Held(opened, "/replay/")
    opened.locator("#replay-url").press("Enter")
    held.asked()
    choose(opened, 1)
    held.come()
    expect(opened.locator("#notice")).to_have_text(
        "Request #3 was not sent. Replay it again to see why."
    )
    expect(opened.locator("#sends .question")).to_have_count(0)


def test_a_deletion_counts_though_news_came_before_it_was_confirmed(
    opened: Page, sender: Sender
) -> None:
    opened.locator("#actions > .menu > summary").click()
    opened.locator("#actions .no").click()
    star(opened, sender, 3)
    opened.locator("#confirm-yes").click()
    expect(opened.locator("#r3")).to_have_count(0)


def test_the_row_that_was_chosen_since_stays_after_a_deletion(opened: Page) -> None:
    held = delete(opened)
    choose(opened, 1)
    held.come()
    expect(opened.locator("#r3")).to_have_count(0)
    settled(opened)
    shows(opened, 1)


def test_the_row_that_is_on_its_way_comes_after_a_deletion(opened: Page) -> None:
    held = delete(opened)
    row = Held(opened, "/requests/1/")
    opened.locator("#r1 .row").click()
    row.asked()
    held.come()
    expect(opened.locator("#r3")).to_have_count(0)
    row.come()
    settled(opened)
    shows(opened, 1)


def test_a_secret_that_was_given_leads_to_no_other_request(page: Page, server: Serving) -> None:
    sender = Sender(server)
    sender.send(body={"id": "evt_1"}, **STRIPE)
    sender.send(body={"id": "evt_2"}, **STRIPE)
    opened_to_hold(page, sender)
    page.locator("#verdict-give input[type=text]").fill("whsec_" + "a" * 32)
    held = Held(page, "/signature/secret/")
    page.locator("#verdict-give button").first.click()
    held.asked()
    choose(page, 1)
    held.come()
    settled(page)
    shows(page, 1)
    expect(page).to_have_url(f"{sender.page}requests/1/")


def test_an_editor_opens_for_the_request_that_is_shown(opened: Page) -> None:
    held = Held(opened, "/requests/3/edit/")
    opened.keyboard.press("e")
    held.asked()
    choose(opened, 1)
    held.come()
    settled(opened)
    expect(opened.locator("#editor")).to_be_hidden()
    opened.keyboard.press("e")
    expect(opened.locator("#editor-title")).to_contain_text("#1")
