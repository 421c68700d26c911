"""Nothing missed, doubled or stale: bursts, floods, a dead server, a socket that is blocked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, WebSocketRoute, expect

from tests.e2e.sender import Sender, seqs
from tests.serving import Serving, until

MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)
TOP = "rows => rows.scrollTop"


def newest(sender: Sender, page: Page) -> None:
    """Wait until the list shows the newest request, and expect it to be without a gap."""
    last = sender.count
    expect(page.locator(f"#r{last}")).to_be_attached(timeout=15_000)
    shown = seqs(page)
    assert shown == list(range(shown[0], shown[0] - len(shown), -1))
    assert shown[0] == last
    assert len(shown) <= 500


def test_a_burst_is_shown_whole_and_once(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.open(page)
    sender.send_many(150)
    newest(sender, page)
    assert len(seqs(page)) == 150
    expect(page.locator("#tally")).to_contain_text("150")


def test_changes_of_old_rows_come_too(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(3)
    sender.open(page)
    other = page.context.new_page()
    other.goto(f"{sender.page}requests/2/")
    other.get_by_role("button", name="Star").click()
    expect(page.locator("#r2 .star")).to_be_visible()
    page.locator("#r1 .row").focus()
    sender.server.api("DELETE", f"/bins/{sender.id}/requests/1")
    expect(page.locator("#r1")).to_have_count(0)
    expect(page.locator("#rows")).to_be_focused()
    assert seqs(page) == [3, 2]
    other.close()


def test_a_detail_that_was_overtaken_by_a_change_is_drawn_anew(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(2)
    sender.open(page)
    slow: list[tuple[Route, APIResponse]] = []
    page.route("**/requests/1/", lambda route: slow.append((route, route.fetch())), times=1)
    page.locator("#r1 .row").click()
    until(lambda: page.evaluate("1") and slow)
    server.api("PATCH", f"/bins/{sender.id}/requests/1", {"starred": True})
    expect(page.locator("#r1 .star")).to_be_visible()
    route, answer = slow.pop()
    route.fulfill(response=answer)
    expect(page.locator("#detail article[data-seq='1'] #star")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_reader_of_old_rows_is_not_disturbed(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(60)
    sender.open(page)
    rows = page.locator("#rows")
    rows.evaluate("rows => { rows.scrollTop = 1000 }")
    sender.send_many(37)
    expect(page.locator("#new")).to_have_text("37 new")
    assert rows.evaluate(TOP) == 1000
    assert seqs(page)[0] == 60
    page.locator("#new").click()
    newest(sender, page)
    assert rows.evaluate(TOP) == 0
    expect(page.locator("#new")).to_be_hidden()
    rows.evaluate("rows => { rows.scrollTop = 1000 }")
    sender.send_many(500)
    expect(page.locator("#new")).to_have_text("500 new")
    rows.evaluate("rows => { rows.scrollTop = 0 }")
    newest(sender, page)


def test_what_came_while_another_was_read_is_marked_until_opened(
    server: Serving, page: Page
) -> None:
    sender = Sender(server)
    sender.send_many(3)
    sender.open(page)
    page.locator("#r2 .row").click()
    expect(page.locator("#detail article[data-seq='2']")).to_be_visible()
    top = page.locator("#panel").bounding_box()
    sender.send_many(2)
    unread = page.locator("#rows > [data-unread]")
    expect(unread).to_have_count(2)
    server.api("PATCH", f"/bins/{sender.id}/requests/5", {"starred": True})
    expect(page.locator("#r5 .star")).to_be_visible()
    expect(unread).to_have_count(2)
    assert page.locator("#panel").bounding_box() == top
    page.locator("#r5 .row").click()
    expect(page.locator("#r5[data-unread]")).to_have_count(0)
    expect(unread).to_have_count(1)


def test_a_row_that_was_pressed_stays_marked_while_it_loads(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(5)
    sender.open(page)
    held: list[Route] = []
    page.route("**/requests/4/", lambda route: held.append(route))
    page.locator("#r4 .row").click()
    until(lambda: page.evaluate("1") and held)
    sender.send_many(1)
    expect(page.locator("#r6")).to_be_visible()
    expect(page.locator("#r4 .row")).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator("#detail article[data-seq='3']")).to_be_visible()
    expect(page.locator("#r3 .row")).to_have_attribute("aria-current", "true")


def test_the_document_holds_500_rows_at_most(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(720)
    sender.open(page)
    for oldest in range(521, 0, -100):
        page.get_by_role("link", name="Older requests").click()
        expect(page.locator(f"#r{oldest}")).to_be_attached()
        assert len(seqs(page)) <= 500
    page.get_by_role("link", name="Older requests").click()
    expect(page.locator("#r1")).to_be_attached()
    assert seqs(page) == list(range(500, 0, -1))
    sender.send_many(2)
    expect(page.locator("#new")).to_have_text("2 new")
    asked: list[Route] = []
    page.route("**/rows/?newest=1*", lambda route: asked.append(route))
    page.locator("#new").click()
    until(lambda: page.evaluate("document.getElementById('rows').scrollTop === 0") and asked)
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert seqs(page) == list(range(500, 0, -1)), "no row stands where others are missing"
    asked[0].continue_()
    newest(sender, page)


def test_a_flood_does_not_freeze_the_tab(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.open(page)
    page.evaluate(
        """() => {
          window.longest = 0; window.asked = 0
          let last = performance.now()
          setInterval(() => {
            longest = Math.max(longest, performance.now() - last); last = performance.now()
          }, 20)
          const ask = window.fetch
          window.fetch = (...all) => { asked += 1; return ask(...all) }
        }"""
    )
    with sender.flood():
        until(lambda: sender.count > 3000, seconds=30)
        page.locator("#search input").fill("typed in the flood")
        expect(page.locator("#feed")).to_have_attribute("data-q", "typed in the flood")
        page.locator("#search input").fill("")
        expect(page.locator("#feed")).to_have_attribute("data-q", "")
        asked = page.evaluate("asked")
        page.wait_for_timeout(4000)
        assert page.evaluate("asked") - asked <= 14
    newest(sender, page)
    print("longest pause of the tab:", page.evaluate("longest"))
    assert page.evaluate("longest") < 1000  # 2 cores: server, senders and browser share them


def test_after_a_crash_nothing_is_missing(
    serve: Callable[..., Serving], pair: Callable[..., Page], browser: Any
) -> None:
    server = serve()
    page = pair(browser.new_page(), server)
    sender = Sender(server)
    sender.send_many(20)
    sender.open(page)
    for round in range(2):
        server.kill()
        expect(page.locator("#live")).to_have_text("No answer")
        expect(page.locator("#condition")).to_contain_text("What it acknowledged is stored.")
        server.start()
        sender.send_many(12)
        page.get_by_role("button", name="Try now").or_(page.locator("#tally")).first.click()
        expect(page.locator("#live")).to_have_text("Live", timeout=20_000)
        newest(sender, page)
        assert seqs(page) == list(range(32 + 12 * round, 0, -1))
    page.close()


def test_what_came_meanwhile_is_said(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sockets: list[WebSocketRoute] = []
    refuse: list[bool] = []

    def routed(socket: WebSocketRoute) -> None:
        if refuse:
            socket.close(code=1011)
            return
        sockets.append(socket)
        socket.connect_to_server()

    page.route_web_socket(re.compile("/live/"), routed)
    page.route(re.compile("/rows/"), lambda route: route.abort() if refuse else route.continue_())
    sender.open(page)
    refuse.append(True)
    sockets[0].close(code=1011)
    expect(page.locator("#live")).to_have_text("No answer")
    sender.send_many(12)
    refuse.clear()
    expect(page.locator("#condition")).to_have_text(re.compile("Back. 12 arrived meanwhile."))
    expect(page.locator("#live")).to_have_text("Live")
    newest(sender, page)


def test_without_sockets_it_looks_by_itself_and_says_so(server: Serving, page: Page) -> None:
    sender = Sender(server)
    page.clock.install(time=MIDNIGHT)
    page.route_web_socket(re.compile("/live/"), lambda socket: socket.close(code=1011))
    page.goto(sender.page)
    page.clock.pause_at(MIDNIGHT + timedelta(minutes=1))
    expect(page.locator("#live")).to_have_text("Reconnecting")
    expect(page.locator("#condition")).to_contain_text("Requests are still being stored.")
    for _ in range(8):
        page.clock.run_for(10_000)
    expect(page.locator("#live")).to_have_text("Every 20 s")
    expect(page.locator("#condition")).to_contain_text("something between you and the server")
    page.get_by_role("button", name="How to fix").click()
    page.clock.run_for(5000)
    expect(page.locator("#condition")).to_contain_text("WebSocket upgrades")
    sender.send_many(2)
    page.clock.run_for(21_000)
    newest(sender, page)


def test_a_socket_that_falls_silent_is_not_believed(server: Serving, page: Page) -> None:
    sender = Sender(server)
    opened: list[WebSocketRoute] = []

    def routed(socket: WebSocketRoute) -> None:
        opened.append(socket)
        if len(opened) > 1:
            socket.connect_to_server()
        else:
            socket.send('{"change": 0}')  # and never again: a dead network looks like this

    page.clock.install()
    page.route_web_socket(re.compile("/live/"), routed)
    page.goto(sender.page)
    expect(page.locator("#live")).to_have_text("Live")
    page.clock.run_for(24_000)
    expect(page.locator("#live")).to_have_text("Live")
    page.clock.run_for(12_000)
    until(lambda: len(opened) > 1)
    expect(page.locator("#live")).to_have_text("Live")


def test_after_sleep_it_connects_anew(server: Serving, page: Page) -> None:
    sender = Sender(server)
    opened: list[WebSocketRoute] = []

    def routed(socket: WebSocketRoute) -> None:
        opened.append(socket)
        if len(opened) > 1:
            socket.connect_to_server()
        else:
            socket.send('{"change": 0}')

    page.clock.install()
    page.route_web_socket(re.compile("/live/"), routed)
    page.goto(sender.page)
    expect(page.locator("#live")).to_have_text("Live")
    sender.send_many(3)
    page.clock.fast_forward("08:00:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    newest(sender, page)
    until(lambda: len(opened) > 1)
    expect(page.locator("#live")).to_have_text("Live")


def test_pausing_holds_the_list_and_counts(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(5)
    sender.open(page)
    page.locator("#live").click()
    expect(page.locator("#live")).to_have_text("Paused")
    sender.send_many(34)
    expect(page.locator("#condition")).to_contain_text("Paused by you. 34 new.")
    assert seqs(page)[0] == 5
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#live")).to_have_text("Live")
    newest(sender, page)


def test_a_deleted_bin_and_an_ended_login_are_said(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.open(page)
    server.api("DELETE", f"/bins/{sender.id}")
    expect(page.locator("#condition")).to_contain_text("This bin was deleted, or")
    other = Sender(server)
    other.open(page)
    page.context.clear_cookies()
    other.send()
    expect(page.locator("#condition")).to_contain_text("Your login has ended.")


@pytest.mark.parametrize("fill", [0, 3])
def test_a_bin_that_is_emptied_waits_again(server: Serving, page: Page, fill: int) -> None:
    sender = Sender(server)
    sender.send_many(fill)
    sender.open(page)
    server.api("DELETE", f"/bins/{sender.id}/requests")
    heading = page.get_by_role("heading", name="Waiting for the first request")
    expect(heading).to_be_visible()
    assert seqs(page) == []
    sender.send("/again")
    expect(page.locator("#detail h1")).to_have_text("POST /again")
    expect(heading).to_have_count(0)


def test_a_search_stays_live(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send("/first", b"a needle")
    sender.open(page)
    page.get_by_label("Search requests").fill("needle")
    expect(page).to_have_url(re.compile("q=needle"))
    sender.send("/other", b"hay")
    sender.send("/second", b"another NEEDLE")
    expect(page.locator("#r3")).to_be_visible()
    assert seqs(page) == [3, 1]
    expect(page.locator("#unsearched")).to_be_hidden()


def test_focus_stays_where_it_is(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send_many(5)
    sender.open(page)
    row = page.locator("#r3 .row")
    row.focus()
    sender.send_many(3)
    expect(page.locator("#r8")).to_be_visible()
    expect(row).to_be_focused()
    with sender.flood(connections=2):
        until(lambda: sender.count > 1000, seconds=30)
    newest(sender, page)
    expect(row).to_have_count(0)
    expect(page.locator("#rows")).to_be_focused()


def test_a_filter_holds_for_what_arrives(server: Serving, page: Page) -> None:
    sender = Sender(server)
    sender.send("/a", method="GET")
    sender.send("/b")
    sender.open(page)
    page.get_by_role("link", name="GET", exact=True).click()
    expect(page.locator("#r2")).to_have_count(0)
    sender.send("/c", method="GET")
    sender.send("/d")
    sender.send("/e", method="GET")
    expect(page.locator("#r5")).to_be_visible()
    assert seqs(page) == [5, 3, 1]
    expect(page.locator("#tally")).to_contain_text("5")
