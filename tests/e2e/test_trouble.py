"""What a press could not do is said where everybody sees it; nothing is shown that is not so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender, seqs
from tests.serving import Serving

CURRENT = "[...document.querySelectorAll('.row[aria-current]')].map(row => row.parentElement.id)"


def test_without_a_server_a_press_says_so_and_marks_nothing(
    serve: Callable[..., Serving], pair: Callable[..., Page], browser: Any, axe: Callable[..., None]
) -> None:
    server = serve()
    page = pair(browser.new_page(), server)
    sender = Sender(server)
    sender.send_many(3)
    page.goto(sender.page)
    expect(page.locator("#detail article[data-seq='3']")).to_be_visible()
    server.kill()
    page.locator("#r1 .row").click()
    notice = page.locator("#notice")
    expect(notice).to_have_text("Not done: the server does not answer.")
    assert page.evaluate(CURRENT) == ["r3"]
    axe(page)
    notice.click()
    expect(notice).to_be_hidden()
    for press in ("#star", "#edit"):
        page.locator(press).click()
        expect(notice).to_be_visible()
        notice.click()
    page.locator("#search input").fill("x")
    expect(notice).to_be_visible()
    page.close()


def test_what_was_deleted_elsewhere_is_not_offered_any_more(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(3)
    sender.open(page)
    page.locator("#r2 .row").click()
    expect(page.locator("#detail article[data-seq='2']")).to_be_visible()
    server.api("DELETE", f"/bins/{sender.id}/requests/2")
    expect(page.locator("#detail")).to_have_text("Request #2 was deleted.")
    page.locator("#r3 .row").click()
    expect(page.locator("#detail article[data-seq='3']")).to_be_visible()


def test_a_press_on_what_is_gone_changes_nothing_else(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(1)
    sender.open(page)
    page.locator("#r1 .row").click()
    expect(page.locator("#detail article")).to_be_visible()
    page.route("**/rows/**", lambda route: route.abort())  # so that the page does not learn of it
    server.api("DELETE", f"/bins/{sender.id}/requests/1")
    for press in ("#star", "#edit", "#tab-headers"):
        page.locator(press).click()
        expect(page.locator("#notice")).to_contain_text("There is nothing here. Request #1")
        expect(page.locator("#actions #star")).to_be_visible()
        expect(page.locator("#editor")).to_be_hidden()
        page.locator("#notice").click()


def test_a_sample_that_was_refused_is_told(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.open(page)
    page.route("**/sample/", lambda route: route.abort())
    page.locator(".waiting").get_by_role("button", name="Send a sample").click()
    expect(page.locator("#notice")).to_be_visible()


def test_an_emptied_bin_says_nothing_of_what_it_held(server: Serving, page: Page) -> None:
    sender = Sender(server, keep={"requests": 3})
    sender.send_many(8)
    server.api("PATCH", f"/bins/{sender.id}", {"keep": {"requests": 2}})
    sender.open(page)
    server.api("DELETE", f"/bins/{sender.id}/requests")
    expect(page.locator("main[data-empty]")).to_be_attached()
    expect(page.locator("#dropped")).to_have_count(0)
    expect(page.locator(".chips")).to_have_count(0, timeout=10_000)


HASTY = "const wait = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = () => wait(300)"


def test_a_pull_that_never_ends_is_told_and_made_again(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(3)
    page.add_init_script(HASTY)
    sender.open(page)
    page.route("**/gone/**", lambda _: None)  # no answer, ever
    server.api("DELETE", f"/bins/{sender.id}/requests/1")
    expect(page.locator("#live")).to_have_text("No answer")
    page.unroute("**/gone/**")
    sender.send_many(2)
    expect(page.locator("#live")).to_have_text("Live")
    expect(page.locator("#r5")).to_be_visible()
    assert seqs(page) == [5, 4, 3, 2]


def test_what_is_deleted_while_it_is_held_does_not_come_back(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(3)
    sender.open(page)
    page.locator("#live").click()
    sender.send_many(2)
    expect(page.locator("#condition")).to_contain_text("2 new")
    with page.expect_response("**/gone/**"):
        server.api("DELETE", f"/bins/{sender.id}/requests/4")
    page.locator("#live").click()
    expect(page.locator("#r5")).to_be_visible()
    assert seqs(page) == [5, 3, 2, 1]
