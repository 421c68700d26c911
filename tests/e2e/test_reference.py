"""The API's reference, as people see it: readable, within the policy, complete at every width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from requestbin.api import edge


def test_every_operation_and_shape_is_there(page: Page, axe: Callable[..., None]) -> None:
    page.goto("/api/docs")
    document = edge.schema()
    for methods in document["paths"].values():
        for operation in methods.values():
            expect(page.locator(f"section#{operation['operationId']} h3")).to_be_visible()
    for name in document["components"]["schemas"]:
        expect(page.locator(f"section#{name} h3")).to_have_text(name)
    axe(page)


def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    page.goto("/api/docs")
    targets = page.locator("main a[href^='#']").evaluate_all(
        "links => links.map(link => link.hash.slice(1))"
    )
    assert len(targets) > 30
    assert all(page.locator(f"[id='{target}']").count() == 1 for target in set(targets))


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_fits_every_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/api/docs")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
