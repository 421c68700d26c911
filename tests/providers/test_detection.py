"""Who sent a request is told by what only they send, and nobody else is taken for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import Reason, provider_of, sign, verify
from requestbin.providers.catalog import named
from requestbin.providers.detection import MAX_BODY_BYTES, recognise
from requestbin.providers.samples.generator import events, providers_with_samples, sample
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.made import RANDOM_BYTES, made_secret

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]
BARE = {("monday", "challenge")}
"""What could be anybody's."""
NOW = 1_760_000_000
UNSIGNED = (None, Reason.HEADER_MISSING, Reason.SIGNATURE_MISSING)
"""What a handshake or a classic webhook may be, too."""
URL = "https://hooks.example.com/in/abc"
SHARED = {"standard_webhooks", "svix"}
"""What several senders use: a vector of theirs may be of any."""
JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def _recognised(headers: list[tuple[str, str]], body: bytes, url: str = URL) -> str:
    found = recognise(Request("POST", url, Headers(headers), body))
    return found.provider.slug if found else ""


@pytest.mark.parametrize("slug", providers_with_samples())
def test_every_sample_is_recognised(slug: str) -> None:
    row = provider_of(slug)
    assert row is not None
    secret = made_secret(row, b"a" * RANDOM_BYTES)
    for event in events(slug):
        sent = sign(sample(slug, event, url=URL, now=NOW, seed=1), slug, secret, now=NOW)
        found = recognise(sent)
        if (slug, event) in BARE:
            continue
        assert found is not None, event
        assert found.provider.slug in (slug, *SHARED), event
        if row.never_signs(Seen(sent)):
            continue
        assert verify(sent, slug, secret, now=NOW).reason in UNSIGNED, event


@pytest.mark.parametrize(
    ("headers", "body", "slug"),
    [
        ([("X-GitHub-Event", "push"), ("X-Gitea-Event", "push")], b"{}", "gitea"),
        ([("X-GitHub-Event", "push"), ("X-Hub-Signature-256", "x")], b"{}", "github"),
        ([("X-Gitlab-Event", "Push Hook"), ("webhook-id", "1")], b"{}", "gitlab"),
        ([("svix-id", "1"), JSON], b'{"type":"email.sent"}', "resend"),
        ([("svix-id", "1"), JSON], b'{"type":"x"}', "svix"),
        ([JSON], b'{"update_id":1}', "telegram"),
        ([JSON], b' {"update_id":1}', ""),
        ([("X-Square-Signature", "x"), JSON], b'{"type":"payment.created"}', "square"),
        ([FORM], b"id=tr_1", "mollie"),
        ([FORM], b"msisdn=1&messageId=2", "vonage_sms"),
        ([JSON], b'{"msisdn":"1","messageId":"2"}', "vonage_sms"),
        ([FORM], b"timestamp=1&token=2&signature=3", "mailgun"),
        ([JSON], b'{"note":"update_id is a word in a text"}', ""),
        ([JSON], b'{"a":' * 9000, ""),
        ([], b"", ""),
    ],
)
def test_marks_tell(headers: list[tuple[str, str]], body: bytes, slug: str) -> None:
    assert _recognised(headers, body) == slug


@pytest.mark.parametrize("event", ["message", "edited_message", "callback_query"])
def test_an_update_is_called_by_what_it_holds(event: str) -> None:
    for body in ({"update_id": 7, event: {"id": 1}}, {event: {"id": 1}, "update_id": 7}):
        found = recognise(Request("POST", URL, Headers([JSON]), json.dumps(body).encode()))
        assert found is not None
        assert (found.provider.slug, found.event, found.event_id) == ("telegram", event, "7")
    found = recognise(Request("POST", URL, Headers([JSON]), b'{"update_id":7}'))
    assert found is not None
    assert found.event == ""


def test_the_query_tells_too() -> None:
    assert _recognised([], b"", f"{URL}?crc_token=x") == "x_twitter"
    assert _recognised([], b"", f"{URL}?msisdn=1&messageId=2") == "vonage_sms"
    assert _recognised([], b"", f"{URL}?a=1&b=2") == ""


def test_a_large_body_is_not_looked_into() -> None:
    body = json.dumps({"update_id": 1, "text": "x" * MAX_BODY_BYTES}).encode()
    assert _recognised([JSON], body) == ""
    found = recognise(Request("POST", URL, Headers([("Stripe-Signature", "t=1")]), body))
    assert found is not None
    assert (found.provider.slug, found.event) == ("stripe", "")


def test_providers_of_ones_own_come_first() -> None:
    stripe = provider_of("stripe")
    assert stripe is not None
    request = Request("POST", URL, Headers([("X-GitHub-Event", "push"), ("Stripe-Signature", "")]))
    found = recognise(request, own=[stripe])
    assert found is not None
    assert found.provider.slug == "stripe"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_what_libraries_signed_is_recognised(vector: dict[str, Any]) -> None:
    request = Request(
        vector["method"], vector["url"], Headers(vector["headers"].items()), vector["body"].encode()
    )
    found = recognise(request)
    wanted = named(vector["catalog_id"])[0].slug
    assert found is None or found.provider.slug in (wanted, *SHARED)
