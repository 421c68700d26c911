"""Many at once: chosen by keys, by presses and all that match; kept while requests arrive."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.held import opened_to_hold
from tests.e2e.sender import Sender, seqs
from tests.e2e.test_looks import fits
from tests.serving import Serving
from tests.targets import Target

Axe = Callable[..., None]


@pytest.fixture
def sender(server: Serving) -> Sender:
    """Give a bin with six requests."""
    made = Sender(server, name="billing")
    made.send_many(6)
    return made


def chosen(page: Page) -> list[int]:
    """Return the numbers of the rows that are drawn as chosen."""
    boxes = page.locator("#rows .pick > input:checked")
    return [int(each) for each in boxes.evaluate_all("boxes => boxes.map(box => box.value)")]


def test_rows_are_chosen_by_keys_and_by_presses(page: Page, sender: Sender, axe: Axe) -> None:
    sender.open(page)
    for key in ("j", "x", "j", "j", "X"):
        page.keyboard.press(key)
    expect(page.locator("#selected-count")).to_have_text("3 selected")
    expect(page.locator("#announcement")).to_have_text("3 selected")
    assert chosen(page) == [5, 4, 3]
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#r3 .pick").click()
    page.locator("#r1 .pick").click(modifiers=["Shift"])
    assert chosen(page) == [5, 4, 3, 2, 1]
    page.keyboard.press("x")  # the box has the focus, and its row is meant
    assert chosen(page) == [5, 4, 3, 2]
    page.keyboard.press("Escape")
    assert chosen(page) == []
    expect(page.locator("#selection")).to_be_hidden()


def test_what_somebody_else_deletes_is_chosen_no_more(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.locator("#r2 .pick").click()
    page.locator("#r5 .pick").click()
    sender.server.api("DELETE", f"/bins/{sender.id}/requests?seqs=5")
    expect(page.locator("#r5")).to_have_count(0)
    expect(page.locator("#selected-count")).to_have_text("1 selected")
    assert chosen(page) == [2]


def test_a_choice_outlasts_arrivals_and_ends_with_a_search(page: Page, sender: Sender) -> None:
    opened_to_hold(page, sender)
    page.locator("#r2 .pick").click()
    page.locator("#r5 .pick").click()
    sender.send("/later")
    sender.server.api("PATCH", f"/bins/{sender.id}/requests/2", {"starred": True})
    expect(page.locator("#r7")).to_be_visible()
    expect(page.locator("#r2 .star")).to_be_visible()
    assert chosen(page) == [5, 2]
    delete = page.locator("#selection").get_by_role("button", name="Delete")
    meanwhile = []  # while it is not known of which

    def answer(route: Route) -> None:
        meanwhile.append(delete.is_disabled())
        route.continue_()

    page.route(re.compile("/matching/"), answer, times=1)
    page.get_by_role("button", name="Select all that match").click()
    expect(page.locator("#selected-count")).to_have_text("7 selected")
    assert meanwhile == [True]
    expect(delete).to_be_enabled()
    page.get_by_label("Search requests").fill("later")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(1)
    expect(page.locator("#selection")).to_be_hidden()
    page.get_by_label("Search requests").press("Tab")
    page.locator("#r7 .pick").click()
    page.get_by_role("button", name="Select all that match").click()
    expect(page.locator("#selected-count")).to_have_text("1 selected")


def test_deleting_asks_and_starring_does_not(page: Page, sender: Sender, axe: Axe) -> None:
    sender.open(page)
    page.locator("#r2 .pick").click()
    page.locator("#r4 .pick").click()
    expect(page.get_by_role("button", name="Compare")).to_be_visible()
    page.locator("#star-many").click()
    expect(page.locator("#r2 .star")).to_be_visible()
    expect(page.locator("#star-many")).to_have_text("Unstar")
    page.locator("#selection").get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete 2 requests?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    assert chosen(page) == [4, 2]
    page.locator("#selection").get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.locator("#r2, #r4")).to_have_count(0)
    expect(page.locator("#announcement")).to_have_text("Deleted 2 requests.")
    expect(page.locator("#rows")).to_be_focused()
    assert seqs(page) == [6, 5, 3, 1]


def test_many_are_replayed_with_progress(
    page: Page, sender: Sender, target: Target, axe: Axe
) -> None:
    target.reply = lambda raw: (
        b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n"
        % (b"500 no" if b'"number": 3' in raw else b"200 OK")
    )
    sender.open(page)
    page.locator("#r1 .pick").click()
    page.locator("#r6 .pick").click(modifiers=["Shift"])
    page.locator("#selection").get_by_role("button", name="Replay").click()
    dialog = page.get_by_role("dialog", name="Replay 6 requests")
    expect(dialog.get_by_label("Send them to which URL?")).to_be_focused()
    axe(page)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ftp://nowhere")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Send them to which URL?").fill(target.url)
    page.keyboard.press("Enter")
    progress = page.locator("#progress")
    expect(progress).to_have_text("5 of 6 answered 2xx, 1 failed.", timeout=15_000)
    expect(page.locator(".failures")).to_contain_text("#4")
    axe(page)
    assert len(target.received(6)) == 6
    page.locator("#many").get_by_role("button", name="Close").click()
    expect(page.locator("#r4 .sent")).to_contain_text("500")
    assert len(chosen(page)) == 6


def test_a_phone_has_boxes_without_hovering(page: Page, sender: Sender, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sender.open(page)
    page.locator("#r2 .pick").click()
    page.locator("#r3 .pick").click()
    axe(page)
    for name in ("Replay", "Export", "Star", "Compare", "Delete"):
        expect(page.locator("#selection").get_by_role("button", name=name)).to_be_in_viewport()
