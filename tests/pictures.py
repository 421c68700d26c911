"""Draws the pictures of README and docs/ from the running product: `make pictures`."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from requestbin.http import Headers, Request
from requestbin.providers import sign
from tests import chromium
from tests.docs import DOCS
from tests.serving import Serving, environment, manage, until
from tests.targets import Target

SIZES = {"bin": (1280, 760), "phone": (390, 760)}
SECRETS = {"github": "It's a secret to everybody", "stripe": "whsec_test", "twilio": "12345"}
STRIPE = {"User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"}
GITHUB = {"User-Agent": "GitHub-Hookshot/044aadd", "X-GitHub-Event": "pull_request"}
FORM = {"User-Agent": "TwilioProxy/1.1", "Content-Type": "application/x-www-form-urlencoded"}
PULL = {
    "action": "opened",
    "number": 42,
    "pull_request": {"title": "Retry webhooks", "user": {"login": "octocat"}},
}


def _event(type: str, amount: int) -> dict[str, Any]:
    paid = {"id": "pi_3PqR", "amount": amount, "currency": "eur", "metadata": {"order": "6735"}}
    head = {"id": f"evt_1PqR{amount}", "object": "event", "api_version": "2026-02-25", "type": type}
    return {**head, "livemode": False, "data": {"object": paid}}


ARRIVALS: list[tuple[str, dict[str, str], bytes]] = [
    ("github", GITHUB, json.dumps(PULL).encode()),
    ("twilio", FORM, b"From=%2B15017122661&To=%2B15558675310&Body=Ahoy%21&NumMedia=0"),
    *(
        ("stripe", STRIPE, json.dumps(_event(type, amount)).encode())
        for type, amount in (
            ("customer.created", 0),
            ("invoice.paid", 9900),
            ("payment_intent.succeeded", 4200),
            ("charge.refunded", 1999),
        )
    ),
]
"""By the provider that sends and signs them."""
ALTERED = 3
"""The index of the one whose body is written anew on its way."""


def draw(folder: Path) -> None:
    """Start a server, fill a bin, replay a request, and draw the page in light and dark."""
    with tempfile.TemporaryDirectory() as place:
        env = environment(Path(place) / "data")
        manage("upgrade", env=env)
        server = Serving(Path(place) / "data", Path(place) / "log", (), env)
        target = Target()
        try:
            bin = _filled(server, f"http://localhost:{target.port}/hooks/stripe")
            _draw(server, f"{server.base}/bins/{bin['id']}/requests/{len(ARRIVALS)}/", folder)
        finally:
            server.stop()
            target.close()


def _filled(server: Serving, target: str) -> dict[str, Any]:
    bin = server.make_bin(name="Checkout, staging")
    for slug, secret in SECRETS.items():
        server.api("POST", f"/bins/{bin['id']}/secrets", {"provider": slug, "secret": secret})
    for index, (slug, headers, body) in enumerate(ARRIVALS):
        path = f"/in/{bin['key']}/{slug}"
        named = Headers({"Content-Type": "application/json", **headers}.items())
        made = Request("POST", f"{server.base}{path}", named, body)
        signed = sign(made, slug, SECRETS[slug], now=time.time())
        arriving = body.replace(b": ", b":") if index == ALTERED else body
        server.request("POST", path, arriving, dict(signed.headers.as_text()))
    until(lambda: all(each["verdict"] for each in _requests(server, bin)))
    replayed = {"url": target, "wait": 10}
    server.api("POST", f"/bins/{bin['id']}/requests/{len(ARRIVALS)}/replay", replayed)
    return bin


def _requests(server: Serving, bin: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = server.api("GET", f"/bins/{bin['id']}/requests").json()["items"]
    return listed


def _draw(server: Serving, url: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())  # type: ignore[arg-type]
        for name, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page: Page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                )
                page.goto(f"{server.base}/?pair={server.token}")
                page.goto(url)
                expect(page.locator("#sends")).to_contain_text("200")
                page.screenshot(path=folder / f"{name}-{scheme}.png", animations="disabled")
        browser.close()


if __name__ == "__main__":
    shutil.rmtree(DOCS / "img", ignore_errors=True)
    (DOCS / "img").mkdir()
    draw(DOCS / "img")
