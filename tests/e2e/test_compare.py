"""Comparing: in one press, with noise or without, on every width, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.sender import Sender
from tests.e2e.test_looks import fits
from tests.inspection.diff.corpus import PAIRS
from tests.serving import Serving, until
from tests.targets import Target

CLIPBOARD = "navigator.clipboard.readText()"

Axe = Callable[..., None]


@pytest.fixture(scope="module")
def filled(server: Serving) -> Sender:
    """Give a bin with two of each kind; the last two are the Stripe invoices."""
    made = Sender(server, name="billing")
    for name in sorted(PAIRS, key=lambda name: name == "Stripe"):
        for sent in PAIRS[name]:
            headers = {key.replace("-", "_"): value for key, value in sent.headers}
            made.send(sent.path, sent.body, **headers)
    return made


def address(filled: Sender, name: str, query: str = "") -> str:
    last = 2 * len(PAIRS)
    at = [*(each for each in PAIRS if each != "Stripe"), "Stripe"].index(name)
    assert filled.count == last
    return f"{filled.page}compare/?a={2 * at + 1}&b={2 * at + 2}{query}"


def test_what_changed_since_the_last_one_in_one_press(
    page: Page, filled: Sender, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    filled.open(page)
    expect(page.locator("#detail h1")).to_contain_text("invoice.created")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile(r"/compare/\?a=15&b=16$"))
    total = page.locator("#sum")
    expect(total).to_contain_text("15 changes; 7 more look like noise: times 3, ids 2")
    row = page.get_by_role("row", name="data.object.amount_due")
    expect(row).to_contain_text("changed")
    row.hover()
    row.get_by_role("button", name="Copy path").click()
    until(lambda: page.evaluate(CLIPBOARD) == "data.object.amount_due")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"a=15&b=16&noise=1#sum$"))
    expect(page.get_by_role("row", name="Stripe-Signature")).to_contain_text("noise: signatures")
    page.keyboard.press("n")
    expect(page.get_by_role("row", name="Stripe-Signature")).to_have_count(0)
    fold = page.locator("details.alike").first
    fold.locator("summary").click()
    expect(fold.get_by_text('"api_version"').first).to_be_visible()
    page.get_by_title("Swap the sides").click()
    expect(page).to_have_url(re.compile(r"a=16&b=15"))
    page.get_by_label("Left").get_by_role("link", name="invoice.created").click()
    expect(page.locator("#detail h1")).to_contain_text("invoice.created")


@pytest.mark.parametrize("name", ["Stripe", "GitHub", "XML", "PNG", "form"])
def test_every_kind_on_every_width(page: Page, axe: Axe, filled: Sender, name: str) -> None:
    page.goto(address(filled, name, "&noise=1" if name == "GitHub" else ""))
    expect(page.locator("#sum")).to_contain_text("change")
    axe(page)
    fits(page)
    if name == "Stripe":
        page.set_viewport_size({"width": 390, "height": 800})
        axe(page)


def test_on_a_phone_the_sides_stand_below_each_other(page: Page, filled: Sender) -> None:
    page.goto(address(filled, "XML"))
    line = page.locator(".pair.changed").first
    old, new = line.locator("code.del"), line.locator("code.ins")
    beside = [each.bounding_box() for each in (old, new)]
    assert beside[0]
    assert beside[1]
    assert beside[0]["y"] == beside[1]["y"]
    page.set_viewport_size({"width": 390, "height": 800})
    below = [each.bounding_box() for each in (old, new)]
    assert below[0]
    assert below[1]
    assert below[0]["x"] == below[1]["x"]
    assert below[0]["y"] < below[1]["y"]
    expect(page.locator(".pair.same > .del").first).to_be_hidden()


def test_an_answer_beside_its_request(
    page: Page, axe: Axe, server: Serving, target: Target
) -> None:
    sender = Sender(server)
    sender.send("/hook", {"type": "ping"})
    replay = {"url": f"http://127.0.0.1:{target.port}/", "wait": 10}
    server.api("POST", f"/bins/{sender.id}/requests/1/replay", replay)
    page.goto(f"{sender.page}requests/1/?tab=deliveries")
    page.locator("#panel").get_by_role("link", name="Compare with the request").click()
    expect(page.get_by_label("Right")).to_contain_text("Answer to #1")
    axe(page)
    fits(page)


def test_nothing_to_compare_with_yet(page: Page, axe: Axe, server: Serving) -> None:
    sender = Sender(server)
    sender.send("/first")
    sender.send("/other")
    sender.open(page)
    page.keyboard.press("d")
    expect(page.get_by_text("Nothing to compare it with yet.")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_label("Request number").fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Request #7 is not in this bin")
    axe(page)
    page.get_by_label("Request number").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#sum")).to_contain_text("1 change.")
