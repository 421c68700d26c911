"""A sample becomes a request: its URL, its body as the provider spells it, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Request
from requestbin.providers.samples import (
    UnknownSample,
    events,
    providers_with_samples,
    sample,
    title,
)

NOW = 1_790_000_000.0
NOW_Z = "2026-09-21T14:13:20Z"
SAMPLES = [(slug, event) for slug in providers_with_samples() for event in events(slug)]


def made(slug: str, event: str, url: str = "https://bin.example.com/in/key", **of: Any) -> Request:
    return sample(slug, event, url=url, **{"now": NOW, "seed": 1} | of)


@given(
    which=st.sampled_from(SAMPLES),
    seed=st.integers(),
    now=st.floats() | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 253_402_300_799.9]),
)
def test_no_seed_and_no_moment_are_too_odd(which: tuple[str, str], seed: int, now: float) -> None:
    request = sample(*which, url="http://127.0.0.1:8000/in/key", now=now, seed=seed)
    assert request.url.startswith("http://127.0.0.1:8000/in/key")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b.example.com/in/key", "https://b.example.com/in/key?msisdn="),
        ("https://b.example.com/in/key?a=1", "https://b.example.com/in/key?a=1&msisdn="),
        ("https://b.example.com/in/key?", "https://b.example.com/in/key?msisdn="),
        ("https://b.example.com/in/key?a=%20#top", "https://b.example.com/in/key?a=%20&msisdn="),
    ],
)
def test_a_query_is_added_to_that_of_the_url(url: str, expected: str) -> None:
    request = made("vonage_sms", "inbound", url)
    assert request.url.startswith(expected)
    assert (request.method, request.body) == ("GET", b"")
    fields = dict(parse_qsl(request.url.partition("?")[2]))
    assert fields["text"].startswith("Hello a=b & c, ")


def test_a_url_without_an_added_query_stays_as_it_is() -> None:
    assert made("github", "push", "https://b.example.com/x/?").url == "https://b.example.com/x/"
    assert made("github", "push", "https://b.example.com?a=1").url == "https://b.example.com?a=1"


def test_headers_keep_the_order_and_case_of_the_provider() -> None:
    names = [name for name, _ in made("github", "push").headers]
    assert names[:5] == [b"Accept", b"Content-Type", b"User-Agent", b"X-GitHub-Delivery",
                         b"X-GitHub-Event"]  # fmt: skip
    assert [name for name, _ in made("shopify", "orders.create").headers][3] == (
        b"X-Shopify-API-Version"
    )


def test_json_is_spelled_as_the_provider_spells_it() -> None:
    assert made("github", "push").body.startswith(b'{"ref":"refs/heads/main","before":"')
    assert made("stripe", "invoice.paid").body.startswith(b'{\n  "id": "evt_1')
    assert made("plaid", "ITEM__ERROR").body.startswith(b'{\n  "environment": "sandbox",\n')
    assert made("aws_sns", "Notification").body.startswith(b'{\n  "Type" : "Notification",\n')
    assert made("sendgrid", "batch").body.endswith(b"}]\r\n")
    assert b"Gr\\u00fc\\u00dfe" in made("meta", "whatsapp__message").body
    assert b"http:\\/\\/" in made("woocommerce", "order.created").body.replace(b"https", b"http")
    assert "Beispielstraße".encode() in made("shopify", "orders.create").body


def test_numbers_are_numbers_and_belong_together() -> None:
    told = json.loads(made("stripe", "payment_intent.succeeded").body)
    intent = told["data"]["object"]
    assert intent["amount"] == intent["amount_received"] >= 500
    assert intent["client_secret"].startswith(intent["id"])
    assert told["created"] == NOW - 2
    order = json.loads(made("shopify", "orders.create").body)
    assert order["total_price"] == order["line_items"][0]["price"]
    assert order["email"] == order["customer"]["email"]
    assert order["name"] == f"#{order['order_number']}"


def test_a_form_carries_json_in_a_field() -> None:
    fields = parse_qs(made("slack", "block_actions").body.decode())
    assert json.loads(fields["payload"][0])["type"] == "block_actions"


def test_a_message_carries_json_in_a_string() -> None:
    told = json.loads(made("aws_sns", "Notification__s3_object_created").body)
    record = json.loads(told["Message"])["Records"][0]
    assert record["eventSource"] == "aws:s3"
    assert isinstance(record["s3"]["object"]["size"], int)


def test_a_form_carries_xml_in_base64() -> None:
    fields = parse_qs(made("braintree", "subscription_canceled").body.decode())
    encoded = fields["bt_payload"][0]
    assert encoded.endswith("\n")
    assert max(len(line) for line in encoded.splitlines()) == 60
    xml = base64.b64decode(encoded).decode()
    assert f'<timestamp type="datetime">{NOW_Z}</timestamp>' in xml


def test_a_query_holds_the_hash_of_the_body() -> None:
    request = made("twilio", "event_streams__message_delivered")
    digest = hashlib.sha256(request.body).hexdigest()
    assert request.url.endswith(f"?bodySHA256={digest}")


def test_a_body_may_name_the_url() -> None:
    ping = json.loads(made("github", "ping", "https://b.example.com/in/k?a=1").body)
    assert ping["hook"]["config"]["url"] == "https://b.example.com/in/k?a=1"


def test_what_there_is_not_is_told_with_what_there_is() -> None:
    with pytest.raises(UnknownSample, match=r"no samples of 'nobody'.*github, .*stripe"):
        events("nobody")
    with pytest.raises(UnknownSample, match=r"no sample 'x' of mollie.*payment, order"):
        made("mollie", "x")
    for odd in ("../github", "", ".", "github/push"):
        with pytest.raises(UnknownSample):
            made(odd, "push")
        with pytest.raises(UnknownSample):
            title("github", odd)


@pytest.mark.parametrize(
    ("slug", "event", "expected"),
    [
        ("github", "push", "push"),
        ("github", "push__as_a_form", "push (as a form)"),
        ("github", "pull_request__opened", "pull_request.opened"),
        ("shopify", "orders.create", "orders/create"),
        ("bitbucket", "repo.push", "repo:push"),
    ],
)
def test_an_event_is_called_as_its_provider_calls_it(slug: str, event: str, expected: str) -> None:
    assert title(slug, event) == expected
