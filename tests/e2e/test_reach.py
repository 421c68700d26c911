"""Journey 1: an address is pasted, tested through itself, and shown as the capture URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.held import Held
from tests.e2e.sender import Sender
from tests.serving import Serving
from tests.stores import free_port

Axe = Callable[..., None]


@pytest.fixture
def sender(server: Serving, page: Page) -> Iterator[Sender]:
    """Give a bin; the instance has no tunnel any more when the test ends."""
    made = Sender(server, name="billing")
    yield made
    page.goto(f"{made.page}reach/")
    stop = page.get_by_role("button", name="Stop using it")
    if stop.count():
        stop.click()
        expect(page.locator("#reach-state")).to_contain_text("This machine only")


def panel(page: Page) -> Page:
    page.locator("#reach-button").click()
    expect(page.locator("#reach-panel")).to_be_visible()
    return page


def fill(page: Page, address: str) -> None:
    """Type an address, also where one is in use already: all tests of a server share it."""
    other = page.get_by_text("Use another address")
    if other.is_visible():
        other.click()
    page.locator("#tunnel-address").fill(address)


def use(page: Page, address: str) -> None:
    fill(page, address)
    page.get_by_role("button", name="Use and test").click()


def test_a_second_name_of_the_server_is_used_tested_and_left(page: Page, sender: Sender) -> None:
    port = sender.server.port
    sender.open(page)
    state = page.locator("#reach-state")
    expect(state).to_contain_text("This machine only")
    panel(page)
    expect(page.locator("#cloudflared")).to_have_text(
        f"cloudflared tunnel --url http://127.0.0.1:{port}"
    )
    use(page, f"http://localhost:{port}/")
    expect(state).to_contain_text(re.compile(r"Reachable, checked (just now|\d+ s ago)"))
    expect(page.locator("#reach-panel")).to_contain_text("What providers send arrives whole.")
    expect(page.locator("#reach-panel")).to_be_visible()
    expect(page.locator("#capture-url")).to_have_text(f"http://localhost:{port}/in/{sender.key}")
    page.reload()
    expect(page.locator("#capture-url")).to_have_text(f"http://localhost:{port}/in/{sender.key}")
    panel(page)
    page.get_by_role("button", name="Stop using it").click()
    expect(state).to_contain_text("This machine only")
    expect(page.locator("#capture-url")).to_have_text(f"{sender.server.base}/in/{sender.key}")


def test_a_tunnel_that_leads_nowhere_says_why(page: Page, sender: Sender) -> None:
    port = free_port()
    sender.open(page)
    panel(page)
    use(page, f"http://localhost:{port}")
    expect(page.locator("#reach-state")).to_contain_text(
        re.compile(r"Not reachable since \d\d:\d\d")
    )
    expect(page.locator("#reach-panel .remark")).to_contain_text(
        f"Nothing listens on localhost:{port}"
    )
    page.get_by_role("button", name="Test again").click()
    expect(page.locator("#reach-panel .remark")).to_contain_text("Nothing listens")


def test_a_bad_address_is_told_beside_the_field(page: Page, sender: Sender) -> None:
    sender.open(page)
    panel(page)
    use(page, "https://a.example/bins/x")
    expect(page.locator("#tunnel-error")).to_contain_text("Is it https://a.example?")
    expect(page.locator("#tunnel-address")).to_have_value("https://a.example/bins/x")
    use(page, sender.server.base)
    expect(page.locator("#tunnel-error")).to_contain_text("this page's own address")


def test_an_address_stays_that_is_typed_while_the_way_in_is_tested(
    page: Page, sender: Sender
) -> None:
    sender.open(page)
    panel(page)
    use(page, f"http://127.0.0.1:{free_port()}")
    expect(page.locator("#reach-state")).to_have_attribute("data-state", "unreached")
    held = Held(page, "/reach/test/")
    page.evaluate("htmx.trigger('#reach-test', 'stale')")
    held.asked()
    fill(page, "https://blue-cat.example")
    held.come()
    expect(page.locator("#reach-test")).not_to_have_class(re.compile("htmx-request"))
    expect(page.locator("#tunnel-address")).to_have_value("https://blue-cat.example")
    page.locator("#reach-test button").click()
    expect(page.locator("#tunnel-address")).to_have_value("")


def test_an_empty_bin_leads_to_the_panel(page: Page, sender: Sender) -> None:
    sender.open(page)
    page.get_by_role("link", name="Make it reachable").click()
    expect(page.locator("#tunnel-address")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#reach-panel")).to_be_hidden()
    expect(page.locator("#reach-button")).to_be_focused()


def shown(page: Page, url: str) -> None:
    """Expect the bar and the waiting panel to show `url`, and the bar to copy it."""
    expect(page.locator("#capture-url")).to_have_text(url)
    expect(page.locator("#capture-url")).to_have_attribute("data-url", url)
    expect(page.locator("#waiting-url")).to_have_text(url)
    expect(page.locator("#waiting-curl")).to_have_text(f'curl -d \'{{"hello":"world"}}\' {url}')


def errors_of(page: Page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found


def test_an_empty_bin_shows_the_tunnel_at_once(page: Page, sender: Sender) -> None:
    errors = errors_of(page)
    sender.open(page)
    alone = page.get_by_text("It works on this machine only")
    expect(alone).to_be_visible()
    panel(page)
    use(page, f"http://localhost:{sender.server.port}")
    expect(page.locator("#reach-state")).to_contain_text("Reachable")
    shown(page, f"http://localhost:{sender.server.port}/in/{sender.key}")
    expect(alone).to_have_count(0)
    page.get_by_role("button", name="Stop using it").click()
    shown(page, f"{sender.server.base}/in/{sender.key}")
    expect(alone).to_be_visible()
    assert not errors


def test_a_new_key_reaches_the_other_tab(page: Page, sender: Sender) -> None:
    errors = errors_of(page)
    sender.open(page)
    other = page.context.new_page()
    other.goto(f"{sender.page}settings/")
    other.get_by_role("button", name="New URL").click()
    other.get_by_role("button", name="Make a new URL").click()
    expect(other.locator("#capture-url")).not_to_contain_text(sender.key)
    url = other.locator("#capture-url").text_content() or ""
    shown(page, url)  # poked: sooner than the page looks by itself
    page.locator("#waiting").get_by_role("button", name="Send a sample").click()
    expect(page.locator("#r1")).to_be_visible()
    assert not errors
    other.close()


def test_a_tunnel_reaches_the_other_tab_with_its_next_pull(page: Page, sender: Sender) -> None:
    errors = errors_of(page)
    sender.open(page)
    url = f"http://localhost:{sender.server.port}/in/{sender.key}"
    other = page.context.new_page()
    other.goto(sender.page)
    panel(other)
    use(other, f"http://localhost:{sender.server.port}")
    expect(other.locator("#reach-state")).to_contain_text("Reachable")
    page.evaluate("dispatchEvent(new Event('online'))")  # looks at once, as it does after 20 s
    shown(page, url)
    expect(page.locator("#reach-state")).to_contain_text("Reachable")
    expect(page.locator("#waiting")).not_to_contain_text("this machine only")
    panel(page)
    expect(page.locator("#reach-panel")).to_contain_text("What providers send arrives whole.")
    assert not errors
    other.close()


def test_an_address_being_typed_stays_when_another_tab_is_faster(
    page: Page, sender: Sender
) -> None:
    sender.open(page)
    fill(panel(page), "https://half")
    other = page.context.new_page()
    other.goto(sender.page)
    panel(other)
    use(other, f"http://localhost:{sender.server.port}")
    expect(other.locator("#reach-state")).to_contain_text("Reachable")
    page.evaluate("dispatchEvent(new Event('online'))")
    shown(page, f"http://localhost:{sender.server.port}/in/{sender.key}")
    expect(page.locator("#tunnel-address")).to_have_value("https://half")
    page.keyboard.press("Escape")
    expect(page.locator("#reach-panel")).to_contain_text("What providers send arrives whole.")
    other.close()


def test_the_panel_is_accessible_and_fits(page: Page, sender: Sender, axe: Axe) -> None:
    sender.open(page)
    panel(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    use(page, f"http://localhost:{sender.server.port}")
    expect(page.locator("#reach-state")).to_contain_text("Reachable")
    axe(page)
    use(page, f"http://localhost:{free_port()}")
    expect(page.locator("#reach-state")).to_contain_text("Not reachable")
    axe(page)
    page.goto(f"{sender.page}reach/")
    axe(page)
