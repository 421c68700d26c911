"""A slow line: a second press does nothing twice, and what is typed meanwhile stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.held import Held, choose, opened_to_hold, settled
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
    return opened_to_hold(page, sender)


def rows(page: Page, *seqs: int) -> None:
    expect(page.locator("#rows > li[data-seq]")).to_have_count(len(seqs))
    for seq in seqs:
        expect(page.locator(f"#r{seq}")).to_be_visible()


def search(page: Page, sender: Sender, text: str) -> Held:
    """Type a search, whose results are held."""
    held = Held(page, rf"{sender.id}/\?q={text}$")
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")  # the suggestions make room for the filters
    held.asked()
    return held


@pytest.mark.parametrize(
    ("opener", "address", "field"),
    [
        ("#edit", "/edit/", "#edit-url"),
        ("#selection button:has-text('Replay')", "/replay/", "#many-url"),
    ],
)
def test_what_was_opened_twice_keeps_what_is_typed(
    opened: Page, opener: str, address: str, field: str
) -> None:
    opened.locator("#r1 .pick").click()
    held = Held(opened, address)
    opened.locator(opener).dblclick()
    held.come()
    opened.locator(field).fill("3000/typed")
    settled(opened)
    settled(opened)
    expect(opened.locator(field)).to_have_value("3000/typed")


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


def press(chip: Locator) -> None:
    """Press it, also where the hints of the search box have come above it meanwhile."""
    chip.dispatch_event("click")


def test_a_filter_is_not_lost_to_a_search_that_comes_later(opened: Page, sender: Sender) -> None:
    held = search(opened, sender, "name")
    press(opened.locator("#overview a", has_text="first"))
    rows(opened, 1)
    held.come()
    settled(opened)
    rows(opened, 1)
    expect(opened.locator("#q")).to_have_value("name path:/first*")
    press(opened.locator("#overview a[aria-current]"))
    rows(opened, 3, 2, 1)
    expect(opened).to_have_url(f"{sender.page}?q=name")


def test_a_filter_is_not_lost_to_what_was_typed_a_moment_before(opened: Page) -> None:
    opened.locator("#q").fill("name")
    press(opened.locator("#overview a", has_text="first"))
    rows(opened, 1)
    expect(opened.locator("#q")).to_have_value("name path:/first*")


def test_a_search_is_not_lost_to_a_filter_that_comes_later(opened: Page, sender: Sender) -> None:
    chip = Held(opened, rf"{sender.id}/\?q=.*path")
    press(opened.locator("#overview a", has_text="first"))
    chip.asked()
    found = search(opened, sender, "third")
    chip.come()
    found.come()
    rows(opened, 3)
    expect(opened).to_have_url(f"{sender.page}?q=third")


def test_a_row_that_was_pressed_before_the_results_opens(opened: Page, sender: Sender) -> None:
    held = search(opened, sender, "first")
    choose(opened, 2)
    held.come()
    rows(opened, 1)
    expect(opened.locator("#detail h1")).to_have_text("POST /second")
    expect(opened).to_have_url(f"{sender.page}requests/2/?q=first")


def test_a_hint_takes_the_place_of_the_word_as_it_is_by_now(opened: Page) -> None:
    field = opened.locator("#q")
    hint = opened.locator("#hint-list [role=option]").first
    field.press_sequentially("met")
    expect(hint).to_have_attribute("data-text", "method:")
    held = Held(opened, "/hints/")
    field.press_sequentially("ho")
    hint.click()
    expect(field).to_have_value("method:")
    held.come()


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
