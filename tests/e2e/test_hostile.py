"""Captured content that would act if it could, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender
from tests.serving import Serving

SCRIPT = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
MARKUP = f"{SCRIPT}<a href='javascript:window.hacked=3' hx-get='/bins/' hx-trigger='load'>x</a>"


@pytest.mark.parametrize("tab", ["payload", "headers", "raw"])
@pytest.mark.parametrize("kind", ["text/html", "application/json", "image/svg+xml", MARKUP[:100]])
def test_what_was_sent_does_nothing(server: Serving, page: Page, tab: str, kind: str) -> None:
    sender = Sender(server, name=SCRIPT[:60])
    body = f'{{"type": "{SCRIPT}", "a": "{MARKUP}"}}'.replace("'", "")
    sender.send(f"/{SCRIPT.replace(' ', '%20')}", body.encode(), Content_Type=kind, X_Evil=MARKUP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sender.page}requests/1/?tab={tab}")
    expect(page.locator("#live")).to_have_text("Live")
    page.locator("#r1 .row").click()
    expect(page.locator("#panel")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert not [url for url in asked if url.endswith(("/x", "/bins/"))]


def test_a_bins_answer_is_no_script_of_ours(
    server: Serving, page: Page, pair: Callable[[Page, Serving], Page]
) -> None:
    sender = Sender(server)
    answer = {"headers": [["Content-Type", "text/javascript"]], "body": "window.hacked = 1"}
    assert server.api("PATCH", f"/bins/{sender.id}", {"answer": answer}).status == 200
    other = pair(page.context.new_page(), server)  # the first fails on what the policy refuses
    other.goto(sender.page)
    refused: list[str] = []
    other.on("console", lambda message: refused.append(message.text))
    other.evaluate(
        """address => new Promise(done => {
          const script = document.createElement('script')
          script.src = address; script.onload = script.onerror = done
          document.head.append(script)
        })""",
        f"/in/{sender.key}/x.js",
    )
    assert other.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in refused)
    other.close()


def test_a_page_that_a_bin_answers_has_no_rights_here(server: Serving, page: Page) -> None:
    sender = Sender(server)
    answer = {"headers": [["Content-Type", "text/html"]], "body": SCRIPT}
    server.api("PATCH", f"/bins/{sender.id}", {"answer": answer})
    page.goto(f"{server.base}/in/{sender.key}/page")
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("window.origin") == "null"
