"""Every page and state: nothing that axe-core finds wrong, nothing wider than its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender
from tests.serving import Serving, until

WIDTHS = (390, 900, 1280, 1680)
LONG = "/" + "very-long-path-" * 12 + "?" + "&".join(f"name{n}=value{n}" for n in range(12))

Axe = Callable[..., None]


@pytest.fixture(scope="module")
def filled(server: Serving) -> Sender:
    """Give a bin with enough in it to show everything that a page can show."""
    made = Sender(server, name="billing")
    made.send_many(60, "/stripe")
    made.send(LONG, {"type": "invoice.paid", "nested": {"list": [1, 2.5, None, True, "text"]}})
    made.send("/get?who=me", method="GET")
    made.send("/rtl", "\u202egnp.exe \x00".encode(), Content_Type="text/plain")
    return made


def fits(page: Page) -> None:
    """Expect that nothing makes the page scroll sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide at {width}"


def test_home(server: Serving, page: Page, axe: Axe, filled: Sender) -> None:
    page.goto(server.base)
    axe(page)
    fits(page)


@pytest.mark.parametrize("tab", ["payload", "headers", "raw"])
@pytest.mark.parametrize("seq", [61, 63])
def test_a_request(page: Page, axe: Axe, filled: Sender, tab: str, seq: int) -> None:
    page.goto(f"{filled.page}requests/{seq}/?tab={tab}")
    expect(page.locator("#live")).to_have_text("Live")
    axe(page)
    fits(page)


@pytest.mark.parametrize("view", ["text", "hex"])
def test_views_of_a_body(page: Page, axe: Axe, filled: Sender, view: str) -> None:
    page.goto(f"{filled.page}requests/61/?view={view}")
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)


def test_a_target_of_kilobytes(page: Page, axe: Axe, server: Serving) -> None:
    sender = Sender(server)
    sender.send("/long?" + "&".join(f"name{n}=value{n}" for n in range(200)), method="GET")
    page.goto(f"{sender.page}requests/1/")
    axe(page)
    fits(page)
    target = page.get_by_role("region", name="Target")
    target.focus()
    page.keyboard.press("End")
    until(lambda: target.evaluate("it => it.scrollTop + it.clientHeight >= it.scrollHeight - 1"))


def test_the_list_alone(page: Page, axe: Axe, filled: Sender) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    filled.open(page)
    axe(page)
    bar = page.locator(".bar")
    bar.locator(".bin-name").evaluate("it => it.textContent = 'A rather long name of a bin'")
    menu, switcher = (bar.locator(each).bounding_box() for each in (".btn[aria-label]", ".brand"))
    assert menu is not None
    assert switcher is not None
    assert menu["y"] < switcher["y"] + switcher["height"]


def test_an_empty_bin(server: Serving, page: Page, axe: Axe) -> None:
    Sender(server).open(page)
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#live")).to_be_visible()
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()
    axe(page)


def test_settings(page: Page, axe: Axe, filled: Sender) -> None:
    page.goto(f"{filled.page}settings/")
    axe(page)
    fits(page)
    page.get_by_label("Status").fill("700")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The status must be from 200 to 599")).to_be_visible()
    axe(page)


def test_menus_and_dialogs(page: Page, axe: Axe, filled: Sender) -> None:
    filled.open(page)
    for menu in ("More", "More for this request", "billing, switch to another bin"):
        page.get_by_label(menu, exact=True).click()
        axe(page)
        page.keyboard.press("Escape")
        expect(page.locator("details[open]")).to_have_count(0)
    page.keyboard.press("?")
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_label("More for this request").click()
    page.locator("#detail").get_by_role("button", name="Delete").click()
    axe(page)


def test_search_pause_and_trouble(page: Page, axe: Axe, filled: Sender) -> None:
    filled.open(page)
    page.get_by_label("Search requests").fill("nothing like it")
    expect(page.get_by_text("None of the")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Clear filter").click()
    page.locator("#live").click()
    expect(page.locator("#condition")).to_be_visible()
    axe(page)
    page.context.clear_cookies()
    page.locator("#live").click()
    page.goto("/bins/nothing-here/")
    axe(page)


def test_problems(page: Page, axe: Axe) -> None:
    page.goto("/bins/nothing-here/")
    expect(page.get_by_role("heading", name="There is nothing here.")).to_be_visible()
    axe(page)
    fits(page)


def test_the_page_works_in_forced_colors(page: Page, filled: Sender) -> None:
    page.emulate_media(forced_colors="active")
    filled.open(page)
    row = page.locator(".row[aria-current]")
    assert row.evaluate("row => getComputedStyle(row).borderTopStyle") == "solid"


def test_the_payload_begins_high_on_the_page(page: Page, filled: Sender) -> None:
    page.goto(f"{filled.page}requests/60/")
    box = page.locator(".code").bounding_box()
    assert box
    assert box["y"] <= 48 + 250


def test_rows_are_46_pixels_and_stay_so(page: Page, filled: Sender) -> None:
    filled.open(page)
    heights = page.locator(".row").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert set(heights) == {46}
