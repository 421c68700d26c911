"""Journey 7: a request is shared by a link that a stranger opens, and a note is written on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.sender import Sender
from tests.e2e.test_looks import fits
from tests.hostile.strings import MARKUP
from tests.serving import Serving

Axe = Callable[..., None]
SECRET = "hunter2-hunter2"


@pytest.fixture
def sender(server: Serving) -> Sender:
    """Give a bin with one request that holds secrets."""
    made = Sender(server, name="billing")
    body = {"type": "invoice.paid", "password": SECRET, "text": MARKUP[0]}
    made.send("/stripe?token=abcd1234", body, X_Api_Key="k3yk3yk3y")
    return made


def test_a_link_is_made_opened_by_a_stranger_and_revoked(
    page: Page, sender: Sender, browser: Browser, axe: Axe
) -> None:
    sender.open(page)
    page.get_by_label("More for this request").click()
    page.get_by_role("link", name="Share…").click()
    dialog = page.get_by_role("dialog", name="Share request #1")
    expect(dialog).to_contain_text("They will see it with 1 header value, 1 query value")
    axe(page)
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("button", name="Copy")).to_be_focused()
    axe(page)
    url = dialog.locator(".made code").inner_text()
    with browser.new_context() as stranger:
        seen = stranger.new_page()
        seen.goto(url)
        expect(seen.get_by_role("heading", name="invoice.paid")).to_be_visible()
        assert SECRET not in seen.content()
        assert stranger.cookies() == []
        axe(seen)
        fits(seen)
        seen.get_by_role("link", name="Hex").click()
        expect(seen.locator(".dump")).to_be_visible()
        axe(seen)
        dialog.get_by_role("button", name="Revoke").click()
        expect(dialog.locator(".links")).to_have_count(0)
        seen.reload()
        expect(seen.get_by_text("This link does not work any more")).to_be_visible()
        axe(seen)
        fits(seen)
    page.keyboard.press("Escape")
    expect(page.get_by_label("More for this request")).to_be_focused()


def test_sharing_fits_every_window(page: Page, sender: Sender, axe: Axe) -> None:
    for _ in range(2):
        sender.server.api("POST", f"/bins/{sender.id}/requests/1/shares", {})
    page.goto(f"{sender.page}requests/1/share/")
    axe(page)
    fits(page)
    page.goto(f"{sender.page}settings/#shared")
    axe(page)
    fits(page)
    page.goto(f"{sender.page}requests/1/share/preview/")
    expect(page.get_by_text("As others will see it")).to_be_visible()
    axe(page)


def test_a_note_is_written_kept_and_left_by_keys(page: Page, sender: Sender, axe: Axe) -> None:
    sender.open(page)
    page.keyboard.press("m")
    field = page.get_by_label("Note on request #1")
    expect(field).to_be_focused()
    axe(page)
    field.fill(f"wrong signature\n{MARKUP[0]}")
    sender.server.api("PATCH", f"/bins/{sender.id}/requests/1", {"starred": True})
    expect(page.locator("#r1 .star")).to_be_visible()  # the head was drawn anew meanwhile
    expect(field).to_have_value(f"wrong signature\n{MARKUP[0]}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".written")).to_contain_text("wrong signature")
    expect(page.get_by_role("link", name="Edit the note")).to_be_focused()
    expect(page.locator("#r1 .pen")).to_be_visible()
    axe(page)
    fits(page)
    page.keyboard.press("m")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Edit the note")).to_be_focused()


def test_a_note_by_somebody_else_appears(page: Page, sender: Sender) -> None:
    sender.open(page)
    sender.server.api("PATCH", f"/bins/{sender.id}/requests/1", {"note": "seen by ops"})
    expect(page.locator(".written")).to_have_text("seen by ops")
    page.keyboard.press("m")
    expect(page.get_by_label("Note on request #1")).to_have_value("seen by ops")
