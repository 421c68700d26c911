"""What names of headers tell, by the words in them."""

from __future__ import annotations

import time

import pytest

from requestbin.inspection.marks import SIGNING, mark_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("X-Hub-Signature-256", "signature"),
        ("Webhook-Signature", "signature"),
        ("X-Shopify-Hmac-Sha256", "signature"),
        ("PAYPAL-TRANSMISSION-SIG", "signature"),
        ("PAYPAL-TRANSMISSION-TIME", "signature"),
        ("X-Slack-Request-Timestamp", "signature"),
        ("Signature-Input", "signature"),
        ("Content-Digest", "signature"),
        ("Plaid-Verification", "signature"),
        ("X-GitHub-Delivery", "id"),
        ("X-Request-Id", "id"),
        ("Idempotency-Key", "id"),
        ("x_idempotency_key", "id"),
        ("X-Slack-Retry-Num", "retry"),
        ("square-retry-number", "retry"),
        ("square-initial-delivery-timestamp", "retry"),
        ("traceparent", "trace"),
        ("X-Forwarded-For", "proxy"),
        ("CF-Ray", "proxy"),
        ("Via", "proxy"),
        ("Authorization", "secret"),
        ("Cookie", "secret"),
        ("X-Gitlab-Token", "secret"),
        ("X-Api-Key", "secret"),
    ],
)
def test_a_name_tells_what_it_is_for(name: str, slug: str) -> None:
    mark = mark_of(name)
    assert mark
    assert mark.slug == slug


@pytest.mark.parametrize(
    "name", ["Host", "Content-Type", "User-Agent", "Accept", "X-GitHub-Event", "Date", "", "\xe9"]
)
def test_most_names_tell_nothing(name: str) -> None:
    assert mark_of(name) is None


def test_only_three_kinds_are_explained() -> None:
    explained = {"signature", "proxy", "id"}
    for name in ("X-Signature", "X-Forwarded-For", "Idempotency-Key"):
        assert mark_of(name).sentence  # type: ignore[union-attr]
        assert mark_of(name).slug in explained  # type: ignore[union-attr]
    for name in ("Cookie", "X-Retry", "traceparent", "X-Event-Id", "CF-Ray"):
        assert not mark_of(name).sentence  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["signature" * 9000, "a-" * 60_000, "x-" * 60_000, "-" * 99_999])
def test_no_name_takes_long(name: str) -> None:
    start = time.process_time()
    mark_of(name)
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize(
    "name",
    [
        *("X-HubSpot-Signature-Version", "box-signature-algorithm", "x-authorization-digest"),
        *("Signature-Input", "PAYPAL-CERT-URL", "PAYPAL-AUTH-ALGO", "x-contentful-signed-headers"),
    ],
)
def test_what_only_tells_how_was_signed_is_no_signature(name: str) -> None:
    assert mark_of(name) is SIGNING
