"""Team mode in a browser: the one-use link, "only me", and the end of a login."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Serving, until
from tests.stores import free_port

PASSWORD = "correct horse battery staple"


@pytest.fixture
def team(serve: Callable[..., Serving]) -> Serving:
    """Give a server in team mode without a user."""
    port = str(free_port())
    return serve(PORT=port, REQUESTBIN_URL=f"http://127.0.0.1:{port}")


def fill(page: Page, name: str) -> None:
    """Fill in and send a form of name and password."""
    page.get_by_label("Username").fill(name)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_from_the_one_use_link_to_the_end_of_a_login(
    team: Serving, browser: Browser, axe: Callable[..., None]
) -> None:
    found: Any = until(lambda: re.search(r"\S+/setup/\S+", team.output))
    context = browser.new_context()
    ana = context.new_page()
    ana.goto(found[0])
    axe(ana)
    fill(ana, "ana")
    ana.goto(team.base)
    expect(ana.get_by_text("secrets and payloads travel readable")).to_be_visible()
    ana.get_by_role("button", name="Create a bin").first.click()
    expect(ana.locator("#live")).to_have_text("Live")
    address = ana.url
    ana.goto(f"{address}settings/")
    ana.get_by_label("Only me").check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved.")).to_be_visible()
    expect(ana.get_by_label("Only me")).to_be_checked()
    axe(ana)
    other = context.new_page()
    other.goto(address)
    expect(other.locator("#live")).to_have_text("Live")
    ana.get_by_label("More", exact=True).click()
    ana.get_by_role("button", name="Log out").click()
    expect(ana.get_by_role("heading", name="Log in")).to_be_visible()
    axe(ana)
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.locator("#condition")).to_contain_text("Your login has ended.")
    other.get_by_role("button", name="Log in").click()
    fill(other, "ana")
    expect(other).to_have_url(address)
    expect(other.locator("#live")).to_have_text("Live")
    context.close()
