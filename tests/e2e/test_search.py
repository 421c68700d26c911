"""The search box explains itself, its results stay true, and what it found is pointed out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from requestbin.inspection.query.terms import BY_KEY
from tests.e2e.sender import Sender, seqs
from tests.e2e.test_looks import fits
from tests.serving import Serving, until

PAUSE_OVER = "() => new Promise(over => setTimeout(over, 200))"
"""What was typed before is asked by then: timers of one length go off in their order."""
TYPED_AND_ENTERED = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.form.requestSubmit();
}"""
MARKED = "name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"


@pytest.fixture
def sender(server: Serving) -> Sender:
    made = Sender(server, name="searched")
    made.send("/stripe", {"type": "invoice.paid", "amount": 1500})
    made.send("/stripe", {"type": "charge.refunded", "amount": 20})
    made.send("/github", {"action": "opened"}, X_GitHub_Event="push")
    until(lambda: "charge" in str(found(made, "json:amount<100")))
    return made


def found(sender: Sender, query: str) -> object:
    return sender.server.api("GET", f"/bins/{sender.id}/requests?q={query}").json()["items"]


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search requests")


def test_it_says_what_can_come_next_and_what_it_understood(
    page: Page, sender: Sender, axe: Callable[..., None]
) -> None:
    sender.open(page)
    page.keyboard.press("/")
    expect(page.get_by_role("option")).to_have_count(len(BY_KEY))
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    axe(page)
    page.keyboard.type("eve")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("event:")
    expect(page.get_by_role("option").first).to_contain_text("event:")
    page.keyboard.type("paid")
    expect(page.get_by_role("option")).to_have_text("event:invoice.paid")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("event:invoice.paid ")
    expect(box(page)).to_be_focused()
    page.keyboard.type("json:amount>1000")
    reading = page.locator(".reading")
    expect(reading).to_have_text("event type is invoice.paid, and amount in the JSON is above 1000")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=event%3Ainvoice\.paid\+json"))
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#hints")).to_be_hidden()
    expect(box(page)).to_have_value("event:invoice.paid json:amount>1000")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(3)


def test_it_is_asked_once(page: Page, sender: Sender) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(sender.page)))
    sender.open(page)
    box(page).fill("path:/git*")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.evaluate(PAUSE_OVER)
    box(page).evaluate(TYPED_AND_ENTERED, "path:/str*")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(2)
    page.evaluate(PAUSE_OVER)
    page.keyboard.press("Escape")  # what is offered goes,
    page.keyboard.press("Escape")  # and what was typed
    expect(page.locator("#rows > li[data-seq]")).to_have_count(3)
    page.evaluate(PAUSE_OVER)
    git, stripe = "?q=path%3A%2Fgit*", "?q=path%3A%2Fstr*"
    assert [each for each in asked if each.startswith("?q=")] == [git, git, stripe, "?q="]


def test_what_makes_no_sense_is_said_in_place_of_rows(page: Page, sender: Sender) -> None:
    sender.open(page)
    box(page).fill("size:large")
    expect(page.locator("#rows .problem")).to_contain_text("size: takes a size in bytes")
    expect(page.locator("#hints")).to_contain_text("size: takes a size in bytes")
    sender.send("/more")
    expect(page.locator("#tally")).to_contain_text("4")
    assert seqs(page) == []
    box(page).fill("size:<1k")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(4)


def test_a_term_is_put_in_and_taken_out_by_a_press(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.get_by_role("link", name="/stripe", exact=True).click()
    expect(box(page)).to_have_value("path:/stripe*")
    assert seqs(page) == [2, 1]
    page.locator(".chips [aria-current]").click()
    expect(box(page)).to_have_value("")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(3)


def test_a_row_that_matches_no_more_leaves(page: Page, server: Serving, sender: Sender) -> None:
    for seq in (1, 3):
        server.api("PATCH", f"/bins/{sender.id}/requests/{seq}", {"starred": True})
    page.goto(f"{sender.page}?q=is:starred")
    expect(page.locator("#live")).to_have_text("Live")
    assert seqs(page) == [3, 1]
    server.api("PATCH", f"/bins/{sender.id}/requests/3", {"starred": False})
    expect(page.locator("#r3")).to_have_count(0)
    server.api("PATCH", f"/bins/{sender.id}/requests/2", {"starred": True})
    expect(page.locator("#r2")).to_be_visible()
    for seq in (1, 2):
        server.api("PATCH", f"/bins/{sender.id}/requests/{seq}", {"starred": False})
    expect(page.locator("#rows")).to_contain_text("None of the 3 requests match.")


def test_rows_that_leave_do_not_move_the_reader(page: Page, server: Serving) -> None:
    sender = Sender(server)
    for _ in range(60):
        sender.send("/plain")
    page.goto(f"{sender.page}?q=-is:starred")
    expect(page.locator("#live")).to_have_text("Live")
    page.locator("#rows").evaluate("rows => { rows.scrollTop = 1200 }")
    before = page.locator("#r20").bounding_box()
    server.api("PATCH", f"/bins/{sender.id}/requests/55", {"starred": True})
    expect(page.locator("#r55")).to_have_count(0)
    assert page.locator("#r20").bounding_box() == before


def test_what_was_found_is_pointed_out(page: Page, sender: Sender) -> None:
    sender.send("/stripe", {"type": "invoice.paid", "note": "paid, Paid and unpaid"})
    sender.open(page)
    expect(page.locator("#matches")).to_be_hidden()
    box(page).fill("paid")
    expect(page.locator("#rows > li[data-seq]")).to_have_count(2)
    page.locator("#r4 .row").click()
    expect(page.locator("#matches")).to_have_text("4 matches")
    marked = ["Paid", *["paid"] * 6]  # in two rows, the head of one, and its body
    until(lambda: sorted(page.evaluate(MARKED, "found")) == marked)
    page.keyboard.press("n")
    expect(page.locator("#matches")).to_have_text("1 of 4 matches")
    until(lambda: page.evaluate(MARKED, "found-now") == ["paid"])
    box(page).fill('"\\"type\\": \\"inv"')  # over three tokens of the line
    expect(page.locator("#matches")).to_have_text("1 match")
    box(page).fill("header:content-type=application/*")
    page.get_by_role("link", name="Headers").click()
    expect(page.locator("#matches")).to_have_text("1 match")
    box(page).fill("")
    expect(page.locator("#matches")).to_be_hidden()
    assert page.evaluate(MARKED, "found") == []


def test_a_time_leads_to_the_list_of_then(
    page: Page, sender: Sender, axe: Callable[..., None]
) -> None:
    sender.open(page)
    box(page).click()
    expect(page.locator("#hints")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Go to time…").click()
    expect(page.get_by_label("The last request")).to_be_visible()
    axe(page, "#time")
    page.get_by_label("The last request").fill("2020-01-01T10:00:00")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Nothing here is that old.")
    expect(page).to_have_url(re.compile(r"\?before=2$"))
    assert seqs(page) == [1]
    page.goto(f"{sender.page}time/?time=1s")
    expect(page.locator("#rows > li[data-seq]").first).to_be_visible()


def test_it_works_without_scripts(browser: Browser, server: Serving, sender: Sender) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.base}/?pair={server.token}")
    page.goto(sender.page)
    page.get_by_label("Search requests").fill("json:amount>1000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=json"))
    assert seqs(page) == [1]
    page.get_by_label("Search requests").fill("size:large")
    page.keyboard.press("Enter")
    expect(page.locator("#rows")).to_contain_text("size: takes a size in bytes")
    context.close()
