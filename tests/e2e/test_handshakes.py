"""A provider checks the address: it is answered by itself, the page says so, and it can be told not
to."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.sender import Sender
from tests.serving import Answer, Serving

CHALLENGE = b'{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV"}'
JSON = {"Content-Type": "application/json"}


def test_a_challenge_is_answered_until_that_is_switched_off(
    server: Serving, page: Page, axe: Callable[..., None]
) -> None:
    sender = Sender(server, answer={"status": 418, "body": "own"})

    def challenge() -> Answer:
        return server.request("POST", f"/in/{sender.key}", CHALLENGE, JSON)

    sender.open(page)
    answer = challenge()
    assert (answer.status, answer.json()) == (200, {"challenge": "3eZbrw1aBm2rZgRNFdxV"})
    expect(page.locator("#r1 .tries")).to_have_text("handshake")
    said = page.locator("#summary .answered")
    expect(said).to_have_text("Answered Slack's challenge by itself: sent it back as JSON.")
    axe(page)

    page.goto(f"{sender.page}settings/")
    page.get_by_label("Answer handshakes by themselves").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    answer = challenge()
    assert (answer.status, answer.text) == (418, "own")
    sender.open(page)
    page.locator("#r2 .row").click()
    expect(page.locator("#summary .num").first).to_have_text("#2")
    expect(said).to_have_count(0)


def test_a_secret_is_let_in_for_ten_minutes(
    server: Serving, page: Page, axe: Callable[..., None]
) -> None:
    sender = Sender(server)
    page.goto(f"{sender.page}settings/")
    page.get_by_label("Whose webhooks come here").select_option("Asana")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Take the next secret").click()
    expect(page.get_by_text("The secret that Asana brings next is kept")).to_be_visible()
    axe(page)
    secret = "b537207f20cbfa02357cf448134da559"
    answer = server.request("POST", f"/in/{sender.key}", b"{}", {"X-Hook-Secret": secret})
    assert (answer.status, answer.header("X-Hook-Secret")) == (200, secret)
    page.reload()
    expect(page.get_by_text("One is stored, so no other is taken.")).to_be_visible()
