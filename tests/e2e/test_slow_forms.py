"""A slow line: a second press does nothing twice, and what is typed meanwhile stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.held import Held, settled
from tests.e2e.sender import Sender
from tests.serving import Serving


@pytest.fixture
def sender(server: Serving) -> Sender:
    made = Sender(server)
    for name in ("first", "second", "third"):
        made.send(f"/{name}", {"name": name})
    return made


@pytest.fixture
def opened(page: Page, sender: Sender) -> Page:
    return sender.open(page)


def test_an_editor_that_was_opened_twice_keeps_what_is_typed(opened: Page) -> None:
    held = Held(opened, "/edit/")
    opened.locator("#edit").dblclick()
    held.come()
    opened.locator("#edit-url").fill("3000/typed")
    settled(opened)
    settled(opened)
    expect(opened.locator("#edit-url")).to_have_value("3000/typed")


def test_a_replay_of_many_that_was_opened_twice_keeps_what_is_typed(opened: Page) -> None:
    opened.locator("#r1 .pick").click()
    held = Held(opened, "/replay/")
    opened.locator("#selection button", has_text="Replay").dblclick()
    held.come()
    opened.locator("#many-url").fill("3000/typed")
    settled(opened)
    settled(opened)
    expect(opened.locator("#many-url")).to_have_value("3000/typed")


def test_a_double_press_stars_many_once(opened: Page) -> None:
    posts: list[Request] = []
    opened.on("request", lambda each: posts.append(each) if each.method == "POST" else None)
    opened.locator("#r1 .pick").click()
    held = Held(opened, "/star/")
    opened.locator("#star-many").dblclick()
    held.come()
    expect(opened.locator("#r1 .star")).to_be_visible()
    settled(opened)
    assert len(posts) == 1


def test_the_provider_that_was_chosen_last_is_asked_for_its_secret(
    page: Page, sender: Sender
) -> None:
    page.goto(f"{sender.page}secrets/")
    held = Held(page, "provider=stripe")
    page.locator("#secret-provider").select_option("stripe")
    held.asked()
    page.locator("#secret-provider").select_option("github")
    held.come()
    expect(page.locator("#adding .hint")).to_contain_text("GitHub")
    expect(page.locator("#secret-provider")).to_have_value("github")


def test_a_sample_is_sent_once_its_events_are_there(opened: Page) -> None:
    opened.locator(".bar summary[aria-label=More]").click()
    opened.locator("#sample").click()
    held = Held(opened, "provider=github")
    opened.locator("#sample-provider").select_option("github")
    held.asked()
    expect(opened.locator("#send-sample")).to_be_disabled()
    held.come()
    opened.locator("#send-sample").click()
    expect(opened.locator("#sampling [role=status]")).to_contain_text("Sent GitHub's")
