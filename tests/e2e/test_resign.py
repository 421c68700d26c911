"""A stale capture that an app refused is signed anew and taken; old and new values are seen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender
from tests.forwarding import signing_targets as apps
from tests.serving import Serving
from tests.targets import Target

Axe = Callable[..., None]
WIDTHS = (390, 1280)


@pytest.fixture
def sender(server: Serving, target: Target) -> Sender:
    """Give a bin with a request of Stripe that is too old, and an app that checks signatures."""
    target.reply = apps.verifying(apps.stripe)
    made = Sender(server, name="billing")
    made.send("/stripe", apps.BODY, Content_Type="application/json", **SIGNED)
    return made


SIGNED = {"Stripe_Signature": apps.STRIPE_SIGNATURE}


@pytest.fixture
def opened(page: Page, sender: Sender) -> Page:
    return sender.open(page)


def send_to(page: Page, url: str) -> None:
    page.locator("#replay-to").click()
    expect(page.locator("#resign-menu")).to_be_visible()
    field = page.locator("#replay-url")
    field.fill(url)
    field.press("Enter")


def test_a_refused_copy_is_signed_anew_and_taken(opened: Page, target: Target, axe: Axe) -> None:
    send_to(opened, target.url)
    told = opened.locator("#sends .told")
    expect(told).to_contain_text("Answered 400. This copy was signed")
    expect(told).to_contain_text("Stripe's libraries refuse after 5 min.")
    axe(opened)
    opened.get_by_role("link", name="Sign anew and send…").click()
    editor = opened.locator("#editor")
    expect(editor.get_by_label("Sign anew, as Stripe does")).to_be_checked()
    editor.get_by_label("The secret your app uses").fill(apps.STRIPE)
    editor.get_by_label("Keep it for this bin, encrypted").check()
    changes = editor.locator(".changes tbody tr")
    expect(changes).to_have_count(1)
    expect(changes.locator("th")).to_have_text("Stripe-Signature")
    expect(changes.locator("td").first).to_have_text(apps.STRIPE_SIGNATURE)
    expect(changes.locator("td").last).to_have_text(re.compile(r"t=\d{10},v1=[0-9a-f]{64}"))
    expect(editor.locator("#final pre")).not_to_contain_text(apps.STRIPE_SIGNATURE)
    for width in WIDTHS:
        opened.set_viewport_size({"width": width, "height": 800})
        axe(opened)
    editor.locator("#edit-send").click()
    expect(editor).to_be_hidden()
    expect(opened.locator("#sends .outcome").first).to_have_text("200")
    assert apps.STRIPE not in opened.content()


def test_one_press_does_it_where_the_secret_is_known(
    opened: Page, sender: Sender, target: Target
) -> None:
    keep_secret(opened, target)
    opened.reload()
    opened.locator("#replay-now").click()  # as captured
    expect(opened.locator("#sends .outcome")).to_have_text("400")
    opened.get_by_role("button", name="Sign anew and send").click()
    expect(opened.locator("#sends .outcome")).to_have_text("200")
    assert apps.STRIPE_SIGNATURE.encode() in target.requests[-2]
    opened.locator("#tab-deliveries").click()
    opened.locator("#deliveries .what summary").first.click()
    expect(opened.locator("#deliveries .changes")).to_contain_text(apps.STRIPE_SIGNATURE)


def test_the_menu_shows_what_will_change(opened: Page, target: Target, axe: Axe) -> None:
    keep_secret(opened, target)
    opened.locator("#replay-to").click()
    menu = opened.locator("#resign-menu")
    expect(menu.get_by_label("Sign anew, as Stripe does")).to_be_checked()
    expect(menu.locator(".changes")).to_contain_text(apps.STRIPE_SIGNATURE)
    menu.get_by_label("New event id").check()
    expect(menu.locator(".changes tbody tr")).to_have_count(2)
    for width in WIDTHS:
        opened.set_viewport_size({"width": width, "height": 800})
        axe(opened)
    opened.locator("#replay-menu ul button").first.click()
    expect(opened.locator("#sends .outcome")).to_have_text("200")
    assert b'"evt_1NG8Du2eZvKYlo2C"' not in target.received(2)[-1]


def keep_secret(page: Page, target: Target) -> None:
    """Give the secret with a first replay, from the menu, and keep it."""
    page.locator("#replay-to").click()
    menu = page.locator("#resign-menu")
    menu.get_by_label("Sign anew, as Stripe does").check()
    menu.get_by_label("The secret your app uses").fill(apps.STRIPE)
    menu.get_by_label("Keep it for this bin, encrypted").check()
    page.locator("#replay-url").fill(target.url)
    page.locator("#replay-url").press("Enter")
    expect(page.locator("#sends .outcome").first).to_have_text("200")
    expect(page.locator("#replay-now")).to_contain_text(str(target.port))


def test_a_test_pair_is_made_in_the_menu(page: Page, server: Serving, target: Target) -> None:
    sender = Sender(server, name="bots")
    headers = {name.replace("-", "_"): value for name, value in HEADERS_OF_DISCORD}
    sender.send("/discord", apps.CAPTURES["discord"].body, **headers)
    sender.open(page)
    page.locator("#replay-to").click()
    menu = page.locator("#resign-menu")
    menu.get_by_label("Sign anew, as Discord does").check()
    expect(menu).to_contain_text("Only Discord has the private key")
    menu.get_by_role("button", name="Make a test key pair").click()
    public = menu.locator("#resign-menu-public")
    expect(public).to_have_text(re.compile("[0-9a-f]{64}"))
    target.reply = apps.verifying(apps.discord(public.inner_text()))
    page.locator("#replay-url").fill(target.url)
    page.locator("#replay-url").press("Enter")
    expect(page.locator("#sends .outcome")).to_have_text("200")


HEADERS_OF_DISCORD = apps.CAPTURES["discord"].headers.as_text()


def test_many_are_signed_anew(opened: Page, sender: Sender, target: Target, axe: Axe) -> None:
    sender.send("/stripe", apps.BODY, Content_Type="application/json", **SIGNED)
    keep_secret(opened, target)
    opened.keyboard.press("x")
    opened.locator("#select-all").click()
    opened.locator("#selection").get_by_role("button", name="Replay").click()
    told = opened.locator("#many")
    told.get_by_label("Sign all anew, each when it is sent").check()
    axe(opened)
    told.locator("#send-many").click()
    expect(told).to_contain_text("2 of 2 answered 2xx")
