"""Who sent a request and is it genuine: secrets, the doctor, and providers of one's own."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from requestbin.http import Request
from requestbin.providers import sign
from requestbin.providers.samples import events, sample
from tests.e2e.sender import Sender
from tests.serving import Serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
EVIL = "<img src=x: onerror=boom()>"
WIDTHS = (390, 900, 1280, 1680)

Axe = Callable[..., None]


def deliver(sender: Sender, request: Request) -> None:
    """Send a request as a provider does."""
    url = urlsplit(request.url)
    names = {name.decode(): value.decode() for name, value in request.headers}
    target = url.path + (f"?{url.query}" if url.query else "")
    assert sender.server.request(request.method, target, request.body, names).status == 200


def github(sender: Sender) -> Request:
    url = f"{sender.server.base}/in/{sender.key}/github"
    return sample("github", "push", url=url, now=time.time(), seed=1)


def stripe(sender: Sender, secret: str = SECRET, *, seed: int = 1, age: float = 1) -> Request:
    url = f"{sender.server.base}/in/{sender.key}/stripe"
    now = time.time() - age
    made = sample("stripe", events("stripe")[0], url=url, now=now, seed=seed)
    return sign(made, "stripe", secret, now=now)


def acme(sender: Sender, body: bytes = b'{"order": 17}', secret: bytes = b"acme-secret") -> None:
    signature = hmac.new(secret, b"1760000000." + body, hashlib.sha256).hexdigest()
    sender.send("/acme", body, X_Acme_Timestamp="1760000000", X_Acme_Signature=signature)


def fits(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 800})


def mark(page: Page, seq: int) -> str:
    return str(page.locator(f"#r{seq} .mark").get_attribute("aria-label"))


def test_a_secret_is_pasted_and_old_requests_are_judged(
    server: Serving, page: Page, axe: Axe
) -> None:
    sender = Sender(server)
    for seed in range(3):
        deliver(sender, stripe(sender, seed=seed))
    deliver(sender, stripe(sender, OTHER, seed=7))
    sender.open(page)
    expect(page.locator("#r1 .mark")).to_have_attribute("aria-label", "Not checked yet")
    page.locator("#r1 .row").click()
    expect(page.locator("#verdict")).to_contain_text("Signed, not checked yet.")
    height = page.locator("#r1 .row").bounding_box()
    axe(page)
    page.get_by_label("Signing secret").fill(SECRET)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("Genuine. Stripe signed exactly these bytes")
    expect(page.locator("#judging")).to_contain_text("3 genuine, 1 not.")
    expect(page.locator("#r1 .mark")).to_have_attribute("aria-label", "Genuine")
    expect(page.locator("#r4 .mark")).to_have_attribute("aria-label", "Not genuine")
    assert page.locator("#r1 .row").bounding_box() == height
    assert SECRET not in page.content()
    axe(page)
    page.locator("#judging").get_by_role("link", name="Show").click()
    expect(page.locator("#rows > li[data-seq]")).to_have_count(1)
    expect(page.locator("#r4")).to_be_visible()


def test_a_verdict_comes_live_and_moves_nothing(server: Serving, page: Page) -> None:
    sender = Sender(server)
    server.api("GET", "/bins")
    deliver(sender, stripe(sender))
    sender.open(page)
    page.get_by_label("Signing secret").fill(SECRET)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#r1 .mark")).to_have_attribute("aria-label", "Genuine")
    deliver(sender, stripe(sender, seed=2))
    expect(page.locator("#r2 .mark")).to_have_attribute("aria-label", "Genuine")
    expect(page.locator("#r2 .by")).to_have_text("Stripe")
    heights = page.locator(".row").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert set(heights) == {46}


def test_what_is_typed_outlives_a_change_of_the_request(server: Serving, page: Page) -> None:
    sender = Sender(server)
    deliver(sender, stripe(sender))
    sender.open(page)
    field = page.get_by_label("Signing secret")
    field.fill("whsec_half")
    field.blur()
    server.api("PATCH", f"/bins/{sender.id}/requests/1", {"starred": True})
    expect(page.locator("#r1 .star")).to_be_visible()
    expect(field).to_have_value("whsec_half")


def test_an_api_key_is_refused_and_named(server: Serving, page: Page, axe: Axe) -> None:
    sender = Sender(server)
    deliver(sender, stripe(sender))
    sender.open(page)
    page.get_by_label("Signing secret").fill("sk_live_51H8sKeyOfTheApi00000000")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("not a signing secret. It was not stored.")
    expect(page.get_by_label("Signing secret")).to_have_value("")
    axe(page)


def test_the_tab_by_its_key_and_for_the_next_row(server: Serving, page: Page, axe: Axe) -> None:
    sender = Sender(server)
    for seed in (1, 2):
        deliver(sender, stripe(sender, seed=seed))
    sender.open(page)
    page.locator("#r2 .row").click()
    expect(page).to_have_url(f"{sender.page}requests/2/")
    page.keyboard.press("3")
    expect(page.locator("#panel[data-tab='signature'] .proof")).to_be_visible()
    expect(page).to_have_url(f"{sender.page}requests/2/?tab=signature")
    page.keyboard.press("j")
    expect(page).to_have_url(f"{sender.page}requests/1/?tab=signature")
    expect(page.locator("#panel .proof")).to_be_visible()
    axe(page)
    fits(page)
    page.reload()
    expect(page.locator("#panel .proof")).to_be_visible()


@pytest.fixture(scope="module")
def judged(server: Serving) -> Sender:
    """Give a bin whose requests stand in every way that there is."""
    made = Sender(server, name="judged")
    good = stripe(made)
    deliver(made, good)
    deliver(made, replace(good, body=good.body + b"\n"))
    deliver(made, stripe(made, OTHER))
    deliver(made, stripe(made, age=840))
    deliver(made, github(made))
    return made


def with_secret(page: Page, sender: Sender) -> None:
    page.goto(f"{sender.page}secrets/?provider=stripe")
    if page.get_by_text("None yet.").count():
        page.get_by_label("Signing secret").fill(SECRET)
        page.get_by_label("Label").fill("live")
        page.get_by_role("button", name="Store and check").click()
        expect(page.locator("#judging")).to_contain_text("genuine")


@pytest.mark.parametrize(
    ("seq", "said", "proof"),
    [
        (1, "Genuine.", "“live” matches"),
        (2, "Changed on the way.", "The signature matches once the last byte, a newline"),
        (3, "The signature does not match.", "suspect the secret first"),
        (4, "Genuine, but late.", "a replay as captured would be refused"),
        (5, "Not signed.", "GitHub"),
    ],
)
def test_each_verdict_is_explained(
    page: Page, axe: Axe, judged: Sender, seq: int, said: str, proof: str
) -> None:
    with_secret(page, judged)
    page.goto(f"{judged.page}requests/{seq}/?tab=signature")
    expect(page.locator("#verdict")).to_contain_text(said)
    expect(page.locator("#panel")).to_contain_text(proof)
    axe(page)
    fits(page)
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)


def test_what_was_signed_is_copied_exactly(page: Page, judged: Sender) -> None:
    with_secret(page, judged)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{judged.page}requests/2/?tab=signature")
    page.locator("#signed-title").locator("..").get_by_role("button", name="Copy").click()
    expect(page.locator("#announcement")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.partition(".")[0].isdigit()
    assert copied.endswith("}\n")
    page.get_by_text("Code that verifies it right").click()
    page.get_by_role("button", name="Copy the code for Python").click()
    assert "def verify(" in page.evaluate("navigator.clipboard.readText()")


def test_an_app_that_refuses_is_told_why(page: Page, axe: Axe, judged: Sender) -> None:
    with_secret(page, judged)
    page.goto(f"{judged.page}requests/1/?tab=signature")
    body = judged.server.api("GET", f"/bins/{judged.id}/requests/1/body").body
    page.get_by_text("My app refuses this").click()
    computed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    page.get_by_label("The signature it computes").fill(computed)
    page.get_by_role("button", name="Find the mistake").click()
    expect(page.locator("#explained")).to_contain_text("To do:")
    expect(page.locator("#explained")).to_contain_text("Your app")
    axe(page)
    page.get_by_label("The signature it computes").fill("")
    page.get_by_label("or the secret it uses").fill(OTHER)
    page.get_by_role("button", name="Find the mistake").click()
    expect(page.locator("#explained")).to_contain_text("Your app uses another secret")
    assert OTHER not in page.content()


def test_an_unknown_sender_is_worked_out_and_saved(server: Serving, page: Page, axe: Axe) -> None:
    sender = Sender(server)
    acme(sender)
    sender.open(page)
    page.keyboard.press("3")
    expect(page.locator("#panel")).to_contain_text("Looks signed, sender unknown.")
    axe(page)
    page.get_by_label("Secret").fill("acme-secret")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("#investigated")).to_contain_text("HMAC-SHA256 of {timestamp}.{body}")
    axe(page)
    page.get_by_label("Name", exact=True).fill("Acme Pay")
    page.get_by_role("button", name="Save as a provider of this bin").click()
    expect(page.locator("#verdict")).to_contain_text("Genuine. Acme Pay signed")
    expect(page.locator("#r1 .mark")).to_have_attribute("aria-label", "Genuine")
    expect(page.locator("#r1 .by")).to_have_text("Acme Pay")
    acme(sender, b'{"order": 18}')
    expect(page.locator("#r2 .mark")).to_have_attribute("aria-label", "Genuine")


def test_a_provider_of_ones_own_is_described_tried_and_exported(
    server: Serving, page: Page, axe: Axe
) -> None:
    sender = Sender(server)
    acme(sender)
    page.goto(f"{sender.page}providers/new/")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say what it is called.")).to_be_visible()
    axe(page)
    page.get_by_label("Name", exact=True).fill("Acme")
    page.get_by_label("The signature stands in").fill("X-Acme-Signature")
    page.get_by_role("button", name="{timestamp}.{body}", exact=True).click()
    page.get_by_label("Time of signing").fill("X-Acme-Timestamp")
    page.get_by_label("With the secret").fill("acme-secret")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#trial")).to_contain_text("Genuine. Acme signed exactly these bytes")
    axe(page)
    page.get_by_label("Store the secret, too").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Acme acme")).to_be_visible()
    page.get_by_text("Export as a row").click()
    expect(page.get_by_label("Row of acme")).to_contain_text("schemes=(Hmac(")
    axe(page)
    fits(page)
    sender.open(page)
    expect(page.locator("#r1 .mark")).to_have_attribute("aria-label", "Genuine")


def test_secrets_are_listed_and_removed_with_a_question(
    server: Serving, page: Page, axe: Axe
) -> None:
    sender = Sender(server)
    deliver(sender, stripe(sender))
    sender.open(page)
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Secrets").click()
    expect(page.get_by_label("Provider").first).to_have_value("stripe")
    page.get_by_label("Provider").first.select_option("paypal")
    expect(page.get_by_label("Webhook id")).to_be_visible()
    page.get_by_label("Provider").first.select_option("stripe")
    page.get_by_label("Signing secret").fill(SECRET)
    page.get_by_label("Label").fill(EVIL)
    page.get_by_role("button", name="Store and check").click()
    expect(page.locator("#judging")).to_contain_text("It is genuine.")
    expect(page.locator(".kept")).to_contain_text(EVIL)
    axe(page)
    fits(page)
    page.get_by_role("button", name=f"Remove {EVIL}").click()
    expect(page.locator("#confirm-question")).to_contain_text(f"Remove the secret “{EVIL}”")
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_hostile_words_lie_still(server: Serving, page: Page) -> None:
    ran: list[object] = []
    page.expose_binding("boom", lambda *_: ran.append(1))
    sender = Sender(server)
    body = f'{{"type": "{EVIL}", "at": "\u202e"}}'.encode()
    signature = hmac.new(b"acme-secret", body, hashlib.sha256).hexdigest()
    sender.send("/x", body, X_Evil_Signature=signature, X_Other_Signature=EVIL)
    sender.open(page)
    page.keyboard.press("3")
    page.get_by_label("Secret").fill("acme-secret")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_label("Name", exact=True).fill(EVIL)
    page.get_by_role("button", name="Save as a provider of this bin").click()
    expect(page.locator("#verdict")).to_contain_text(f"Genuine. {EVIL} signed")
    expect(page.locator(".exact").first).to_contain_text(EVIL)
    for path in ("secrets/", "providers/", ""):
        page.goto(f"{sender.page}{path}")
        expect(page.locator("main")).to_be_visible()
    assert not ran
