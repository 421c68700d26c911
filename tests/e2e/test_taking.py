"""Taking requests away: copied for a tool, exported as a file, imported again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.sender import Sender
from tests.e2e.test_looks import fits
from tests.serving import Serving, until

CLIPBOARD = "navigator.clipboard.readText()"
Axe = Callable[..., None]


@pytest.fixture
def sender(server: Serving) -> Sender:
    made = Sender(server, name="billing")
    for number in range(3):
        made.send(f"/stripe?n={number}", {"type": "paid", "token": "t"}, Stripe_Signature="v1=0")
    return made


def test_a_request_is_copied_for_the_tool_that_was_chosen(
    page: Page, sender: Sender, context: BrowserContext, axe: Axe
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sender.open(page)
    button, menu = page.locator("#copy-curl"), page.locator("#copy-menu")
    expect(button).to_have_text("Copy curl")
    page.keyboard.press("c")
    until(lambda: page.evaluate(CLIPBOARD).startswith("curl -X POST"))
    expect(page.locator("#told")).to_have_text("Copied. Contains a signature and a token.")
    menu.get_by_label("Copy as something else").click()
    expect(menu.get_by_text("HTTPie puts its own headers first")).to_be_visible()
    axe(page)
    menu.get_by_role("link", name="Python (httpx)").click()
    until(lambda: page.evaluate(CLIPBOARD).startswith("import httpx"))
    expect(page.locator("#announcement")).to_contain_text("Copied as Python (httpx). Contains")
    expect(menu.locator("summary")).to_be_focused()
    axe(page)
    expect(button).to_have_text("Copy Python (httpx)")
    page.keyboard.press("j")
    expect(page.locator("#detail article")).to_have_attribute("data-seq", "2")
    expect(button).to_have_text("Copy Python (httpx)")
    page.reload()
    button.click()
    until(lambda: "stripe?n=1" in page.evaluate(CLIPBOARD))
    expect(button).to_have_text("Copied")


def test_on_a_phone_there_is_a_page_of_copies(page: Page, sender: Sender, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{sender.page}requests/1/")
    page.get_by_label("More for this request").click()
    page.get_by_role("link", name="Copy as curl").click()
    expect(page.get_by_role("heading", name="Copy it as")).to_be_visible()
    axe(page)
    fits(page)


def test_what_a_search_finds_is_exported(page: Page, sender: Sender, axe: Axe) -> None:
    sender.open(page)
    page.get_by_label("Search requests").fill("n=2")
    expect(page.locator("#rows .row")).to_have_count(1)
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Export").click()
    expect(page.get_by_label("What the search finds")).to_be_checked()
    axe(page)
    fits(page)
    with page.expect_download() as loaded:
        page.get_by_role("button", name="Export").click()
    (line,) = loaded.value.path().read_text().splitlines()
    assert json.loads(line)["seq"] == 3
    assert loaded.value.suggested_filename == f"{sender.id}.ndjson"
    expect(page.locator("#export-progress")).to_contain_text("Done: 1 request.")
    axe(page)


def test_a_file_is_imported_part_by_part(
    page: Page, server: Serving, axe: Axe, tmp_path: Path
) -> None:
    sender, other = Sender(server), Sender(server)
    sender.send("/large", b"x" * 2_000_000)
    (line,) = server.api("GET", f"/bins/{sender.id}/export").body.splitlines()
    path = tmp_path / "in.ndjson"
    path.write_bytes(b"\n".join([line, b"oops", line, line, b"{}", line]))
    page.goto(f"{other.page}import/")
    axe(page)
    parts: list[str] = []
    page.on("request", lambda each: parts.append(each.url) if each.method == "POST" else None)
    page.get_by_label("An NDJSON export").set_input_files(path)
    page.get_by_role("button", name="Import").click()
    told = page.locator("#import-progress")
    expect(told).to_contain_text("Imported 4 requests. 2 lines could not be used:")
    expect(told.get_by_role("listitem")).to_have_text(["line 2: not JSON", "line 5: no method"])
    assert len(parts) > 1
    assert other.count == 4
    axe(page)
    fits(page)
